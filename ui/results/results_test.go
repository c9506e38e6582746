package results_test

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/fix"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/sqlitetest"
	"sitewell/ui/ask"
	"sitewell/ui/badge"
	"sitewell/ui/control"
	"sitewell/ui/gallery"
	"sitewell/ui/problem"
	"sitewell/ui/results"
	"sitewell/ui/uitest"
)

// fixture is the results screen over a made-up scan.
type fixture struct {
	try    func(ctx context.Context, address string) (problem.Tried, error)
	plans  results.Plans
	hosted bool // the site is at a website builder
	*results.Screen
	t       *testing.T
	q       *uitest.Queue
	w       fyne.Window
	site    *reader
	made    func(*sqlitetest.Scan) // alters the scan before it is stored; may be nil
	ticks   chan time.Time
	running bool
	changes results.Comparer
	// compares makes the history itself compare, in place of changes.
	compares bool
	gone     []string
	unread   int // pages that scripts make
	copied   []string
	dialogs  *ask.Host
	offered  []string
	do       func() // what was offered last

	options   results.Options
	again     results.Rechecker
	told      []string
	questions []string // that were asked; nobody answers
	saved     []storage.URLID
	windows   []bool // whether the browser was opened with its window
}

func (f *fixture) offer(message, action string, do func()) {
	f.offered, f.do = append(f.offered, message), do
}

// reader counts and holds up what the screen asks for.
type reader struct {
	*gallery.Site
	edit func(*storage.Counts)  // alters the numbers of the scan; may be nil
	hold func(f storage.Filter) // called before ids are given
	// ordered is called before ids are given in an order; may be nil.
	ordered func(o storage.Order)
	err     error
	scans   int
	// grouped counts how often fixes were asked for; the last lost of them are
	// left out.
	grouped, lost int
	// held is how many problems a fix has at most, 0 for all.
	held int
}

func (r *reader) Fixes(ctx context.Context, scan storage.ScanID) ([]fix.Fix, error) {
	r.grouped++
	if r.err != nil {
		return nil, r.err
	}
	all, err := r.Site.Fixes(ctx, scan)
	for i := range all {
		if r.held > 0 {
			all[i].Problems = all[i].Problems[:min(len(all[i].Problems), r.held)]
		}
	}
	return all[:len(all)-r.lost], err
}

func (r *reader) ScanByID(ctx context.Context, id storage.ScanID) (storage.Scan, error) {
	r.scans++
	scan, err := r.Site.ScanByID(ctx, id)
	if r.edit != nil {
		r.edit(&scan.Counts)
	}
	return scan, err
}

func (r *reader) Counts(ctx context.Context, scan storage.ScanID) (storage.Counts, error) {
	counts, err := r.Site.Counts(ctx, scan)
	if r.edit != nil {
		r.edit(&counts)
	}
	return counts, err
}

func (r *reader) RowIDs(ctx context.Context, scan storage.ScanID, f storage.Filter, o storage.Order) ([]storage.URLID, error) {
	if r.hold != nil {
		r.hold(f)
	}
	if r.ordered != nil {
		r.ordered(o)
	}
	if r.err != nil {
		return nil, r.err
	}
	return r.Site.RowIDs(ctx, scan, f, o)
}

func newFixture(t *testing.T, width, height float32, change func(*fixture)) *fixture {
	t.Helper()
	app := uitest.New(t)
	f := &fixture{t: t, q: uitest.NewQueue(t), site: &reader{}, ticks: make(chan time.Time)}
	if change != nil {
		change(f)
	}
	f.site.Site = gallery.New(t, 201, f.made)
	if f.compares {
		f.changes = f.site.Site
	}
	f.w = uitest.Window(t, container.NewStack(), width, height)
	f.dialogs = ask.NewHost(f.w.Canvas())
	f.options = results.Options{
		Run: f.q.Runner(), Scan: f.site.Scan, Read: f.site, Statuses: f.site, Changes: f.changes, Fixes: f.site, Problem: f.site, Book: f.site, Hosting: f, Plans: f.plans, Going: f, Desktop: f,
		Prefs: app.Preferences(), Running: func(storage.ScanID) bool { return f.running },
		Sentence: func(err error) string { return "Sentence for " + err.Error() },
		Tick:     func() (<-chan time.Time, func()) { return f.ticks, func() {} },
		Marks:    f.site, Dialogs: f.dialogs, Offer: f.offer, Now: time.Now,
		Try: func(ctx context.Context, _ storage.ScanID, address string, window bool) (problem.Tried, error) {
			f.windows = append(f.windows, window)
			return f.try(ctx, address)
		},
		SaveRows: func(_ storage.Scan, n int, ids func() []storage.URLID) {
			if f.saved = ids(); len(f.saved) != n {
				t.Errorf("%d addresses are saved, said %d", len(f.saved), n)
			}
		},
		Unread: func(storage.ScanID) int { return f.unread },
		Again:  f.again, Rechecks: new(results.Rechecks),
		Ask: func(title, text, _ string, _ func()) { f.questions = append(f.questions, title+" "+text) },
	}
	f.Screen = results.New(f.options)
	f.w.SetContent(f.Content())
	f.w.Resize(fyne.NewSize(width, height))
	f.Opened()
	return f
}

func (f *fixture) Hosted(context.Context, storage.ScanID) (bool, error) { return f.hosted, nil }

func (f *fixture) Watch(storage.ScanID)    { f.gone = append(f.gone, "watch") }
func (f *fixture) Resume(storage.ScanID)   { f.gone = append(f.gone, "resume") }
func (f *fixture) ScanSite(storage.SiteID) { f.gone = append(f.gone, "scan") }
func (f *fixture) ScanAddress(a string)    { f.gone = append(f.gone, "scan "+a) }
func (f *fixture) BrowserSettings()        { f.gone = append(f.gone, "browser settings") }

func (f *fixture) HideBrowserHint() {
	f.unread = 0
	f.gone = append(f.gone, "hint hidden")
}

func (f *fixture) IgnoreRobots(storage.SiteID) { f.gone = append(f.gone, "ignore robots") }
func (f *fixture) Settings(storage.SiteID)     { f.gone = append(f.gone, "settings") }
func (f *fixture) SignIn(storage.SiteID)       { f.gone = append(f.gone, "sign in") }
func (f *fixture) Export(storage.Scan)         { f.gone = append(f.gone, "export") }
func (f *fixture) Redirects(storage.ScanID)    { f.gone = append(f.gone, "redirects") }

func (f *fixture) Compare(_ storage.SiteID, from, to storage.ScanID) {
	f.gone = append(f.gone, "compare")
}
func (f *fixture) Mail(string, string) {}
func (f *fixture) Browse(a string)     { f.gone = append(f.gone, "browse "+a) }
func (f *fixture) Copy(s string)       { f.copied = append(f.copied, s) }
func (f *fixture) Tell(s string)       { f.told = append(f.told, s) }

func (f *fixture) texts() []string { return uitest.Texts(f.w.Content()) }

func (f *fixture) shows(text string) bool { return slices.Contains(f.texts(), text) }

func (f *fixture) until(texts ...string) {
	f.t.Helper()
	f.q.Until(f.t, func() bool {
		return !slices.ContainsFunc(texts, func(s string) bool { return !f.shows(s) })
	})
}

// pressable reports whether the last button with a text can be pressed.
func (f *fixture) pressable(text string) bool {
	f.t.Helper()
	return !uitest.Last[fyne.Disableable](f.t, f.w.Content(), text).Disabled()
}

// drain runs everything that waits for the window.
func (f *fixture) drain() {
	f.t.Helper()
	done := false
	f.q.Dispatch(func() { done = true })
	f.q.Until(f.t, func() bool { return done })
}

// problems goes to the list of problems once the scan is shown.
func (f *fixture) problems() {
	f.t.Helper()
	f.until("8 things to fix", "8 rows")
	f.pressFirst("Problems")
	f.until("10 rows")
}

func (f *fixture) press(text string) {
	f.t.Helper()
	test.Tap(uitest.Last[fyne.Tappable](f.t, f.w.Content(), text))
}

// pressFirst presses what shows a text first: tiles and tabs come before rows.
func (f *fixture) pressFirst(text string) {
	f.t.Helper()
	test.Tap(uitest.First[fyne.Tappable](f.t, f.w.Content(), text))
}

// click presses the row that shows a text, as a mouse does.
func (f *fixture) click(text string) {
	uitest.Last[desktop.Mouseable](f.t, f.w.Content(), text).MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
}

func TestHead(t *testing.T) {
	f := newFixture(t, 1280, 800, nil)
	f.until("8 things to fix", "8 rows")
	f.pressFirst("Problems")
	f.until("10 rows")
	for _, want := range []string{"Broken", "6", "Works", "202", "/cakes/wedding/three-tiers.html", "Page not found (404)", "Critical"} {
		if !f.shows(want) {
			t.Errorf("%q is not shown; texts: %q", want, f.texts())
		}
	}
	f.press("Save report …")
	f.press("Scan again")
	if diff := cmp.Diff(f.gone, []string{"export", "scan"}); diff != "" {
		t.Error(diff)
	}
}

func TestSearchNarrowsAndClears(t *testing.T) {
	f := newFixture(t, 1280, 800, nil)
	f.problems()
	f.Search(f.w.Canvas())
	test.Type(f.w.Canvas().Focused(), "wedding")
	f.until("1 of 10 shown")
	test.Type(f.w.Canvas().Focused(), "zzz")
	f.until("Nothing matches")
	f.press("Clear search and filters")
	f.until("10 rows")
}

// What is typed in a list is searched for, and Escape takes that back.
func TestTypingInAListSearches(t *testing.T) {
	f := newFixture(t, 1280, 800, nil)
	f.problems()
	f.Focus(f.w.Canvas())
	f.w.Canvas().Focused().TypedRune('w')
	test.Type(f.w.Canvas().Focused(), "edding")
	f.until("1 of 10 shown")
	f.w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	f.until("10 rows")
}

// A slow answer to what was typed first does not overwrite what was typed last.
func TestSlowSearchIsDropped(t *testing.T) {
	held := make(chan struct{})
	f := newFixture(t, 1280, 800, func(f *fixture) {
		f.site.hold = func(filter storage.Filter) {
			if filter.Text == "o" {
				<-held
			}
		}
	})
	f.problems()
	f.Search(f.w.Canvas())
	test.Type(f.w.Canvas().Focused(), "ol")
	f.until("2 of 10 shown") // old-menu, old-supplier
	close(held)
	f.q.Runner().Close() // the slow answer is on its way
	f.drain()
	if !f.shows("2 of 10 shown") {
		t.Errorf("texts: %q", f.texts())
	}
}

func TestTilesFilter(t *testing.T) {
	f := newFixture(t, 1280, 800, nil)
	f.problems()
	f.pressFirst("Warning")
	f.until("2 of 10 shown")
	f.pressFirst("Warning")
	f.until("10 rows")
	// What is no problem is shown among all addresses.
	f.pressFirst("Works")
	f.until("202 of 214 shown")
	f.pressFirst("Problems")
	f.until("10 rows")
}

// A press on a bar of the chart leaves the addresses that it counts.
func TestChartFilters(t *testing.T) {
	f := newFixture(t, 1280, 800, nil)
	f.problems()
	bar := uitest.First[fyne.Tappable](t, f.w.Content(), "404").(fyne.CanvasObject)
	texts := uitest.Texts(bar)
	if len(texts) != 2 {
		t.Fatalf("the bar says %q", texts)
	}
	test.Tap(bar.(fyne.Tappable))
	f.until(texts[0]+" of 214 shown", "Status: 404")
	test.Tap(bar.(fyne.Tappable))
	f.until("214 rows")
}

// What became of every address is told when it is asked for.
func TestAccountIsOnePressAway(t *testing.T) {
	f := newFixture(t, 1280, 800, nil)
	f.until("8 things to fix", "Everything accounted for")
	for _, text := range f.texts() {
		if strings.Contains(text, " found = ") {
			t.Errorf("the head shows %q", text)
		}
	}
	uitest.First[*control.Link](t, f.w.Content(), "Everything accounted for").OnTapped()
	if !f.dialogs.Open() || !slices.ContainsFunc(uitest.Texts(f.w.Canvas().Overlays().Top()), func(s string) bool { return strings.Contains(s, " found = ") }) {
		t.Error("the numbers are not shown")
	}
}

func TestNothingToFix(t *testing.T) {
	f := newFixture(t, 1024, 640, func(f *fixture) { f.made = gallery.OnlyWorks })
	f.until("202 addresses checked, and all of them work. Scan again after the next larger change to the site.")
	f.press("See all addresses")
	f.until("202 rows")
}

// The panel follows the list: by click, by its arrows, and back.
func TestProblemPanel(t *testing.T) {
	for _, size := range []fyne.Size{fyne.NewSize(1280, 800), fyne.NewSize(1024, 640)} {
		f := newFixture(t, size.Width, size.Height, nil)
		f.problems()
		f.click("/old-menu")
		at := f.yOf("/old-menu") // the head gives way at once; nothing moves after that
		f.until("3 of 10", "https://www.example.com/old-menu")
		f.Step(1)
		f.until("4 of 10", "https://old-supplier.example/flour")
		if after := f.yOf("/old-menu"); after != at {
			t.Errorf("%v: the rows moved from %v to %v under the pointer", size, at, after)
		}
		if !f.Back() {
			t.Error("going back did not close the panel")
		}
		if f.shows("4 of 10") {
			t.Error("the panel is still shown")
		}
		if f.Back() {
			t.Error("there was nothing left to close")
		}
	}
}

func (f *fixture) yOf(text string) float32 {
	o := uitest.Last[desktop.Mouseable](f.t, f.w.Content(), text).(fyne.CanvasObject)
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y
}

// In a narrow window the problem takes the list's place.
func TestNarrowWindow(t *testing.T) {
	f := newFixture(t, 700, 640, nil)
	f.problems()
	f.click("/old-menu")
	f.until("3 of 10", "https://www.example.com/old-menu")
	if f.shows("/old-menu") {
		t.Error("the list is still shown beside the problem")
	}
	f.Back()
	if !f.shows("/old-menu") {
		t.Error("the list did not come back")
	}
}

// While a scan runs its rows are looked at on every tick and its fixes now and
// then; both once more when it has ended.
func TestFollowsRunningScan(t *testing.T) {
	f := newFixture(t, 1280, 800, func(f *fixture) { f.running = true })
	f.until("8 things to fix", "8 rows", "This scan is still running; what it finds appears here.")
	f.pressFirst("Problems")
	f.until("10 rows", "6")
	f.site.lost = 2
	for n := range 4 {
		f.tick(100 + n)
	}
	f.until("8 things to fix")
	f.tick(104)
	f.until("6 things to fix")
	if f.site.grouped != 2 {
		t.Errorf("fixes were loaded %d times in 5 ticks, want 2", f.site.grouped)
	}
	f.site.lost = 7
	f.running = false
	f.tick(105)
	f.until("1 thing to fix")
	f.q.Until(t, func() bool { return !f.shows("This scan is still running; what it finds appears here.") })
	select {
	case f.ticks <- time.Time{}:
		t.Error("a scan that has ended is still looked at")
	default:
	}
}

// tick lets a moment pass in which more was found broken, and waits until that
// is shown.
func (f *fixture) tick(broken int) {
	f.t.Helper()
	f.site.edit = func(c *storage.Counts) { c.Broken = broken }
	f.ticks <- time.Time{}
	f.until(strconv.Itoa(broken))
}

// Left ends the looking.
func TestLeftEndsSampling(t *testing.T) {
	f := newFixture(t, 1280, 800, func(f *fixture) { f.running = true })
	f.until("8 things to fix")
	f.Left()
	f.q.Runner().Close() // would hang if the sampling went on
}

func TestFailureSaysASentence(t *testing.T) {
	f := newFixture(t, 1280, 800, func(f *fixture) { f.site.err = errors.New("disk is gone") })
	f.until("Sentence for disk is gone")
	f.site.err = nil
	f.press("Try again")
	f.until("8 rows", "8 things to fix")
	if f.shows("Sentence for disk is gone") {
		t.Error("the failure is still shown")
	}
}

func TestInterruptedCanBeResumed(t *testing.T) {
	f := newFixture(t, 1280, 800, func(f *fixture) { f.made = gallery.Interrupt })
	f.until("Only part of this site was scanned", "What it found until then is kept. Addresses not checked: 1,204")
	f.press("Resume")
	f.press("Start a new scan")
	if f.shows("Scan again") {
		t.Error("there are two buttons to scan anew")
	}
	if diff := cmp.Diff(f.gone, []string{"resume", "scan"}); diff != "" {
		t.Error(diff)
	}
}

// What a browser would have added is said calmly, with what to do about it, until somebody
// has had enough of it.
func TestBrowserHint(t *testing.T) {
	f := newFixture(t, 1280, 800, func(f *fixture) { f.unread = 3 })
	f.until("3 pages look as if scripts make them.", "Sitewell can run these scripts and check the links that they add. For that it needs Chrome, Chromium, Edge or Brave, none of which was found on this computer.")
	f.press("Choose a browser …")
	f.press("Don't show this again")
	if f.shows("3 pages look as if scripts make them.") {
		t.Error("it is shown all the same")
	}
	if diff := cmp.Diff(f.gone, []string{"browser settings", "hint hidden"}); diff != "" {
		t.Error(diff)
	}
}

// What was not looked at is said first and never called well, and each button
// that helps does what it says.
func TestGapsAreSaidFirst(t *testing.T) {
	tests := []struct {
		diagnosis result.Diagnosis
		sample    string
		title     string
		press     []string
		want      []string
	}{
		{result.RedirectsElsewhere, "http://www.other.example/", "This site was not scanned", []string{"Scan that address instead"}, []string{"scan http://www.other.example/"}},
		{result.SignInNeeded, "https://a.example/", "This site was not scanned", []string{"Sign in …"}, []string{"sign in"}},
		{result.PagesNeedSignIn, "31", "Only part of this site was scanned", []string{"Sign in …"}, []string{"sign in"}},
		{result.StartForbidden, "", "This site was not scanned", []string{"Ignore robots.txt on my site"}, []string{"ignore robots"}},
		{result.RobotsUnreachable, "", "This site was not scanned", []string{"Try again", "Ignore robots.txt on my site"}, []string{"scan", "ignore robots"}},
		{result.StartUnreachable, "dns-not-found", "This site was not scanned", []string{"Try again"}, []string{"scan"}},
		{result.MostUnverified, "61", "Only part of this site was scanned", []string{"Try again"}, []string{"scan"}},
		{result.LimitReached, "61", "Only part of this site was scanned", []string{"Settings …"}, []string{"settings"}},
		{result.Offline, "", "Only part of this site was scanned", []string{"Resume", "Start a new scan"}, []string{"resume", "scan"}},
	}
	for _, tt := range tests {
		t.Run(string(tt.diagnosis), func(t *testing.T) {
			f := newFixture(t, 1024, 640, func(f *fixture) {
				f.made = func(s *sqlitetest.Scan) {
					gallery.OnlyWorks(s)
					s.Diagnosis, s.Sample = string(tt.diagnosis), tt.sample
				}
			})
			f.until(tt.title)
			f.drain()
			for _, wrong := range []string{"Nothing to fix", "No problems"} {
				if f.shows(wrong) {
					t.Errorf("%q is shown; texts: %q", wrong, f.texts())
				}
			}
			for _, b := range tt.press {
				f.press(b)
			}
			if diff := cmp.Diff(tt.want, f.gone); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// Opening a screen asks for each thing once.
func TestOpensWithOneQueryEach(t *testing.T) {
	asked := 0
	f := newFixture(t, 1280, 800, func(f *fixture) {
		f.site.hold = func(storage.Filter) { asked++ } // one load at a time
	})
	f.until("8 things to fix", "8 rows")
	f.pressFirst("Problems")
	f.until("10 rows")
	f.q.Runner().Close()
	if asked != 1 || f.site.scans != 1 || f.site.grouped != 1 {
		t.Errorf("ids were asked for %d times, the scan %d times, fixes %d times; want once each", asked, f.site.scans, f.site.grouped)
	}
}

// changing is a site whose scan before had other problems, or can't be read.
type changing struct {
	mu     sync.Mutex
	counts storage.ChangeCounts
	err    error
}

func (c *changing) set(counts storage.ChangeCounts, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.counts, c.err = counts, err
}

var before = storage.Scan{ID: 1, Began: time.Date(2026, 5, 3, 10, 0, 0, 0, time.UTC)}

func (c *changing) Previous(context.Context, storage.ScanID) (storage.Scan, error) {
	return before, nil
}

func (c *changing) CompareToPrevious(context.Context, storage.ScanID) (storage.Comparison, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return storage.Comparison{From: before, Counts: c.counts}, c.err
}

func (c *changing) EachChange(context.Context, storage.Pair, storage.ChangeFilter, storage.Order) iter.Seq2[storage.ChangeRow, error] {
	return func(func(storage.ChangeRow, error) bool) {}
}

func (c *changing) Why(*storage.ChangeRow) string { return "" }

// since is what the line of changes says, "" where there is none.
func (f *fixture) since() string {
	texts := f.texts()
	end := slices.Index(texts, "Compare …")
	if end < 0 {
		return ""
	}
	begin := end
	for begin > 0 && !strings.Contains(texts[begin], "things to fix") && !strings.Contains(texts[begin], "Save report") {
		begin--
	}
	return strings.Join(texts[begin+1:end], " ")
}

// Truth 8 of the design: the numbers of the comparison, in a line of the head that
// has its room before they are known. Where it fails the results are there all the
// same.
func TestHeadSaysWhatChanged(t *testing.T) {
	changes := &changing{err: errors.New("no")}
	f := newFixture(t, 1280, 800, func(f *fixture) { f.changes = changes })
	f.until("8 things to fix", "8 rows", "Compare …")
	for _, tt := range []struct {
		counts storage.ChangeCounts
		want   string
	}{
		{storage.ChangeCounts{New: 1, Fixed: 5, StillThere: 1200, NotReached: 2}, "Problems since 03/05/2026: New 1 Fixed 5 Still there 1,200 Not reached 2"},
		{storage.ChangeCounts{CameBack: 3, LinkRemoved: 4}, "Problems since 03/05/2026: Came back 3 Link removed 4"},
		{storage.ChangeCounts{Fixed: 2, StillThere: 6}, "No new problems since 03/05/2026: Fixed 2 Still there 6"},
		{storage.ChangeCounts{}, "No problems since 03/05/2026"},
	} {
		changes.set(tt.counts, nil)
		f.Opened()
		f.q.Until(t, func() bool { return f.since() == tt.want })
	}
	f.press("Compare …")
	if diff := cmp.Diff(f.gone, []string{"compare"}); diff != "" {
		t.Error(diff)
	}
}

// Without a complete scan before, nothing is said of changes and nothing can be
// filtered by them.
func TestFirstScanHasNoChanges(t *testing.T) {
	f := newFixture(t, 1280, 800, nil)
	f.until("8 things to fix", "8 rows")
	for _, text := range []string{"Compare …", "Change", "Fixed", "New"} {
		if f.shows(text) {
			t.Errorf("%q is shown", text)
		}
	}
}

// Every tile is as wide as its number, whatever comes in.
func TestTilesHoldLargeNumbers(t *testing.T) {
	f := newFixture(t, 1280, 800, nil)
	f.until("8 things to fix")
	f.site.edit = func(c *storage.Counts) {
		*c = storage.Counts{Found: 12_345_678, Broken: 100_000, Warning: 2, Works: 12_245_676}
	}
	f.Opened()
	f.until("12,245,676")
	n := 0
	uitest.Walk(f.w.Content(), func(o fyne.CanvasObject) bool {
		if tile, ok := o.(*badge.Tile); ok {
			n++
			if tile.Size().Width < tile.MinSize().Width {
				t.Errorf("tile %d is %g wide and needs %g", n, tile.Size().Width, tile.MinSize().Width)
			}
		}
		return true
	})
	if n != 5 {
		t.Errorf("%d tiles, want 5", n)
	}
}

// In a window as low as one at 200 % some rows are in view.
func TestLowWindow(t *testing.T) {
	f := newFixture(t, 556, 329, nil)
	f.problems()
	if y := f.yOf("/cakes/wedding/three-tiers.html"); y > 200 {
		t.Errorf("the first row begins at %v of 329", y)
	}
	f.click("/cakes/wedding/three-tiers.html")
	f.until("See all")
	if y := fyne.CurrentApp().Driver().AbsolutePositionForObject(uitest.Last[fyne.Tappable](f.t, f.w.Content(), "Check again").(fyne.CanvasObject)).Y; y > 110 { // below the tabs, with the explanation
		t.Errorf("the panel's actions begin at %v", y)
	}
}

// In a window that shows little, what is said of the scan is behind a button, so that
// rows are in view, and a dialog shows it with the way to go on.
func TestNoticesFold(t *testing.T) {
	f := newFixture(t, 548, 339, func(f *fixture) { f.made = gallery.Interrupt })
	f.until("8 rows")
	f.drain()
	uitest.Picture(t, f.w, "notices-folded")
	if f.shows("Resume") {
		t.Error("the banner takes the room of the rows")
	}
	if !f.shows("Edit the footer: correct its links") {
		t.Error("no row is in view")
	}
	var folded *control.Button
	uitest.Walk(f.w.Content(), func(o fyne.CanvasObject) bool {
		if b, ok := o.(*control.Button); ok && b.Text == "" && b.Icon != nil && b.Visible() && strings.Contains(b.Icon.Name(), "verdict-") {
			folded = b
		}
		return true
	})
	if folded == nil {
		t.Fatal("there is no button")
	}
	test.Tap(folded)
	uitest.Tap(t, f.w.Canvas().Overlays().Top(), "Resume")
	if diff := cmp.Diff([]string{"resume"}, f.gone); diff != "" {
		t.Error(diff)
	}
	if f.dialogs.Open() {
		t.Error("the dialog stays")
	}
	f.w.Resize(fyne.NewSize(1180, 760))
	if !f.shows("Resume") {
		t.Error("the banner did not come back")
	}
}

// Neither another tab nor a filter that is chosen, with what clears it, moves the tabs or
// the rows.
func TestNothingMoves(t *testing.T) {
	for _, width := range []float32{1096, 940} {
		f := newFixture(t, width, 689, nil)
		f.problems()
		heading := func() float32 {
			o := uitest.First[fyne.Tappable](t, f.w.Content(), "What happened").(fyne.CanvasObject)
			return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y
		}
		at := heading()
		tab := func() float32 {
			return uitest.First[fyne.Tappable](t, f.w.Content(), "Pages").(fyne.CanvasObject).Position().X
		}
		x := tab()
		f.Search(f.w.Canvas())
		test.Type(f.w.Canvas().Focused(), "old-menu")
		f.until("1 of 10 shown", "Clear")
		if got := heading(); got != at {
			t.Errorf("%v: the table moved from %v to %v", width, at, got)
		}
		f.pressFirst("All addresses")
		if got := tab(); got != x {
			t.Errorf("%v: a tab moved from %v to %v", width, x, got)
		}
	}
}
