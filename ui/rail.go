package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/column"
	"sitewell/ui/theme"
)

// frame stands around the screens: the rail at the left, the bar at the top,
// and the screen in the rest, without gaps.
type frame struct{}

func (frame) MinSize(o []fyne.CanvasObject) fyne.Size {
	rail, bar, body := o[0].MinSize(), o[1].MinSize(), o[2].MinSize()
	return fyne.NewSize(rail.Width+max(bar.Width, body.Width), max(rail.Height, bar.Height+body.Height))
}

func (frame) Layout(o []fyne.CanvasObject, size fyne.Size) {
	rail, bar := o[0].MinSize().Width, o[1].MinSize().Height
	o[0].Resize(fyne.NewSize(rail, size.Height))
	o[1].Move(fyne.NewPos(rail, 0))
	o[1].Resize(fyne.NewSize(size.Width-rail, bar))
	o[2].Move(fyne.NewPos(rail, bar))
	o[2].Resize(fyne.NewSize(size.Width-rail, size.Height-bar))
}

// item is one place that the rail leads to.
type item struct {
	icon fyne.Resource
	text string
	on   bool // it is shown now
	do   func()
}

// rail is the calm strip at the left with the places one goes to most.
type rail struct {
	items   func() []item
	box     *fyne.Container
	buttons []*railButton
	content fyne.CanvasObject
}

const railWidth = 84

func newRail(icon fyne.Resource, items func() []item) *rail {
	r := &rail{items: items, box: container.NewVBox()}
	logo := canvas.NewImageFromResource(icon)
	logo.FillMode = canvas.ImageFillContain
	logo.SetMinSize(fyne.NewSquareSize(36))
	ground := newGround(fynetheme.ColorNameHeaderBackground)
	strip := container.NewBorder(column.Margin(theme.Size(theme.SizeGap)*1.5, container.NewCenter(logo)), nil, nil, nil,
		container.NewVScroll(column.Margin(4, r.box)))
	r.content = column.Fixed(railWidth, container.NewStack(ground, strip))
	return r
}

// refresh shows the items as they are now.
func (r *rail) refresh() {
	items := r.items()
	for len(r.buttons) < len(items) {
		b := newRailButton()
		r.buttons = append(r.buttons, b)
		r.box.Add(b)
	}
	for i, b := range r.buttons {
		if i >= len(items) {
			b.Hide()
			continue
		}
		b.Show()
		b.set(items[i])
	}
}

// railButton is an icon above a word.
type railButton struct {
	widget.BaseWidget
	item             item
	hovered, focused bool
}

var (
	_ fyne.Tappable      = (*railButton)(nil)
	_ fyne.Focusable     = (*railButton)(nil)
	_ desktop.Hoverable  = (*railButton)(nil)
	_ desktop.Cursorable = (*railButton)(nil)
)

func newRailButton() *railButton {
	b := &railButton{}
	b.ExtendBaseWidget(b)
	return b
}

func (b *railButton) set(i item) {
	changed := b.item.text != i.text || b.item.on != i.on || b.item.icon != i.icon
	b.item = i
	if changed {
		b.Refresh()
	}
}

func (b *railButton) Tapped(*fyne.PointEvent) {
	if b.item.do != nil {
		b.item.do()
	}
}

func (b *railButton) Cursor() desktop.Cursor         { return desktop.PointerCursor }
func (b *railButton) MouseIn(*desktop.MouseEvent)    { b.hovered = true; b.Refresh() }
func (b *railButton) MouseMoved(*desktop.MouseEvent) {}
func (b *railButton) MouseOut()                      { b.hovered = false; b.Refresh() }
func (b *railButton) FocusGained()                   { b.focused = true; b.Refresh() }
func (b *railButton) FocusLost()                     { b.focused = false; b.Refresh() }
func (b *railButton) TypedRune(rune)                 {}
func (b *railButton) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	}
}

// CreateRenderer is for Fyne.
func (b *railButton) CreateRenderer() fyne.WidgetRenderer {
	r := &railRenderer{b: b, ground: &canvas.Rectangle{}, icon: &canvas.Image{FillMode: canvas.ImageFillContain}, word: &canvas.Text{Alignment: fyne.TextAlignCenter}}
	r.Refresh()
	return r
}

const (
	railIcon   = 22
	railHeight = 60
)

type railRenderer struct {
	b      *railButton
	ground *canvas.Rectangle
	icon   *canvas.Image
	word   *canvas.Text
}

func (r *railRenderer) Destroy() {}

func (r *railRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.icon, r.word}
}

func (r *railRenderer) MinSize() fyne.Size { return fyne.NewSize(railWidth-8, railHeight) }

func (r *railRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	word := r.word.MinSize()
	top := (size.Height - railIcon - 3 - word.Height) / 2
	r.icon.Move(fyne.NewPos((size.Width-railIcon)/2, top))
	r.icon.Resize(fyne.NewSquareSize(railIcon))
	r.word.Move(fyne.NewPos(0, top+railIcon+3))
	r.word.Resize(fyne.NewSize(size.Width, word.Height))
}

func (r *railRenderer) Refresh() {
	name := fynetheme.ColorNameForeground
	r.ground.FillColor, r.ground.StrokeWidth = color.Transparent, 0
	switch {
	case r.b.item.on:
		name = fynetheme.ColorNamePrimary
		r.ground.FillColor = theme.Color(theme.ColorInfoSoft)
	case r.b.hovered:
		r.ground.FillColor = theme.Color(fynetheme.ColorNameHover)
	}
	if r.b.focused {
		r.ground.StrokeColor, r.ground.StrokeWidth = theme.Color(fynetheme.ColorNamePrimary), 2
	}
	r.ground.CornerRadius = theme.Size(fynetheme.SizeNameCardRadius)
	if r.b.item.icon != nil {
		r.icon.Resource = fynetheme.NewColoredResource(r.b.item.icon, name)
	}
	r.word.Text, r.word.Color, r.word.TextSize = r.b.item.text, theme.Color(name), theme.Size(theme.SizeCaption)
	r.word.TextStyle = fyne.TextStyle{Bold: r.b.item.on}
	r.Layout(r.b.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
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
