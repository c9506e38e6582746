// Package results shows what a scan found: how much there is to fix, the
// verdicts and statuses at a glance, and every address in tables that can be
// searched, filtered and sorted, with the problem that is selected beside
// them. It must not know where scans are kept, how one is run, or how a
// spreadsheet is written.
package results

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sitewell/assets/knowledge"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/field"
	"sitewell/ui/marking"
	"sitewell/ui/problem"
	"sitewell/ui/table"
	"sitewell/ui/words"
)

// Reader reads scans. Its methods are called off the window's thread.
type Reader interface {
	ScanByID(ctx context.Context, scan storage.ScanID) (storage.Scan, error)
	Counts(ctx context.Context, scan storage.ScanID) (storage.Counts, error)
	Ledger(ctx context.Context, scan storage.ScanID) (storage.Ledger, error)
	RowIDs(ctx context.Context, scan storage.ScanID, f storage.Filter, o storage.Order) ([]storage.URLID, error)
	Rows(ctx context.Context, scan storage.ScanID, ids []storage.URLID) ([]storage.Row, error)
	// PageRows is Rows, with the links that are on each page; ProblemsOn returns a page
	// and the problems that it links to.
	PageRows(ctx context.Context, scan storage.ScanID, ids []storage.URLID) ([]storage.Row, error)
	ProblemsOn(ctx context.Context, scan storage.ScanID, page storage.URLID) ([]storage.URLID, error)
}

// Statuses counts the addresses of a scan by status, 0 standing for those that
// gave no answer, where what waits or was skipped is left out; and by kind. It is
// called off the window's thread.
type Statuses interface {
	StatusCounts(ctx context.Context, scan storage.ScanID) (map[int]int, error)
	KindCounts(ctx context.Context, scan storage.ScanID) (map[result.Kind]storage.KindCount, error)
}

// Book explains outcomes in a few words. It is called for every row that is
// drawn, on the window's thread, so it must answer at once.
type Book interface {
	Entry(key outcome.Key, language string) knowledge.Entry
}

// Hosting reports whether the site of a scan is at a website builder, whose server its
// owner cannot get at. It is called off the window's thread.
type Hosting interface {
	Hosted(ctx context.Context, scan storage.ScanID) (bool, error)
}

// Going is where the screen leads to.
type Going interface {
	// Watch shows a scan that runs.
	Watch(scan storage.ScanID)
	Resume(scan storage.ScanID)
	ScanSite(site storage.SiteID)
	// ScanAddress scans an address as a site of its own.
	ScanAddress(address string)
	// IgnoreRobots makes a site be scanned without obeying its robots.txt, from
	// now on, and scans it.
	IgnoreRobots(site storage.SiteID)
	// Settings shows the settings of a site, SignIn the part about its sign-in.
	Settings(site storage.SiteID)
	SignIn(site storage.SiteID)
	// BrowserSettings shows where the browser is chosen in which pages are shown, and
	// HideBrowserHint has nothing said any more about there being none.
	BrowserSettings()
	HideBrowserHint()
	Export(scan storage.Scan)
	// Compare shows what changed between two scans of a site.
	Compare(site storage.SiteID, from, to storage.ScanID)
	// Redirects shows where the addresses of a scan's site may lead that were not found.
	Redirects(scan storage.ScanID)
}

// Options are what the screen needs.
type Options struct {
	Run      *background.Runner
	Scan     storage.ScanID
	Read     Reader
	Statuses Statuses // nil: no chart
	Changes  Comparer // nil: nothing is said of the scan before
	Fixes    FixReader
	Problem  problem.Source
	Marks    Marks // nil: nothing can be marked
	Book     Book
	Hosting  Hosting         // nil: no site is at a website builder
	Try      problem.TryFunc // nil: nothing is opened in the browser of this computer
	// Pictures shows problems as visitors see them, and SavePicture asks where to save a
	// picture; nil: nothing does.
	Pictures    problem.Pictures
	SavePicture func(page string, jpeg []byte)
	Plans       Plans // nil: nothing is said of the next scan
	// Unread returns how many pages of a scan look as if scripts make them and were not
	// shown, because this computer has no browser; 0: nothing is said. nil: never.
	Unread  func(scan storage.ScanID) int
	Going   Going
	Desktop problem.Desktop
	// Dialogs and Offer are for Marks. Offer shows a short message with one thing to
	// do about it.
	Dialogs *ask.Host
	Offer   func(message, action string, do func())
	Prefs   table.Prefs
	Running func(scan storage.ScanID) bool
	Again   Rechecker // nil: nothing is checked again but single addresses
	// Rechecks are those of the window; nil: those of this screen alone.
	Rechecks *Rechecks
	// SaveRows asks where to save n addresses of a scan, which ids returns off the
	// window's thread, and saves them; nil: nothing does.
	SaveRows func(scan storage.Scan, n int, ids func() []storage.URLID)
	// Ask asks before something is done; nil: it is done at once.
	Ask      func(title, text, confirm string, do func())
	Sentence func(error) string
	// Tick returns the moments to look at a scan that runs, and what ends that.
	Tick func() (ticks <-chan time.Time, stop func())
	// Keys is asked first about keys that type nothing; may be nil.
	Keys func(*fyne.KeyEvent) bool
	Now  func() time.Time // nil: time.Now
}

// Screen shows the results of one scan.
type Screen struct {
	o       Options
	loader  background.Loader[facts]
	since   sinceLoad
	walls   background.Loader[[]problem.Wall]
	facts   facts
	loaded  bool
	loading bool
	origin  string // of the site, as its addresses begin
	leave   func() // ends the sampling, nil while there is none

	fixes fixesLoad
	again *recheck
	// repaired is how many problems were found to work when they were checked again, and
	// celebrated says that it was shown that nothing is left.
	repaired   int
	celebrated bool

	query query
	view  view
	panes [5]*pane
	// chosen are the tables in which several rows can be chosen.
	chosen []*chosenRows
	edits  *editBook
	// counting is how often the problems on pages were counted, and counted says whether the
	// last time has ended.
	counting int
	counted  bool

	head     *head
	notices  *notices
	againBar *againBar
	tiles    *tiles
	strip    *strip // in place of head and tiles while a panel is open
	tabs     *badge.Tabs
	search   *field.Entry
	room     *searchRoom
	filters  *filters
	bar      *fyne.Container // tabs, search and filters
	lists    *fyne.Container // the table of the present view
	main     *main
	panel    *problem.Panel
	marker   *marking.Marker // nil: nothing can be marked
	trier    *problem.Trier  // nil: nothing is opened in the browser of this computer
	fix      *fixPanel
	content  fyne.CanvasObject
}

// facts are what the head shows of a scan.
type facts struct {
	scan     storage.Scan
	before   storage.Scan // that it is compared with, its ID 0 for none
	ledger   storage.Ledger
	statuses map[int]int
	kinds    map[result.Kind]storage.KindCount
	marked   marked
	hosted   bool      // the site is at a website builder
	next     time.Time // when the site is scanned by itself, zero for never
}

// pane is the table of one view.
type pane struct {
	list
	ask   func() // asks for the rows of the present query
	stale bool   // its rows are of an older query or moment
}

// list is a table of whatever rows, as the screen goes through it.
type list interface {
	fyne.CanvasObject
	Reload()
	Reveal()
	Focus()
	FocusOn(c fyne.Canvas)
	Step(by int) bool
	Place() int
	Len() int
	Order() table.Sort
	View() table.View
}

// New makes the screen; Opened fills it.
func New(o Options) *Screen {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Rechecks == nil {
		o.Rechecks = new(Rechecks)
	}
	s := &Screen{o: o, edits: &editBook{from: o.Problem}, lists: container.NewStack(), again: o.Rechecks.of(o.Scan)}
	s.marker = newMarker(s)
	if o.Try != nil {
		s.trier = &problem.Trier{Run: o.Run, Try: o.Try, Dialogs: o.Dialogs, Marks: s.marker, Prefs: o.Prefs, Sentence: o.Sentence}
	}
	s.panel = problem.New(problem.Options{
		Run: o.Run, Source: o.Problem, Trier: s.trier, Pictures: o.Pictures, SavePicture: o.SavePicture, Desktop: o.Desktop, Prefs: o.Prefs, Sentence: o.Sentence,
		Dialogs: o.Dialogs, Step: s.Step, Close: s.closePanel, Changed: s.reload, Keys: o.Keys, CheckPage: s.pageChecker(),
		SignIn: func() { o.Going.SignIn(s.facts.scan.Site) },
		Marks:  s.marker, Scan: func() storage.Scan { return s.facts.scan },
	})
	s.head = newHead(s)
	s.notices = newNotices(s)
	s.againBar = newAgainBar(s)
	s.fix = newFixPanel(s)
	s.tiles = newTiles(s)
	s.strip = newStrip(s)
	s.build()
	s.show(fixes)
	return s
}

// Content is the screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Title names the site.
func (s *Screen) Title() string { return words.Readable(storage.HostOf(s.facts.scan.Start)) }

// Scan returns which scan is shown.
func (s *Screen) Scan() storage.ScanID { return s.o.Scan }

// Opened reads the scan and, while it runs, looks again at every tick; call it
// whenever the screen is shown.
func (s *Screen) Opened() {
	s.again.screen = s
	if !s.again.running {
		s.again.ended, s.again.verdict = "", nil // the lists are loaded again
	}
	s.showAgain()
	s.reload()
	s.sample()
}

// Left ends what Opened began and remembers how the screen is divided.
func (s *Screen) Left() {
	if s.again.screen == s {
		s.again.screen = nil
	}
	if s.leave != nil {
		s.leave()
		s.leave = nil
	}
	s.loader.Cancel()
	s.since.loader.Cancel()
	s.since.marker.Cancel()
	s.walls.Cancel()
	s.loading = false
	s.fixes.left()
	s.main.remember()
}

// Focus returns the keyboard to the table.
func (s *Screen) Focus(c fyne.Canvas) { s.panes[s.view].FocusOn(c) }

// Search puts the cursor into the search field.
func (s *Screen) Search(c fyne.Canvas) { c.Focus(s.search) }

// typed searches for what is typed while a list has the keyboard.
func (s *Screen) typed(r rune) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(s.search); c != nil {
		c.Focus(s.search)
		s.search.TypedRune(r)
	}
}

// searchKey clears the search by Escape.
func (s *Screen) searchKey(k *fyne.KeyEvent) bool {
	if k.Name == fyne.KeyEscape && s.search.Text != "" {
		s.search.SetText("")
		return true
	}
	return s.o.Keys != nil && s.o.Keys(k)
}

// reload reads the scan and the rows of the present view again.
func (s *Screen) reload() {
	if s.loading {
		return // the one under way is younger than a tick
	}
	s.loading = true
	running := s.running()
	s.loader.Load(s.o.Run, func(ctx context.Context) (facts, error) { return s.load(ctx, running) }, s.apply)
}

func (s *Screen) load(ctx context.Context, running bool) (facts, error) {
	var f facts
	var err error
	if f.scan, err = s.o.Read.ScanByID(ctx, s.o.Scan); err != nil {
		return f, err
	}
	if f.scan.Counts, err = s.o.Read.Counts(ctx, s.o.Scan); err != nil {
		return f, err
	}
	if f.ledger, err = s.o.Read.Ledger(ctx, s.o.Scan); err != nil {
		return f, err
	}
	if f.marked, err = s.loadMarked(ctx, f.scan); err != nil {
		return f, err
	}
	if s.o.Hosting != nil {
		if f.hosted, err = s.o.Hosting.Hosted(ctx, s.o.Scan); err != nil {
			return f, err
		}
	}
	f.next = s.nextScan(ctx, f.scan.Site)
	if s.o.Statuses != nil {
		if f.statuses, err = s.o.Statuses.StatusCounts(ctx, s.o.Scan); err != nil {
			return f, err
		}
		if f.kinds, err = s.o.Statuses.KindCounts(ctx, s.o.Scan); err != nil {
			return f, err
		}
	}
	if s.o.Changes != nil && !running && f.scan.State != storage.Interrupted && f.scan.State != storage.Elsewhere {
		f.before, err = s.o.Changes.Previous(ctx, s.o.Scan)
	}
	return f, err
}

func (s *Screen) apply(f facts, err error) {
	s.loading = false
	if err != nil {
		s.notices.fail(err)
		return
	}
	first := !s.loaded
	s.facts, s.loaded = f, true
	s.origin = originOf(f.scan.Start)
	s.head.show(s.facts, s.fixes, s.running())
	s.tiles.show(f, s.query)
	s.notices.show(f, s.running())
	s.filters.showMarked(f.marked)
	s.fix.showMarks()
	s.tabs.SetCount(int(problems), f.counts().Problems())
	s.tabs.SetCount(int(addresses), f.scan.Counts.Rows())
	s.tabs.SetCount(int(pages), f.scan.Counts.Pages)
	s.offerChanges()
	s.bar.Refresh() // wider numbers
	s.main.relayout()
	s.loadSince()
	if first || !s.running() || s.fixes.due() {
		s.loadFixes()
	}
	if first { // the rows were asked for at the same time
		s.panes[s.view].Refresh()
		return
	}
	for v, p := range s.panes {
		switch {
		case p == nil || view(v) == fixes || view(v) == gone: // which follow their own loads
		case view(v) == s.view:
			p.Reload()
		default:
			p.stale = true
		}
	}
}

func (s *Screen) running() bool { return s.o.Running(s.o.Scan) }

// sample reloads at every tick until the scan has ended or the screen is left.
func (s *Screen) sample() {
	if s.leave != nil || !s.running() {
		return
	}
	left := make(chan struct{})
	s.leave = func() { close(left) }
	s.o.Run.Go(func(ctx context.Context) {
		ticks, stop := s.o.Tick()
		defer stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-left:
				return
			case <-ticks:
			}
			looked := make(chan struct{})
			s.o.Run.Do(func() { s.look(); close(looked) })
			select { // never more than one look waits for the window
			case <-looked:
			case <-left:
				return
			case <-ctx.Done():
				return
			}
		}
	})
}

// look is one tick of sample, on the window's thread.
func (s *Screen) look() {
	if s.leave == nil {
		return
	}
	s.fixes.tick()
	if !s.running() { // its last rows are stored
		s.leave()
		s.leave = nil
	}
	s.reload()
}

// Interval is how often a scan that runs is looked at.
const Interval = time.Second

// Every returns ticks of Interval.
func Every() (ticks <-chan time.Time, stop func()) {
	t := time.NewTicker(Interval)
	return t.C, t.Stop
}
