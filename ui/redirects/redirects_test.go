package redirects_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/control"
	"sitewell/ui/redirects"
	"sitewell/ui/uitest"
)

const site = "https://www.example.com"

// store is a site with four addresses that are missing.
type store struct {
	mu      sync.Mutex // of decided
	list    []redirects.Row
	decided map[string]storage.Redirect
	refuse  error
	saved   []string
}

func newStore() *store {
	return &store{decided: make(map[string]storage.Redirect), list: []redirects.Row{
		{Address: site + "/Menu.htm", Pages: 6, Suggestion: site + "/menu.html", Why: "One letter differs.", Sure: true},
		{Address: site + "/hours", Pages: 1, Suggestion: site + "/news/hours", Why: "The same file name in another folder."},
		{Address: site + "/gone", Pages: 1},
	}}
}

func (*store) Formats() []redirects.Format {
	return []redirects.Format{{ID: "apache", Title: "Apache", Name: ".htaccess"}, {ID: "nginx", Title: "nginx", Name: "rules.conf"}}
}

func (s *store) Redirects(_ context.Context, _ storage.ScanID, suggestions bool) (redirects.List, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	rows := slices.Clone(s.list)
	for i := range rows {
		d := s.decided[rows[i].Address]
		rows[i].Decision, rows[i].Target = d.Decision, d.Target
		if !suggestions {
			rows[i].Suggestion, rows[i].Why, rows[i].Sure = "", "", false
		}
	}
	return redirects.List{Site: "Bakery", Rows: rows}, nil
}

func (s *store) DecideRedirects(_ context.Context, _ storage.ScanID, decisions []storage.Redirect) (undo []storage.Redirect, err error) {
	if s.refuse != nil {
		return nil, s.refuse
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range decisions {
		old := s.decided[d.Address]
		old.Address = d.Address
		undo = append(undo, old)
		s.decided[d.Address] = d
	}
	return undo, nil
}

func (s *store) RedirectFile(_ context.Context, _ storage.ScanID, format string) (redirects.File, error) {
	f := redirects.File{Text: format + " rules", Instructions: []string{"Where: in " + format}, Left: []string{"/x (too long)"}}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.decided {
		if d.Decision == storage.RedirectAccepted {
			f.Rules++
		}
	}
	return f, nil
}

func (s *store) SaveRedirects(_ context.Context, _ storage.ScanID, format, path string) error {
	s.saved = append(s.saved, format+" "+path)
	return nil
}

// fixture is the screen, with what is around it.
type fixture struct {
	*redirects.Screen
	*store
	t      *testing.T
	w      fyne.Window
	q      *uitest.Queue
	host   *ask.Host
	copied string
	undo   func()
	exists bool
}

func (f *fixture) Copy(text string)          { f.copied = text }
func (f *fixture) Browse(string)             {}
func (f *fixture) Mail(string, string)       {}
func (f *fixture) Tell(string)               {}
func (f *fixture) Last() string              { return "/home/anna" }
func (f *fixture) Remember(string)           {}
func (f *fixture) Exists(string) bool        { return f.exists }
func (f *fixture) sentence(err error) string { return "Refused: " + err.Error() }

func newFixture(t *testing.T, s *store) *fixture {
	t.Helper()
	uitest.New(t)
	f := &fixture{t: t, store: s, q: uitest.NewQueue(t)}
	f.w = uitest.Window(t, widget.NewLabel(""), 1000, 600)
	f.host = ask.NewHost(f.w.Canvas())
	f.Screen = redirects.New(redirects.Options{
		Run: f.q.Runner(), Scan: 1, Store: s, Dialogs: f.host, Folders: f, Desktop: f, Sentence: f.sentence,
		Offer: func(_, _ string, do func()) { f.undo = do },
	})
	f.w.SetContent(f.Content())
	f.Opened()
	f.until("Redirects for Bakery")
	return f
}

func (f *fixture) shows(text string) bool {
	all := uitest.Texts(f.w.Content())
	for _, o := range f.w.Canvas().Overlays().List() {
		all = append(all, uitest.Texts(o)...)
	}
	return slices.ContainsFunc(all, func(s string) bool { return strings.Contains(s, text) })
}

func (f *fixture) until(text string) {
	f.t.Helper()
	f.q.Until(f.t, func() bool { return f.shows(text) })
}

func (f *fixture) button(text string) (found *control.Button) {
	f.t.Helper()
	roots := append(slices.Clone(f.w.Canvas().Overlays().List()), f.w.Content())
	for _, root := range roots {
		uitest.Walk(root, func(o fyne.CanvasObject) bool {
			if b, ok := o.(*control.Button); ok && found == nil && strings.HasPrefix(b.Text, text) {
				found = b
			}
			return true
		})
	}
	if found == nil {
		f.t.Fatalf("no button %q; texts: %q", text, uitest.Texts(f.w.Content()))
	}
	return found
}

func (f *fixture) press(text string) { f.t.Helper(); test.Tap(f.button(text)) }

// confirm answers the dialog as Enter does.
func (f *fixture) confirm() { f.host.Key(&fyne.KeyEvent{Name: fyne.KeyReturn}) }

// What is sure is accepted at once, and that can be undone.
func TestAcceptSure(t *testing.T) {
	f := newFixture(t, newStore())
	f.until("0 of 3 accepted")
	f.press("Accept all that are sure (1)")
	f.until("1 of 3 accepted")
	if d := f.decided[site+"/Menu.htm"]; d.Target != site+"/menu.html" || len(f.decided) != 1 {
		t.Errorf("decided: %+v", f.decided)
	}
	if !f.button("Accept all that are sure (0)").Disabled() {
		t.Error("there is nothing left that is sure, and the button can be pressed")
	}
	f.undo()
	f.until("0 of 3 accepted")
	f.until("Accept all that are sure (1)") // the suggestion is known again
}

// The file follows the decisions and the format, and is copied and saved.
func TestFile(t *testing.T) {
	f := newFixture(t, newStore())
	f.until("0 of 3 accepted")
	f.press("Accept all that are sure")
	f.until("1 of 3 accepted")
	f.ShowFile()
	f.until("apache rules") // not the file without rules, which comes before it
	if !f.shows("1 left out of this file: /x (too long)") {
		t.Errorf("texts: %q", uitest.Texts(f.w.Content()))
	}
	f.press("Copy")
	if f.copied != "apache rules" {
		t.Errorf("copied: %q", f.copied)
	}
	f.exists = true
	f.press("Save …")
	f.until("File name")
	f.confirm()
	f.until("There is a file of this name already.")
	f.confirm()
	f.until("The redirects are saved")
	if !slices.Equal(f.saved, []string{"apache /home/anna/.htaccess"}) {
		t.Errorf("saved: %q", f.saved)
	}
}

// A target that is refused stays in the dialog, with the reason.
func TestRefusedTarget(t *testing.T) {
	f := newFixture(t, newStore())
	f.until("0 of 3 accepted")
	f.refuse = errors.New("it leads to itself")
	f.Change(site + "/gone")
	f.until("Where is it to lead?")
	f.confirm()
	f.until("Refused: it leads to itself")
	f.refuse = nil
	f.confirm()
	f.until("1 of 3 accepted")
	if d := f.decided[site+"/gone"]; d.Target != site+"/" {
		t.Errorf("decided: %+v", d)
	}
}

// Where nothing is missing, a sentence says so.
func TestNothingMissing(t *testing.T) {
	s := newStore()
	s.list = nil
	f := newFixture(t, s)
	f.until("Nothing has to be redirected")
}

// In a low window the heading and the sentence below it give their room to the rows, and
// come back in a higher one.
func TestLowWindowShowsRows(t *testing.T) {
	f := newFixture(t, newStore())
	f.until("/gone")
	f.w.Resize(fyne.NewSize(548, 320))
	if f.shows("Redirects for Bakery") {
		t.Error("the heading is there in a low window")
	}
	f.w.Resize(fyne.NewSize(1000, 600))
	if !f.shows("Redirects for Bakery") {
		t.Error("the heading did not come back")
	}
}

// The Tab key leads through the screen as it is read, and each place is seen.
func TestTab(t *testing.T) {
	f := newFixture(t, newStore())
	uitest.WalkTab(t, f.w, map[string]bool{})
	f.ShowFile()
	uitest.WalkTab(t, f.w, map[string]bool{})
}

// Ctrl+F leads to the search from the file, too; it finds old and new addresses.
func TestSearchAddresses(t *testing.T) {
	f := newFixture(t, newStore())
	f.ShowFile()
	f.Search(f.w.Canvas())
	test.Type(f.w.Canvas().Focused(), "no-such-address")
	f.until("No address matches")
	if !f.Back() || f.Back() {
		t.Error("Escape does not clear the search once")
	}
	f.until("addresses")
}
