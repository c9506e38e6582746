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
	r := &renderer{l: l}
	r.Refresh()
	return r
}

const (
	minWidth  = 72
	minHeight = 24
	inset     = 4
	dotSize   = 6
	lineWidth = 1.5
)

type renderer struct {
	l     *Line
	curve *curve
}

func (r *renderer) Destroy() {}

func (r *renderer) MinSize() fyne.Size { return fyne.NewSize(minWidth, minHeight) }

func (r *renderer) Objects() []fyne.CanvasObject { return r.curve.objects() }

func (r *renderer) Layout(size fyne.Size) {
	f := frame{left: inset, right: size.Width - inset, top: inset, bottom: size.Height - inset}
	if len(r.l.values) > 0 {
		f.highest = slices.Max(r.l.values)
	}
	r.curve.place(f)
}

func (r *renderer) Refresh() {
	r.curve = newCurve(r.l.values, lineWidth, theme.ColorSubtle, fynetheme.ColorNamePrimary)
	r.Layout(r.l.Size())
	canvas.Refresh(r.l)
}
