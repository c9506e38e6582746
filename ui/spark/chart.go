package spark

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// Series is one line of a chart, with the word for what it counts.
type Series struct {
	Word   string
	Color  fyne.ThemeColorName
	Values []int // oldest first; Unknown where a line has none
}

// Unknown is no value: nothing is drawn from it or to it. The newest must be known.
const Unknown = -1

// Chart draws how numbers went over scans: a line for each series with its newest
// number and its word beside it, and below the times of the first and the last scan.
// With fewer than two values it shows nothing.
type Chart struct {
	widget.BaseWidget
	series      []Series
	first, last string
}

// NewChart returns an empty chart.
func NewChart() *Chart {
	c := &Chart{}
	c.ExtendBaseWidget(c)
	return c
}

// Set shows series of equal length, and when the first and the last values were.
func (c *Chart) Set(series []Series, first, last string) {
	c.series = make([]Series, len(series))
	for i, s := range series {
		s.Values = thinned(s.Values)
		c.series[i] = s
	}
	c.first, c.last = first, last
	c.Refresh()
}

// shownPoints is how many values of a line are drawn at most.
const shownPoints = 120

// thinned returns at most shownPoints of values, in even steps that end with the
// newest.
func thinned(values []int) []int {
	n := len(values)
	if n <= shownPoints {
		return slices.Clone(values)
	}
	thin := make([]int, shownPoints)
	for i := range thin {
		thin[i] = values[i*(n-1)/(shownPoints-1)]
	}
	return thin
}

// CreateRenderer implements fyne.Widget.
func (c *Chart) CreateRenderer() fyne.WidgetRenderer {
	r := &chartRenderer{c: c, base: &canvas.Line{}, top: &canvas.Line{}}
	r.Refresh()
	return r
}

const (
	chartHeight  = 104
	chartWidth   = 240
	chartFoot    = 20  // for the dates
	chartLegend  = 150 // for the words, at the right
	chartScale   = 48  // for the numbers, at the left
	chartLine    = 2
	legendHeight = 22
)

type chartRenderer struct {
	c         *Chart
	base, top *canvas.Line
	curves    []*curve       // one a series
	texts     []*canvas.Text // scale above, scale below, first, last, then one a series
	objects   []fyne.CanvasObject
}

func (r *chartRenderer) Destroy() {}

func (r *chartRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *chartRenderer) MinSize() fyne.Size { return fyne.NewSize(chartWidth, chartHeight) }

// highest is the number at the top of the scale.
func (r *chartRenderer) highest() int {
	highest := 1
	for _, s := range r.c.series {
		if len(s.Values) > 0 {
			highest = max(highest, slices.Max(s.Values))
		}
	}
	return highest
}

func (r *chartRenderer) Layout(size fyne.Size) {
	if len(r.texts) == 0 {
		return
	}
	left, right := float32(chartScale), size.Width-chartLegend
	top, bottom := float32(inset+2), size.Height-chartFoot
	for line, y := range map[*canvas.Line]float32{r.top: top, r.base: bottom} {
		line.Position1, line.Position2 = fyne.NewPos(left, y), fyne.NewPos(right, y)
	}
	put := func(t *canvas.Text, x, y float32) {
		t.Move(fyne.NewPos(x, y))
		t.Resize(t.MinSize())
	}
	high, low, first, last := r.texts[0], r.texts[1], r.texts[2], r.texts[3]
	put(high, left-high.MinSize().Width-6, top-high.MinSize().Height/2)
	put(low, left-low.MinSize().Width-6, bottom-low.MinSize().Height/2)
	put(first, left, bottom+3)
	put(last, right-last.MinSize().Width, bottom+3)
	f := frame{left: left, right: right, top: top, bottom: bottom, highest: r.highest()}
	ends := make([]float32, len(r.curves))
	for i, c := range r.curves {
		ends[i] = c.place(f).Y
	}
	for i, y := range apart(ends, top, bottom) {
		t := r.texts[4+i]
		put(t, right+10, y-t.MinSize().Height/2)
	}
}

// apart moves heights so far from each other that words fit there.
func apart(ends []float32, top, bottom float32) []float32 {
	order := make([]int, len(ends))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return int(ends[a] - ends[b]) })
	y := slices.Clone(ends)
	for k := 1; k < len(order); k++ {
		y[order[k]] = max(y[order[k]], y[order[k-1]]+legendHeight)
	}
	if n := len(order); n > 0 {
		limit := bottom
		for k := n - 1; k >= 0; k-- {
			y[order[k]] = min(y[order[k]], limit)
			limit = y[order[k]] - legendHeight
		}
	}
	return y
}

func (r *chartRenderer) Refresh() {
	r.curves, r.texts, r.objects = nil, nil, nil
	if len(r.c.series) == 0 || len(r.c.series[0].Values) < 2 {
		canvas.Refresh(r.c)
		return
	}
	text := func(s string, color fyne.ThemeColorName, bold bool) {
		t := canvas.NewText(s, theme.Color(color))
		t.TextSize, t.TextStyle.Bold = theme.Size(theme.SizeCaption), bold
		r.texts = append(r.texts, t)
	}
	text(words.Number(r.highest()), theme.ColorSubtle, false)
	text(words.Number(0), theme.ColorSubtle, false)
	text(r.c.first, theme.ColorSubtle, false)
	text(r.c.last, theme.ColorSubtle, false)
	for _, line := range []*canvas.Line{r.base, r.top} {
		line.StrokeColor, line.StrokeWidth = theme.Color(theme.ColorBorder), 1
		r.objects = append(r.objects, line)
	}
	for _, s := range r.c.series {
		c := newCurve(s.Values, chartLine, s.Color, s.Color)
		r.curves, r.objects = append(r.curves, c), append(r.objects, c.objects()...)
		text(words.Number(s.Values[len(s.Values)-1])+" "+s.Word, s.Color, true)
	}
	for _, t := range r.texts {
		r.objects = append(r.objects, t)
	}
	r.Layout(r.c.Size())
	canvas.Refresh(r.c)
}
