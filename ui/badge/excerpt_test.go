package badge

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// An excerpt has at most its lines, at any width and for any text, and whole
// texts that fit stay whole.
func TestExcerptKeepsItsLines(t *testing.T) {
	setup(t)
	for name, e := range map[string]*Excerpt{"body": NewExcerpt(2), "heading": NewHeading()} {
		test.NewTempWindow(t, e)
		line := func(width float32) float32 { // height of two lines
			e.SetText("one\ntwo")
			e.label.SetText("one\ntwo")
			e.label.Resize(fyne.NewSize(width, 10))
			return e.label.MinSize().Height
		}
		for _, width := range []float32{180, 333, 500} {
			two := line(width)
			for _, text := range []string{
				"", "short", "https://example.com/" + strings.Repeat("path/", 1000), strings.Repeat("some words ", 500),
				strings.Repeat("Donaudampfschifffahrtsgesellschaft ", 150), strings.Repeat("i", 5000), strings.Repeat("W", 5000),
			} {
				e.SetText(text)
				e.Resize(fyne.NewSize(width, 10))
				e.Refresh()
				if got := e.MinSize(); got.Height > two+0.1 || got.Width > width {
					t.Errorf("%s: %.20q in %v: smallest size %v, want at most %v high", name, text, width, got, two)
				}
			}
		}
		e.SetText("Have /delivery/track repaired")
		e.Resize(fyne.NewSize(400, 10))
		if e.label.Text != "Have /delivery/track repaired" {
			t.Errorf("%s: %q was cut", name, e.label.Text)
		}
	}
}

// Sentences break between words, as they do everywhere else.
func TestExcerptKeepsWordsWhole(t *testing.T) {
	setup(t)
	e := NewExcerpt(9)
	test.NewTempWindow(t, e)
	e.SetText(strings.Repeat("programs ", 30))
	e.Resize(fyne.NewSize(200, 300))
	for _, o := range test.WidgetRenderer(test.WidgetRenderer(e.label).Objects()[0].(fyne.Widget)).Objects() {
		line, ok := o.(*canvas.Text)
		if !ok {
			continue
		}
		for word := range strings.FieldsSeq(line.Text) {
			if word != "programs" {
				t.Fatalf("a line is %q", line.Text)
			}
		}
	}
}

// Tabs leave out their numbers where there is no room for them, and have shorter titles, closer
// together, where there is still less.
func TestTabsFit(t *testing.T) {
	setup(t)
	tabs := NewTabs(nil, "Fixes", "All addresses")
	tabs.SetCount(0, 1234567)
	tabs.Shorten(1, "Addresses")
	width := func() float32 { return tabs.Content.MinSize().Width }
	whole := width()
	if tabs.Fit(whole + 1) {
		t.Error("numbers were left out with room for them")
	}
	if !tabs.Fit(whole-1) || width() > whole-20 || tabs.tabs[1].title(tabs.tabs[1].room) != "All addresses" {
		t.Errorf("%v wide, was %v", width(), whole)
	}
	brief := width()
	if !tabs.Fit(brief-1) || width() > brief-20 || width() > tabs.MinWidth()+1 || tabs.tabs[1].title(tabs.tabs[1].room) != "Addresses" {
		t.Errorf("%v wide with short titles, was %v", width(), brief)
	}
	if !tabs.Fit(whole+1) || width() < whole-1 {
		t.Error("the numbers did not come back")
	}
}
