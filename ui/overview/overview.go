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
	IsUnread   bool // its newest scan did not read it
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

// kind is what sort of site it is, as the tiles count them.
type kind int

const (
	everything kind = iota
	unread
	broken
	warnings
	fine
	unscanned
	kinds
)

func kindOf(h *Health) kind {
	counts := h.Counts()
	switch {
	case h.Last == nil:
		return unscanned
	case h.IsUnread:
		return unread
	case counts.Broken > 0:
		return broken
	case counts.Problems() > 0:
		return warnings
	default:
		return fine
	}
}

// Screen is the overview.
type Screen struct {
	o      Options
	loader background.Loader[[]Health]
	shared background.Loader[[]Cause]
	all    []Health
	shown  []Health
	causes []Cause
	only   kind
	widths widths

	tiles      [kinds]*badge.Tile
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
	for k, t := range map[kind]struct {
		text    string
		verdict outcome.Verdict
	}{
		unread: {lang.L("Could not be read"), outcome.CantVerify}, broken: {lang.L("Something is broken"), outcome.Broken}, warnings: {lang.L("Warnings only"), outcome.Warning},
		fine: {lang.L("No problem"), outcome.Works}, unscanned: {lang.L("Never scanned"), outcome.Unchecked},
	} {
		s.tiles[k] = badge.NewTile(t.text, t.verdict, func() { s.filter(k) })
	}
	for k := unread; k < kinds; k++ {
		tiles = append(tiles, s.tiles[k])
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

// filter leaves the sites of one kind, or all again.
func (s *Screen) filter(k kind) {
	if s.only == k {
		k = everything
	}
	s.only = k
	s.tabs.Set(0)
	s.show(0)
	s.apply()
}

// apply shows the sites.
func (s *Screen) apply() {
	var counts [kinds]int
	fresh, fixed, oldest := 0, 0, -1
	s.shown = nil
	for i := range s.all {
		h := &s.all[i]
		k := kindOf(h)
		counts[k]++
		fresh, fixed = fresh+h.New, fixed+h.Fixed
		if h.Oldest.ID != 0 && (oldest < 0 || h.Oldest.Since.Before(s.all[oldest].Oldest.Since)) {
			oldest = i
		}
		if s.only == everything || s.only == k {
			s.shown = append(s.shown, *h)
		}
	}
	for k := unread; k < kinds; k++ {
		s.tiles[k].Set(counts[k], s.tileText(k))
		s.tiles[k].SetOn(s.only == k)
		if counts[k] > 0 || k == broken || k == fine {
			s.tiles[k].Show()
		} else {
			s.tiles[k].Hide()
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

func (s *Screen) tileText(k kind) string {
	return map[kind]string{
		unread: lang.L("Could not be read"), broken: lang.L("Something is broken"), warnings: lang.L("Warnings only"), fine: lang.L("No problem"), unscanned: lang.L("Never scanned"),
	}[k]
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
	if h.Last == nil {
		s.o.Going.ScanSite(h.ID)
		return
	}
	s.o.Going.Results(h.Last.ID)
}
