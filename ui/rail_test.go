package ui

import (
	"testing"

	"fyne.io/fyne/v2"
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

// When the scan between two places has ended, the places have the height that they need.
func TestRailCloses(t *testing.T) {
	open(t, &fake{})
	note := "Scanning …"
	r := newRail(nil, func() []item { return []item{{text: "Sites"}, {text: "Bakery", note: note}, {text: "Codes"}} })
	r.refresh()
	r.content.Resize(fyne.NewSize(railWidth, 600))
	note = ""
	r.refresh()
	for _, b := range r.buttons {
		if got, want := b.Size().Height, b.MinSize().Height; got != want {
			t.Errorf("%s: got the height %v, want %v", b.item.text, got, want)
		}
	}
}
