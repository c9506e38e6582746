// Package sites lists the websites that a person looks after: how each of them
// is, when it was last scanned, and what can be done with it. While there are
// none it shows the first screen. It must not know where sites are kept or how
// a scan is run.
package sites

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/field"
	"sitewell/ui/several"
	"sitewell/ui/start"
	"sitewell/ui/theme"
	"sitewell/ui/trash"
	"sitewell/ui/words"
)

// Store keeps the sites. Its methods are called off the window's thread.
type Store interface {
	Sites(ctx context.Context) ([]storage.SiteSummary, error)
	// ChangeSite changes a site as it is stored at that moment, and returns it.
	ChangeSite(ctx context.Context, id storage.SiteID, change func(*storage.Site) error) (storage.Site, error)
	DeleteSite(ctx context.Context, id storage.SiteID) error
	// CompareToPrevious compares a scan with the complete one before it; the zero
	// value where there is none.
	CompareToPrevious(ctx context.Context, scan storage.ScanID) (storage.Comparison, error)
	// SiteSizes returns about how many bytes of the history each site takes. It may take seconds.
	SiteSizes(ctx context.Context) (map[storage.SiteID]int64, error)
}

// Going is where the screen leads to.
type Going interface {
	ScanSite(site storage.SiteID)
	// ScanProblems checks only what the newest complete scan found problems with.
	ScanProblems(site storage.SiteID)
	// Watch shows a scan that runs, Results what a scan found.
	Watch(scan storage.ScanID)
	Results(scan storage.ScanID)
	Resume(scan storage.ScanID)
	History(site storage.SiteID)
	Settings(site storage.SiteID)
	// Export saves a scan as a report, Compare shows what changed between two scans
	// of a site; 0 stands for the complete one before the other.
	Export(scan storage.Scan)
	Compare(site storage.SiteID, from, to storage.ScanID)
}

// Options are what the screen needs.
type Options struct {
	Run   *background.Runner
	Store Store
	// Schedules are asked only where a person opens the dialog for it.
	Schedules Schedules
	Going     Going
	Bin       *trash.Bin
	Dialogs   *ask.Host
	Form      *start.Form   // the field for a new address
	First     *start.Screen // what is shown while there are no sites; it holds a form of its own
	Running   func(site storage.SiteID) (scan storage.ScanID, ok bool)
	Sentence  func(error) string
	Now       func() time.Time
	Canvas    fyne.Canvas // for menus
	// Several has several sites scanned, Parallel of them at a time.
	Several     *several.Queue
	Parallel    func() int
	SetParallel func(int)
	// AddMany asks for a list of sites.
	AddMany func()
	// Prefs keep how the list is grouped; nil: nothing is kept.
	Prefs fyne.Preferences
	// Counted is told how many sites there are; nil for nobody.
	Counted func(sites int)
	Keys    func(*fyne.KeyEvent) bool
}

// Screen is the list of sites.
type Screen struct {
	o      Options
	loader background.Loader[[]storage.SiteSummary]
	all    []storage.SiteSummary
	shown  []storage.SiteSummary
	// entries are the lines of the list: sites, and the headings of groups.
	entries []entry
	view    view
	folded  map[string]bool // clients whose sites are hidden
	// isGrouped: the sites are below headings.
	isGrouped bool
	// choosing is true while a person ticks sites to be scanned.
	choosing bool
	ticked   map[storage.SiteID]bool
	// columns are as wide as the sites that are shown need.
	columns columns
	since   since
	sizes   sizes

	search  *field.Entry
	sort    *control.Select
	count   *widget.Label
	grouped *control.Check
	chooser *chooser
	runs    *runs
	list    *control.List
	none    fyne.CanvasObject
	filled  fyne.CanvasObject
	failure *fyne.Container
	content *fyne.Container
	empty   bool
}

// New makes the screen; Opened fills it.
func New(o Options) *Screen {
	s := &Screen{o: o, count: badge.Caption("")}
	s.search = field.NewSearch(lang.L("Search sites"))
	s.search.SetIcon(fynetheme.SearchIcon())
	s.search.Keys = s.key
	s.search.OnChanged = func(text string) { s.view.text = text; s.apply() }
	s.sort = newSort(func(chosen string) { s.view.order = orderOf(chosen); s.apply() })

	s.grouped = control.NewCheck(lang.L("Group by client"), s.group)
	s.chooser, s.runs = newChooser(s), newRuns(s)
	s.folded = s.readFolded()
	s.list = control.NewList(
		func() int { return len(s.entries) },
		func() fyne.CanvasObject { return container.NewStack(newRow(), newHeading()) },
		func(i int, o fyne.CanvasObject) { s.updateEntry(i, o.(*fyne.Container)) },
	)
	s.list.Open = func(i int) {
		s.list.UnselectAll()
		s.press(s.entries[i])
	}
	s.list.Keys = o.Keys
	s.list.Menu = func(i int) *fyne.Menu {
		if e := s.entries[i]; e.group == nil {
			return s.menuOf(s.shown[e.site])
		}
		return nil
	}
	s.none = container.NewVScroll(badge.Empty(fynetheme.SearchIcon(), lang.L("No site matches"), lang.L("No name, client or address contains what you typed.")))
	s.none.Hide()
	s.failure = container.NewStack()

	tools := container.New(tools{}, s.search, s.count, s.grouped, s.sort)
	top := container.New(layout.NewCustomPaddedVBoxLayout(theme.Size(theme.SizeGap)),
		s.head(), column.Inset(o.Form.Content()), column.Inset(tools), s.chooser.content, s.runs.content, s.failure)
	s.filled = margin(column.Below(top, column.List(container.New(lowList{}, s.list, s.none))))
	s.content = container.NewStack()
	return s
}

// Content is the screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Opened reads the sites; call it whenever the screen is shown and when a scan
// begins or ends.
func (s *Screen) Opened() {
	s.loader.Load(s.o.Run, s.o.Store.Sites, func(all []storage.SiteSummary, err error) {
		s.failure.RemoveAll()
		if err != nil {
			s.failure.Add(badge.Banner(badge.Fail, s.o.Sentence(err), "", badge.Action{Text: lang.L("Try again"), Do: s.Opened}))
			s.swap(s.filled)
			return
		}
		s.all = all
		s.apply()
		s.measure()
	})
}

// Left drops what is under way.
func (s *Screen) Left() {
	s.loader.Cancel()
	s.since.loader.Cancel()
	s.sizes.loader.Cancel()
}

// Focus puts the keyboard where a new address is typed.
func (s *Screen) Focus(c fyne.Canvas) {
	if len(s.content.Objects) == 0 {
		return // still being read; swap does it then
	}
	if s.empty {
		s.o.First.Focus(c)
		return
	}
	s.o.Form.Focus(c)
}

// Search puts the keyboard into the search field.
func (s *Screen) Search(c fyne.Canvas) {
	if !s.empty {
		c.Focus(s.search)
	}
}

// apply shows what the search and order leave of the sites.
func (s *Screen) apply() {
	kept := s.all[:0:0]
	for _, site := range s.all {
		if !s.o.Bin.Has(trash.Site, int64(site.ID)) {
			kept = append(kept, site)
		}
	}
	s.empty = len(kept) == 0
	s.shown = s.view.of(kept)
	s.columns = columnsFor(s.shown, s.o.Now())
	s.regroup(kept)
	if s.o.Counted != nil {
		s.o.Counted(len(kept))
	}
	if s.empty {
		s.swap(s.o.First.Content())
		return
	}
	s.count.SetText(s.counted(len(kept)))
	show(s.none, len(s.shown) == 0)
	s.list.Refresh()
	s.swap(s.filled)
	s.compare()
}

func (s *Screen) counted(all int) string {
	if len(s.shown) != all {
		return lang.L("{{.Shown}} of {{.All}} sites", map[string]any{"Shown": words.Number(len(s.shown)), "All": words.Number(all)})
	}
	return lang.N("{{.Count}} sites", all, map[string]any{"Count": words.Number(all)})
}

func (s *Screen) swap(o fyne.CanvasObject) {
	if len(s.content.Objects) == 1 && s.content.Objects[0] == o {
		return
	}
	s.content.Objects = []fyne.CanvasObject{o}
	s.content.Refresh()
	if s.o.Canvas != nil {
		s.Focus(s.o.Canvas)
	}
}

// resumable reports whether the last scan of a site has something left to go on
// with.
func resumable(site storage.SiteSummary) bool { return site.Last != nil && site.Last.Resumable() }

func (s *Screen) update(i int, r *row) {
	if i >= len(s.shown) {
		return
	}
	site := s.shown[i]
	_, scanning := s.o.Running(site.ID)
	r.cells.columns, r.cells.ticking = s.columns, s.choosing
	r.choose(s.ticked[site.ID], func(on bool) {
		if s.choosing {
			s.setTick(site.ID, on)
			s.showTicked()
		}
	})
	if s.isGrouped { // the heading has it
		site.Client = ""
	}
	r.update(site, scanning, s.o.Now(), s.since.of(site), s.sizes.of(site.ID), actions{
		scan: func() {
			if _, scanning := s.o.Running(site.ID); !scanning && resumable(site) {
				s.o.Going.Resume(site.Last.ID)
				return
			}
			s.scan(site.ID)
		},
		results: func() {
			if site.Last != nil {
				s.o.Going.Results(site.Last.ID)
			}
		},
		history: func() { s.o.Going.History(site.ID) },
		more:    func(below fyne.CanvasObject) { s.menu(site, below) },
		open:    func() { s.pressSite(site) },
		menu:    func(at fyne.Position) { widget.ShowPopUpMenuAtPosition(s.menuOf(site), s.o.Canvas, at) },
	})
	if ago, exact, waits := s.waits(site.ID); waits {
		set(r.ago, ago)
		set(r.exact, exact)
	}
}

// head is the title with what can be done with several sites.
func (s *Screen) head() fyne.CanvasObject {
	button := func(text string, icon fyne.Resource, do func()) *control.Button {
		return &control.Button{Button: widget.Button{Text: text, Icon: icon, Importance: widget.LowImportance, OnTapped: do}}
	}
	return container.NewBorder(nil, nil, nil, container.NewHBox(
		button(lang.L("Add many sites …"), fynetheme.ContentAddIcon(), s.o.AddMany),
		button(lang.L("Scan several …"), fynetheme.MediaPlayIcon(), s.Choose),
	), badge.Title(lang.L("Sites")))
}

// updateEntry shows a line of the list.
func (s *Screen) updateEntry(i int, o *fyne.Container) {
	if i >= len(s.entries) {
		return
	}
	e, r, h := s.entries[i], o.Objects[0].(*row), o.Objects[1].(*heading)
	show(r, e.group == nil)
	show(h, e.group != nil)
	if e.group != nil {
		s.updateHeading(e.group, h)
		return
	}
	s.update(e.site, r)
}

// press does what a click on a line does.
func (s *Screen) press(e entry) {
	if e.group != nil {
		s.fold(e.group)
		return
	}
	s.pressSite(s.shown[e.site])
}

func (s *Screen) pressSite(site storage.SiteSummary) {
	if s.choosing {
		s.setTick(site.ID, !s.ticked[site.ID])
		s.showTicked()
		return
	}
	s.open(site)
}

// open leads to what a person most likely wants of a site.
func (s *Screen) open(site storage.SiteSummary) {
	switch scan, scanning := s.o.Running(site.ID); {
	case scanning:
		s.o.Going.Watch(scan)
	case site.Last != nil:
		s.o.Going.Results(site.Last.ID)
	default:
		s.scan(site.ID)
	}
}

func (s *Screen) scan(site storage.SiteID) {
	if scan, scanning := s.o.Running(site); scanning {
		s.o.Going.Watch(scan)
		return
	}
	s.o.Going.ScanSite(site)
}

// Back ends the choice of sites, and reports whether there was one.
func (s *Screen) Back() bool {
	if !s.choosing {
		return false
	}
	s.endChoosing()
	return true
}

func (s *Screen) key(k *fyne.KeyEvent) bool {
	if k.Name == fyne.KeyEscape && s.Back() {
		return true
	}
	if k.Name == fyne.KeyEscape && s.search.Text != "" {
		s.search.SetText("")
		return true
	}
	return s.o.Keys != nil && s.o.Keys(k)
}
