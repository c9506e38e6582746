// Package spark draws a sparkline, a small line chart without axes: the number of
// problems of a site over its last scans.
package spark

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/theme"
)

// Line is a sparkline. With fewer than two values it shows nothing.
type Line struct {
	widget.BaseWidget
	values []int
}

// New returns a line over values, oldest first.
func New(values []int) *Line {
	l := &Line{values: slices.Clone(values)}
	l.ExtendBaseWidget(l)
	return l
}

// Set replaces the values.
func (l *Line) Set(values []int) {
	if !slices.Equal(l.values, values) {
		l.values = slices.Clone(values)
		l.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (l *Line) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{l: l, dot: &canvas.Circle{}}
	r.Refresh()
	return r
}

const (
	minWidth  = 72
	minHeight = 24
	inset     = 4
	dotSize   = 6
)

type renderer struct {
	l     *Line
	lines []*canvas.Line
	dot   *canvas.Circle
}

func (r *renderer) Destroy() {}

func (r *renderer) MinSize() fyne.Size { return fyne.NewSize(minWidth, minHeight) }

func (r *renderer) Objects() []fyne.CanvasObject {
	if len(r.l.values) < 2 {
		return nil
	}
	objects := make([]fyne.CanvasObject, 0, len(r.lines)+1)
	for _, l := range r.lines {
		objects = append(objects, l)
	}
	return append(objects, r.dot)
}

func (r *renderer) Layout(size fyne.Size) {
	points := points(r.l.values, size)
	for i, l := range r.lines {
		l.Position1, l.Position2 = points[i], points[i+1]
	}
	if n := len(points); n > 0 {
		r.dot.Move(points[n-1].SubtractXY(dotSize/2, dotSize/2))
		r.dot.Resize(fyne.NewSquareSize(dotSize))
	}
}

func (r *renderer) Refresh() {
	for len(r.lines) < len(r.l.values)-1 {
		r.lines = append(r.lines, &canvas.Line{})
	}
	r.lines = r.lines[:max(len(r.l.values)-1, 0)]
	for _, l := range r.lines {
		l.StrokeColor, l.StrokeWidth = theme.Color(theme.ColorSubtle), 1.5
	}
	r.dot.FillColor = theme.Color(fynetheme.ColorNamePrimary)
	r.Layout(r.l.Size())
	canvas.Refresh(r.l)
}

// points maps values to positions within size: the largest value to the top and 0
// to the bottom, so that a falling line means that the site gets better.
func points(values []int, size fyne.Size) []fyne.Position {
	if len(values) < 2 {
		return nil
	}
	highest := max(slices.Max(values), 1)
	step := (size.Width - 2*inset) / float32(len(values)-1)
	height := size.Height - 2*inset
	points := make([]fyne.Position, len(values))
	for i, v := range values {
		points[i] = fyne.NewPos(inset+float32(i)*step, inset+height*(1-float32(v)/float32(highest)))
	}
	return points
}
