package badge

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/theme"
)

// Surface is the ground of a card or panel: a step above the background, with
// a hairline around it. It surrounds its content by Inset.
type Surface struct {
	widget.BaseWidget
	Content fyne.CanvasObject
	Inset   float32
	// Fill names the ground's colour, theme.ColorSurface where it is empty.
	Fill fyne.ThemeColorName
	// Plain leaves the hairline out.
	Plain bool
}

// Held returns what is on the surface.
func (s *Surface) Held() fyne.CanvasObject { return s.Content }

// NewSurface puts content on a card with the usual inset.
func NewSurface(content fyne.CanvasObject) *Surface {
	s := &Surface{Content: content, Inset: 12}
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer is for Fyne.
func (s *Surface) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	r := &surfaceRenderer{s: s, ground: &canvas.Rectangle{}}
	r.Refresh()
	return r
}

type surfaceRenderer struct {
	s      *Surface
	ground *canvas.Rectangle
}

func (r *surfaceRenderer) Destroy() {}

func (r *surfaceRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.s.Content}
}

func (r *surfaceRenderer) MinSize() fyne.Size {
	return r.s.Content.MinSize().AddWidthHeight(2*r.s.Inset, 2*r.s.Inset)
}

func (r *surfaceRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.s.Content.Move(fyne.NewSquareOffsetPos(r.s.Inset))
	r.s.Content.Resize(size.SubtractWidthHeight(2*r.s.Inset, 2*r.s.Inset))
}

func (r *surfaceRenderer) Refresh() {
	fill := r.s.Fill
	if fill == "" {
		fill = theme.ColorSurface
	}
	r.ground.FillColor = theme.Color(fill)
	r.ground.CornerRadius = theme.Size(fynetheme.SizeNameCardRadius)
	r.ground.StrokeColor, r.ground.StrokeWidth = theme.Color(theme.ColorBorder), 1
	if r.s.Plain {
		r.ground.StrokeWidth = 0
	}
	r.Layout(r.s.Size())
	r.ground.Refresh()
	r.s.Content.Refresh()
}
