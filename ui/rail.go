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
	"sitewell/ui/control"
	"sitewell/ui/theme"
	"sitewell/ui/tip"
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
	note string // below the text; "" for none
	on   bool   // it is shown now
	do   func()
}

// rail is the calm strip at the left with the places one goes to most.
type rail struct {
	items   func() []item
	box     *fyne.Container
	buttons []*railButton
	content fyne.CanvasObject
}

const railWidth = 100

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
	items, moves := r.items(), false
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
		moves = moves || (b.item.note == "") != (items[i].note == "")
		b.set(items[i])
	}
	if moves { // a note makes a button taller
		r.box.Refresh()
	}
}

// railButton is an icon above a word, and above a note where there is one.
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
	changed := b.item.text != i.text || b.item.on != i.on || b.item.icon != i.icon || b.item.note != i.note
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
func (b *railButton) MouseIn(*desktop.MouseEvent)    { b.hovered = true; b.Refresh(); b.tell() }
func (b *railButton) MouseMoved(*desktop.MouseEvent) {}
func (b *railButton) MouseOut()                      { b.hovered = false; b.Refresh(); tip.Hide(b) }
func (b *railButton) FocusGained()                   { b.focused = true; b.Refresh(); b.tell() }
func (b *railButton) FocusLost()                     { b.focused = false; b.Refresh(); tip.Hide(b) }
func (b *railButton) TypedRune(rune)                 {}

// tell shows the whole text where it is cut.
func (b *railButton) tell() {
	if shortened(b.item.text, &canvas.Text{TextSize: theme.Size(theme.SizeCaption)}, railText) != b.item.text {
		tip.Show(b, b.item.text)
	}
}

func (b *railButton) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	default:
		control.Pass(k)
	}
}

// CreateRenderer is for Fyne.
func (b *railButton) CreateRenderer() fyne.WidgetRenderer {
	r := &railRenderer{b: b, ground: &canvas.Rectangle{}, icon: &canvas.Image{FillMode: canvas.ImageFillContain}, word: centred(), note: centred()}
	r.Refresh()
	return r
}

func centred() *canvas.Text { return &canvas.Text{Alignment: fyne.TextAlignCenter} }

const (
	railIcon   = 22
	railHeight = 60
	railText   = railWidth - 8
	railNote   = 15 // what a note adds to the height
)

type railRenderer struct {
	b      *railButton
	ground *canvas.Rectangle
	icon   *canvas.Image
	word   *canvas.Text
	note   *canvas.Text
}

func (r *railRenderer) Destroy() {}

func (r *railRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.icon, r.word, r.note}
}

func (r *railRenderer) MinSize() fyne.Size {
	if r.b.item.note != "" {
		return fyne.NewSize(railWidth-8, railHeight+railNote)
	}
	return fyne.NewSize(railWidth-8, railHeight)
}

func (r *railRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	word := r.word.MinSize()
	height := railIcon + 3 + word.Height
	if r.b.item.note != "" {
		height += railNote
	}
	top := (size.Height - height) / 2
	r.icon.Move(fyne.NewPos((size.Width-railIcon)/2, top))
	r.icon.Resize(fyne.NewSquareSize(railIcon))
	r.word.Move(fyne.NewPos(0, top+railIcon+3))
	r.word.Resize(fyne.NewSize(size.Width, word.Height))
	r.note.Move(fyne.NewPos(0, top+railIcon+3+railNote))
	r.note.Resize(fyne.NewSize(size.Width, word.Height))
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
		r.ground.StrokeColor, r.ground.StrokeWidth = theme.Color(fynetheme.ColorNameForeground), control.RingWidth
	}
	r.ground.CornerRadius = theme.Size(fynetheme.SizeNameCardRadius)
	if r.b.item.icon != nil {
		r.icon.Resource = fynetheme.NewColoredResource(r.b.item.icon, name)
	}
	for _, t := range []*canvas.Text{r.word, r.note} {
		t.Color, t.TextSize, t.TextStyle = theme.Color(name), theme.Size(theme.SizeCaption), fyne.TextStyle{Bold: r.b.item.on}
	}
	r.word.Text, r.note.Text = shortened(r.b.item.text, r.word, railText), r.b.item.note
	if r.word.Text != r.b.item.text { // the colour says that it is shown, too
		r.word.TextStyle.Bold = false
		r.word.Text = shortened(r.b.item.text, r.word, railText)
	}
	r.Layout(r.b.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

// shortened returns a text that ends in "…" where it is wider than there is
// room, in the style of t.
func shortened(text string, t *canvas.Text, width float32) string {
	fits := func(s string) bool { return fyne.MeasureText(s, t.TextSize, t.TextStyle).Width <= width }
	if fits(text) {
		return text
	}
	runes := []rune(text)
	for n := len(runes) - 1; n > 0; n-- {
		if s := string(runes[:n]) + "…"; fits(s) {
			return s
		}
	}
	return "…"
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
