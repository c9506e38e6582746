package results_test

import (
	"context"
	"errors"
	"image"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"sitewell/storage"
	"sitewell/storage/sqlite/sqlitetest"
	"sitewell/ui/gallery"
	"sitewell/ui/problem"
	"sitewell/ui/uitest"
)

// openWall shows the problem with an address that may turn away programs alone.
func openWall(t *testing.T) *fixture {
	t.Helper()
	f := newFixture(t, 1180, 760, nil)
	f.problems()
	f.Open(f.site.IDOf(gallery.Refused))
	f.until("Try in browser …", "Ignore …")
	return f
}

// dialogSays waits until the dialog above the screen says something.
func (f *fixture) dialogSays(text string) {
	f.t.Helper()
	f.q.Until(f.t, func() bool {
		top := f.w.Canvas().Overlays().Top()
		return top != nil && slices.Contains(uitest.Texts(top), text)
	})
}

// dialogContains waits until the dialog above the screen has texts that contain some words.
func (f *fixture) dialogContains(some ...string) {
	f.t.Helper()
	f.q.Until(f.t, func() bool {
		top := f.w.Canvas().Overlays().Top()
		if top == nil {
			return false
		}
		said := strings.Join(uitest.Texts(top), "|")
		return !slices.ContainsFunc(some, func(s string) bool { return !strings.Contains(said, s) })
	})
}

// tryIt presses the button, and agrees.
func (f *fixture) tryIt() {
	f.t.Helper()
	f.press("Try in browser …")
	f.dialogSays("Open it in a browser?")
	f.choose("Open")
}

func (f *fixture) allMarks() []storage.Mark {
	f.t.Helper()
	marks, err := f.site.List(f.t.Context(), f.site.ID)
	if err != nil {
		f.t.Fatal(err)
	}
	return marks
}

// What works in the browser is marked so, once the person says that it is the page.
func TestTryInBrowser(t *testing.T) {
	f := openWall(t)
	f.try = func(_ context.Context, address string) (problem.Tried, error) {
		return problem.Tried{URL: address, Status: 200, Title: "Bakery - Social", Picture: image.NewRGBA(image.Rect(0, 0, 640, 450))}, nil
	}
	f.tryIt()
	f.dialogSays("Does it work in the browser?")
	f.dialogSays("Bakery - Social")
	f.choose("No, it does not")
	if marks := f.allMarks(); len(marks) > 0 {
		t.Errorf("marked with %+v", marks)
	}
	f.tryIt()
	f.dialogSays("Does it work in the browser?")
	f.choose("Yes, it works")
	f.said("Worked in a browser on")
	if marks := f.allMarks(); len(marks) != 1 || marks[0].Kind != storage.WorksInBrowser {
		t.Errorf("marked with %+v", marks)
	}
}

// What turns the browser away, or is not shown, stays as it was.
func TestBrowserIsTurnedAway(t *testing.T) {
	f := openWall(t)
	for _, tt := range []struct {
		tried problem.Tried
		err   error
		want  string
	}{
		{problem.Tried{Status: 403, Title: "Just a moment..."}, nil, "The browser was turned away, too"},
		{problem.Tried{Status: 503}, nil, "The browser was turned away, too"},
		{problem.Tried{}, nil, "There was no answer in the browser, either"},
		{problem.Tried{}, errors.New("crash"), "The browser did not show it"},
	} {
		f.try = func(context.Context, string) (problem.Tried, error) { return tt.tried, tt.err }
		f.tryIt()
		f.dialogSays(tt.want)
		f.choose("OK")
	}
	if marks := f.allMarks(); len(marks) > 0 {
		t.Errorf("marked with %+v", marks)
	}
}

// It can be cancelled while the browser is busy, and is offered for walls alone.
func TestTryIsCancelled(t *testing.T) {
	f := openWall(t)
	ended := make(chan struct{})
	f.try = func(ctx context.Context, _ string) (problem.Tried, error) {
		defer close(ended)
		<-ctx.Done()
		return problem.Tried{Status: 200}, nil
	}
	f.tryIt()
	f.dialogSays("Opening it in a browser …")
	f.choose("Cancel")
	<-ended
	f.Open(f.site.IDOf(gallery.ServerError))
	f.until("Internal server error (500)")
	if f.dialogs.Open() || f.shows("Try in browser …") {
		t.Errorf("a dialog is open: %v; %q", f.dialogs.Open(), uitest.Texts(f.w.Content()))
	}
}

// Two more addresses that may turn away programs alone.
const secondWall, thirdWall = "https://social.example/oven", "https://social.example/shop"

func moreWalls(scan *sqlitetest.Scan) {
	at := slices.IndexFunc(scan.Found, func(a sqlitetest.Address) bool { return a.URL == gallery.Refused })
	for _, url := range []string{secondWall, thirdWall} {
		wall := scan.Found[at]
		wall.URL = url
		scan.Found = append(scan.Found, wall)
	}
}

// tryAll asks to open all walls of the list of addresses, by the menu of one of them.
func tryAll(t *testing.T) *fixture {
	t.Helper()
	f := newFixture(t, 1180, 760, func(f *fixture) { f.made = moreWalls })
	f.until("Everything accounted for")
	f.pressFirst("All addresses")
	f.until("216 rows")
	f.Open(f.site.IDOf(gallery.Refused))
	f.until("Try in browser …")
	f.Focus(f.w.Canvas())
	f.w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: desktop.KeyMenu})
	f.choose("Try all of this list in browser …")
	f.dialogSays("Open 3 addresses in a browser?")
	return f
}

// All walls of a list are opened one after the other, without a window if that is wanted. Only
// what the person says to work is marked: what turned the browser away stays as it was.
func TestTryAllOfAList(t *testing.T) {
	f := tryAll(t)
	f.try = func(_ context.Context, address string) (problem.Tried, error) {
		if address == gallery.Refused {
			return problem.Tried{Status: 403}, nil
		}
		return problem.Tried{URL: address, Status: 200, Title: "Title of " + address}, nil
	}
	f.choose("Show the browser's window")
	f.choose("Open")
	f.dialogContains("Does it work in the browser? (1 of 2)", "Title of "+secondWall)
	f.choose("Yes, it works")
	f.dialogContains("Does it work in the browser? (2 of 2)", "Title of "+thirdWall)
	f.choose("No, it does not")
	f.dialogContains("What the browser showed", "1 address works in the browser and is ignored for 30 days.",
		"1 address was shown, and stays “Can't verify”.", "1 address turned the browser away, too, and stays “Can't verify”.")
	f.choose("OK")
	if !slices.Equal(f.windows, []bool{false, false, false}) {
		t.Errorf("opened with a window: %v", f.windows)
	}
	f.q.Until(t, func() bool { return len(f.allMarks()) > 0 })
	if marks := f.allMarks(); len(marks) != 1 || marks[0].Kind != storage.WorksInBrowser || marks[0].Subject != secondWall {
		t.Errorf("marked with %+v", marks)
	}
	f.Open(f.site.IDOf(gallery.Refused)) // the choice is remembered
	f.until("Try in browser …")
	f.tryIt()
	f.dialogSays("The browser was turned away, too")
	if f.windows[3] {
		t.Error("it was opened with a window the next time")
	}
}

// It says how far it is and can be stopped; what was shown until then is asked about, unless
// the person wants no more questions.
func TestTryingAllIsStopped(t *testing.T) {
	f := tryAll(t)
	f.try = func(ctx context.Context, address string) (problem.Tried, error) {
		if address != secondWall {
			return problem.Tried{Status: 200, Title: "Title of " + address}, nil
		}
		<-ctx.Done()
		return problem.Tried{}, ctx.Err()
	}
	f.choose("Open")
	f.dialogContains("Opening addresses in a browser …", "2 of 3", "social.example/oven")
	f.choose("Stop")
	f.dialogContains("Does it work in the browser? (1 of 1)")
	f.choose("Ask no more")
	f.dialogContains("1 address was shown, and stays “Can't verify”.", "2 addresses were not opened.")
	f.choose("OK")
	if marks := f.allMarks(); len(marks) > 0 || f.dialogs.Open() {
		t.Errorf("marked with %+v; a dialog is open: %v", marks, f.dialogs.Open())
	}
}

// Of what is chosen, and of a fix, those are opened that may let a browser in.
func TestTryChosen(t *testing.T) {
	f := newFixture(t, 1400, 760, nil)
	f.try = func(context.Context, string) (problem.Tried, error) { return problem.Tried{Status: 403}, nil }
	f.until("8 things to fix", "8 rows")
	f.chooseAll("8 rows chosen")
	f.tryIt()
	f.dialogSays("The browser was turned away, too")
	f.choose("OK")
	f.pressFirst("Pages")
	f.until("48 rows")
	f.chooseAll("48 rows chosen")
	f.press("Try in browser …")
	f.dialogSays("There is nothing to try")
}
