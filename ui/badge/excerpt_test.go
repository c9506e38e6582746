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

// Tabs leave out their numbers where there is no room for them.
func TestTabsFit(t *testing.T) {
	setup(t)
	tabs := NewTabs(nil, "Fixes", "Problems")
	tabs.SetCount(0, 1234567)
	whole := tabs.Content.MinSize().Width
	if tabs.Fit(whole + 1) {
		t.Error("numbers were left out with room for them")
	}
	if !tabs.Fit(whole-1) || tabs.Content.MinSize().Width > whole-20 || tabs.Content.MinSize().Width > tabs.MinWidth()+1 {
		t.Errorf("%v wide, was %v", tabs.Content.MinSize().Width, whole)
	}
	if !tabs.Fit(whole+1) || tabs.Content.MinSize().Width < whole-1 {
		t.Error("the numbers did not come back")
	}
}
