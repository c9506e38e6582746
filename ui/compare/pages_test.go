package compare

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"sitewell/storage"
	"sitewell/ui/gallery"
	"sitewell/ui/uitest"
)

// somePages is a comparison of pages with a template's change, one of a single page,
// a page that is gone and one that is new.
func somePages() *storage.PageComparison {
	page := func(path, before, now string) storage.PageRef {
		return storage.PageRef{ID: storage.URLID(len(path)), URL: gallery.Home + path, Before: before, Now: now}
	}
	five := []storage.PageRef{
		page("1", "One – Old", "One – New"), page("22", "Two – Old", "Two – New"), page("333", "Three – Old", "Three – New"),
		page("4444", "Four – Old", "Four – New"), page("55555", "Five – Old", "Five – New"),
	}
	return &storage.PageComparison{
		Counts: storage.PageCounts{Before: 20, Now: 20, Removed: 1, Changed: 5, New: 1},
		Rows: []storage.PageRow{
			{Change: storage.PageRemoved, Proof: storage.PageGone, Pages: []storage.PageRef{page("gone666", "", "")}},
			{Change: storage.PageChanged, Field: storage.FieldTitle, Edit: storage.EditPart, Before: "Old", Now: "New", Pages: five},
			{Change: storage.PageChanged, Field: storage.FieldRobots, Before: "", Now: "noindex", Pages: five[:1]},
			{Change: storage.PageNew, Proof: storage.PageUnlinked, Pages: []storage.PageRef{page("new77777", "", "")}},
		},
	}
}

// What a template changed is one row, which is opened by mouse and by keyboard to see
// what each page was and is; each page leads to the results.
func TestPages(t *testing.T) {
	f := open(t, 0, 0, func(r *reader) { r.pages = somePages() })
	f.until("1 new, 9 still there", "10 rows")
	f.q.Until(t, func() bool { return f.pages != nil })
	test.Tap(uitest.First[fyne.Tappable](t, f.w.Content(), "Pages"))
	f.until("20 before, 20 now: 1 removed, 5 changed, 1 new", "4 rows", "Title changed on 5 pages", "/1 (+4)", "… Old …", "… New …",
		"Directives for search engines changed", "noindex", "Removed page", "answers 404 or 410 now", "New page")
	f.Focus(f.w.Canvas())
	keys := func(names ...fyne.KeyName) {
		for _, name := range names {
			f.w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: name})
		}
	}
	keys(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	f.inDialog("Title changed on 5 pages", "/4444", "Four – Old", "Four – New", "5 pages")
	keys(fyne.KeyEscape)
	if f.o.Dialogs.Open() {
		t.Fatal("Escape did not close the dialog")
	}
	f.Focus(f.w.Canvas())
	keys(fyne.KeyReturn)
	f.inDialog("5 pages")
	keys(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	f.pageList.open(0)
	f.inDialog("Removed page", "answers 404 or 410 now", "1 page")
	keys(fyne.KeyDown, fyne.KeyReturn)
	if diff := cmp.Diff([]string{"problem 2 of scan 5", "problem 7 of scan 4"}, f.to); diff != "" {
		t.Errorf("led to (-want +got):\n%s", diff)
	}
	f.Search(f.w.Canvas())
	test.Type(f.w.Canvas().Focused(), "NOINDEX")
	f.until("1 row")
}

// inDialog waits for texts in the dialog on top.
func (f *fixture) inDialog(texts ...string) {
	f.t.Helper()
	f.q.Until(f.t, func() bool {
		top := f.w.Canvas().Overlays().Top()
		if top == nil {
			return false
		}
		shown := uitest.Texts(top)
		for _, want := range texts {
			if !contains(shown, want) {
				return false
			}
		}
		return true
	})
}

func contains(all []string, text string) bool {
	for _, s := range all {
		if s == text {
			return true
		}
	}
	return false
}

// The pages of the scans themselves are compared, and a tab without anything in it is
// not offered.
func TestPagesOfScans(t *testing.T) {
	f := open(t, 0, 0, nil)
	f.until("1 new, 9 still there", "10 rows")
	f.q.Until(t, func() bool { return f.pages != nil })
	texts := uitest.Texts(f.w.Content())
	for word, want := range map[string]bool{"Fixed": false, "Came back": false, "New": true, "Pages": true} {
		if got := contains(texts, word); got != want {
			t.Errorf("tab %q is offered: %t, want %t", word, got, want)
		}
	}
	test.Tap(uitest.First[fyne.Tappable](t, f.w.Content(), "Pages"))
	f.until(f.read.OfPages(f.pages), fmt.Sprintf("%d rows", len(f.pages.Rows)))
}
