package results_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/field"
	"sitewell/ui/gallery"
	"sitewell/ui/tip"
	"sitewell/ui/uitest"
)

// choose presses what a menu or dialog above the screen shows.
func (f *fixture) choose(text string) {
	f.t.Helper()
	top := f.w.Canvas().Overlays().Top()
	if top == nil {
		f.t.Fatal("neither a menu nor a dialog is open")
	}
	test.Tap(uitest.Last[fyne.Tappable](f.t, top, text))
}

// more presses the button with three dots in the panel.
func (f *fixture) more() {
	f.t.Helper()
	var last *tip.Button
	uitest.Walk(f.w.Content(), func(o fyne.CanvasObject) bool {
		if b, ok := o.(*tip.Button); ok && b.Icon != nil && b.Icon.Name() == fynetheme.MoreVerticalIcon().Name() {
			last = b
		}
		return true
	})
	if last == nil {
		f.t.Fatal("there is no button for more")
	}
	test.Tap(last)
}

// typeInto types into the entries of a dialog, in order.
func (f *fixture) typeInto(texts ...string) {
	f.t.Helper()
	uitest.Walk(f.w.Canvas().Overlays().Top(), func(o fyne.CanvasObject) bool {
		if e, ok := o.(*field.Entry); ok && len(texts) > 0 {
			e.SetText(texts[0])
			texts = texts[1:]
			return false
		}
		return true
	})
	if len(texts) > 0 {
		f.t.Fatalf("there is no entry for %q", texts)
	}
}

// said waits until the screen shows something that begins so.
func (f *fixture) said(begins string) {
	f.t.Helper()
	f.q.Until(f.t, func() bool {
		return slices.ContainsFunc(f.texts(), func(s string) bool { return strings.HasPrefix(s, begins) })
	})
}

// Two presses ignore a problem for good: it counts no more, is listed where it is
// ignored, and comes back when that is undone. The scan stays as it is.
func TestIgnoreWithTwoPresses(t *testing.T) {
	f := newFixture(t, 1280, 800, nil)
	f.problems()
	before, err := f.site.Site.Counts(t.Context(), f.site.Scan)
	if err != nil {
		t.Fatal(err)
	}
	f.Open(f.site.IDOf(gallery.ServerError))
	f.until("Internal server error (500)", "Ignore …")
	f.press("Ignore …")
	f.choose("For good")
	f.until("7 things to fix", "9 rows")
	f.said("Ignored since")
	if len(f.offered) != 1 || f.offered[0] != "1 problem is ignored." {
		t.Errorf("offered %q", f.offered)
	}
	after, err := f.site.Site.Counts(t.Context(), f.site.Scan)
	if err != nil || before != after {
		t.Errorf("the scan changed from %+v to %+v, %v", before, after, err)
	}
	f.pressFirst("Ignored")
	f.until("1 row", "Clear")
	f.pressFirst("Ignored")
	f.until("9 rows")
	f.do()
	f.until("8 things to fix", "10 rows")
	if f.shows("Ignored") {
		t.Error("the list of what is ignored is offered where there is nothing")
	}
}

// Fields that can't be used are told in the dialog, and nothing that was typed is lost.
func TestAssignAsks(t *testing.T) {
	f := newFixture(t, 1280, 800, nil)
	f.problems()
	f.Open(f.site.IDOf(gallery.ServerError))
	f.until("Internal server error (500)", "Ignore …")
	f.more()
	f.choose("Assign …")
	f.choose("Assign")
	if texts := uitest.Texts(f.w.Canvas().Overlays().Top()); !slices.ContainsFunc(texts, func(s string) bool { return strings.HasPrefix(s, "It says neither") }) {
		t.Fatalf("the dialog says %q", texts)
	}
	f.typeInto("Anna", "soon")
	f.choose("Assign")
	if texts := uitest.Texts(f.w.Canvas().Overlays().Top()); !slices.ContainsFunc(texts, func(s string) bool { return strings.HasPrefix(s, "“soon” is no date.") }) {
		t.Fatalf("the dialog says %q", texts)
	}
	f.typeInto("Anna", "31.1.2999")
	f.choose("Assign")
	f.said("Assigned to Anna, due")
	if f.dialogs.Open() {
		t.Error("the dialog is still open")
	}
}

// An address that works in the person's own browser is ignored for thirty days.
func TestWorksInBrowserAsks(t *testing.T) {
	f := newFixture(t, 1280, 800, nil)
	f.problems()
	f.Open(f.site.IDOf(gallery.ServerError))
	f.until("Internal server error (500)", "Ignore …")
	f.more()
	f.choose("Works in my browser …")
	if len(f.gone) != 1 || f.gone[0] != "browse "+gallery.ServerError {
		t.Errorf("went to %q", f.gone)
	}
	f.choose("Yes, it works")
	f.said("Worked in a browser on")
	f.until("7 things to fix")
	marks, err := f.site.List(t.Context(), f.site.ID)
	if err != nil || len(marks) != 1 {
		t.Fatalf("got %+v, %v", marks, err)
	}
	if days := time.Until(marks[0].Until).Hours() / 24; marks[0].Kind != storage.WorksInBrowser || days < 29 || days > 31 {
		t.Errorf("got %+v", marks[0])
	}
}

// Where all problems are ignored there is nothing to fix, and a button lists them.
func TestAllIsIgnored(t *testing.T) {
	f := newFixture(t, 1280, 800, nil)
	f.until("8 things to fix", "8 rows")
	ids, err := f.site.Store.RowIDs(t.Context(), f.site.Scan, storage.Filter{Verdicts: []outcome.Verdict{outcome.Broken, outcome.Warning, outcome.CantVerify}}, storage.Order{By: storage.BySeverity})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.site.Marks.MarkProblems(t.Context(), f.site.Scan, ids, storage.Mark{Kind: storage.Ignored}, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	f.Opened()
	f.until("Show what is ignored")
	f.press("Show what is ignored")
	f.said(strconv.Itoa(len(ids)) + " ")
	if f.shows("Show what is ignored") {
		t.Error("what is ignored is not listed")
	}
}
