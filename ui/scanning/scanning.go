// Package scanning shows a scan while it runs: how far it is, what it has
// found, how long it will take once that is known, and why it is slow when it
// is. It must not know how a scan is run.
package scanning

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/estimate"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// Run is a scan under way. Its methods are safe from any goroutine.
type Run interface {
	Progress() result.Progress
	// Stop asks the scan to end and returns at once; Done tells when it has.
	Stop()
	Done() <-chan struct{}
	// Err says, once Done, what kept the scan from going on; nil where it
	// came to its end or was stopped.
	Err() error
}

// Job is a scan under way with what identifies it.
type Job struct {
	Scan  storage.ScanID
	Site  storage.SiteID
	Start string
	Name  string // of a list of addresses, "" for a site, which its start address names
	Run
}

// Title names what is scanned.
func (j Job) Title() string {
	if j.Name != "" {
		return j.Name
	}
	return words.Readable(storage.HostOf(j.Start))
}

// Going is where the screen leads to.
type Going interface {
	// Results shows what the scan has found, also while it runs.
	Results(scan storage.ScanID)
	Resume(scan storage.ScanID)
}

// Options are what the screen needs.
type Options struct {
	Run   *background.Runner
	Job   Job
	Going Going
	Now   func() time.Time
	// Tick returns the moments to look at the scan, and what ends that.
	Tick func() (ticks <-chan time.Time, stop func())
}

// Screen shows one scan.
type Screen struct {
	o        Options
	timeLeft estimate.TimeLeft
	size     estimate.Size
	leave    func() // ends the sampling, nil while there is none
	paused   bool
	stopping bool

	title, pace, slow, current, note *widget.Label
	own, other                       *step
	slowRow                          *fyne.Container
	pages, found, waiting            *badge.Tile
	verdicts                         map[outcome.Verdict]*badge.Tile
	see, pause, stop, resume         *control.Button
	content                          fyne.CanvasObject
}

// New makes the screen of a scan that runs.
func New(o Options) *Screen {
	s := &Screen{
		o: o, own: newStep(lang.L("Reading pages")), other: newStep(lang.L("Checking other sites")),
		title:    badge.Title(lang.L("Scanning {{.Site}}", map[string]any{"Site": o.Job.Title()})),
		pace:     &widget.Label{Importance: widget.LowImportance, Truncation: fyne.TextTruncateEllipsis},
		slow:     &widget.Label{Wrapping: fyne.TextWrapWord},
		current:  badge.Caption(""),
		note:     &widget.Label{Wrapping: fyne.TextWrapWord},
		pages:    badge.NewTile(lang.L("Pages read"), outcome.Unchecked, nil),
		found:    badge.NewTile(lang.L("Addresses found"), outcome.Unchecked, nil),
		waiting:  badge.NewTile(lang.L("Still waiting"), outcome.Unchecked, nil),
		verdicts: map[outcome.Verdict]*badge.Tile{},
	}
	s.current.Truncation = fyne.TextTruncateEllipsis
	s.note.Hide()
	s.see = &control.Button{Button: widget.Button{Text: lang.L("See the problems so far"), Icon: fynetheme.ListIcon(), OnTapped: func() { o.Going.Results(o.Job.Scan) }}}
	s.pause = &control.Button{Button: widget.Button{Text: lang.L("Pause"), Icon: fynetheme.MediaPauseIcon(), OnTapped: s.doPause}}
	s.stop = &control.Button{Button: widget.Button{Text: lang.L("Stop"), Icon: fynetheme.MediaStopIcon(), OnTapped: s.doStop}}
	s.resume = &control.Button{Button: widget.Button{Text: lang.L("Resume"), Icon: fynetheme.MediaPlayIcon(), Importance: widget.HighImportance, OnTapped: func() { o.Going.Resume(o.Job.Scan) }}}
	s.resume.Hide()
	s.build()
	s.apply(o.Job.Progress())
	return s
}

func (s *Screen) build() {
	gap := theme.Size(theme.SizeGap)
	hourglass := container.NewVBox(column.Margin(gap, widget.NewIcon(fynetheme.NewColoredResource(fynetheme.HistoryIcon(), theme.ColorInfo))))
	card := badge.NewSurface(container.NewBorder(nil, nil, hourglass, nil, s.slow))
	card.Fill, card.Plain, card.Inset = theme.ColorInfoSoft, true, 2
	s.slowRow = container.NewStack(card)
	s.slowRow.Hide()

	var tiles []fyne.CanvasObject
	for _, v := range outcome.Verdicts() {
		t := badge.NewTile(words.Verdict(v), v, nil)
		s.verdicts[v] = t
		tiles = append(tiles, t)
	}
	buttons := column.Flow(gap, s.resume, s.see, s.pause, s.stop)
	box := container.New(layout.NewCustomPaddedVBoxLayout(gap/2),
		s.title,
		s.own.content, s.other.content,
		s.pace, s.current,
		column.Inset(s.slowRow), s.note,
		badge.Section(lang.L("So far")),
		column.Inset(column.Flow(gap, s.pages, s.found, s.waiting)),
		badge.Section(lang.L("What was found")),
		column.Inset(column.Flow(gap, tiles...)),
		container.New(layout.NewCustomPaddedLayout(2*gap, gap, 0, 0), column.Inset(buttons)),
	)
	s.content = container.NewVScroll(column.Margin(theme.Size(theme.SizeMargin), column.New(860, box)))
}

// Content is the screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Job returns the scan that is shown.
func (s *Screen) Job() Job { return s.o.Job }

// Paused reports whether the person paused the scan here, so that its end is
// no reason to leave the screen.
func (s *Screen) Paused() bool { return s.paused }

// apply shows a snapshot; only what changed is touched.
func (s *Screen) apply(p result.Progress) {
	now := s.o.Now()
	s.timeLeft.Add(now, p.Waiting)
	left, known := s.timeLeft.Left()
	s.size.Add(p.Own)
	s.own.set(ownSoFar(p, &s.size), s.size.Share())
	s.other.set(otherSoFar(p), estimate.OtherShare(p, s.size.Share()))
	s.pages.Set(p.Pages, lang.L("Pages read"))
	s.found.Set(p.Found, lang.L("Addresses found"))
	s.waiting.Set(p.Waiting, lang.L("Still waiting"))
	for v, t := range s.verdicts {
		t.Set(p.Verdicts[v], words.Verdict(v))
	}
	if s.ended() {
		return
	}
	set(s.pace, withRendered(pace(p, left, known), p))
	set(s.current, p.Current)
	reason := slow(p, now)
	if reason != "" {
		set(s.slow, reason)
	}
	if visible := reason != ""; visible != s.slowRow.Visible() {
		show(s.slowRow, visible)
		s.content.Refresh()
	}
}

func (s *Screen) ended() bool {
	select {
	case <-s.o.Job.Done():
		return true
	default:
		return false
	}
}

func (s *Screen) doPause() {
	s.paused = true
	s.doStop()
}

func (s *Screen) doStop() {
	if s.stopping {
		return
	}
	s.stopping = true
	s.pause.Disable()
	s.stop.Disable()
	set(s.pace, lang.L("Stopping …"))
	s.o.Job.Stop()
}

// Ended shows that the scan is not running any more, for a person who paused
// it; problem is what kept it from going on, "" where nothing did.
func (s *Screen) Ended(problem string) {
	s.apply(s.o.Job.Progress())
	s.paused = true
	set(s.pace, lang.L("Paused"))
	set(s.current, "")
	s.slowRow.Hide()
	text := lang.L("The scan is paused. What was found so far is kept, also when you close Sitewell.")
	if problem != "" {
		text = problem
	}
	set(s.note, text)
	s.note.Show()
	s.pause.Hide()
	s.stop.Hide()
	s.resume.Show()
	s.content.Refresh()
}

func set(l *widget.Label, text string) {
	if l.Text != text {
		l.SetText(text)
	}
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
