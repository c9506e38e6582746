package results_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
	"github.com/google/go-cmp/cmp"

	"sitewell/storage"
	"sitewell/ui/gallery"
	"sitewell/ui/tip"
	"sitewell/ui/uitest"
)

// chooseAll focuses the list and chooses all its rows, which the line below
// them says.
func (f *fixture) chooseAll(chosen string) {
	f.t.Helper()
	f.Focus(f.w.Canvas())
	f.w.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	if !f.shows(chosen) {
		f.t.Fatalf("%q is not shown; texts: %q", chosen, f.texts())
	}
}

// marks returns what was said about the site.
func (f *fixture) marks(kind storage.MarkKind) (all []storage.Mark) {
	f.t.Helper()
	marks, err := f.site.List(f.t.Context(), f.site.ID)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, m := range marks {
		if m.Kind == kind {
			all = append(all, m)
		}
	}
	return all
}

// What is chosen is ignored with two presses, and comes back with one.
func TestIgnoreChosen(t *testing.T) {
	f := newFixture(t, 1280, 800, nil)
	f.problems()
	f.chooseAll("10 rows chosen")
	f.press("Ignore …")
	f.choose("For good")
	f.until("Nothing to fix")
	if _, ok := f.w.Canvas().Focused().(fyne.Shortcutable); !ok {
		t.Errorf("%T has the keyboard, and not the list", f.w.Canvas().Focused())
	}
	if diff := cmp.Diff([]string{"10 problems are ignored."}, f.offered); diff != "" {
		t.Errorf("offered (-want +got):\n%s", diff)
	}
	f.q.Until(t, func() bool { return !f.shows("10 rows chosen") }) // what is not shown any more
	f.do()
	f.until("8 things to fix", "10 rows")
	if n := len(f.marks(storage.Ignored)); n != 0 {
		t.Errorf("%d marks after one undo", n)
	}
}

// The other buttons of the bar do what they say to all that is chosen.
func TestBarOfChosen(t *testing.T) {
	f, o := baking(t)
	o.failed = errors.New("no network")
	f.problems()
	f.chooseAll("10 rows chosen")
	f.press("Mark as done")
	f.q.Until(t, func() bool { return len(f.offered) == 1 })
	f.press("Assign …")
	if texts := uitest.Texts(f.w.Canvas().Overlays().Top()); !slices.Contains(texts, "10 chosen addresses") {
		t.Errorf("the dialog says %q", texts)
	}
	f.typeInto("Anna", "2999-01-31")
	f.choose("Assign")
	f.q.Until(t, func() bool { return len(f.offered) == 2 })
	f.press("Note …")
	f.typeInto("asked the host")
	f.choose("Save")
	f.q.Until(t, func() bool { return len(f.offered) == 3 })
	for _, kind := range []storage.MarkKind{storage.Done, storage.Assigned, storage.Noted} {
		if n := len(f.marks(kind)); n != 10 {
			t.Errorf("%d marks of the kind %s, want 10", n, kind)
		}
	}
	f.press("Copy")
	f.q.Until(t, func() bool { return len(f.copied) == 1 })
	lines := strings.Split(strings.TrimSuffix(f.copied[0], "\n"), "\n")
	if len(lines) != 10 || !slices.ContainsFunc(lines, func(s string) bool { return strings.Contains(s, "\t"+gallery.ServerError+"\t") }) {
		t.Errorf("copied %q", f.copied[0])
	}
	if diff := cmp.Diff([]string{"10 rows are copied."}, f.told); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	f.press("Export …")
	if len(f.saved) != 10 || !slices.Contains(f.saved, f.site.IDOf(gallery.ServerError)) {
		t.Errorf("%d addresses are saved", len(f.saved))
	}
	f.press("Check again")
	f.until("Sentence for no network")
	if len(o.asked) != 10 {
		t.Errorf("%d addresses are checked again", len(o.asked))
	}
}

// What is done to several fixes is done to all their problems.
func TestChosenFixes(t *testing.T) {
	f := newFixture(t, 1280, 800, nil)
	f.until("8 things to fix", "8 rows")
	f.chooseAll("8 rows chosen")
	f.press("Mark as done")
	f.q.Until(t, func() bool { return len(f.offered) == 1 })
	if n := len(f.marks(storage.Done)); n != 10 {
		t.Errorf("%d problems are marked, want 10", n)
	}
}

// In a narrow table the buttons for which there is no room are in a menu.
func TestNarrowBar(t *testing.T) {
	f := newFixture(t, 700, 600, nil)
	f.problems()
	f.chooseAll("10 rows chosen")
	if f.shows("Export …") {
		t.Error("there is room for all buttons: the test says too little")
	}
	uitest.Walk(f.w.Content(), func(o fyne.CanvasObject) bool {
		if b, ok := o.(*tip.Button); ok && b.Icon != nil && b.Icon.Name() == fynetheme.MoreHorizontalIcon().Name() {
			test.Tap(b)
			return false
		}
		return true
	})
	f.choose("Export …")
	if len(f.saved) != 10 {
		t.Errorf("%d addresses are saved", len(f.saved))
	}
}

// The menu of one of the chosen rows is about all of them, that of another row about that.
func TestMenuOfChosen(t *testing.T) {
	f := newFixture(t, 1280, 800, nil)
	f.problems()
	f.chooseAll("10 rows chosen")
	row := uitest.Last[fyne.SecondaryTappable](t, f.w.Content(), "Internal server error (500)")
	row.(desktop.Mouseable).MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonSecondary})
	row.TappedSecondary(&fyne.PointEvent{})
	texts := uitest.Texts(f.w.Canvas().Overlays().Top())
	for _, want := range []string{"10 rows chosen", "Ignore …", "Mark as done", "Assign …", "Note …", "Copy", "Export …", "Choose none"} {
		if !slices.Contains(texts, want) {
			t.Errorf("the menu has no %q: %q", want, texts)
		}
	}
	f.choose("Choose none")
	f.until("10 rows")
	row.(desktop.Mouseable).MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonSecondary})
	row.TappedSecondary(&fyne.PointEvent{})
	texts = uitest.Texts(f.w.Canvas().Overlays().Top())
	for _, want := range []string{"Open in browser", "Open a page that links here", "Copy address", "Copy cell", "Copy row", "Choose all rows"} {
		if !slices.Contains(texts, want) {
			t.Errorf("the menu of one row has no %q: %q", want, texts)
		}
	}
	f.choose("Open a page that links here")
	f.q.Until(t, func() bool { return len(f.gone) == 1 })
	if !strings.HasPrefix(f.gone[0], "browse http") || f.gone[0] == "browse "+gallery.ServerError {
		t.Errorf("went to %q", f.gone)
	}
}
