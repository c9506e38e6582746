package ui

import (
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"sitewell/storage"
	"sitewell/ui/gallery"
	"sitewell/ui/router"
	"sitewell/ui/theme"
	"sitewell/ui/uitest"
)

// shown is a window over canned data, with its thread in the test's hands.
type shown struct {
	*Window
	app   fyne.App
	queue *uitest.Queue
	fake  *fake
	own   *fakeSettings
}

func open(t *testing.T, f *fake) *shown {
	t.Helper()
	return openWith(t, f, func(*Options) {})
}

// openWith is open with options that a test changes.
func openWith(t *testing.T, f *fake, change func(*Options)) *shown {
	t.Helper()
	app := uitest.New(t)
	q := uitest.NewQueue(t)
	site := gallery.New(t, 60, nil)
	f.newest = site.Scan
	own := &fakeSettings{}
	o := Options{
		App: app, Scans: f, Lookup: site, Sites: f, History: f, Exporter: f, Desktop: f, Settings: f, AppSettings: own, Keeping: fakeKeeping{},
		Results:  ResultsOptions{Read: site, Fixes: site, Problem: site, Book: site},
		Codes:    site,
		Sentence: func(err error) string { return "“foo bar” is no address." }, Meant: func(error) string { return "" },
		Logger: slog.New(slog.DiscardHandler), Program: "Sitewell 1.0", Now: func() time.Time { return fakeNow },
		Dispatch: q.Dispatch, Lists: lists{},
	}
	change(&o)
	w := New(t.Context(), o)
	t.Cleanup(func() {
		if err := w.closing.finish(t.Context()); err != nil {
			t.Errorf("finish: %v", err)
		}
	})
	w.begin()
	w.window.Resize(fyne.NewSize(defaultWidth, defaultHeight))
	return &shown{Window: w, app: app, queue: q, fake: f, own: own}
}

// says waits until the window shows a text that contains s.
func (s *shown) says(t *testing.T, text string) {
	t.Helper()
	s.queue.Until(t, func() bool {
		return slices.ContainsFunc(s.texts(), func(x string) bool { return strings.Contains(x, text) })
	})
}

func (s *shown) texts() []string {
	texts := uitest.Texts(s.window.Content())
	if top := s.window.Canvas().Overlays().Top(); top != nil {
		texts = append(texts, uitest.Texts(top)...)
	}
	return texts
}

func (s *shown) tap(t *testing.T, text string) {
	t.Helper()
	if top := s.window.Canvas().Overlays().Top(); top != nil {
		uitest.Tap(t, top, text)
		return
	}
	uitest.Tap(t, s.window.Content(), text)
}

func bakery() *fake {
	scan := func(id storage.ScanID, ago time.Duration, state storage.State, broken int) storage.Scan {
		return storage.Scan{
			ID: id, Site: 1, Start: "https://bakery.example/", State: state, Began: fakeNow.Add(-ago),
			Ended: fakeNow.Add(-ago + time.Minute), Worked: 192 * time.Second,
			Counts: storage.Counts{Found: 1204, Pages: 312, Links: 40210, Broken: broken, Warning: 9, Cant: 3, Works: 1100, Skipped: 12},
		}
	}
	newest := scan(9, 2*time.Hour, storage.Complete, 7)
	stopped := scan(8, 30*time.Hour, storage.Stopped, 2)
	clean := storage.Scan{ID: 5, Site: 3, State: storage.Complete, Began: fakeNow.Add(-90 * 24 * time.Hour), Counts: storage.Counts{Found: 40, Works: 40, Pages: 12}}
	return &fake{
		sites: []storage.SiteSummary{
			{Site: storage.Site{ID: 1, Start: "https://bakery.example/"}, Last: &newest, Trend: []int{42, 40, 31, 31, 19}},
			{Site: storage.Site{ID: 2, Name: "Harbour Hotel", Client: "Northshore Agency", Start: "https://www.harbour-hotel.example/en/"}, Last: &stopped, Trend: []int{3, 14}},
			{Site: storage.Site{ID: 3, Name: "Dr. Lind", Start: "https://praxis-lind.example/"}, Last: &clean, Trend: []int{4, 1, 0}},
			{Site: storage.Site{ID: 4, Start: "https://new.example/"}},
		},
		scans: []storage.Scan{newest, scan(8, 30*time.Hour, storage.Stopped, 2), scan(7, 100*time.Hour, storage.Interrupted, 18), scan(6, 40*24*time.Hour, storage.Complete, 31)},
	}
}

// A person types an address, watches the scan, and is led to its results.
func TestFromAddressToScanning(t *testing.T) {
	s := open(t, &fake{})
	s.says(t, "Is everything well")
	test.Type(s.window.Canvas().Focused(), "bakery.example")
	s.tap(t, "Scan")
	s.says(t, "Scanning bakery.example")
	if diff := cmp.Diff(router.Route{Name: router.Scanning, Scan: s.fake.newest}, s.router.Route()); diff != "" {
		t.Errorf("route (-want +got):\n%s", diff)
	}
	s.says(t, "900 addresses checked")
	s.says(t, "304 of 963 addresses found so far")
	s.says(t, "bakery.example asked us to wait")
}

// A window that is opened for a site shows its scans.
func TestOpenedForASite(t *testing.T) {
	s := openWith(t, bakery(), func(o *Options) { o.Site = 1 })
	if diff := cmp.Diff(router.Route{Name: router.History, Site: 1}, s.router.Route()); diff != "" {
		t.Errorf("route (-want +got):\n%s", diff)
	}
}

// A history of an old format was set aside: the window says so before anything
// else, and goes on with the sites as soon as the person has pressed the button.
func TestNoticeOfAnOldHistory(t *testing.T) {
	old := errors.New("old format")
	s := openWith(t, bakery(), func(o *Options) {
		notices := make(chan error, 1)
		notices <- old
		o.Notices = notices
		o.Sentence = func(err error) string { return "Kept because of " + err.Error() + "." }
	})
	s.says(t, "About your history")
	s.says(t, "Kept because of old format.")
	uitest.Picture(t, s.window, "old-history")
	s.tap(t, "OK")
	if s.dialogs.Open() {
		t.Error("the dialog stays after its button was pressed")
	}
	s.says(t, "4 sites")
	s.going.History(1)
	s.router.GoBack()
	if s.dialogs.Open() {
		t.Error("the dialog came back")
	}
}

// The window closes at once while nothing runs, and asks while a scan does.
func TestCloseAsksWhileScanning(t *testing.T) {
	s := open(t, bakery())
	s.says(t, "Harbour Hotel")
	s.going.ScanSite(1)
	s.says(t, "Scanning bakery.example")
	s.closing.ask()
	s.says(t, "Stop the scan and close?")
	s.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if s.dialogs.Open() || s.fake.runs[0].isStopped() {
		t.Fatal("Escape did not keep the scan running")
	}
	s.closing.ask()
	s.key(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.queue.Until(t, func() bool { return s.fake.runs[0].isStopped() })
}

// Deleting is undone by a button, and done when that offer has gone.
func TestDeleteSiteWithUndo(t *testing.T) {
	s := open(t, bakery())
	s.says(t, "4 sites")
	remove := func() {
		s.sites.Remove(s.fake.sites[1].Site)
		s.says(t, "Delete Harbour Hotel?")
		s.key(&fyne.KeyEvent{Name: fyne.KeyReturn})
		s.says(t, "3 sites")
	}
	remove()
	s.says(t, "Harbour Hotel and its scans were deleted.")
	uitest.Picture(t, s.window, "undo")
	s.tap(t, "Undo")
	s.says(t, "4 sites")
	remove()
	s.toasts.Clear()
	s.queue.Until(t, func() bool { s.fake.mu.Lock(); defer s.fake.mu.Unlock(); return len(s.fake.deleted) == 1 })
	if diff := cmp.Diff([]storage.SiteID{2}, s.fake.deleted); diff != "" {
		t.Errorf("deleted (-want +got):\n%s", diff)
	}
}

func TestBackAndForward(t *testing.T) {
	s := open(t, bakery())
	s.says(t, "4 sites")
	s.going.History(1)
	s.says(t, "History of bakery.example")
	s.router.GoBack()
	s.says(t, "4 sites")
	s.router.GoForward()
	s.says(t, "History of bakery.example")
}

// Each screen, light and dark, large and small, for a person to look at.
func TestPictures(t *testing.T) {
	for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
		for name, size := range map[string]fyne.Size{"": {Width: 1180, Height: 760}, "-small": {Width: 1024, Height: 640}, "-tiny": {Width: 512, Height: 320}} {
			suffix := name + "-" + string(mode)
			s := open(t, bakery())
			s.preferences.chooseTheme(mode)
			s.window.Resize(size)
			s.says(t, "Group by client")
			uitest.Picture(t, s.window, "sites"+suffix)
			s.going.History(1)
			s.says(t, "History of bakery.example")
			uitest.Picture(t, s.window, "history"+suffix)
			s.going.ScanSite(1)
			s.says(t, "asked us to wait")
			uitest.Picture(t, s.window, "scanning"+suffix)
			s.closing.ask()
			uitest.Picture(t, s.window, "close"+suffix)
			s.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
			about(s.dialogs, s.o.Program)
			uitest.Picture(t, s.window, "about"+suffix)
			if got := s.window.Canvas().Size(); got != size {
				t.Errorf("window%s needs %v, want it to fit into %v", suffix, got, size)
			}
		}
	}
}

// When a scan ends, a person who watches it is led to its results; going back
// does not lead to the scan again.
func TestScanEndsInResults(t *testing.T) {
	s := open(t, bakery())
	s.says(t, "4 sites")
	s.going.ScanSite(1)
	s.says(t, "Scanning bakery.example")
	s.fake.runs[0].Stop()
	s.says(t, "8 things to fix")
	if diff := cmp.Diff(router.Route{Name: router.Results, Scan: s.fake.newest}, s.router.Route()); diff != "" {
		t.Errorf("route (-want +got):\n%s", diff)
	}
	s.router.GoBack()
	s.says(t, "4 sites")
}

// The first scan ever that would have gained from a browser says so, where there is none,
// and no other.
func TestBrowserHint(t *testing.T) {
	scan := func(browser string) (*shown, *fakeSettings) {
		s := open(t, bakery())
		s.says(t, "4 sites")
		own := s.o.AppSettings.(*fakeSettings)
		own.values.BrowserHint, own.browser.Program = true, browser
		s.going.ScanSite(1)
		s.says(t, "Scanning bakery.example")
		run := s.fake.runs[0]
		run.mu.Lock()
		run.progress.ScriptPages = 3
		run.mu.Unlock()
		run.Stop()
		return s, own
	}
	s, own := scan("")
	s.says(t, "3 pages look as if scripts make them.")
	if own.values.BrowserHint {
		t.Error("it is not remembered that it was said")
	}
	s.tap(t, "Don't show this again")
	if slices.Contains(uitest.Texts(s.window.Content()), "3 pages look as if scripts make them.") {
		t.Error("it is shown all the same")
	}
	s, own = scan("/usr/bin/chromium")
	s.says(t, "8 things to fix")
	if !own.values.BrowserHint || s.hint.pages != 0 {
		t.Error("it is said where there is a browser")
	}
}

// Somebody who looks at something else is told, and led there by a button.
func TestScanEndsElsewhere(t *testing.T) {
	s := open(t, bakery())
	s.says(t, "4 sites")
	s.going.ScanSite(1)
	s.says(t, "Scanning bakery.example")
	s.going.History(2)
	s.says(t, "History of Harbour Hotel")
	s.fake.runs[0].Stop()
	s.says(t, "The scan of bakery.example has ended: 31 problems.")
	s.tap(t, "Open results")
	s.says(t, "8 things to fix")
}

// What kept a scan from going on is said in words, where the person looks.
func TestScanEndsByAnError(t *testing.T) {
	s := open(t, bakery())
	s.says(t, "4 sites")
	s.going.ScanSite(1)
	s.says(t, "Scanning bakery.example")
	s.fake.runs[0].err = errFake
	s.fake.runs[0].Stop()
	s.says(t, "“foo bar” is no address.")
	s.says(t, "Resume")
}

// Problems can be looked at while the scan runs, and the scan be found again.
func TestProblemsSoFar(t *testing.T) {
	s := open(t, bakery())
	s.says(t, "4 sites")
	s.going.ScanSite(1)
	s.says(t, "Scanning bakery.example")
	s.tap(t, "See the problems so far")
	s.says(t, "8 things to fix")
	s.menu.watch.Action()
	s.says(t, "Scanning bakery.example")
}

// Every shortcut is in the menu once, and a dialog is answered first.
func TestMenu(t *testing.T) {
	s := open(t, bakery())
	s.says(t, "4 sites")
	seen := map[string]string{}
	var walk func(m *fyne.Menu)
	walk = func(m *fyne.Menu) {
		for _, i := range m.Items {
			if i.ChildMenu != nil {
				walk(i.ChildMenu)
			}
			if i.Shortcut == nil {
				continue
			}
			key := i.Shortcut.ShortcutName()
			if other, ok := seen[key]; ok {
				t.Errorf("%q and %q have the same shortcut %s", i.Label, other, key)
			}
			seen[key] = i.Label
		}
	}
	for _, m := range s.menu.main.Items {
		walk(m)
	}
	s.going.History(1)
	about(s.dialogs, s.o.Program)
	s.menu.back.Action()
	if s.router.Route().Name != router.History {
		t.Error("the menu went elsewhere while a dialog was open")
	}
	s.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
	s.menu.back.Action()
	if s.router.Route().Name != router.Sites {
		t.Errorf("Back led to %v", s.router.Route())
	}
}

// The window comes back as it was left.
func TestSizeAndThemeAreRemembered(t *testing.T) {
	s := open(t, bakery())
	s.window.Resize(fyne.NewSize(1300, 900))
	s.look.rememberSize()
	s.preferences.chooseTheme(theme.Dark)
	if got, want := s.look.size(), fyne.NewSize(1300, 900); got != want {
		t.Errorf("size: got %v, want %v", got, want)
	}
	if got := s.look.theme(); got != theme.Dark {
		t.Errorf("theme: got %q", got)
	}
	if !s.menu.themes[theme.Dark].Checked || s.menu.themes[theme.System].Checked {
		t.Error("the menu does not show the theme that was chosen")
	}
	s.app.Preferences().SetFloat(prefWidth, 3)
	if got := s.look.size().Width; got != minWidth {
		t.Errorf("a window of width 3 opens with %v", got)
	}
}

// F2 leads to what every code means, without any scan, and back.
func TestCodes(t *testing.T) {
	w := open(t, &fake{})
	w.says(t, "Try it on a demo site")
	w.key(&fyne.KeyEvent{Name: fyne.KeyF2})
	w.says(t, "In your newest scans")
	if w.router.Route().Name != router.Codes {
		t.Errorf("route %v", w.router.Route())
	}
	help := w.menu.main.Items[len(w.menu.main.Items)-1]
	if !slices.ContainsFunc(help.Items, func(i *fyne.MenuItem) bool {
		return strings.HasPrefix(i.Label, "What codes mean") && (strings.HasSuffix(i.Label, "F2") || i.Shortcut != nil)
	}) {
		t.Error("the menu does not say so")
	}
	w.router.GoBack()
	w.says(t, "Try it on a demo site")
}

// The demo site can be tried later, too, when the first screen is gone.
func TestDemoIsInTheMenu(t *testing.T) {
	w := open(t, &fake{})
	w.says(t, "Try it on a demo site")
	w.going.ScanAddress("example.com")
	w.says(t, "Scanning")
	help := w.menu.main.Items[len(w.menu.main.Items)-1]
	for _, i := range help.Items {
		if i.Label == "Try the demo site" {
			i.Action()
		}
	}
	w.queue.Until(t, func() bool {
		w.fake.mu.Lock()
		defer w.fake.mu.Unlock()
		return len(w.fake.runs) == 2
	})
}

// The buttons of the results lead to a sign-in, to another address and to a
// scan that does not obey robots.txt.
func TestWaysOutOfAGap(t *testing.T) {
	s := open(t, bakery())
	s.says(t, "bakery.example")
	s.going.SignIn(1)
	s.says(t, "Sign-in")
	s.queue.Until(t, func() bool { return s.window.Canvas().Focused() != nil })
	if !slices.ContainsFunc(s.texts(), func(x string) bool { return strings.Contains(x, "Not signed in") || strings.Contains(x, "key store") }) {
		t.Errorf("the sign-in is not shown; texts: %q", s.texts())
	}
	s.going.IgnoreRobots(1)
	s.says(t, "Scanning bakery.example")
	if diff := cmp.Diff([]storage.SiteID{1}, s.fake.ignoring); diff != "" {
		t.Errorf("sites whose robots.txt is not obeyed (-want +got):\n%s", diff)
	}
	s.going.ScanAddress("other.example")
	s.says(t, "Scanning other.example")
}

// The sidebar names the sites that are scanned, however long their names are.
func TestSidebarNamesScans(t *testing.T) {
	s := open(t, bakery())
	s.says(t, "bakery.example")
	s.going.ScanSite(1)
	s.says(t, "Scanning bakery.example")
	s.going.ScanAddress("www.the-bakery-with-the-longest-name.example")
	s.says(t, "Scanning www.the-bakery-with-the-longest-name.example")
	texts := uitest.Texts(s.sidebar.Content())
	for _, start := range []string{"bakery.exa", "the-bakery"} {
		at := slices.IndexFunc(texts, func(x string) bool { return strings.HasPrefix(x, start) })
		if at < 0 || at+1 == len(texts) || texts[at+1] != "Scanning …" {
			t.Errorf("no entry begins with %q and says that it is scanned; texts: %q", start, texts)
		}
	}
}
