package results

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// bar is one column of the chart.
type bar struct {
	label  string
	n      int
	color  fyne.ThemeColorName
	status int // 0 for no answer, -1 for several
}

// chart draws how many addresses answered with which status, the most frequent
// ones as bars with their number above and their name below. A press on a bar
// filters by its status.
type chart struct {
	content *fyne.Container
	bars    []bar
	views   []*barView
	press   func(status int)
	on      []int // statuses that are filtered for
}

func newChart(press func(status int)) *chart {
	return &chart{content: container.New(barRow{}), press: press}
}

// set shows counts by status; 0 stands for no answer.
func (c *chart) set(counts map[int]int) {
	next := barsOf(counts)
	if slices.Equal(next, c.bars) {
		return
	}
	c.bars = next
	for len(c.views) < len(next) { // kept, so that one that has the keyboard keeps it
		v := newBarView(c)
		c.views = append(c.views, v)
		c.content.Add(v)
	}
	most := 0
	for _, b := range next {
		most = max(most, b.n)
	}
	for i, v := range c.views {
		visible(v, i < len(next))
		if i < len(next) {
			v.bar, v.most = next[i], most
			v.Refresh()
		}
	}
	c.content.Refresh()
}

// mark shows which statuses are filtered for.
func (c *chart) mark(codes []int) {
	c.on = codes
	for _, v := range c.views {
		v.Refresh()
	}
}

// maxBars is the number of statuses with a bar of their own.
const maxBars = 6

// barsOf takes the most frequent statuses, in the order of their numbers, no
// answer last, and what is left over as one bar at the end.
func barsOf(counts map[int]int) []bar {
	statuses := frequent(counts, len(counts))
	rest := 0
	if len(statuses) > maxBars {
		for _, s := range statuses[maxBars-1:] {
			rest += counts[s]
		}
		statuses = statuses[:maxBars-1]
	}
	slices.SortFunc(statuses, func(a, b int) int { return cmp.Compare(uint(a-1), uint(b-1)) }) // 0 comes last
	var bars []bar
	for _, s := range statuses {
		bars = append(bars, bar{label: labelOf(s), n: counts[s], color: colorOf(s), status: s})
	}
	if rest > 0 {
		bars = append(bars, bar{label: lang.L("others"), n: rest, color: theme.ColorSkipped, status: -1})
	}
	return bars
}

// frequent returns at most n statuses that occur, the most frequent first.
func frequent(counts map[int]int, n int) []int {
	statuses := slices.Collect(maps.Keys(counts))
	statuses = slices.DeleteFunc(statuses, func(s int) bool { return counts[s] <= 0 })
	slices.SortFunc(statuses, func(a, b int) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	return statuses[:min(n, len(statuses))]
}

func labelOf(status int) string {
	if status == 0 {
		return lang.L("none")
	}
	return strconv.Itoa(status)
}

func colorOf(status int) fyne.ThemeColorName {
	switch outcome.ClassOf(status) {
	case outcome.Success:
		return theme.ColorWorks
	case outcome.Redirection:
		return theme.ColorWarning
	case outcome.ClientError, outcome.ServerError:
		return theme.ColorBroken
	default:
		return theme.ColorSkipped
	}
}

const (
	barPitch    = 46
	barWidth    = 30
	chartWidth  = maxBars * barPitch
	chartHeight = 60
)

// barRow puts bars beside each other.
type barRow struct{}

func (barRow) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(chartWidth, chartHeight) }

func (barRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i)*barPitch, 0))
		o.Resize(fyne.NewSize(barPitch, size.Height))
	}
}

// barView draws one bar and can be pressed, unless it stands for several statuses.
type barView struct {
	widget.BaseWidget
	c                *chart
	bar              bar
	most             int // of all bars
	hovered, focused bool
}

var (
	_ fyne.Tappable      = (*barView)(nil)
	_ fyne.Focusable     = (*barView)(nil)
	_ fyne.Disableable   = (*barView)(nil)
	_ desktop.Hoverable  = (*barView)(nil)
	_ desktop.Cursorable = (*barView)(nil)
)

func newBarView(c *chart) *barView {
	v := &barView{c: c}
	v.ExtendBaseWidget(v)
	return v
}

// Tapped filters by the status.
func (v *barView) Tapped(*fyne.PointEvent) {
	if !v.Disabled() {
		v.c.press(v.bar.status)
	}
}

// Enable is for Fyne, which asks Disabled before it focuses.
func (v *barView) Enable() {}

// Disable does nothing: a bar has one status or not.
func (v *barView) Disable() {}

// Disabled keeps the keyboard away from a bar that does nothing.
func (v *barView) Disabled() bool { return v.bar.status < 0 }

// Cursor is for Fyne.
func (v *barView) Cursor() desktop.Cursor {
	if v.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// MouseIn is for Fyne.
func (v *barView) MouseIn(*desktop.MouseEvent) { v.hovered = true; v.Refresh() }

// MouseMoved is for Fyne.
func (v *barView) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is for Fyne.
func (v *barView) MouseOut() { v.hovered = false; v.Refresh() }

// FocusGained is for Fyne.
func (v *barView) FocusGained() { v.focused = true; v.Refresh() }

// FocusLost is for Fyne.
func (v *barView) FocusLost() { v.focused = false; v.Refresh() }

// TypedRune is for Fyne.
func (v *barView) TypedRune(rune) {}

// TypedKey presses the bar by Space and Enter.
func (v *barView) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		v.Tapped(nil)
	}
}

// CreateRenderer is for Fyne.
func (v *barView) CreateRenderer() fyne.WidgetRenderer {
	r := &barRenderer{
		v: v, wash: &canvas.Rectangle{}, base: &canvas.Rectangle{}, rect: &canvas.Rectangle{TopLeftCornerRadius: 4, TopRightCornerRadius: 4},
		number: &canvas.Text{TextStyle: fyne.TextStyle{Bold: true}}, label: &canvas.Text{},
	}
	r.Refresh()
	return r
}

type barRenderer struct {
	v                *barView
	wash, base, rect *canvas.Rectangle
	number, label    *canvas.Text
}

func (r *barRenderer) Destroy() {}

func (r *barRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.wash, r.base, r.rect, r.number, r.label}
}

func (r *barRenderer) MinSize() fyne.Size { return fyne.NewSize(barPitch, chartHeight) }

func (r *barRenderer) Layout(size fyne.Size) {
	line := r.label.MinSize().Height
	foot := size.Height - line
	h := max((foot-line)*float32(r.v.bar.n)/float32(max(r.v.most, 1)), 3) // one address among thousands is still seen
	r.wash.Resize(size)
	r.base.Move(fyne.NewPos(0, foot))
	r.base.Resize(fyne.NewSize(size.Width, 1))
	r.rect.Move(fyne.NewPos((size.Width-barWidth)/2, foot-h))
	r.rect.Resize(fyne.NewSize(barWidth, h))
	for _, t := range []*canvas.Text{r.number, r.label} {
		m := t.MinSize()
		y := foot - h - m.Height
		if t == r.label {
			y = foot + 1
		}
		t.Move(fyne.NewPos((size.Width-m.Width)/2, y))
		t.Resize(m)
	}
}

func (r *barRenderer) Refresh() {
	b := r.v.bar
	r.wash.CornerRadius = theme.Size(fynetheme.SizeNameSelectionRadius)
	r.wash.FillColor, r.wash.StrokeWidth = nil, 0
	if r.v.hovered && !r.v.Disabled() {
		r.wash.FillColor = theme.Color(fynetheme.ColorNameHover)
	}
	on := slices.Contains(r.v.c.on, b.status)
	if on {
		r.wash.FillColor = theme.Color(theme.ColorInfoSoft)
	}
	switch {
	case r.v.focused:
		r.wash.StrokeColor, r.wash.StrokeWidth = theme.Color(fynetheme.ColorNameForeground), 2
	case on:
		r.wash.StrokeColor, r.wash.StrokeWidth = theme.Color(fynetheme.ColorNamePrimary), 2
	}
	small := theme.Size(theme.SizeCaption) - 1
	r.base.FillColor, r.rect.FillColor = theme.Color(theme.ColorBorder), theme.Color(b.color)
	r.number.Text, r.number.TextSize, r.number.Color = words.Number(b.n), small, theme.Color(fynetheme.ColorNameForeground)
	r.label.Text, r.label.TextSize, r.label.Color = b.label, small, theme.Color(theme.ColorSubtle)
	r.Layout(r.v.Size())
	canvas.Refresh(r.v)
}
