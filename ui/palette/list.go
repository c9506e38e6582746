package palette

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/control"
	"sitewell/ui/meter"
	"sitewell/ui/theme"
)

// group is a part of the list with a heading, "" for none.
type group struct {
	heading string
	items   []Item
}

// list shows items one below the other, of which one is selected. The keyboard stays in
// the field above it.
type list struct {
	rows   []*row // those that are shown, and spare ones behind them
	n      int
	at     int  // the selected row, -1 for none
	moved  bool // by the person
	box    *fyne.Container
	scroll *container.Scroll
	run    func(Item)
}

func newList(run func(Item)) *list {
	l := &list{run: run, at: -1, box: container.New(stacked{})}
	l.scroll = container.NewVScroll(l.box)
	return l
}

// scrollBar is the room for it at the right.
const scrollBar = 10

// stacked lays rows out one below the other without gaps, those that are hidden excepted.
type stacked struct{}

func (stacked) MinSize(o []fyne.CanvasObject) fyne.Size {
	n := 0
	for _, r := range o {
		if r.Visible() {
			n++
		}
	}
	return fyne.NewSize(100, float32(n)*rowHeight)
}

func (stacked) Layout(o []fyne.CanvasObject, size fyne.Size) {
	for i, r := range o {
		r.Move(fyne.NewPos(0, float32(i)*rowHeight))
		r.Resize(fyne.NewSize(size.Width-scrollBar, rowHeight))
	}
}

// reached returns the ID of the selected item where a person went to it by keyboard, "" for
// one that is selected because it is the first.
func (l *list) reached() string {
	if i, ok := l.selected(); ok && l.moved {
		return i.ID
	}
	return ""
}

// show lists groups and selects the item with the ID keep, or else the first that can be
// chosen.
func (l *list) show(groups []group, keep string) {
	l.n, l.at, l.moved = 0, -1, false
	for _, g := range groups {
		if len(g.items) == 0 {
			continue
		}
		if g.heading != "" {
			l.next().set(g.heading, Item{})
		}
		for _, i := range g.items {
			r := l.next()
			r.set("", i)
			if l.at < 0 && !i.Off || !l.moved && keep != "" && i.ID == keep {
				l.at, l.moved = l.n-1, i.ID == keep
			}
		}
	}
	for i, r := range l.rows {
		r.Hidden = i >= l.n
		r.selected = i == l.at
		r.Refresh()
	}
	l.box.Refresh()
	l.scroll.ScrollToTop()
	if l.moved {
		l.reveal()
	}
}

// next returns the next row to be filled.
func (l *list) next() *row {
	if l.n == len(l.rows) {
		r := &row{list: l}
		r.ExtendBaseWidget(r)
		l.rows = append(l.rows, r)
		l.box.Objects = append(l.box.Objects, r)
	}
	l.n++
	return l.rows[l.n-1]
}

func (l *list) selected() (Item, bool) {
	if l.at < 0 {
		return Item{}, false
	}
	return l.rows[l.at].item, true
}

// move selects the row so many places away, past headings and what cannot be done. By
// single steps it goes round; by more it stops at the ends.
func (l *list) move(by int) {
	if l.at < 0 {
		return
	}
	step := 1
	if by < 0 {
		step = -1
	}
	to, last := l.at, l.at
	for moved := 0; moved < by*step; {
		to += step
		if to < 0 || to >= l.n {
			if by != step {
				break
			}
			to = (to + l.n) % l.n
		}
		if l.rows[to].canChoose() {
			last = to
			moved++
		}
	}
	l.rows[l.at].selected = false
	l.rows[l.at].Refresh()
	l.at, l.moved = last, true
	l.rows[l.at].selected = true
	l.rows[l.at].Refresh()
	l.reveal()
}

// reveal scrolls the selected row into view, with the heading above the first one.
func (l *list) reveal() {
	first := l.at
	if first > 0 && l.rows[first-1].heading != "" {
		first--
	}
	offset, height := l.scroll.Offset, l.scroll.Size().Height
	offset.Y = max(min(offset.Y, float32(first)*rowHeight), float32(l.at+1)*rowHeight-height)
	l.scroll.ScrollToOffset(offset)
}

// row is one item, or a heading.
type row struct {
	widget.BaseWidget
	list              *list
	heading           string
	item              Item
	selected, hovered bool
}

var (
	_ fyne.Tappable      = (*row)(nil)
	_ desktop.Hoverable  = (*row)(nil)
	_ desktop.Cursorable = (*row)(nil)
)

func (r *row) set(heading string, i Item) { r.heading, r.item, r.hovered = heading, i, false }

func (r *row) canChoose() bool { return r.heading == "" && !r.item.Off }

// Tapped is for Fyne.
func (r *row) Tapped(*fyne.PointEvent) {
	if r.canChoose() {
		r.list.run(r.item)
	}
}

// MouseIn is for Fyne.
func (r *row) MouseIn(*desktop.MouseEvent) { r.hovered = true; r.Refresh() }

// MouseMoved is for Fyne.
func (r *row) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is for Fyne.
func (r *row) MouseOut() { r.hovered = false; r.Refresh() }

// Cursor is for Fyne.
func (r *row) Cursor() desktop.Cursor {
	if r.canChoose() {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// CreateRenderer is for Fyne.
func (r *row) CreateRenderer() fyne.WidgetRenderer {
	v := &rowRenderer{r: r, ground: &canvas.Rectangle{}, icon: &canvas.Image{FillMode: canvas.ImageFillContain}, text: &canvas.Text{}, note: &canvas.Text{}, end: &canvas.Text{}}
	v.objects = []fyne.CanvasObject{v.ground, v.icon, v.text, v.note, v.end}
	v.Refresh()
	return v
}

type rowRenderer struct {
	r               *row
	ground          *canvas.Rectangle
	icon            *canvas.Image
	text, note, end *canvas.Text
	objects         []fyne.CanvasObject
	body, caption   *meter.Meter
}

func (v *rowRenderer) Destroy() {}

func (v *rowRenderer) Objects() []fyne.CanvasObject { return v.objects }

func (v *rowRenderer) MinSize() fyne.Size { return fyne.NewSize(100, rowHeight) }

const (
	rowInset = 10
	rowIcon  = 18
)

// Layout is for Fyne.
func (v *rowRenderer) Layout(size fyne.Size) {
	if v.body == nil || v.body.Size != theme.Size(theme.SizeBody) {
		v.body, v.caption = meter.New(theme.SizeBody, false), meter.New(theme.SizeCaption, false)
	}
	v.ground.Resize(size.SubtractWidthHeight(0, 2))
	v.ground.Move(fyne.NewPos(0, 1))
	v.icon.Move(fyne.NewPos(rowInset, (size.Height-rowIcon)/2))
	v.icon.Resize(fyne.NewSquareSize(rowIcon))
	put := func(t *canvas.Text, m *meter.Meter, s string, x, width float32) float32 {
		t.Text = m.Fit(s, max(width, 0), meter.CutEnd)
		t.Move(fyne.NewPos(x, (size.Height-m.Height)/2))
		t.Resize(fyne.NewSize(max(width, 0), m.Height))
		return m.Width(t.Text)
	}
	end := v.r.item.Kind
	if v.r.item.Keys != "" {
		end = v.r.item.Keys
	}
	right := size.Width - rowInset
	if end != "" {
		w := v.caption.Width(end)
		put(v.end, v.caption, end, right-w, w+1)
		right -= w + 2*rowInset
	} else {
		v.end.Text = ""
	}
	if v.r.heading != "" {
		v.note.Text = ""
		put(v.text, v.caption, v.r.heading, rowInset, right-rowInset)
		return
	}
	left := float32(2*rowInset + rowIcon)
	left += put(v.text, v.body, v.r.item.Text, left, right-left) + 2*rowInset
	put(v.note, v.caption, v.r.item.Note, left, right-left)
}

// Refresh is for Fyne.
func (v *rowRenderer) Refresh() {
	r := v.r
	quiet := theme.Color(theme.ColorSubtle)
	v.text.Color, v.text.TextSize, v.text.TextStyle = theme.Color(fynetheme.ColorNameForeground), theme.Size(theme.SizeBody), fyne.TextStyle{}
	v.note.Color, v.note.TextSize = quiet, theme.Size(theme.SizeCaption)
	v.end.Color, v.end.TextSize = quiet, theme.Size(theme.SizeCaption)
	name := fynetheme.ColorNameForeground
	switch {
	case r.heading != "":
		v.text.Color, v.text.TextSize = quiet, theme.Size(theme.SizeCaption)
	case r.item.Off:
		v.text.Color, name = theme.Color(fynetheme.ColorNameDisabled), fynetheme.ColorNameDisabled
	}
	v.icon.Hidden = r.heading != "" || r.item.Icon == nil
	if !v.icon.Hidden {
		v.icon.Resource = fynetheme.NewColoredResource(r.item.Icon, name)
	}
	v.ground.FillColor, v.ground.StrokeWidth = color.Transparent, 0
	switch {
	case r.selected:
		v.ground.FillColor = theme.Color(theme.ColorInfoSoft)
		v.ground.StrokeColor, v.ground.StrokeWidth = theme.Color(fynetheme.ColorNamePrimary), control.RingWidth
	case r.hovered && r.canChoose():
		v.ground.FillColor = theme.Color(fynetheme.ColorNameHover)
	}
	v.ground.CornerRadius = theme.Size(fynetheme.SizeNameSelectionRadius)
	v.Layout(r.Size())
	for _, o := range v.objects {
		o.Refresh()
	}
}
