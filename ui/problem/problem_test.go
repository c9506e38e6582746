package problem_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
	"github.com/google/go-cmp/cmp"

	"sitewell/assets/knowledge"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/suggest"
	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/control"
	"sitewell/ui/gallery"
	"sitewell/ui/problem"
	"sitewell/ui/uitest"
)

// source alters what the made-up site says.
type source struct {
	*gallery.Site
	links   int // instead of the site's, where it is not 0
	detail  func(*storage.Detail)
	explain func(*knowledge.Explanation)
	hold    func(id storage.URLID)
	err     error
	again   func(ctx context.Context) error // before the address is checked again
	near    chan struct{}                   // closed when replacements are found, nil for at once
	asked   chan [2]int                     // offset and limit of every call of Sources
}

func (s *source) Detail(ctx context.Context, scan storage.ScanID, id storage.URLID) (storage.Detail, error) {
	if s.hold != nil {
		s.hold(id)
	}
	if s.err != nil {
		return storage.Detail{}, s.err
	}
	d, err := s.Site.Detail(ctx, scan, id)
	if s.detail != nil {
		s.detail(&d)
	}
	return d, err
}

func (s *source) Suggestions(ctx context.Context, scan storage.ScanID, id storage.URLID) ([]suggest.Suggestion, string, error) {
	if s.near != nil {
		select {
		case <-s.near:
		case <-ctx.Done():
			return nil, "", ctx.Err()
		}
	}
	return s.Site.Suggestions(ctx, scan, id)
}

func (s *source) Explain(ctx context.Context, scan storage.ScanID, id storage.URLID) (knowledge.Explanation, error) {
	x, err := s.Site.Explain(ctx, scan, id)
	if s.explain != nil {
		s.explain(&x)
	}
	return x, err
}

func (s *source) Recheck(ctx context.Context, scan storage.ScanID, id storage.URLID) (storage.Detail, error) {
	if err := s.again(ctx); err != nil {
		return storage.Detail{}, err
	}
	return s.Site.Recheck(ctx, scan, id)
}

func (s *source) Sources(ctx context.Context, scan storage.ScanID, id storage.URLID, offset, limit int) ([]storage.Source, int, int, error) {
	if s.links == 0 {
		return s.Site.Sources(ctx, scan, id, offset, limit)
	}
	s.asked <- [2]int{offset, limit}
	var rows []storage.Source
	for i := offset; i < min(offset+limit, s.links); i++ {
		rows = append(rows, storage.Source{PageURL: fmt.Sprintf("https://www.example.com/%d", i+1), Element: "a[href]", ByScript: i%2 == 1})
	}
	return rows, s.links, s.links, nil
}

type fixture struct {
	*problem.Panel
	t       *testing.T
	q       *uitest.Queue
	w       fyne.Window
	src     *source
	steps   []int
	closed  bool
	changed int
	signIns int
	copied  []string
	told    []string
	opened  []string
	mails   [][2]string
	dialogs *ask.Host
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	return newFixtureWith(t, func(*problem.Options) {})
}

// newFixtureWith makes a panel with changed options.
func newFixtureWith(t *testing.T, change func(*problem.Options)) *fixture {
	t.Helper()
	app := uitest.New(t)
	f := &fixture{t: t, q: uitest.NewQueue(t), src: &source{Site: gallery.New(t, 60, nil), asked: make(chan [2]int, 1000)}}
	f.w = uitest.Window(t, nil, 600, 700)
	f.dialogs = ask.NewHost(f.w.Canvas())
	o := problem.Options{
		Dialogs: f.dialogs,
		Run:     f.q.Runner(), Source: f.src, Desktop: f, Prefs: app.Preferences(),
		Sentence: func(err error) string { return "Sentence for " + err.Error() },
		Step:     func(by int) { f.steps = append(f.steps, by) },
		Close:    func() { f.closed = true },
		Changed:  func() { f.changed++ },
		SignIn:   func() { f.signIns++ },
	}
	change(&o)
	f.Panel = problem.New(o)
	f.w.SetContent(f.Content())
	f.w.Resize(fyne.NewSize(600, 700))
	return f
}

// show shows an address of the site.
func (f *fixture) show(address string) { f.Show(f.src.Scan, f.src.IDOf(address)) }

func (f *fixture) Browse(a string)           { f.opened = append(f.opened, a) }
func (f *fixture) Mail(subject, text string) { f.mails = append(f.mails, [2]string{subject, text}) }
func (f *fixture) Copy(s string)             { f.copied = append(f.copied, s) }
func (f *fixture) Tell(s string)             { f.told = append(f.told, s) }

func (f *fixture) texts() []string { return uitest.Texts(f.w.Content()) }

func (f *fixture) shows(text string) bool { return slices.Contains(f.texts(), text) }

func (f *fixture) until(text string) {
	f.t.Helper()
	f.q.Until(f.t, func() bool { return f.shows(text) })
}

func (f *fixture) press(text string) {
	f.t.Helper()
	found := uitest.Last[fyne.Tappable](f.t, f.w.Content(), text)
	if l, ok := found.(*control.Link); ok {
		l.OnTapped() // a tap must hit its letters
		return
	}
	test.Tap(found)
}

// pressOfSuggestion presses a button of the first suggestion: the one after that of the head.
func (f *fixture) pressOfSuggestion(text string) {
	f.t.Helper()
	var all []*control.Button
	uitest.Walk(f.w.Content(), func(o fyne.CanvasObject) bool {
		if b, ok := o.(*control.Button); ok && b.Text == text && b.Visible() {
			all = append(all, b)
		}
		return true
	})
	if len(all) < 2 {
		f.t.Fatalf("%d buttons say %q", len(all), text)
	}
	test.Tap(all[1])
}

func TestExplains(t *testing.T) {
	f := newFixture(t)
	f.show(gallery.ServerError) // the 500
	f.until(gallery.ServerError)
	all := strings.Join(f.texts(), "\n")
	for _, want := range []string{"Internal server error (500)", "Broken", "This site", "Do now", "What to do", "How serious: Serious", "On 12 pages", "What it means", "How to fix it"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is missing in %q", want, all)
		}
	}
	// What a person wants to know first comes first.
	var at []int
	for _, heading := range []string{"Do now", "What to do", "How to fix it", "How to check that it is fixed", "If you cannot do this yourself", "What it means", "Why it happens", "How to find the cause"} {
		at = append(at, strings.LastIndex(all, heading))
	}
	if !slices.IsSorted(at) || at[0] < 0 {
		t.Errorf("sections stand at %v", at)
	}
}

func TestActions(t *testing.T) {
	f := newFixture(t)
	f.show(gallery.ServerError)
	f.SetPlace(2, 10)
	f.until("Internal server error (500)")
	if !f.shows("2 of 10") {
		t.Error("the place in the list is not shown")
	}
	f.press("Open")
	f.press("Copy")
	f.press("Copy this explanation")
	const address = gallery.ServerError
	if diff := cmp.Diff(f.opened, []string{address}); diff != "" {
		t.Error(diff)
	}
	if len(f.copied) != 2 || f.copied[0] != address || !strings.Contains(f.copied[1], "## What it means") {
		t.Errorf("copied %q", f.copied)
	}
}

// write asks for the message to one of those who can fix the problem.
func (f *fixture) write(to string) {
	f.t.Helper()
	f.press("Message …")
	menu := f.w.Canvas().Overlays().Top()
	if menu == nil {
		f.t.Fatal("no menu opened")
	}
	test.Tap(uitest.Last[fyne.Tappable](f.t, menu, to))
	f.q.Until(f.t, f.dialogs.Open)
}

// The message for the person who can fix it is shown, and copied or sent.
func TestLetter(t *testing.T) {
	f := newFixture(t)
	f.show(gallery.ServerError)
	f.until("Internal server error (500)")
	f.write("For your web host")
	dialog := f.w.Canvas().Overlays().Top()
	texts := uitest.Texts(dialog)
	if !slices.Contains(texts, "For your web host") || !slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(s, "https://www.example.com/order/form") }) {
		t.Fatalf("the dialog shows %q", texts)
	}
	if len(f.copied) > 0 {
		t.Error("the message was copied before it was read")
	}
	uitest.Tap(t, dialog, "Copy")
	f.q.Until(t, func() bool { return len(f.copied) > 0 })
	if !strings.Contains(f.copied[0], "https://www.example.com/order/form") {
		t.Errorf("copied %q", f.copied[0])
	}
	f.write("For your web host")
	uitest.Tap(t, f.w.Canvas().Overlays().Top(), "Open in mail")
	if len(f.mails) != 1 || f.mails[0][0] == "" || strings.Contains(f.mails[0][0], "\n") || strings.HasPrefix(f.mails[0][1], "Subject") || !strings.Contains(f.mails[0][1], "https://www.example.com/order/form") {
		t.Errorf("sent %q", f.mails)
	}
}

// check 89: every link that leads to the address is listed, thousands too, and
// they are loaded in stretches.
func TestEveryLinkIsListed(t *testing.T) {
	f := newFixture(t)
	f.src.links = 12_345
	f.show(gallery.NotFound)
	f.until("Page not found (404)")
	f.press("Where it is linked")
	f.until("12,345 links on 12,345 pages")
	f.until("https://www.example.com/1")
	texts := f.texts()
	if at := slices.Index(texts, "https://www.example.com/2"); at < 0 || texts[at+1] != "Script" {
		t.Errorf("the second link is not found by a script: %q", texts)
	}
	if at := slices.Index(texts, "https://www.example.com/3"); at < 0 || texts[at+1] == "Script" {
		t.Errorf("the third link is found by a script: %q", texts)
	}
	var list fyne.Focusable
	uitest.Walk(f.w.Content(), func(o fyne.CanvasObject) bool {
		if l, ok := o.(interface {
			fyne.Focusable
			fyne.Shortcutable
		}); ok && slices.Contains(uitest.Texts(o), "https://www.example.com/1") {
			list = l
		}
		return true
	})
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	f.until("https://www.example.com/12345")
	list.(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutCopy{})
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if diff := cmp.Diff([][]string{f.copied, f.opened}, [][]string{{"https://www.example.com/12345"}, {"https://www.example.com/12345"}}); diff != "" {
		t.Error(diff)
	}
	for len(f.src.asked) > 0 {
		if a := <-f.src.asked; a[1] > 1000 { // so many for the pages that can be edited, else 200
			t.Errorf("%d links were asked for at once", a[1])
		}
	}
}

// What a browser showed of a page is evidence, and so is why it was not asked.
func TestRenderedEvidence(t *testing.T) {
	f := newFixture(t)
	n := &result.Rendering{
		Why: "it is the frame of an application, and has hardly any links", Links: 12, Places: 3, Title: "Our menu", Robots: "noindex", Canonical: "https://www.example.com/menu",
		Failed:  []result.ScriptRequest{{URL: "https://www.example.com/api", Kind: "Fetch", Status: 500}, {URL: "https://www.example.com/gone"}},
		Refused: []result.ScriptRequest{{URL: "http://127.0.0.1/", Reason: "the address belongs to a private network"}},
		Errors:  []string{"ReferenceError: menu is not defined"},
	}
	f.src.detail = func(d *storage.Detail) { d.Evidence.Rendering = n }
	shown := func(want ...string) {
		f.show(gallery.NotFound)
		f.until("Page not found (404)")
		f.press("What we saw")
		f.q.Until(t, func() bool { return f.shows("In a browser") })
		f.press("In a browser")
		if all := strings.Join(f.texts(), "\n"); !strings.Contains(all, strings.Join(want, "\n")) {
			t.Errorf("%q is missing in %q", want, all)
		}
	}
	shown("Shown because: it is the frame of an application, and has hardly any links", "Scripts added: 12 links, 3 places",
		"Title after scripts ran: Our menu", "For search engines after scripts ran: noindex", "Canonical address after scripts ran: https://www.example.com/menu",
		"Requests of scripts that failed: ", "  https://www.example.com/api  500 Internal Server Error", "  https://www.example.com/gone  gave no answer",
		"Requests of scripts that Sitewell did not make: ", "  http://127.0.0.1/  the address belongs to a private network",
		"Errors of scripts: ", "  ReferenceError: menu is not defined")
}

// Nothing is said of a browser that was not asked, but why it was not.
func TestNotRendered(t *testing.T) {
	f := newFixture(t)
	f.src.detail = func(d *storage.Detail) {
		d.Evidence.Rendering = &result.Rendering{Why: "it has scripts, and hardly any text or links", NotShown: "scripts added nothing to another page like www.example.com/*"}
	}
	f.show(gallery.NotFound)
	f.until("Page not found (404)")
	f.press("What we saw")
	f.press("In a browser")
	want := "Not shown: scripts added nothing to another page like www.example.com/*\nIt was considered because: it has scripts, and hardly any text or links"
	if !slices.Contains(f.texts(), want) {
		t.Errorf("%q is missing in %q", want, f.texts())
	}
}

func TestEvidence(t *testing.T) {
	f := newFixture(t)
	f.show(gallery.NotFound)
	f.until("Page not found (404)")
	f.press("What we saw")
	all := strings.Join(f.texts(), "\n")
	for _, want := range []string{"Status: 404 Not Found", "Answered from: 192.0.2.10:443", "Redirects", "Attempts", "Headers of the answer"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is missing in %q", want, all)
		}
	}
	if strings.Contains(all, "nginx/1.24.0") {
		t.Error("headers are not folded at first")
	}
	f.press("Headers of the answer")
	f.press("Redirects")
	all = strings.Join(f.texts(), "\n")
	for _, want := range []string{"server: nginx/1.24.0", "answered 301 Moved Permanently and sent us on to", "https://www.example.com/moved\nanswered 404 Not Found"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is missing in %q", want, all)
		}
	}
	uitest.Walk(f.w.Content(), func(o fyne.CanvasObject) bool {
		if l, ok := o.(*widget.Label); ok && strings.HasPrefix(l.Text, "Status: ") && !l.Selectable {
			t.Error("the evidence cannot be selected")
		}
		return true
	})
}

func TestNotCheckedYet(t *testing.T) {
	f := newFixture(t)
	f.src.detail = func(d *storage.Detail) { d.Verdict, d.Outcome, d.Status = outcome.Unchecked, "", 0 }
	f.show(gallery.NotFound)
	f.until("Not checked yet")
	if f.shows("Message …") || f.shows("Check again") {
		t.Error("there is nothing to write about, nor to check again")
	}
}

func TestMailCannotBeOpened(t *testing.T) {
	f := newFixture(t)
	f.show(gallery.Mail) // mailto:
	f.until("mailto:orders@example.com")
	f.press("Open")
	if len(f.opened) != 0 {
		t.Errorf("opened %q", f.opened)
	}
}

func TestFailureAndRetry(t *testing.T) {
	f := newFixture(t)
	f.src.err = errors.New("disk is gone")
	f.show(gallery.NotFound)
	f.until("Sentence for disk is gone")
	f.src.err = nil
	f.press("Try again")
	f.until("Page not found (404)")
	if f.shows("Sentence for disk is gone") {
		t.Error("the failure is still shown")
	}
}

// Where the address may be found now is said beside what to do, with the
// reason; it can be copied and opened, and so can the archive.
func TestSuggestions(t *testing.T) {
	f := newFixture(t)
	f.show(gallery.NotFound)
	f.until("This is probably meant")
	for _, want := range []string{"This is probably meant", "Only the ending differs, such as .htm and .html.", "In the scan of 12/04/2026 the missing address had this title."} {
		if !f.shows(want) {
			t.Errorf("%q is missing in %q", want, f.texts())
		}
	}
	if len(f.opened)+len(f.copied) > 0 {
		t.Fatal("something was done unasked")
	}
	f.pressOfSuggestion("Copy")
	f.pressOfSuggestion("Open")
	f.press("Look for an old copy at web.archive.org (another service)")
	want := []string{
		"https://www.example.com/cakes/wedding/three-tiers",
		"https://web.archive.org/web/*/https://www.example.com/cakes/wedding/three-tiers.html",
	}
	if diff := cmp.Diff(want, f.opened); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want[:1], f.copied); diff != "" {
		t.Error(diff)
	}
	f.show(gallery.Moved) // a redirect: no archive
	f.until("Put this address into the link")
	if f.shows("Look for an old copy at web.archive.org (another service)") || f.shows("This is probably meant") {
		t.Errorf("texts: %q", f.texts())
	}
	f.show(gallery.ServerError) // 500: nothing is near
	f.until("Internal server error (500)")
	f.until("How long")
	if f.shows("This is probably meant") || f.shows("Perhaps this is meant") || f.shows("It is probably here now") {
		t.Errorf("texts: %q", f.texts())
	}
}

// How long it has been so is there from the beginning: where it came later, it would
// move what is below away from the pointer.
func TestHistoryDoesNotComeLater(t *testing.T) {
	f := newFixture(t)
	f.src.near = make(chan struct{})
	defer close(f.src.near)
	f.show(gallery.ServerError)
	f.until("Internal server error (500)")
	if !f.shows("How long") {
		t.Errorf("texts: %q", f.texts())
	}
}

// Suggestions that come after the text are offered below it, and move nothing until that
// is pressed.
func TestLateSuggestionsMoveNothing(t *testing.T) {
	f := newFixture(t)
	f.src.near = make(chan struct{})
	f.show(gallery.NotFound)
	f.until("Page not found (404)")
	place := func() float32 {
		at := float32(-1)
		uitest.Walk(f.w.Content(), func(o fyne.CanvasObject) bool {
			if text, ok := o.(*canvas.Text); ok && text.Text == "How long" {
				at = fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y
			}
			return true
		})
		return at
	}
	before := place()
	close(f.src.near)
	f.until("This is probably meant: https://www.example.com/cakes/wedding/three-tiers")
	if after := place(); before < 0 || after != before {
		t.Errorf("what was read moved from %v to %v", before, after)
	}
	f.press("Show")
	f.until("Only the ending differs, such as .htm and .html.")
	if f.shows("This is probably meant: https://www.example.com/cakes/wedding/three-tiers") {
		t.Error("the offer is still there")
	}
}

// The history is summed up beside the rest, and listed under what we saw.
func TestHistory(t *testing.T) {
	f := newFixture(t)
	f.show(gallery.ServerError)
	f.until("It worked on 12/04/2026 and has been broken since 26/04/2026: it failed in 3 of the last 4 scans that checked it.")
	f.press("What we saw")
	f.until("In each scan")
	f.press("In each scan")
	all := strings.Join(f.texts(), "\n")
	for _, want := range []string{"Broken  500", "did not come across it", "Works  200"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is missing in %q", want, all)
		}
	}
}

// An address is checked again where it stands: that is seen to go on, and what
// it finds is shown and told.
func TestRecheck(t *testing.T) {
	f := newFixture(t)
	oven := make(chan struct{})
	f.src.again = func(context.Context) error { <-oven; return nil }
	f.show(gallery.NotFound)
	f.until("Page not found (404)")
	f.press("Check again")
	if !f.shows("Checking …") {
		t.Error("nothing shows that it is being checked")
	}
	f.show(gallery.ServerError) // one at a time, also from another address
	f.until("Internal server error (500)")
	f.press("Check again")
	f.show(gallery.NotFound)
	f.until("Checking …")
	close(oven)
	f.until("OK (200)")
	if diff := cmp.Diff([]string{"Checked again: Works. OK (200)"}, f.told); diff != "" || f.changed != 1 {
		t.Errorf("changed %d times; told %s", f.changed, diff)
	}

	f.src.again = func(context.Context) error { return errors.New("oven is out") }
	f.press("Check again")
	f.q.Until(t, func() bool { return len(f.told) == 2 })
	if f.told[1] != "Sentence for oven is out" || !f.shows("OK (200)") || f.changed != 1 {
		t.Errorf("told %q, changed %d times", f.told, f.changed)
	}
}

// What is read on opens here, and there is a way back.
func TestReadOn(t *testing.T) {
	f := newFixture(t)
	f.show(gallery.NotFound)
	f.until("This is probably meant")
	f.press("Gone for good (410)")
	if !f.shows("Back to this problem") || f.shows("This is probably meant") {
		t.Fatalf("texts: %q", f.texts())
	}
	f.press("Moved for good (301)")
	f.press("Back to Gone for good (410)")
	f.press("Back to this problem")
	f.until("This is probably meant")
	f.press("Google Search Central: HTTP status codes")
	if diff := cmp.Diff([]string{"https://developers.google.com/search/docs/crawling-indexing/http-network-errors"}, f.opened); diff != "" {
		t.Error(diff)
	}
	f.press("Gone for good (410)")
	f.show(gallery.ServerError) // another problem is shown itself
	f.until("Internal server error (500)")
	if f.shows("Back to this problem") {
		t.Error("another outcome is still read")
	}
}

// Moving on quickly never ends at an address that was passed.
func TestSlowAnswerIsDropped(t *testing.T) {
	f := newFixture(t)
	held := make(chan struct{})
	f.src.hold = func(id storage.URLID) {
		if id == f.src.IDOf(gallery.NotFound) {
			<-held
		}
	}
	f.show(gallery.NotFound)
	f.show(gallery.ServerError)
	f.until("Internal server error (500)")
	close(held)
	f.q.Runner().Close()
	done := false
	f.q.Dispatch(func() { done = true })
	f.q.Until(t, func() bool { return done })
	if !f.shows("Internal server error (500)") {
		t.Errorf("texts: %q", f.texts())
	}
}

func TestBrowsable(t *testing.T) {
	for in, want := range map[string]bool{
		"https://example.com/": true, "http://example.com": true, "mailto:a@example.com": false,
		"javascript:alert(1)": false, "file:///etc/passwd": false, "": false,
	} {
		if got := problem.Browsable(in); got != want {
			t.Errorf("%q: got %v, want %v", in, got, want)
		}
	}
}

// A page of the site itself that asks for a sign-in offers to enter one; one of
// another site does not, and neither does a page that asks for nothing.
func TestSignInIsOffered(t *testing.T) {
	challenge := result.Header{Name: "WWW-Authenticate", Value: "Basic"}
	tests := []struct {
		name     string
		outcome  outcome.Key
		internal bool
		header   []result.Header
		want     bool
	}{
		{"401", "401", true, nil, true},
		{"login wall", outcome.LoginWall, true, nil, true},
		{"redirect to a sign-in", outcome.RedirectLogin, true, nil, true},
		{"403 that offers a sign-in", "403", true, []result.Header{challenge}, true},
		{"403", "403", true, nil, false},
		{"407 comes from a proxy", "407", true, nil, false},
		{"401 of another site", "401", false, nil, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t)
			f.src.detail = func(d *storage.Detail) {
				d.Verdict, d.Outcome, d.Internal, d.Evidence.Response = outcome.CantVerify, tt.outcome, tt.internal, tt.header
			}
			f.show(gallery.NotFound)
			f.until("What to do")
			if got := f.shows("Sign in …"); got != tt.want {
				t.Fatalf("offered: %v, want %v; texts: %q", got, tt.want, f.texts())
			}
			if tt.want {
				f.press("Sign in …")
				if f.signIns != 1 {
					t.Error("the button leads nowhere")
				}
			}
		})
	}
}

// TestCopyIsApart: in a narrow panel whose title has one line, what is written on
// "Copy" is below the button above it.
func TestCopyIsApart(t *testing.T) {
	f := newFixture(t)
	f.w.Resize(fyne.NewSize(450, 600))
	f.show(gallery.ServerError)
	f.until(gallery.ServerError)
	position := fyne.CurrentApp().Driver().AbsolutePositionForObject
	frame := uitest.First[*control.Button](t, f.w.Content(), "Message …")
	lowest := position(frame).Y + frame.Size().Height
	uitest.Walk(uitest.First[*control.Button](t, f.w.Content(), "Copy"), func(o fyne.CanvasObject) bool {
		if text, ok := o.(*canvas.Text); ok && position(text).Y < lowest+4 {
			t.Errorf("“Copy” begins at %v, the buttons above it end at %v", position(text).Y, lowest)
		}
		return true
	})
}

// An address that was checked again says what the scan had found, and lists what was
// known in between.
func TestCheckedAgainSaysWhatWasBefore(t *testing.T) {
	f := newFixture(t)
	at := time.Date(2026, 3, 5, 9, 0, 0, 0, time.Local)
	f.src.detail = func(d *storage.Detail) {
		d.Outcome, d.Verdict, d.At = "200", outcome.Works, at.Add(7*time.Hour)
		d.Earlier = []storage.EarlierCheck{
			{At: at, Status: 404, Outcome: "404", Verdict: outcome.Broken, Reason: "HTTP 404 Not Found"},
			{At: at.Add(time.Hour), Status: 500, Outcome: "500", Verdict: outcome.Broken, Reason: "HTTP 500 Internal Server Error"},
		}
	}
	f.show(gallery.NotFound)
	f.until("Checked again")
	all := strings.Join(f.texts(), "\n")
	if want := ": Broken, Page not found (404). Checked again on "; !strings.Contains(all, want) || !strings.Contains(all, ": Works.") {
		t.Errorf("%q is missing in %q", want, all)
	}
	f.press("What we saw")
	f.press("Before it was checked again")
	all = strings.Join(f.texts(), "\n")
	if newest, first := strings.Index(all, "Broken  HTTP 500"), strings.Index(all, "Broken  HTTP 404"); newest < 0 || first < newest {
		t.Errorf("earlier checks in %q", all)
	}
}

// In a window that shows little the head scrolls away with the explanation, and comes
// back when the window is larger.
func TestLowPanel(t *testing.T) {
	f := newFixture(t)
	f.show(gallery.NotFound)
	f.until("See all")
	text := func() (height float32, titled bool) {
		uitest.Walk(f.w.Content(), func(o fyne.CanvasObject) bool {
			if s, ok := o.(*container.Scroll); ok && slices.Contains(uitest.Texts(s), "What to do") {
				height, titled = s.Size().Height, slices.Contains(uitest.Texts(s), "Check again")
			}
			return true
		})
		return height, titled
	}
	for _, tt := range []struct {
		size   fyne.Size
		least  float32
		titled bool
	}{{fyne.NewSize(520, 700), 400, false}, {fyne.NewSize(508, 318), 190, true}, {fyne.NewSize(520, 700), 400, false}} {
		f.w.Resize(tt.size)
		if height, titled := text(); height < tt.least || titled != tt.titled {
			t.Errorf("%v: the text has %v, with the head: %v", tt.size, height, titled)
		}
		if !f.shows("Check again") {
			t.Errorf("%v: the head is not shown", tt.size)
		}
	}
}
