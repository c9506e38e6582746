package ui

import (
	"testing"

	"fyne.io/fyne/v2/test"
)

// The places of the sidebar are whole in every language, also the one that is shown.
func TestRailButtonIsWhole(t *testing.T) {
	open(t, &fake{})
	for _, text := range []string{"Overview", "Settings", "Websites", "Übersicht", "Einstellungen", "Vue d’ensemble", "Réglages"} {
		for _, on := range []bool{false, true} {
			b := newRailButton()
			b.set(item{text: text, on: on})
			if r := test.WidgetRenderer(b).(*railRenderer); r.word.Text != text {
				t.Errorf("on %v: got %q, want %q", on, r.word.Text, text)
			}
		}
	}
}
