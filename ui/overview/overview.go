// Package overview shows how all sites are together: what needs somebody first, what
// changed, which serious problem is the oldest, and what breaks links on several sites at
// once. It must not know where sites are kept.
package overview

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// Health is a site with how it is.
type Health struct {
	storage.SiteSummary
	Condition  Condition
	IsRunning  bool // its newest scan
	IsCompared bool // New and Fixed are known
	New, Fixed int
	// Oldest is the serious problem that has been one for the longest, the zero value for none.
	Oldest storage.OldProblem
}

// Store knows how sites are. Its methods are called off the window's thread.
type Store interface {
	// Overview returns all sites, worst first.
	Overview(ctx context.Context) ([]Health, error)
	// Causes returns what breaks links on several sites, the one of the most sites first.
	Causes(ctx context.Context) ([]Cause, error)
}

// Going is where the screen leads to.
type Going interface {
	Results(scan storage.ScanID)
	ScanSite(site storage.SiteID)
}

// Options are what the screen needs.
type Options struct {
	Run      *background.Runner
	Store    Store
	Going    Going
	Dialogs  *ask.Host
	Sentence func(error) string
	Copy     func(text string) // puts a text on the clipboard
	Now      func() time.Time
}

// Condition is how a site is, as the tiles count it.
type Condition int

// The conditions. A site with a problem is Broken or Warned while it is scanned, too.
const (
	anyCondition Condition = iota
	Unread                 // its newest scan did not read it
	Broken
	Warned
	Fine
	Scanning   // its newest scan is running
	Unfinished // its newest scan did not come to its end
	Unscanned
	conditions
)

// name returns what a condition is called.
func (c Condition) name() string {
	return map[Condition]string{
		Unread: lang.L("Could not be read"), Broken: lang.L("Something is broken"), Warned: lang.L("Warnings only"), Fine: lang.L("No problem"),
		Scanning: lang.L("Scan is running"), Unfinished: lang.L("Not scanned to the end"), Unscanned: lang.L("Never scanned"),
	}[c]
}

// Screen is the overview.
type Screen struct {
	o      Options
	loader background.Loader[[]Health]
	shared background.Loader[[]Cause]
	all    []Health
	shown  []Health
	causes []Cause
	only   Condition
	widths widths

	tiles      [conditions]*badge.Tile
	changes    *widget.Label
	tabs       *badge.Tabs
	head       *line
	list       *widget.List
	causesList *widget.List
	none       *fyne.Container
	siteView   fyne.CanvasObject
	causeView  *fyne.Container
	failure    *fyne.Container
	body       *fyne.Container
	content    fyne.CanvasObject
}

// New makes the screen; Opened fills it.
func New(o Options) *Screen {
	s := &Screen{o: o, failure: container.NewStack(), changes: badge.Body("")}
	gap := theme.Size(theme.SizeGap)
	var tiles []fyne.CanvasObject
	verdicts := map[Condition]outcome.Verdict{
		Unread: outcome.CantVerify, Broken: outcome.Broken, Warned: outcome.Warning, Fine: outcome.Works,
		Scanning: outcome.Unchecked, Unfinished: outcome.CantVerify, Unscanned: outcome.Unchecked,
	}
	for c := Unread; c < conditions; c++ {
		s.tiles[c] = badge.NewTile(c.name(), verdicts[c], func() { s.filter(c) })
		tiles = append(tiles, s.tiles[c])
	}
	s.tabs = badge.NewTabs(s.show, lang.L("Sites, worst first"), lang.L("Shared causes"))
	s.head = newLine()
	s.head.title()
	s.list = widget.NewList(func() int { return len(s.shown) }, func() fyne.CanvasObject { return newLine() },
		func(i widget.ListItemID, o fyne.CanvasObject) { s.update(i, o.(*line)) })
	s.list.OnSelected = func(i widget.ListItemID) {
		s.list.UnselectAll()
		s.open(&s.shown[i])
	}
	s.causesList = newCauses(s)
	s.siteView = column.Below(s.head, s.list)
	s.none = container.NewStack()
	s.causeView = container.NewStack(s.causesList, s.none)
	s.body = container.NewStack(s.siteView)
	top := container.New(layout.NewCustomPaddedVBoxLayout(gap), badge.Title(lang.L("Overview")), s.failure,
		column.Inset(column.Flow(gap, tiles...)), s.changes, column.Inset(s.tabs.Content))
	s.content = column.Margin(theme.Size(theme.SizeMargin), column.Below(top, s.body))
	return s
}

// Content is the screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Opened reads how the sites are; call it whenever the screen is shown and when a scan ends.
func (s *Screen) Opened() {
	s.loader.Load(s.o.Run, s.o.Store.Overview, func(all []Health, err error) {
		s.fail(err)
		if err == nil {
			s.all = all
			s.apply()
		}
	})
	s.shared.Load(s.o.Run, s.o.Store.Causes, func(causes []Cause, err error) {
		s.fail(err)
		if err == nil {
			s.showCauses(causes)
		}
	})
}

// Left drops what is under way.
func (s *Screen) Left() {
	s.loader.Cancel()
	s.shared.Cancel()
}

func (s *Screen) fail(err error) {
	s.failure.RemoveAll()
	if err != nil {
		s.failure.Add(badge.Banner(badge.Fail, s.o.Sentence(err), "", badge.Action{Text: lang.L("Try again"), Do: s.Opened}))
	}
}

// show shows one of the two lists.
func (s *Screen) show(i int) {
	s.body.Objects = []fyne.CanvasObject{s.siteView}
	if i == 1 {
		s.body.Objects = []fyne.CanvasObject{s.causeView}
	}
	s.body.Refresh()
}

// filter leaves the sites in one condition, or all again.
func (s *Screen) filter(c Condition) {
	if s.only == c {
		c = anyCondition
	}
	s.only = c
	s.tabs.Set(0)
	s.show(0)
	s.apply()
}

// apply shows the sites.
func (s *Screen) apply() {
	var counts [conditions]int
	fresh, fixed, oldest := 0, 0, -1
	s.shown = nil
	for i := range s.all {
		h := &s.all[i]
		counts[h.Condition]++
		fresh, fixed = fresh+h.New, fixed+h.Fixed
		if h.Oldest.ID != 0 && (oldest < 0 || h.Oldest.Since.Before(s.all[oldest].Oldest.Since)) {
			oldest = i
		}
		if s.only == anyCondition || s.only == h.Condition {
			s.shown = append(s.shown, *h)
		}
	}
	for c, tile := range s.tiles {
		if tile == nil {
			continue
		}
		tile.Set(counts[c], Condition(c).name())
		tile.SetOn(s.only == Condition(c))
		if counts[c] > 0 || Condition(c) == Broken || Condition(c) == Fine {
			tile.Show()
		} else {
			tile.Hide()
		}
	}
	text := lang.L("Since the scans before: {{.New}}, {{.Fixed}}.", map[string]any{
		"New":   lang.N("{{.Count}} new problems", fresh, map[string]any{"Count": words.Number(fresh)}),
		"Fixed": lang.N("{{.Count}} fixed", fixed, map[string]any{"Count": words.Number(fixed)}),
	})
	if oldest >= 0 {
		h := &s.all[oldest]
		text += " " + lang.L("The oldest serious problem: {{.Address}} on {{.Site}}, {{.Age}}.", map[string]any{
			"Address": words.Readable(h.Oldest.URL), "Site": words.Readable(h.Title()), "Age": s.age(h.Oldest.Since),
		})
	}
	s.changes.SetText(text)
	s.tabs.SetCount(0, len(s.all))
	s.widths = widthsFor(s)
	s.head.widths = s.widths
	s.head.Refresh()
	s.list.Refresh()
	s.content.Refresh()
}

// age says for how long something has been so.
func (s *Screen) age(since time.Time) string {
	days := max(0, int(s.o.Now().Sub(since)/(24*time.Hour)))
	if days == 0 {
		return lang.L("for less than a day")
	}
	return lang.N("for {{.Count}} days", days, map[string]any{"Count": words.Number(days)})
}

// open leads to what was found on a site.
func (s *Screen) open(h *Health) {
	if h.Last == nil || h.IsRunning && h.Last.State != storage.Elsewhere { // then it leads to the scan
		s.o.Going.ScanSite(h.ID)
		return
	}
	s.o.Going.Results(h.Last.ID)
}
