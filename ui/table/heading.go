package table

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/theme"
)

const (
	headingHeight = 32
	handleWidth   = 9
)

// heading is the row of column titles: a click sorts, a drag at a border
// resizes, a right click chooses columns.
type heading[ID comparable, Row any] struct {
	widget.BaseWidget
	t *Table[ID, Row]
}

func newHeading[ID comparable, Row any](t *Table[ID, Row]) *heading[ID, Row] {
	h := &heading[ID, Row]{t: t}
	h.ExtendBaseWidget(h)
	return h
}

// CreateRenderer is for Fyne.
func (h *heading[ID, Row]) CreateRenderer() fyne.WidgetRenderer {
	r := &headingRenderer[ID, Row]{h: h, ground: &canvas.Rectangle{}, line: &canvas.Rectangle{}}
	r.more = newHeadCell(func() { h.t.showColumns(nil) }, func(*fyne.PointEvent) { h.t.showColumns(nil) })
	r.more.icon, r.more.help = fynetheme.MoreVerticalIcon(), lang.L("Choose columns")
	r.build()
	r.Refresh()
	return r
}

type headingRenderer[ID comparable, Row any] struct {
	h            *heading[ID, Row]
	ground, line *canvas.Rectangle
	columns      []int
	cells        []*headCell
	handles      []*handle
	more         *headCell
	objects      []fyne.CanvasObject
}

func (r *headingRenderer[ID, Row]) Destroy() {}

func (r *headingRenderer[ID, Row]) Objects() []fyne.CanvasObject { return r.objects }

func (r *headingRenderer[ID, Row]) MinSize() fyne.Size { return fyne.NewSize(100, headingHeight) }

func (r *headingRenderer[ID, Row]) build() {
	t := r.h.t
	r.columns = append(r.columns[:0], t.columns.shown...)
	r.cells, r.handles = nil, nil
	r.objects = []fyne.CanvasObject{r.ground, r.line}
	for n, i := range t.columns.shown {
		col := t.columns.all[i]
		var sort func()
		if col.Sortable {
			sort = func() { t.clickHeading(col) }
		}
		c := newHeadCell(sort, func(e *fyne.PointEvent) { t.showColumns(&e.AbsolutePosition) })
		c.title, c.help, c.right = col.Title, col.Help, col.Right
		r.cells = append(r.cells, c)
		r.objects = append(r.objects, c)
		if n+1 < len(t.columns.shown) {
			r.handles = append(r.handles, newHandle(
				func(dx float32) float32 { moved := t.columns.drag(n, dx); t.relayout(); return moved },
				t.columns.save))
		}
	}
	for _, h := range r.handles {
		r.objects = append(r.objects, h) // above the cells
	}
	r.objects = append(r.objects, r.more)
}

func (r *headingRenderer[ID, Row]) Layout(size fyne.Size) {
	c := r.h.t.columns
	r.ground.Resize(size)
	r.line.Move(fyne.NewPos(0, size.Height-1))
	r.line.Resize(fyne.NewSize(size.Width, 1))
	x := float32(0)
	for n, cell := range r.cells {
		if n >= len(c.widths) {
			break
		}
		cell.Move(fyne.NewPos(x, 0))
		cell.Resize(fyne.NewSize(c.widths[n], size.Height))
		x += c.widths[n]
		if n < len(r.handles) {
			r.handles[n].Move(fyne.NewPos(x-handleWidth/2, 0))
			r.handles[n].Resize(fyne.NewSize(handleWidth, size.Height))
		}
	}
	r.more.Move(fyne.NewPos(size.Width-rowEnd, 0))
	r.more.Resize(fyne.NewSize(rowEnd, size.Height))
}

func (r *headingRenderer[ID, Row]) Refresh() {
	t := r.h.t
	if !slices.Equal(r.columns, t.columns.shown) {
		r.build()
	}
	r.ground.FillColor = theme.Color(fynetheme.ColorNameHeaderBackground)
	r.ground.TopLeftCornerRadius = theme.Size(fynetheme.SizeNameCardRadius)
	r.ground.TopRightCornerRadius = r.ground.TopLeftCornerRadius
	r.line.FillColor = theme.Color(theme.ColorBorder)
	for n, i := range r.columns {
		r.cells[n].arrow = arrowNone
		if t.sort.Column == t.columns.all[i].ID {
			r.cells[n].arrow = arrowUp
			if t.sort.Desc {
				r.cells[n].arrow = arrowDown
			}
		}
		r.cells[n].Refresh()
	}
	r.Layout(r.h.Size())
	canvas.Refresh(r.h)
}

// handle is the border between two columns.
type handle struct {
	widget.BaseWidget
	drag        func(dx float32) float32
	done        func()
	want, moved float32
	hovered     bool
}

var (
	_ fyne.Draggable     = (*handle)(nil)
	_ desktop.Cursorable = (*handle)(nil)
	_ desktop.Hoverable  = (*handle)(nil)
)

func newHandle(drag func(dx float32) float32, done func()) *handle {
	h := &handle{drag: drag, done: done}
	h.ExtendBaseWidget(h)
	return h
}

// Dragged moves the border with the pointer. What the columns did not allow is
// kept, so that the border stays put until the pointer is back at it.
func (h *handle) Dragged(e *fyne.DragEvent) {
	h.want += e.Dragged.DX
	h.moved += h.drag(h.want - h.moved)
}

// DragEnd remembers the widths.
func (h *handle) DragEnd() {
	h.want, h.moved = 0, 0
	h.done()
}

// Cursor is for Fyne.
func (h *handle) Cursor() desktop.Cursor { return desktop.HResizeCursor }

// MouseIn is for Fyne.
func (h *handle) MouseIn(*desktop.MouseEvent) {
	h.hovered = true
	h.Refresh()
}

// MouseMoved is for Fyne.
func (h *handle) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is for Fyne.
func (h *handle) MouseOut() {
	h.hovered = false
	h.Refresh()
}

// CreateRenderer is for Fyne.
func (h *handle) CreateRenderer() fyne.WidgetRenderer {
	return &handleRenderer{h: h, line: &canvas.Rectangle{}}
}

type handleRenderer struct {
	h    *handle
	line *canvas.Rectangle
}

func (r *handleRenderer) Destroy() {}

func (r *handleRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.line} }

func (r *handleRenderer) MinSize() fyne.Size { return fyne.NewSize(handleWidth, headingHeight) }

func (r *handleRenderer) Layout(size fyne.Size) {
	r.line.Move(fyne.NewPos((size.Width-1)/2, 8))
	r.line.Resize(fyne.NewSize(1, size.Height-16))
	r.color()
}

func (r *handleRenderer) color() {
	r.line.FillColor = theme.Color(theme.ColorBorder)
	if r.h.hovered {
		r.line.FillColor = theme.Color(fynetheme.ColorNamePrimary)
	}
}

func (r *handleRenderer) Refresh() {
	r.color()
	r.line.Refresh()
}
