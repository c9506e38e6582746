package table

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/control"
	"sitewell/ui/meter"
	"sitewell/ui/theme"
	"sitewell/ui/tip"
)

type arrow int

const (
	arrowNone arrow = iota
	arrowUp         // ascending
	arrowDown
)

// headCell is one title of the heading, or its menu button. Sortable ones can
// be clicked, and reached and pressed by keyboard.
type headCell struct {
	widget.BaseWidget
	title, help      string
	icon             fyne.Resource // instead of a title
	right            bool
	arrow            arrow
	press            func() // nil: nothing happens
	menu             func(*fyne.PointEvent)
	hovered, focused bool
}

var (
	_ fyne.Tappable          = (*headCell)(nil)
	_ fyne.SecondaryTappable = (*headCell)(nil)
	_ fyne.Focusable         = (*headCell)(nil)
	_ fyne.Disableable       = (*headCell)(nil)
	_ desktop.Hoverable      = (*headCell)(nil)
)

func newHeadCell(press func(), menu func(*fyne.PointEvent)) *headCell {
	c := &headCell{press: press, menu: menu}
	c.ExtendBaseWidget(c)
	return c
}

// Tapped sorts.
func (c *headCell) Tapped(*fyne.PointEvent) {
	tip.Hide(c)
	if c.press != nil {
		c.press()
	}
}

// TappedSecondary opens the column menu.
func (c *headCell) TappedSecondary(e *fyne.PointEvent) { c.menu(e) }

// Enable and Disable are for Fyne, which asks Disabled before it focuses.
func (c *headCell) Enable() {}

// Disable does nothing: a column is sortable or not.
func (c *headCell) Disable() {}

// Disabled keeps the focus away from titles that do nothing.
func (c *headCell) Disabled() bool { return c.press == nil }

// FocusGained is for Fyne.
func (c *headCell) FocusGained() { c.focused = true; c.Refresh(); tip.Show(c, c.help) }

// FocusLost is for Fyne.
func (c *headCell) FocusLost() { c.focused = false; c.Refresh(); tip.Hide(c) }

// TypedRune is for Fyne.
func (c *headCell) TypedRune(rune) {}

// TypedKey sorts by Space and Enter.
func (c *headCell) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		c.Tapped(nil)
	default:
		control.Pass(e)
	}
}

// MouseIn is for Fyne.
func (c *headCell) MouseIn(*desktop.MouseEvent) { c.hovered = true; c.Refresh(); tip.Show(c, c.help) }

// MouseMoved is for Fyne.
func (c *headCell) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is for Fyne.
func (c *headCell) MouseOut() { c.hovered = false; c.Refresh(); tip.Hide(c) }

// CreateRenderer is for Fyne.
func (c *headCell) CreateRenderer() fyne.WidgetRenderer {
	r := &headCellRenderer{
		c: c, ground: &canvas.Rectangle{}, text: &canvas.Text{TextStyle: fyne.TextStyle{Bold: true}},
		icon: &canvas.Image{FillMode: canvas.ImageFillContain},
	}
	r.Refresh()
	return r
}

const arrowSize = 14

type headCellRenderer struct {
	c      *headCell
	ground *canvas.Rectangle
	text   *canvas.Text
	icon   *canvas.Image
	meter  *meter.Meter
}

func (r *headCellRenderer) Destroy() {}

func (r *headCellRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.text, r.icon}
}

func (r *headCellRenderer) MinSize() fyne.Size { return fyne.NewSize(10, headingHeight) }

func (r *headCellRenderer) Layout(size fyne.Size) {
	r.ground.Move(fyne.NewPos(2, 3))
	r.ground.Resize(size.SubtractWidthHeight(4, 6))
	if r.c.icon != nil {
		r.icon.Move(fyne.NewPos((size.Width-18)/2, (size.Height-18)/2))
		r.icon.Resize(fyne.NewSquareSize(18))
		return
	}
	room := size.Width - 2*cellInset
	if r.c.arrow != arrowNone {
		room -= arrowSize + 2
	}
	r.text.Text = r.meter.Fit(r.c.title, max(room, 0), meter.CutEnd)
	m := r.text.MinSize()
	x := float32(cellInset)
	if r.c.right {
		x += room - m.Width
	}
	r.text.Move(fyne.NewPos(x, (size.Height-m.Height)/2))
	r.text.Resize(m)
	r.icon.Move(fyne.NewPos(x+m.Width+2, (size.Height-arrowSize)/2))
	r.icon.Resize(fyne.NewSquareSize(arrowSize))
}

func (r *headCellRenderer) Refresh() {
	r.ground.FillColor, r.ground.StrokeWidth = nil, 0
	r.ground.CornerRadius = theme.Size(fynetheme.SizeNameSelectionRadius)
	if r.c.hovered && r.c.press != nil {
		r.ground.FillColor = theme.Color(fynetheme.ColorNameHover)
	}
	if r.c.focused {
		r.ground.StrokeColor, r.ground.StrokeWidth = theme.Color(fynetheme.ColorNameForeground), control.RingWidth
	}
	r.text.TextSize, r.text.Color = theme.Size(theme.SizeCaption), theme.Color(theme.ColorSubtle)
	if r.c.arrow != arrowNone {
		r.text.Color = theme.Color(fynetheme.ColorNameForeground)
	}
	if r.meter == nil || r.meter.Size != r.text.TextSize {
		r.meter = meter.New(theme.SizeCaption, true)
	}
	switch {
	case r.c.icon != nil:
		r.icon.Resource = fynetheme.NewColoredResource(r.c.icon, theme.ColorSubtle)
	case r.c.arrow == arrowUp:
		r.icon.Resource = fynetheme.MoveUpIcon()
	case r.c.arrow == arrowDown:
		r.icon.Resource = fynetheme.MoveDownIcon()
	}
	r.icon.Hidden = r.c.icon == nil && r.c.arrow == arrowNone
	r.Layout(r.c.Size())
	r.icon.Refresh()
	canvas.Refresh(r.c)
}
