package results

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// bar is one column of the chart.
type bar struct {
	label string
	n     int
	color fyne.ThemeColorName
}

// chart draws how many addresses answered with which status, the most frequent
// ones as bars with their number above and their name below.
type chart struct {
	widget.BaseWidget
	bars []bar
}

func newChart() *chart {
	c := &chart{}
	c.ExtendBaseWidget(c)
	return c
}

// maxBars is the number of statuses with a bar of their own.
const maxBars = 6

// set shows counts by status; 0 stands for no answer.
func (c *chart) set(counts map[int]int) {
	if next := barsOf(counts); !slices.Equal(next, c.bars) {
		c.bars = next
		c.Refresh()
	}
}

// barsOf takes the most frequent statuses, in the order of their numbers, no
// answer last, and what is left over as one bar at the end.
func barsOf(counts map[int]int) []bar {
	statuses := slices.Collect(maps.Keys(counts))
	statuses = slices.DeleteFunc(statuses, func(s int) bool { return counts[s] <= 0 })
	slices.SortFunc(statuses, func(a, b int) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
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
		bars = append(bars, bar{label: labelOf(s), n: counts[s], color: colorOf(s)})
	}
	if rest > 0 {
		bars = append(bars, bar{label: lang.L("others"), n: rest, color: theme.ColorSkipped})
	}
	return bars
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

// CreateRenderer is for Fyne.
func (c *chart) CreateRenderer() fyne.WidgetRenderer {
	r := &chartRenderer{c: c, title: &canvas.Text{}, base: &canvas.Rectangle{}}
	r.Refresh()
	return r
}

const (
	barPitch   = 46
	barWidth   = 30
	chartWidth = maxBars * barPitch
)

type chartRenderer struct {
	c       *chart
	title   *canvas.Text
	base    *canvas.Rectangle
	bars    []*canvas.Rectangle
	numbers []*canvas.Text
	labels  []*canvas.Text
	objects []fyne.CanvasObject
}

func (r *chartRenderer) Destroy() {}

func (r *chartRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *chartRenderer) MinSize() fyne.Size { return fyne.NewSize(chartWidth, 60) }

func (r *chartRenderer) Layout(size fyne.Size) {
	if len(r.c.bars) == 0 {
		return
	}
	line := r.labels[0].MinSize().Height
	foot := size.Height - line
	room := foot - line
	most := 0
	for _, b := range r.c.bars {
		most = max(most, b.n)
	}
	r.base.Move(fyne.NewPos(0, foot))
	r.base.Resize(fyne.NewSize(float32(len(r.bars))*barPitch, 1))
	for i, b := range r.c.bars {
		h := max(room*float32(b.n)/float32(most), 3) // one address among thousands is still seen
		x := float32(i) * barPitch
		r.bars[i].Move(fyne.NewPos(x+(barPitch-barWidth)/2, foot-h))
		r.bars[i].Resize(fyne.NewSize(barWidth, h))
		for _, t := range []*canvas.Text{r.numbers[i], r.labels[i]} {
			m := t.MinSize()
			y := foot - h - m.Height
			if t == r.labels[i] {
				y = foot + 1
			}
			t.Move(fyne.NewPos(x+(barPitch-m.Width)/2, y))
			t.Resize(m)
		}
	}
}

func (r *chartRenderer) Refresh() {
	r.bars, r.numbers, r.labels = nil, nil, nil
	r.objects = nil
	if len(r.c.bars) > 0 {
		r.objects = append(r.objects, r.base)
	}
	r.base.FillColor = theme.Color(theme.ColorBorder)
	for _, b := range r.c.bars {
		rect := &canvas.Rectangle{FillColor: theme.Color(b.color), TopLeftCornerRadius: 4, TopRightCornerRadius: 4}
		n := &canvas.Text{Text: words.Number(b.n), TextStyle: fyne.TextStyle{Bold: true}, TextSize: theme.Size(theme.SizeCaption) - 1, Color: theme.Color(fynetheme.ColorNameForeground)}
		l := &canvas.Text{Text: b.label, TextSize: theme.Size(theme.SizeCaption) - 1, Color: theme.Color(theme.ColorSubtle)}
		r.bars, r.numbers, r.labels = append(r.bars, rect), append(r.numbers, n), append(r.labels, l)
		r.objects = append(r.objects, rect, n, l)
	}
	r.Layout(r.c.Size())
	canvas.Refresh(r.c)
}
