package table

import (
	"slices"

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

const (
	// cellInset is the room at either side of a cell's content.
	cellInset = 8
	// rowEnd is left free at the right, for the scroll bar and the heading's menu.
	rowEnd = 22
)

// rowView draws one row of the table. It is recycled: bind gives it another
// row. Clicks are taken on mouse down, not as taps, since a tap is lost when
// the pointer moves by two units, and waits to see whether another follows.
type rowView[ID comparable, Row any] struct {
	widget.BaseWidget
	t       *Table[ID, Row]
	at      int // row of the data, -1 when it shows none
	hovered bool
	told    int // cell that a tip is about, -1 for none
}

var (
	_ desktop.Mouseable      = (*rowView[int, int])(nil)
	_ desktop.Hoverable      = (*rowView[int, int])(nil)
	_ fyne.SecondaryTappable = (*rowView[int, int])(nil)
)

func newRowView[ID comparable, Row any](t *Table[ID, Row]) *rowView[ID, Row] {
	v := &rowView[ID, Row]{t: t, at: -1, told: -1}
	v.ExtendBaseWidget(v)
	return v
}

// Resize takes the gap below the row, too, so that no click between two rows
// is lost.
func (v *rowView[ID, Row]) Resize(size fyne.Size) {
	v.BaseWidget.Resize(size.AddWidthHeight(0, theme.Size(fynetheme.SizeNamePadding)))
}

// MouseDown selects the row, or opens it the second time; with Ctrl or Shift it chooses
// several.
func (v *rowView[ID, Row]) MouseDown(e *desktop.MouseEvent) {
	tip.Hide(v)
	if e.Button == desktop.MouseButtonPrimary && e.Modifier == 0 && v.t.pressedCell(v.at, v.cellAt(e.Position.X)) {
		return
	}
	v.t.pressed(v.at, e.Button, e.Modifier)
}

// MouseUp is for Fyne.
func (v *rowView[ID, Row]) MouseUp(*desktop.MouseEvent) {}

// TappedSecondary opens the row's menu.
func (v *rowView[ID, Row]) TappedSecondary(e *fyne.PointEvent) {
	v.t.showMenu(v.at, v.cellAt(e.Position.X), e.AbsolutePosition)
}

// MouseIn is for Fyne.
func (v *rowView[ID, Row]) MouseIn(e *desktop.MouseEvent) {
	v.hovered = true
	v.Refresh()
	v.hover(e)
}

// MouseMoved is for Fyne.
func (v *rowView[ID, Row]) MouseMoved(e *desktop.MouseEvent) {
	v.hover(e)
}

// hover shows the whole of a cell that is cut in a tip below it.
func (v *rowView[ID, Row]) hover(e *desktop.MouseEvent) {
	cell := v.cellAt(e.Position.X)
	if text := v.t.hover(v.at, cell); cell != v.told {
		v.told = cell
		tip.ShowAt(v, text, e.AbsolutePosition.Subtract(e.Position).AddXY(v.t.columns.left(cell), 0), v.Size().Height)
	}
}

// MouseOut is for Fyne.
func (v *rowView[ID, Row]) MouseOut() {
	v.hovered = false
	v.Refresh()
	v.t.hover(-1, -1)
	v.told = -1
	tip.Hide(v)
}

func (v *rowView[ID, Row]) cellAt(x float32) int { return v.t.columns.at(x) }

// CreateRenderer is for Fyne.
func (v *rowView[ID, Row]) CreateRenderer() fyne.WidgetRenderer {
	r := &rowRenderer[ID, Row]{v: v, ground: &canvas.Rectangle{}, mark: &canvas.Rectangle{}, ring: &canvas.Rectangle{}}
	r.build()
	r.Refresh()
	return r
}

// rowRenderer holds one object a shown column, in their order.
type rowRenderer[ID comparable, Row any] struct {
	v            *rowView[ID, Row]
	ground, mark *canvas.Rectangle
	ring         *canvas.Rectangle // around the row that has the keyboard
	columns      []int             // that the cells were made for
	cells        []fyne.CanvasObject
	objects      []fyne.CanvasObject
}

func (r *rowRenderer[ID, Row]) Destroy() {}

func (r *rowRenderer[ID, Row]) Objects() []fyne.CanvasObject { return r.objects }

func (r *rowRenderer[ID, Row]) MinSize() fyne.Size {
	return fyne.NewSize(100, theme.Size(theme.SizeRow))
}

// build makes the cells for the columns that are shown now.
func (r *rowRenderer[ID, Row]) build() {
	c := r.v.t.columns
	r.columns = append(r.columns[:0], c.shown...)
	r.cells = r.cells[:0]
	r.objects = []fyne.CanvasObject{r.ground, r.mark, r.ring}
	for _, i := range c.shown {
		var cell fyne.CanvasObject
		if c.all[i].New != nil {
			cell = c.all[i].New()
		} else {
			cell = &canvas.Text{}
		}
		r.cells = append(r.cells, cell)
		r.objects = append(r.objects, cell)
	}
}

// Layout fills the room between the separators above and below, which are in
// the middle of the gaps that the list leaves between rows.
func (r *rowRenderer[ID, Row]) Layout(size fyne.Size) {
	gap := theme.Size(fynetheme.SizeNamePadding)
	r.ground.Move(fyne.NewPos(0, -gap/2))
	r.ground.Resize(fyne.NewSize(size.Width, size.Height-1))
	r.ring.Move(fyne.NewPos(1, 0)) // within what the list does not cut off
	r.ring.Resize(fyne.NewSize(size.Width-2, size.Height-gap-1))
	size.Height -= gap
	r.mark.Resize(fyne.NewSize(3, size.Height-8))
	r.mark.Move(fyne.NewPos(0, 4))
	c := r.v.t.columns
	x := float32(0)
	for n, cell := range r.cells {
		if n >= len(c.widths) {
			break
		}
		w := max(c.widths[n]-2*cellInset, 0)
		pos, box := fyne.NewPos(x+cellInset, 0), fyne.NewSize(w, size.Height)
		if t, ok := cell.(*canvas.Text); ok {
			box.Height = r.v.t.meter.Height
			pos.Y = (size.Height - box.Height) / 2
			if c.all[r.columns[n]].Right { // only these need their true width, which is dear
				box.Width = t.MinSize().Width
				pos.X += w - box.Width
			}
		}
		cell.Move(pos)
		cell.Resize(box)
		x += c.widths[n]
	}
}

func (r *rowRenderer[ID, Row]) Refresh() {
	t := r.v.t
	if !slices.Equal(r.columns, t.columns.shown) {
		r.build()
	}
	selected := t.isSelected(r.v.at)
	r.ground.CornerRadius = theme.Size(fynetheme.SizeNameSelectionRadius)
	r.mark.CornerRadius = 1.5
	r.ground.FillColor, r.mark.FillColor = nil, nil
	r.ground.StrokeColor, r.ground.StrokeWidth = nil, 0
	chosen := t.picks.has(r.v.at)
	switch {
	case chosen, selected && t.picks.n == 0:
		r.ground.FillColor = theme.Color(fynetheme.ColorNameSelection)
		if t.focused || chosen {
			r.mark.FillColor = theme.Color(fynetheme.ColorNamePrimary)
		}
	case r.v.hovered:
		r.ground.FillColor = theme.Color(fynetheme.ColorNameHover)
	}
	if selected && t.picks.n > 0 { // which of them the panel beside shows
		r.ground.StrokeColor, r.ground.StrokeWidth = theme.Color(fynetheme.ColorNamePrimary), 1
	}
	r.ring.CornerRadius = theme.Size(fynetheme.SizeNameSelectionRadius)
	r.ring.StrokeColor, r.ring.StrokeWidth = theme.Color(fynetheme.ColorNamePrimary), control.RingWidth
	r.ring.Hidden = !selected || !t.focused
	row, ok := t.model.row(r.v.at)
	for n, i := range r.columns {
		col := t.columns.all[i]
		if col.New != nil {
			col.Update(r.cells[n], row, ok)
			continue
		}
		text := r.cells[n].(*canvas.Text)
		text.TextSize = t.meter.Size
		text.Color = theme.Color(t.textColor(col, row, ok))
		text.Text = ""
		if ok {
			text.Text = t.meter.Fit(col.shown(row), t.columns.widths[n]-2*cellInset, col.Cut)
		} else if n == 0 || col.Grow {
			text.Text = string(meter.Ellipsis)
		}
	}
	r.Layout(r.v.Size())
	canvas.Refresh(r.v)
}
