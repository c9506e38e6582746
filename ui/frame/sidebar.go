package frame

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

// Item is one place that the sidebar leads to.
type Item struct {
	Icon fyne.Resource
	Text string
	Note string // below the text; "" for none
	On   bool   // it is shown now
	Do   func()
}

// Sidebar is the calm strip at the left with the places one goes to most.
type Sidebar struct {
	items   func() []Item
	box     *fyne.Container
	buttons []*sidebarButton
	content fyne.CanvasObject
}

const sidebarWidth = 100

// NewSidebar returns a sidebar with an icon at its top. items is called whenever it is refreshed.
func NewSidebar(icon fyne.Resource, items func() []Item) *Sidebar {
	s := &Sidebar{items: items, box: container.NewVBox()}
	logo := canvas.NewImageFromResource(icon)
	logo.FillMode = canvas.ImageFillContain
	logo.SetMinSize(fyne.NewSquareSize(36))
	ground := newGround(fynetheme.ColorNameHeaderBackground)
	strip := container.NewBorder(column.Margin(theme.Size(theme.SizeGap)*1.5, container.NewCenter(logo)), nil, nil, nil,
		container.NewVScroll(column.Margin(4, s.box)))
	s.content = column.Fixed(sidebarWidth, container.NewStack(ground, strip))
	return s
}

// Content is the sidebar on the screen.
func (s *Sidebar) Content() fyne.CanvasObject { return s.content }

// Refresh shows the items as they are now.
func (s *Sidebar) Refresh() {
	items, moves := s.items(), false
	for len(s.buttons) < len(items) {
		b := newSidebarButton()
		s.buttons = append(s.buttons, b)
		s.box.Add(b)
	}
	for i, b := range s.buttons {
		if i >= len(items) {
			b.Hide()
			continue
		}
		b.Show()
		moves = moves || (b.item.Note == "") != (items[i].Note == "")
		b.set(items[i])
	}
	if moves { // a note makes a button taller
		s.box.Refresh()
	}
}

// sidebarButton is an icon above a word, and above a note where there is one.
type sidebarButton struct {
	widget.BaseWidget
	item             Item
	hovered, focused bool
}

var (
	_ fyne.Tappable      = (*sidebarButton)(nil)
	_ fyne.Focusable     = (*sidebarButton)(nil)
	_ desktop.Hoverable  = (*sidebarButton)(nil)
	_ desktop.Cursorable = (*sidebarButton)(nil)
)

func newSidebarButton() *sidebarButton {
	b := &sidebarButton{}
	b.ExtendBaseWidget(b)
	return b
}

func (b *sidebarButton) set(i Item) {
	changed := b.item.Text != i.Text || b.item.On != i.On || b.item.Icon != i.Icon || b.item.Note != i.Note
	b.item = i
	if changed {
		b.Refresh()
	}
}

func (b *sidebarButton) Tapped(*fyne.PointEvent) {
	if b.item.Do != nil {
		b.item.Do()
	}
}

func (b *sidebarButton) Cursor() desktop.Cursor         { return desktop.PointerCursor }
func (b *sidebarButton) MouseIn(*desktop.MouseEvent)    { b.hovered = true; b.Refresh(); b.tell() }
func (b *sidebarButton) MouseMoved(*desktop.MouseEvent) {}
func (b *sidebarButton) MouseOut()                      { b.hovered = false; b.Refresh(); tip.Hide(b) }
func (b *sidebarButton) FocusGained()                   { b.focused = true; b.Refresh(); b.tell() }
func (b *sidebarButton) FocusLost()                     { b.focused = false; b.Refresh(); tip.Hide(b) }
func (b *sidebarButton) TypedRune(rune)                 {}

// tell shows the whole text where it is cut.
func (b *sidebarButton) tell() {
	if shortened(b.item.Text, &canvas.Text{TextSize: theme.Size(theme.SizeCaption)}, textWidth) != b.item.Text {
		tip.Show(b, b.item.Text)
	}
}

func (b *sidebarButton) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	default:
		control.Pass(k)
	}
}

// CreateRenderer is for Fyne.
func (b *sidebarButton) CreateRenderer() fyne.WidgetRenderer {
	r := &sidebarRenderer{b: b, ground: &canvas.Rectangle{}, icon: &canvas.Image{FillMode: canvas.ImageFillContain}, word: centred(), note: centred()}
	r.Refresh()
	return r
}

func centred() *canvas.Text { return &canvas.Text{Alignment: fyne.TextAlignCenter} }

const (
	iconSize     = 22
	buttonHeight = 60
	textWidth    = sidebarWidth - 8
	noteHeight   = 15 // what a note adds to the height
)

type sidebarRenderer struct {
	b      *sidebarButton
	ground *canvas.Rectangle
	icon   *canvas.Image
	word   *canvas.Text
	note   *canvas.Text
}

func (r *sidebarRenderer) Destroy() {}

func (r *sidebarRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.icon, r.word, r.note}
}

func (r *sidebarRenderer) MinSize() fyne.Size {
	if r.b.item.Note != "" {
		return fyne.NewSize(sidebarWidth-8, buttonHeight+noteHeight)
	}
	return fyne.NewSize(sidebarWidth-8, buttonHeight)
}

func (r *sidebarRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	word := r.word.MinSize()
	height := iconSize + 3 + word.Height
	if r.b.item.Note != "" {
		height += noteHeight
	}
	top := (size.Height - height) / 2
	r.icon.Move(fyne.NewPos((size.Width-iconSize)/2, top))
	r.icon.Resize(fyne.NewSquareSize(iconSize))
	r.word.Move(fyne.NewPos(0, top+iconSize+3))
	r.word.Resize(fyne.NewSize(size.Width, word.Height))
	r.note.Move(fyne.NewPos(0, top+iconSize+3+noteHeight))
	r.note.Resize(fyne.NewSize(size.Width, word.Height))
}

func (r *sidebarRenderer) Refresh() {
	name := fynetheme.ColorNameForeground
	r.ground.FillColor, r.ground.StrokeWidth = color.Transparent, 0
	switch {
	case r.b.item.On:
		name = fynetheme.ColorNamePrimary
		r.ground.FillColor = theme.Color(theme.ColorInfoSoft)
	case r.b.hovered:
		r.ground.FillColor = theme.Color(fynetheme.ColorNameHover)
	}
	if r.b.focused {
		r.ground.StrokeColor, r.ground.StrokeWidth = theme.Color(fynetheme.ColorNameForeground), control.RingWidth
	}
	r.ground.CornerRadius = theme.Size(fynetheme.SizeNameCardRadius)
	if r.b.item.Icon != nil {
		r.icon.Resource = fynetheme.NewColoredResource(r.b.item.Icon, name)
	}
	for _, t := range []*canvas.Text{r.word, r.note} {
		t.Color, t.TextSize, t.TextStyle = theme.Color(name), theme.Size(theme.SizeCaption), fyne.TextStyle{Bold: r.b.item.On}
	}
	r.word.Text, r.note.Text = shortened(r.b.item.Text, r.word, textWidth), r.b.item.Note
	if r.word.Text != r.b.item.Text { // the colour says that it is shown, too
		r.word.TextStyle.Bold = false
		r.word.Text = shortened(r.b.item.Text, r.word, textWidth)
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
