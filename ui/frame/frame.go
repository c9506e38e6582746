// Package frame is what stands around the screens: the sidebar at the left and the bar at the top. It
// must not know which screens there are.
package frame

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/theme"
)

// New returns the sidebar and the bar around a body.
func New(sidebar *Sidebar, bar *Bar, body fyne.CanvasObject) fyne.CanvasObject {
	return container.New(around{}, sidebar.Content(), bar.Content(), body)
}

// around lays out: the sidebar at the left, the bar at the top,
// and the screen in the rest, without gaps.
type around struct{}

func (around) MinSize(o []fyne.CanvasObject) fyne.Size {
	side, bar, body := o[0].MinSize(), o[1].MinSize(), o[2].MinSize()
	return fyne.NewSize(side.Width+max(bar.Width, body.Width), max(side.Height, bar.Height+body.Height))
}

func (around) Layout(o []fyne.CanvasObject, size fyne.Size) {
	side, bar := o[0].MinSize().Width, o[1].MinSize().Height
	o[0].Resize(fyne.NewSize(side, size.Height))
	o[1].Move(fyne.NewPos(side, 0))
	o[1].Resize(fyne.NewSize(size.Width-side, bar))
	o[2].Move(fyne.NewPos(side, bar))
	o[2].Resize(fyne.NewSize(size.Width-side, size.Height-bar))
}

// ground is a plain rectangle that follows the theme.
type ground struct {
	widget.BaseWidget
	color fyne.ThemeColorName
}

func newGround(c fyne.ThemeColorName) *ground {
	g := &ground{color: c}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer is for Fyne.
func (g *ground) CreateRenderer() fyne.WidgetRenderer {
	return &groundRenderer{WidgetRenderer: widget.NewSimpleRenderer(canvas.NewRectangle(theme.Color(g.color))), g: g}
}

type groundRenderer struct {
	fyne.WidgetRenderer
	g *ground
}

func (r *groundRenderer) Refresh() {
	rect := r.Objects()[0].(*canvas.Rectangle)
	rect.FillColor = theme.Color(r.g.color)
	rect.Refresh()
}
