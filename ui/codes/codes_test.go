package codes_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/ui/codes"
	"sitewell/ui/control"
	"sitewell/ui/field"
	"sitewell/ui/gallery"
	"sitewell/ui/uitest"
)

type fixture struct {
	*codes.Screen
	t      *testing.T
	w      fyne.Window
	opened []string
	queue  *uitest.Queue
	found  []outcome.Key // outcomes of the scans
}

func newFixture(t *testing.T, width float32, found ...outcome.Key) *fixture {
	t.Helper()
	uitest.New(t)
	f := &fixture{t: t, found: found}
	site, queue := gallery.New(t, 5, nil), uitest.NewQueue(t)
	f.queue = queue
	f.Screen = codes.New(codes.Options{
		Run: queue.Runner(), Occurring: f.occurring, Book: site, Browse: func(a string) { f.opened = append(f.opened, a) },
		Sentence: func(err error) string { return err.Error() },
	})
	f.w = uitest.Window(t, f.Content(), width, 600)
	return f
}

func (f *fixture) occurring(context.Context) ([]outcome.Key, error) { return f.found, nil }

func (f *fixture) texts() []string { return uitest.Texts(f.w.Content()) }

func (f *fixture) shows(text string) bool {
	return slices.ContainsFunc(f.texts(), func(s string) bool { return strings.Contains(s, text) })
}

func find[T fyne.CanvasObject](f *fixture, fits func(T) bool) (found T) {
	f.t.Helper()
	ok := false
	uitest.Walk(f.w.Content(), func(o fyne.CanvasObject) bool {
		if w, is := o.(T); is && !ok && fits(w) {
			found, ok = w, true
		}
		return true
	})
	if !ok {
		f.t.Fatalf("it is not there; texts: %q", f.texts())
	}
	return found
}

func (f *fixture) press(text string) {
	f.t.Helper()
	test.Tap(find(f, func(b *control.Button) bool { return b.Text == text }))
}

func (f *fixture) follow(text string) {
	f.t.Helper()
	find(f, func(l *control.Link) bool { return l.Text == text }).OnTapped()
}

func (f *fixture) search(text string) {
	f.t.Helper()
	find(f, func(*field.Entry) bool { return true }).SetText(text)
}

func (f *fixture) list() *control.List {
	return find(f, func(*control.List) bool { return true })
}

// Everything that a scan can find is listed, class by class.
func TestListsEverything(t *testing.T) {
	f := newFixture(t, 1000)
	classes := map[outcome.Class]bool{}
	for _, info := range outcome.All() {
		classes[info.Class] = true
	}
	if got, want := f.list().Length(), len(outcome.All())+len(classes); got != want {
		t.Errorf("got %d lines, want %d", got, want)
	}
	if !f.shows("1xx Interim") || !f.shows("Choose a code from the list") {
		t.Errorf("texts: %q", f.texts())
	}
	f.list().Select(0) // a heading
	if !f.shows("Choose a code from the list") {
		t.Error("a heading was opened")
	}
	f.list().Select(1)
	if !f.shows("What it means") {
		t.Errorf("texts: %q", f.texts())
	}
}

func TestSearch(t *testing.T) {
	f := newFixture(t, 1000)
	f.search("certificate expired")
	if !f.shows("The certificate has expired") || f.shows("1xx Interim") {
		t.Errorf("texts: %q", f.texts())
	}
	entry := find(f, func(*field.Entry) bool { return true })
	entry.OnSubmitted(entry.Text)
	if !f.shows("Have the certificate renewed") && !f.shows("What it means") {
		t.Errorf("Enter opens nothing; texts: %q", f.texts())
	}
	f.search("quux")
	if !f.shows("No code fits") || !f.shows("0 codes") {
		t.Errorf("texts: %q", f.texts())
	}
	f.press("Show all")
	if f.shows("No code fits") || f.list().Length() < 100 {
		t.Error("not all are shown again")
	}
	f.search("599") // any number is answered
	if f.list().Length() == 0 {
		t.Error("599 is not found")
	}
}

// Links lead to other articles and back; pages open in the browser.
func TestReadOn(t *testing.T) {
	f := newFixture(t, 1000)
	f.Open("404")
	f.follow("Gone for good (410)")
	f.follow("Moved for good (301)")
	if !f.shows("Back to Gone for good (410)") {
		t.Fatalf("texts: %q", f.texts())
	}
	f.press("Back to Gone for good (410)")
	f.press("Back to Page not found (404)")
	f.follow("RFC 9110, section 15.5.5, 404 Not Found")
	if diff := cmp.Diff([]string{"https://www.rfc-editor.org/rfc/rfc9110#section-15.5.5"}, f.opened); diff != "" {
		t.Error(diff)
	}
	if !f.Back() || f.shows("What it means") || f.Back() {
		t.Error("Escape does not close the article, once")
	}
}

// In a narrow window the article takes the list's place.
func TestNarrow(t *testing.T) {
	f := newFixture(t, 500)
	count := fmt.Sprint(len(outcome.All()), " codes")
	if f.shows("Choose a code from the list") {
		t.Error("list and article stand side by side")
	}
	f.Open("404")
	if f.shows(count) || !f.shows("What it means") {
		t.Errorf("texts: %q", f.texts())
	}
	f.press("Back to all codes")
	if !f.shows(count) {
		t.Errorf("texts: %q", f.texts())
	}
	f.Open("404")
	f.w.Resize(fyne.NewSize(1000, 600))
	if !f.shows(count) || !f.shows("What it means") || f.shows("Back to all codes") {
		t.Errorf("wide again: %q", f.texts())
	}
}

func TestUnknown(t *testing.T) {
	f := newFixture(t, 1000)
	f.Open("no-such-thing")
	if !f.shows("unknown outcome") {
		t.Errorf("texts: %q", f.texts())
	}
}

// What the scans of this history have comes first, and the most frequent is open.
func TestWhatOccursComesFirst(t *testing.T) {
	f := newFixture(t, 1000, outcome.DNSNotFound, "404")
	f.queue.Until(t, func() bool { return f.shows("In your newest scans") })
	uitest.Picture(t, f.w, "codes-occurring")
	if f.shows("Choose a code from the list") {
		t.Error("nothing is open")
	}
	f.search("certificate")
	if f.shows("In your newest scans") {
		t.Error("the search lists what does not fit")
	}
}

// The list is worked by keyboard: the article follows it, headings are passed over, and
// letters begin a search.
func TestListByKeyboard(t *testing.T) {
	f := newFixture(t, 1000)
	c := fyne.CurrentApp().Driver().CanvasForObject(f.list())
	c.Focus(f.list())
	f.list().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown}) // Continue has the keyboard already
	if f.list().At() != 2 || !f.shows("What it means") {
		t.Errorf("Down opens %q", f.texts())
	}
	f.list().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	f.list().TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	if f.list().At() != 1 || !f.shows("What it means") {
		t.Errorf("Home leads to row %d: %q", f.list().At(), f.texts())
	}
	if m := f.list().Menu(f.list().At()); len(m.Items) != 4 {
		t.Errorf("the menu has %d entries", len(m.Items))
	}
	f.list().TypedRune('c')
	if entry, ok := c.Focused().(*field.Entry); !ok || entry.Text != "c" {
		t.Errorf("a letter goes to %T", c.Focused())
	}
}
