package results_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sitewell/ui/gallery"
	"sitewell/ui/results"
	"sitewell/ui/uitest"
)

// newCompared is the fixture with the real comparison: the week before, the site had
// the same problems but for one.
func newCompared(t *testing.T) *fixture {
	t.Helper()
	f := newFixture(t, 1280, 800, func(f *fixture) { f.compares = true })
	f.until("8 things to fix", "8 rows", "New", "Still there")
	return f
}

// Each number of the head is a filter of the list that has its rows.
func TestNumbersOfChangesFilter(t *testing.T) {
	f := newCompared(t)
	f.pressFirst("New")
	f.until("1 of 8 shown")
	f.pressFirst("Problems")
	f.until("1 of 10 shown", gallery.Place[len("https://www.example.com"):])
	f.pressFirst("New")
	f.until("10 rows")
	// The same by keyboard.
	chip := uitest.First[fyne.Focusable](t, f.w.Content(), "Still there")
	f.w.Canvas().Focus(chip)
	chip.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	f.until("9 of 10 shown")
	chip.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	f.until("10 rows")
	if !f.shows("New") || !f.shows("Change") {
		t.Errorf("texts: %q", f.texts())
	}
}

// The list can be sorted by change, in either direction.
func TestSortByChange(t *testing.T) {
	f := newCompared(t)
	f.problems()
	heading := uitest.Last[fyne.Tappable](t, f.w.Content(), "Change")
	test.Tap(heading)
	f.drain()
	f.until("10 rows")
	first := func() string {
		for _, text := range f.texts() {
			if text == "/opening-hours#christmas" || text == "/cakes/wedding/three-tiers.html" {
				return text
			}
		}
		return ""
	}
	f.q.Until(t, func() bool { return first() == "/opening-hours#christmas" })
	test.Tap(heading)
	f.q.Until(t, func() bool { return first() != "/opening-hours#christmas" })
}

// What was fixed has a list of its own, with what was done.
func TestFixedSince(t *testing.T) {
	f := newFixture(t, 1280, 800, func(f *fixture) { f.compares, f.made = true, gallery.OnlyWorks })
	f.until("Nothing to fix")
	f.until("Fixed", "Not reached")
	f.pressFirst("Fixed")
	f.drain()
	f.until("Nothing was fixed since 26/04/2026")
	f.pressFirst("Not reached")
	f.until("9 rows")
	f.pressFirst("Not reached")
	f.until("Nothing to fix")
}

var _ results.Comparer = (*gallery.Site)(nil)
