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
	"sitewell/ui/spark"
	"sitewell/ui/tally"
	"sitewell/ui/theme"
	"sitewell/ui/when"
	"sitewell/ui/words"
)

// row shows one site. Rows are used again for other sites, so update sets
// everything.
type row struct {
	widget.BaseWidget
	name, address, problems, ago, exact *widget.Label
	tally                               *tally.Tally
	trend                               *spark.Line
	scan, results, history, more        *widget.Button
	card                                fyne.CanvasObject
}

func newRow() *row {
	r := &row{
		name:     &widget.Label{TextStyle: fyne.TextStyle{Bold: true}, Truncation: fyne.TextTruncateEllipsis},
		address:  badge.Caption(""),
		problems: badge.Caption(""),
		ago:      &widget.Label{Truncation: fyne.TextTruncateEllipsis},
		exact:    badge.Caption(""),
		tally:    tally.New(storage.Counts{}),
		trend:    spark.New(nil),
		scan:     &widget.Button{Text: lang.L("Scan")},
		results:  &widget.Button{Text: lang.L("Results")},
		history:  &widget.Button{Text: lang.L("History")},
		more:     &widget.Button{Icon: fynetheme.MoreVerticalIcon(), Importance: widget.LowImportance},
	}
	r.address.Truncation = fyne.TextTruncateEllipsis
	r.exact.Truncation = fyne.TextTruncateEllipsis
	lines := func(a, b fyne.CanvasObject) fyne.CanvasObject {
		return container.New(layout.NewCustomPaddedVBoxLayout(-12), a, b)
	}
	cells := &cells{
		left:    lines(r.name, r.address),
		health:  container.NewVBox(layout.NewSpacer(), container.NewPadded(r.tally), layout.NewSpacer()),
		trend:   r.trend,
		when:    lines(r.ago, r.exact),
		actions: container.NewHBox(r.scan, r.results, r.history),
		more:    r.more,
	}
	cells.actionsWidth = cells.actions.MinSize().Width // hidden buttons keep their room, so that columns line up
	surface := badge.NewSurface(container.New(cells, cells.objects()...))
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
}

func (r *row) update(s storage.SiteSummary, scanning bool, now time.Time, do actions) {
	set(r.name, s.Title())
	address := s.Start
	if s.Client != "" {
		address = lang.L("{{.Client}} · {{.Address}}", map[string]any{"Client": s.Client, "Address": s.Start})
	}
	set(r.address, address)
	r.trend.Set(s.Trend)
	show(r.tally, s.Last != nil)
	show(r.results, s.Last != nil)
	show(r.history, s.Last != nil)
	if s.Last != nil {
		r.tally.Set(s.Last.Counts)
	}
	switch {
	case scanning:
		set(r.ago, lang.L("Scanning now"))
		set(r.exact, "")
	case s.Last == nil:
		set(r.ago, lang.L("Never scanned"))
		set(r.exact, "")
	default:
		set(r.ago, when.Ago(s.Last.Began, now))
		set(r.exact, exactly(*s.Last, now))
	}
	r.scan.Text, r.scan.Importance = lang.L("Scan"), widget.HighImportance
	if scanning {
		r.scan.Text, r.scan.Importance = lang.L("Watch"), widget.MediumImportance
	}
	r.scan.OnTapped, r.results.OnTapped, r.history.OnTapped = do.scan, do.results, do.history
	r.more.OnTapped = func() { do.more(r.more) }
	r.scan.Refresh()
	r.Refresh()
}

// exactly gives the date of a scan, and that it did not come to its end.
func exactly(s storage.Scan, now time.Time) string {
	date := words.DateTime(s.Began.In(now.Location()))
	switch s.State {
	case storage.Interrupted:
		return lang.L("{{.Date}}, interrupted", map[string]any{"Date": date})
	case storage.Stopped:
		return lang.L("{{.Date}}, stopped", map[string]any{"Date": date})
	default:
		return date
	}
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

// cells lays a row out: the name takes what the others leave, and what can be
// done without gives way in a narrow window.
type cells struct {
	left, health, trend, when, actions, more fyne.CanvasObject

	actionsWidth float32
}

const (
	healthWidth = 150
	trendWidth  = 90
	whenWidth   = 180
	leftWidth   = 150
	cellGap     = 10
)

func (c *cells) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{c.left, c.health, c.trend, c.when, c.actions, c.more}
}

// MinSize is that of the cells which always stay; the others come with room.
func (c *cells) MinSize([]fyne.CanvasObject) fyne.Size {
	var height float32
	for _, o := range c.objects() {
		height = max(height, o.MinSize().Height)
	}
	return fyne.NewSize(leftWidth+cellGap+c.actionsWidth+c.more.MinSize().Width, height)
}

func (c *cells) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	right := size.Width
	put := func(o fyne.CanvasObject, width, height float32) {
		right -= width
		o.Move(fyne.NewPos(right, (size.Height-height)/2))
		o.Resize(fyne.NewSize(width, height))
		right -= cellGap
	}
	more := c.more.MinSize()
	put(c.more, more.Width, more.Height)
	right += cellGap
	put(c.actions, c.actionsWidth, c.actions.MinSize().Height)
	for _, cell := range []struct {
		o     fyne.CanvasObject
		width float32
	}{{c.when, whenWidth}, {c.health, healthWidth}, {c.trend, trendWidth}} {
		fits := right-cell.width-cellGap >= leftWidth
		show(cell.o, fits)
		if fits {
			put(cell.o, cell.width, min(cell.o.MinSize().Height, size.Height))
		}
	}
	left := c.left.MinSize()
	c.left.Move(fyne.NewPos(0, (size.Height-left.Height)/2))
	c.left.Resize(fyne.NewSize(right, left.Height))
}

var _ fyne.Layout = (*cells)(nil)

// margin is the space around the whole screen.
func margin(o fyne.CanvasObject) fyne.CanvasObject {
	return column.Margin(theme.Size(theme.SizeMargin), o)
}
