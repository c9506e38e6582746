package frame

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"sitewell/ui/uitest"
)

// The places of the sidebar are whole in every language, also the one that is shown.
func TestSidebarButtonIsWhole(t *testing.T) {
	uitest.New(t)
	for _, text := range []string{"Overview", "Settings", "Websites", "Übersicht", "Einstellungen", "Vue d’ensemble", "Réglages"} {
		for _, on := range []bool{false, true} {
			b := newSidebarButton()
			b.set(Item{Text: text, On: on})
			if r := test.WidgetRenderer(b).(*sidebarRenderer); r.word.Text != text {
				t.Errorf("on %v: got %q, want %q", on, r.word.Text, text)
			}
		}
	}
}

// When the scan between two places has ended, the places have the height that they need.
func TestSidebarCloses(t *testing.T) {
	uitest.New(t)
	note := "Scanning …"
	r := NewSidebar(theme.HomeIcon(), func() []Item { return []Item{{Text: "Sites"}, {Text: "Bakery", Note: note}, {Text: "Codes"}} })
	r.Refresh()
	r.content.Resize(fyne.NewSize(sidebarWidth, 600))
	note = ""
	r.Refresh()
	for _, b := range r.buttons {
		if got, want := b.Size().Height, b.MinSize().Height; got != want {
			t.Errorf("%s: got the height %v, want %v", b.item.Text, got, want)
		}
	}
}

// A name that is too long for the sidebar is cut, and its note is whole.
func TestLongNamesAreCut(t *testing.T) {
	uitest.New(t)
	s := NewSidebar(theme.HomeIcon(), func() []Item {
		return []Item{{Text: "bakery.example", Note: "Scanning …"}, {Text: "the-bakery-with-the-longest-name.example", Note: "Scanning …", On: true}}
	})
	s.Refresh()
	s.content.Resize(fyne.NewSize(sidebarWidth, 600))
	for i, start := range []string{"bakery.exa", "the-bakery"} {
		b := s.buttons[i]
		r := test.WidgetRenderer(b).(*sidebarRenderer)
		for _, text := range []*canvas.Text{r.word, r.note} {
			if width := text.MinSize().Width; width > b.Size().Width {
				t.Errorf("%q is %v wide, wider than the %v of the sidebar", text.Text, width, b.Size().Width)
			}
		}
		if !strings.HasPrefix(r.word.Text, start) || r.note.Text != "Scanning …" {
			t.Errorf("it shows %q and %q, want %q … and that it is scanned", r.word.Text, r.note.Text, start)
		}
	}
}
