// Package history lists all scans of a site, newest first: when, how far, what
// was found. It must not know where scans are kept or how one is run.
package history

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/profile"
	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/field"
	"sitewell/ui/theme"
	"sitewell/ui/trash"
	"sitewell/ui/words"
)

// Store keeps the scans. Its methods are called off the window's thread.
type Store interface {
	SiteByID(ctx context.Context, id storage.SiteID) (storage.Site, error)
	// Scans returns the scans of a site, newest first.
	Scans(ctx context.Context, site storage.SiteID) ([]storage.Scan, error)
	DeleteScan(ctx context.Context, id storage.ScanID) error
	// NameScan stores the name of a scan and a note about it; "" for none.
	NameScan(ctx context.Context, id storage.ScanID, name, note string) error
	// OldestSerious returns the serious problem of a scan that is there for the
	// longest; the zero value for none.
	OldestSerious(ctx context.Context, scan storage.ScanID) (storage.OldProblem, error)
	// FixCounts returns how many fixes the problems of each scan come to, -1 where that
	// is not counted. It may take seconds.
	FixCounts(ctx context.Context, scans []storage.Scan) ([]int, error)
	// Forecast returns what is likely to break next on a site with a complete scan.
	Forecast(ctx context.Context, site storage.SiteID) (storage.Forecast, error)
	// SiteSizes returns about how many bytes each site takes. It may take seconds.
	SiteSizes(ctx context.Context) (map[storage.SiteID]int64, error)
}

// Going is where the screen leads to.
type Going interface {
	ScanSite(site storage.SiteID)
	Watch(scan storage.ScanID)
	Results(scan storage.ScanID)
	Resume(scan storage.ScanID)
	// Compare shows what changed between two scans of a site; 0 stands for the
	// complete one before the other.
	Compare(site storage.SiteID, from, to storage.ScanID)
	KeepRule(site storage.SiteID)
	// Export saves a scan as a report.
	Export(scan storage.Scan)
}

// Options are what the screen needs.
type Options struct {
	Run     *background.Runner
	Site    storage.SiteID
	Store   Store
	Going   Going
	Bin     *trash.Bin
	Dialogs *ask.Host
	Running func(scan storage.ScanID) bool
	// DeletePictures deletes the pictures of a scan, and returns how many there were; nil:
	// nothing does. It is called off the window's thread.
	DeletePictures func(ctx context.Context, scan storage.ScanID) (int, error)
	Sentence       func(error) string
	Now            func() time.Time
	Canvas         fyne.Canvas // for menus
	Copy           func(text string)
	// Keys is asked first about every key while the list has the keyboard, and reports
	// whether it took it. It may be nil.
	Keys func(*fyne.KeyEvent) bool
}

// Screen is the history of one site.
type Screen struct {
	o      Options
	loader background.Loader[answer]
	sizes  background.Loader[map[storage.SiteID]int64]
	fixing background.Loader[map[storage.ScanID]int]
	fixes  map[storage.ScanID]int // how many each scan has, as far as counted
	size   int64                  // about how many bytes the site takes, 0: not known yet
	site   storage.Site
	all    []storage.Scan // newest first
	oldest storage.OldProblem
	kept   []storage.Scan // without those that are thrown away
	shown  []storage.Scan // of those, the ones that are searched for
	next   storage.Forecast
	picked []storage.ScanID // to be compared, at most two

	title, address, count *widget.Label
	list                  *control.List
	search                *field.Entry
	searching             fyne.CanvasObject // with its room
	trend                 *trend
	forecast              *forecast
	compare               *control.Button
	none, nothing         fyne.CanvasObject
	line, failure         *fyne.Container
	page                  *fyne.Container // all of it, without the margin
	content               fyne.CanvasObject
}

type answer struct {
	site   storage.Site
	scans  []storage.Scan
	oldest storage.OldProblem // of the newest complete scan
	next   storage.Forecast
}

// New makes the screen; Opened fills it.
func New(o Options) *Screen {
	s := &Screen{o: o, title: badge.Title(lang.L("History")), address: badge.Caption(""), count: badge.Caption("")}
	s.address.Truncation = fyne.TextTruncateEllipsis
	s.buildList()
	s.search = field.NewSearch(lang.L("Search scans"))
	s.search.SetIcon(fynetheme.SearchIcon())
	s.search.Keys = s.key
	s.search.OnChanged = func(string) { s.apply() }
	s.searching = column.Fixed(searchWidth, column.Inset(s.search))
	s.none = container.NewVScroll(badge.Empty(fynetheme.HistoryIcon(), lang.L("No scans yet"), lang.L("Every scan of this site will be kept here, so that you can look at it again later, also without a network."),
		badge.Action{Text: lang.L("Scan now"), Icon: fynetheme.SearchIcon(), Do: func() { o.Going.ScanSite(o.Site) }}))
	s.none.Hide()
	s.nothing = container.NewVScroll(badge.Empty(fynetheme.SearchIcon(), lang.L("No scan matches"), lang.L("No name, note or date contains what you typed."),
		badge.Action{Text: lang.L("Show all"), Do: func() { s.search.SetText("") }}))
	s.nothing.Hide()
	s.failure = container.NewStack()
	scan := &control.Button{Button: widget.Button{Text: lang.L("Scan now"), Icon: fynetheme.SearchIcon(), Importance: widget.HighImportance, OnTapped: func() { o.Going.ScanSite(o.Site) }}}
	keep := &control.Button{Button: widget.Button{Text: lang.L("Which scans are kept …"), Importance: widget.LowImportance, OnTapped: func() { o.Going.KeepRule(o.Site) }}}
	s.compare = &control.Button{Button: widget.Button{Text: lang.L("Compare two scans"), OnTapped: func() { s.ComparePicked() }}}
	s.compare.Disable()
	head := column.Beside(leastTitle, s.title, column.Inset(container.NewCenter(container.NewHBox(keep, s.compare, scan))))
	s.line = container.NewBorder(nil, nil, nil, container.NewHBox(s.count, s.searching), s.address)
	s.trend = newTrend()
	s.forecast = newForecast(s)
	top := container.NewVBox(head, s.line, s.failure)
	about := container.NewStack(container.NewVBox(s.trend.content, s.forecast.content)) // a stack, that can be hidden whatever is shown in it
	s.page = container.New(page{}, top, about, column.List(container.NewStack(s.list, s.none, s.nothing)))
	s.content = column.Margin(theme.Size(theme.SizeMargin), s.page)
	return s
}

// leastTitle is how much room the title has beside the buttons; otherwise they are below it.
const leastTitle = 240

// searchWidth is that of the field for a search.
const searchWidth = 240

// buildList makes the list: Space ticks a scan to be compared, Enter opens it.
func (s *Screen) buildList() {
	s.list = control.NewList(
		func() int { return len(s.shown) },
		func() fyne.CanvasObject { return newRow() },
		func(i int, o fyne.CanvasObject) { s.update(i, o.(*row)) },
	)
	s.list.Keys = s.o.Keys
	s.list.Open = func(i int) {
		s.list.UnselectAll()
		s.open(s.shown[i])
	}
	s.list.Space = func(i int) { s.pick(s.shown[i].ID, !s.isPicked(s.shown[i].ID)) }
	s.list.Menu = func(i int) *fyne.Menu { return s.entries(s.shown[i]) }
	s.list.Typed = func(r rune) {
		s.Search(s.o.Canvas)
		s.search.TypedRune(r)
	}
}

// Focus puts the keyboard on the list.
func (s *Screen) Focus(c fyne.Canvas) { c.Focus(s.list) }

// Search puts it into the search field.
func (s *Screen) Search(c fyne.Canvas) { c.Focus(s.search) }

// Back clears the search, and reports whether there was one.
func (s *Screen) Back() bool {
	if s.search.Text == "" {
		return false
	}
	s.search.SetText("")
	return true
}

// key takes Escape, which clears the search, and hands on all others.
func (s *Screen) key(k *fyne.KeyEvent) bool {
	if k.Name == fyne.KeyEscape && s.Back() {
		return true
	}
	return s.o.Keys != nil && s.o.Keys(k)
}

// matches reports whether a scan is one of those that are searched for: by its name, note,
// date or how it ended.
func (s *Screen) matches(scan storage.Scan) bool {
	title, about := namesOf(scan, s.o.Now())
	state, _, _ := stateOf(scan, s.o.Running(scan.ID))
	text := strings.ToLower(strings.Join([]string{title, about, state, scan.Began.In(s.o.Now().Location()).Format(time.DateOnly)}, " "))
	for _, word := range strings.Fields(strings.ToLower(s.search.Text)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// Content is the screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Title names the site once it is read.
func (s *Screen) Title() string { return s.site.Title() }

// Opened reads the scans; call it whenever the screen is shown and when a scan
// begins or ends.
func (s *Screen) Opened() {
	s.loader.Load(s.o.Run, func(ctx context.Context) (answer, error) {
		site, err := s.o.Store.SiteByID(ctx, s.o.Site)
		if err != nil {
			return answer{}, err
		}
		a := answer{site: site}
		if a.scans, err = s.o.Store.Scans(ctx, s.o.Site); err != nil {
			return a, err
		}
		if i := slices.IndexFunc(a.scans, isComplete); i >= 0 {
			if a.oldest, err = s.o.Store.OldestSerious(ctx, a.scans[i].ID); err != nil {
				return a, err
			}
			a.next, err = s.o.Store.Forecast(ctx, s.o.Site)
		}
		return a, err
	}, func(a answer, err error) {
		s.failure.RemoveAll()
		if err != nil {
			s.failure.Add(badge.Banner(badge.Fail, s.o.Sentence(err), "", badge.Action{Text: lang.L("Try again"), Do: s.Opened}))
			return
		}
		s.site, s.all, s.oldest, s.next = a.site, a.scans, a.oldest, a.next
		s.apply()
		s.countFixes()
		s.sizes.Load(s.o.Run, s.o.Store.SiteSizes, func(sizes map[storage.SiteID]int64, err error) {
			if err == nil {
				s.size = sizes[s.o.Site]
				s.apply()
			}
		})
	})
}

// Left drops what is under way.
func (s *Screen) Left() {
	s.loader.Cancel()
	s.sizes.Cancel()
	s.fixing.Cancel()
}

func (s *Screen) apply() {
	s.shown, s.kept = s.shown[:0], s.kept[:0]
	for _, scan := range s.all {
		if s.o.Bin.Has(trash.Scan, int64(scan.ID)) {
			continue
		}
		s.kept = append(s.kept, scan)
		if s.matches(scan) {
			s.shown = append(s.shown, scan)
		}
	}
	s.title.SetText(lang.L("History of {{.Site}}", map[string]any{"Site": words.Readable(s.site.Title())}))
	s.address.SetText(words.Readable(s.site.Start))
	if settings, err := profile.Parse(s.site.Settings); err == nil && settings.List != "" {
		s.address.SetText(lang.L("A list of addresses, and nothing else, is checked."))
	}
	count := lang.N("{{.Count}} scans", len(s.kept), map[string]any{"Count": words.Number(len(s.kept))})
	if len(s.shown) < len(s.kept) {
		count = lang.L("{{.Shown}} of {{.All}}", map[string]any{"Shown": words.Number(len(s.shown)), "All": count})
	} else if s.size > 0 && len(s.kept) > 0 {
		count = lang.L("{{.Scans}}, about {{.Size}}", map[string]any{"Scans": count, "Size": words.Size(s.size)})
	}
	s.count.SetText(count)
	s.line.Refresh()
	s.trend.show(s.kept, s.fixes, s.oldest, s.o.Now())
	s.forecast.show(s.next, s.o.Now())
	s.picks()
	show(s.none, len(s.kept) == 0)
	show(s.nothing, len(s.shown) == 0 && len(s.kept) > 0)
	show(s.searching, len(s.kept) > 1)
	s.list.Refresh()
	s.page.Refresh() // the trend may need room, or needs none any more
}

func (s *Screen) update(i int, r *row) {
	if i >= len(s.shown) {
		return
	}
	scan := s.shown[i]
	r.update(scan, s.o.Running(scan.ID), s.o.Now(), stepOf(s.kept, slices.IndexFunc(s.kept, func(k storage.Scan) bool { return k.ID == scan.ID })), actions{
		picked: s.isPicked(scan.ID), canPick: len(s.kept) > 1,
		pick:    func(on bool) { s.pick(scan.ID, on) },
		results: func() { s.o.Going.Results(scan.ID) },
		resume:  func() { s.o.Going.Resume(scan.ID) },
		watch:   func() { s.o.Going.Watch(scan.ID) },
		more:    func(below fyne.CanvasObject) { s.menu(scan, below) },
		open:    func() { s.open(scan) },
		menu:    func(at fyne.Position) { widget.ShowPopUpMenuAtPosition(s.entries(scan), s.o.Canvas, at) },
	})
}

func (s *Screen) open(scan storage.Scan) {
	if s.o.Running(scan.ID) {
		s.o.Going.Watch(scan.ID)
		return
	}
	s.o.Going.Results(scan.ID)
}

// menu shows what is done less often, below the button that was pressed.
func (s *Screen) menu(scan storage.Scan, below fyne.CanvasObject) {
	widget.ShowPopUpMenuAtRelativePosition(s.entries(scan), s.o.Canvas, fyne.NewPos(0, below.Size().Height), below)
}

// entries are those of the menu of a scan.
func (s *Screen) entries(scan storage.Scan) *fyne.Menu {
	running := s.o.Running(scan.ID)
	open := fyne.NewMenuItemWithIcon(lang.L("Results"), fynetheme.ListIcon(), func() { s.o.Going.Results(scan.ID) })
	if running {
		open = fyne.NewMenuItemWithIcon(lang.L("Watch"), fynetheme.SearchIcon(), func() { s.o.Going.Watch(scan.ID) })
	}
	save := fyne.NewMenuItemWithIcon(lang.L("Save report …"), fynetheme.DocumentSaveIcon(), func() { s.o.Going.Export(scan) })
	save.Disabled = running || scan.State == storage.Elsewhere
	items := append([]*fyne.MenuItem{open, save}, s.comparing(scan)...)
	name := fyne.NewMenuItemWithIcon(lang.L("Name and note …"), fynetheme.DocumentCreateIcon(), func() { s.name(scan) })
	copying := fyne.NewMenuItemWithIcon(lang.L("Copy row"), fynetheme.ContentCopyIcon(), func() { s.copy(scan) })
	items = append(items, name, copying, fyne.NewMenuItemSeparator())
	if s.o.DeletePictures != nil {
		items = append(items, fyne.NewMenuItemWithIcon(lang.L("Delete pictures …"), fynetheme.MediaPhotoIcon(), func() { s.deletePictures(scan) }))
	}
	items = append(items, s.removal(scan))
	return fyne.NewMenu("", items...)
}

// deletePictures asks before it deletes the pictures of a scan.
func (s *Screen) deletePictures(scan storage.Scan) {
	s.o.Dialogs.Show(&ask.Dialog{
		Title:  lang.L("Delete all pictures of this scan?"),
		Text:   lang.L("The pictures of pages with problems are deleted for good. The results stay as they are."),
		Cancel: ask.Button{Text: lang.L("Cancel")},
		Confirm: ask.Button{Text: lang.L("Delete all pictures"), Do: func() {
			s.o.Run.Go(func(ctx context.Context) {
				n, err := s.o.DeletePictures(ctx, scan.ID)
				s.o.Run.Do(func() {
					text := lang.N("{{.Count}} pictures were deleted.", n, map[string]any{"Count": words.Number(n)})
					if err != nil {
						text = s.o.Sentence(err)
					}
					s.o.Dialogs.Tell(lang.L("Pictures"), text, lang.L("OK"))
				})
			})
		}},
	})
}

// copy copies what the row of a scan says.
func (s *Screen) copy(scan storage.Scan) {
	if s.o.Copy == nil {
		return
	}
	state, _, _ := stateOf(scan, s.o.Running(scan.ID))
	problems := lang.N("{{.Count}} problems", scan.Counts.Problems(), map[string]any{"Count": words.Number(scan.Counts.Problems())})
	title, _ := namesOf(scan, s.o.Now())
	s.o.Copy(strings.Join([]string{words.Readable(s.site.Title()), title, words.DateTime(scan.Began.In(s.o.Now().Location())), state, size(scan), problems}, "\t"))
}

// removal is the entry that deletes a scan. One that runs must be stopped first.
func (s *Screen) removal(scan storage.Scan) *fyne.MenuItem {
	item := fyne.NewMenuItemWithIcon(lang.L("Delete"), fynetheme.DeleteIcon(), func() { s.remove(scan) })
	item.Disabled = s.o.Running(scan.ID) || scan.State == storage.Elsewhere
	return item
}

func (s *Screen) remove(scan storage.Scan) {
	date := words.DateTime(scan.Began.In(s.o.Now().Location()))
	s.o.Bin.Throw(trash.Item{
		Kind: trash.Scan, ID: int64(scan.ID),
		Text:   lang.L("The scan of {{.Date}} was deleted.", map[string]any{"Date": date}),
		Delete: func(ctx context.Context) error { return s.o.Store.DeleteScan(ctx, scan.ID) },
	})
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
