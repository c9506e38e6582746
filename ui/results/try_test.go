package results_test

import (
	"context"
	"errors"
	"image"
	"slices"
	"testing"

	"sitewell/storage"
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
	f.until("Try in browser", "Ignore …")
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
	f.press("Try in browser")
	f.dialogSays("Does it work in the browser?")
	f.dialogSays("Bakery - Social")
	f.choose("No, it does not")
	if marks := f.allMarks(); len(marks) > 0 {
		t.Errorf("marked with %+v", marks)
	}
	f.press("Try in browser")
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
		f.press("Try in browser")
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
	f.press("Try in browser")
	f.dialogSays("Opening it in a browser …")
	f.choose("Cancel")
	<-ended
	f.Open(f.site.IDOf(gallery.ServerError))
	f.until("Internal server error (500)")
	if f.dialogs.Open() || f.shows("Try in browser") {
		t.Errorf("a dialog is open: %v; %q", f.dialogs.Open(), uitest.Texts(f.w.Content()))
	}
}
