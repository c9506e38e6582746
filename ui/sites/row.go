package sites

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/storage"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/spark"
	"sitewell/ui/tally"
	"sitewell/ui/theme"
	"sitewell/ui/tip"
	"sitewell/ui/when"
	"sitewell/ui/words"
)

// row shows one site. Rows are used again for other sites, so update sets
// everything.
type row struct {
	widget.BaseWidget
	name, address, problems, ago, exact *widget.Label
	since                               *widget.Label // what changed with the newest scan
	tally                               *tally.Tally
	trend                               *spark.Line
	scan, results, history              *control.Button
	more                                *tip.Button
	tick                                *control.Check // whether it is one of several to be scanned
	cells                               *cells
	body                                *fyne.Container
	card                                fyne.CanvasObject
	primary                             func()
	secondary                           func(at fyne.Position)
}

func newRow() *row {
	r := &row{
		name:     &widget.Label{TextStyle: fyne.TextStyle{Bold: true}, Truncation: fyne.TextTruncateEllipsis},
		address:  badge.Caption(""),
		problems: badge.Caption(""),
		since:    badge.Caption(""),
		ago:      &widget.Label{Truncation: fyne.TextTruncateEllipsis},
		exact:    badge.Caption(""),
		tally:    tally.New(),
		trend:    spark.New(nil),
		scan:     &control.Button{Button: widget.Button{Text: lang.L("Scan")}},
		results:  &control.Button{Button: widget.Button{Text: lang.L("Results")}},
		history:  &control.Button{Button: widget.Button{Text: lang.L("History")}},
		more:     tip.NewButton(fynetheme.MoreVerticalIcon(), lang.L("More to do"), nil),
		tick:     control.NewCheck("", nil),
	}
	r.address.Truncation = fyne.TextTruncateEllipsis
	r.exact.Truncation = fyne.TextTruncateEllipsis
	r.since.Truncation = fyne.TextTruncateEllipsis
	lines := func(a, b fyne.CanvasObject) fyne.CanvasObject {
		return container.New(layout.NewCustomPaddedVBoxLayout(-12), a, b)
	}
	r.cells = &cells{
		left: lines(r.name, r.address), address: r.address, health: r.tally, since: r.since,
		trend: r.trend, when: lines(r.ago, r.exact),
		scan: r.scan, further: container.NewHBox(r.results, r.history), more: r.more, tick: r.tick,
	}
	// Hidden buttons and other words keep their room, so that columns line up.
	r.cells.furtherWidth = r.cells.further.MinSize().Width
	for _, text := range []string{lang.L("Scan"), lang.L("Watch"), lang.L("Resume")} {
		r.cells.scanWidth = max(r.cells.scanWidth, (&control.Button{Button: widget.Button{Text: text}}).MinSize().Width)
	}
	r.body = container.New(r.cells, r.cells.objects()...)
	surface := badge.NewSurface(r.body)
	surface.Inset = 8
	r.card = column.Card(theme.Size(theme.SizeGap), surface)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer is for Fyne.
func (r *row) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.card) }

// actions are what the buttons of a row do.
type actions struct {
	scan, results, history func()
	more                   func(below fyne.CanvasObject)
	open                   func()
	menu                   func(at fyne.Position)
}

// Tapped opens the site. Fyne does not hand a click on to the list once the row takes
// that with the other button.
func (r *row) Tapped(*fyne.PointEvent) {
	if r.primary != nil {
		r.primary()
	}
}

// TappedSecondary opens the menu of the site.
func (r *row) TappedSecondary(e *fyne.PointEvent) {
	if r.secondary != nil {
		r.secondary(e.AbsolutePosition)
	}
}

// choose shows whether the site is ticked; changed is called when a person ticks it.
func (r *row) choose(on bool, changed func(on bool)) {
	r.tick.OnChanged = nil
	r.tick.SetChecked(on)
	r.tick.OnChanged = changed
}

func (r *row) update(s storage.SiteSummary, scanning bool, now time.Time, since, size string, do actions) {
	set(r.name, words.Readable(s.Title()))
	address := words.Readable(s.Start)
	if s.Client != "" {
		address = lang.L("{{.Client}} · {{.Address}}", map[string]any{"Client": s.Client, "Address": address})
	}
	if size != "" {
		address = lang.L("{{.Address}} · {{.Size}}", map[string]any{"Address": address, "Size": size})
	}
	set(r.address, address)
	r.trend.Set(s.Trend)
	set(r.since, since)
	show(r.tally, s.Last != nil)
	show(r.results, s.Last != nil)
	show(r.history, s.Last != nil)
	if s.Last != nil {
		last := *s.Last
		last.Counts = s.Counts()
		r.tally.Set(last)
	}
	ago, exact := whenOf(s, scanning, now)
	set(r.ago, ago)
	set(r.exact, exact)
	r.scan.Text, r.scan.Importance = lang.L("Scan"), widget.HighImportance
	switch {
	case scanning:
		r.scan.Text, r.scan.Importance = lang.L("Watch"), widget.MediumImportance
	case resumable(s):
		r.scan.Text = lang.L("Resume")
	}
	r.scan.OnTapped, r.results.OnTapped, r.history.OnTapped = do.scan, do.results, do.history
	r.more.OnTapped = func() { do.more(r.more) }
	r.primary, r.secondary = do.open, do.menu
	r.scan.Refresh()
	r.body.Refresh() // the columns may be other ones
	r.Refresh()
}

// whenOf says when a site was scanned last, and below that the date; before the
// date that the scan did not come to its end.
func whenOf(s storage.SiteSummary, scanning bool, now time.Time) (ago, exact string) {
	switch {
	case scanning:
		return lang.L("Scanning now"), ""
	case s.Last == nil:
		return lang.L("Never scanned"), ""
	}
	date := map[string]any{"Date": words.DateTime(s.Last.Began.In(now.Location()))}
	exact = date["Date"].(string)
	switch s.Last.State {
	case storage.Interrupted:
		exact = lang.L("Interrupted, {{.Date}}", date)
	case storage.Stopped:
		exact = lang.L("Stopped, {{.Date}}", date)
	case storage.Elsewhere:
		exact = lang.L("Running in another program")
	}
	return when.Ago(s.Last.Began, now), exact
}

func set(l *widget.Label, s string) {
	if l.Text != s {
		l.SetText(s)
	}
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

var _ fyne.Layout = (*cells)(nil)

// margin is the space around the whole screen.
func margin(o fyne.CanvasObject) fyne.CanvasObject {
	return column.Margin(theme.Size(theme.SizeMargin), o)
}
