package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/theme"
)

// List is a list of rows that is worked by keyboard: arrow keys, Page Up and Down, Home and
// End move a ring from row to row, Enter opens one, and the Menu key shows what can be done
// with it, as the right mouse button does. Fyne's own shows the row that has the keyboard
// by a shade, behind what the row consists of.
type List struct {
	widget.List
	// Open is called when a row is clicked or opened by keyboard; it is selected then.
	Open func(i int)
	// Reached is called when the keyboard reaches a row; nil for nothing.
	Reached func(i int)
	// Space is what Space does to a row; nil: it opens it.
	Space func(i int)
	// Skips reports whether a row cannot be reached, such as a heading; nil: none.
	Skips func(i int) bool
	// Menu returns what can be done with a row; nil: nothing.
	Menu func(i int) *fyne.Menu
	// Keys is asked first about every key, and reports whether it took it. It may be nil.
	Keys func(*fyne.KeyEvent) bool
	// Typed is handed letters, for a search; nil for nothing.
	Typed func(rune)

	at      int
	focused bool
	rows    map[*listed]struct{}
}

// NewList makes a list. update fills a row that create made, which is used again and again.
func NewList(length func() int, create func() fyne.CanvasObject, update func(i int, o fyne.CanvasObject)) *List {
	l := &List{rows: map[*listed]struct{}{}}
	l.Length, l.HideSeparators = length, true
	l.CreateItem = func() fyne.CanvasObject {
		r := &listed{list: l, held: create(), ring: NewRing(), at: -1}
		r.ExtendBaseWidget(r)
		l.rows[r] = struct{}{}
		return r
	}
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		r := o.(*listed)
		r.at = i
		update(i, r.held)
		r.showRing()
	}
	l.OnSelected = func(i widget.ListItemID) {
		l.at = i
		if l.Open != nil {
			l.Open(i)
		}
		l.showRings()
	}
	l.ExtendBaseWidget(l)
	return l
}

// At returns the row that has or had the keyboard.
func (l *List) At() int { return l.at }

// FocusGained is for Fyne.
func (l *List) FocusGained() {
	l.focused = true
	if l.at >= l.Length() || l.skips(l.at) {
		l.at = 0
		l.at = l.next(-1, 1)
		l.ScrollTo(l.at)
	}
	l.showRings()
	reveal()
}

// FocusLost is for Fyne.
func (l *List) FocusLost() {
	l.focused = false
	l.showRings()
}

// TypedRune is for Fyne.
func (l *List) TypedRune(r rune) {
	if l.Typed != nil && r != ' ' {
		l.Typed(r)
	}
}

// TypedKey is for Fyne.
func (l *List) TypedKey(k *fyne.KeyEvent) {
	if l.Keys != nil && l.Keys(k) || l.Length() == 0 {
		return
	}
	page := 1
	if l.Length() > 0 {
		page = max(int(l.Size().Height/max(l.rowHeight(), 1))-1, 1)
	}
	switch k.Name {
	case fyne.KeyDown:
		l.move(l.next(l.at, 1))
	case fyne.KeyUp:
		l.move(l.next(l.at, -1))
	case fyne.KeyPageDown:
		l.move(l.next(min(l.at+page, l.Length()-1)-1, 1))
	case fyne.KeyPageUp:
		l.move(l.next(max(l.at-page, 0)+1, -1))
	case fyne.KeyHome:
		l.move(l.next(-1, 1))
	case fyne.KeyEnd:
		l.move(l.next(l.Length(), -1))
	case fyne.KeySpace:
		if l.Space != nil {
			l.Space(l.at)
			return
		}
		l.Select(l.at)
	case fyne.KeyReturn, fyne.KeyEnter:
		l.Select(l.at)
	case desktop.KeyMenu:
		l.menuByKey()
	default:
		if l.Keys == nil {
			Pass(k)
		}
	}
}

func (l *List) skips(i int) bool { return l.Skips != nil && i >= 0 && i < l.Length() && l.Skips(i) }

// next returns the row after or before another that can be reached; where there is none,
// the present one.
func (l *List) next(from, step int) int {
	for i := from + step; i >= 0 && i < l.Length(); i += step {
		if !l.skips(i) {
			return i
		}
	}
	return l.at
}

func (l *List) move(to int) {
	if to == l.at {
		return
	}
	l.at = to
	if l.skips(to - 1) {
		l.ScrollTo(to - 1) // with its heading
	}
	l.ScrollTo(to)
	l.showRings()
	if l.Reached != nil {
		l.Reached(to)
	}
}

// rowHeight is the height of a row, with the gap to the next.
func (l *List) rowHeight() float32 {
	for r := range l.rows {
		if h := r.Size().Height; h > 0 {
			return h + theme.Size(fynetheme.SizeNamePadding)
		}
	}
	return 0
}

func (l *List) showRings() {
	for r := range l.rows {
		r.showRing()
	}
}

// menuByKey shows the menu of the row that has the keyboard below it.
func (l *List) menuByKey() {
	for r := range l.rows {
		if r.at == l.at && r.Visible() {
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(r)
			l.showMenu(l.at, r, at.AddXY(0, r.Size().Height))
			return
		}
	}
}

func (l *List) showMenu(i int, o fyne.CanvasObject, at fyne.Position) {
	if l.Menu == nil || i < 0 || i >= l.Length() || l.skips(i) {
		return
	}
	if m := l.Menu(i); m != nil {
		widget.ShowPopUpMenuAtPosition(m, fyne.CurrentApp().Driver().CanvasForObject(o), at)
	}
}

// listed is a row with a ring around it while it has the keyboard.
type listed struct {
	widget.BaseWidget
	list *List
	held fyne.CanvasObject
	ring *Ring
	at   int // row of the list
}

// Held returns what the row consists of.
func (r *listed) Held() fyne.CanvasObject { return r.held }

func (r *listed) showRing() { r.ring.Show(r.list.focused && r.at == r.list.at) }

// Tapped is for Fyne, which does not hand a click on to its list where the row takes the
// other button.
func (r *listed) Tapped(*fyne.PointEvent) {
	if r.list.skips(r.at) {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(r.list); c != nil {
		c.Focus(r.list)
	}
	r.list.Select(r.at)
}

// TappedSecondary shows what can be done with the row.
func (r *listed) TappedSecondary(e *fyne.PointEvent) {
	r.list.at = r.at
	r.list.showRings()
	r.list.showMenu(r.at, r, e.AbsolutePosition)
}

// CreateRenderer is for Fyne.
func (r *listed) CreateRenderer() fyne.WidgetRenderer {
	v := &listedRenderer{r: r}
	r.list.rows[r] = struct{}{} // again, where Fyne had dropped its renderer
	v.objects = append([]fyne.CanvasObject{r.held}, r.ring.Objects()...)
	r.showRing()
	return v
}

type listedRenderer struct {
	r       *listed
	objects []fyne.CanvasObject
}

func (v *listedRenderer) Destroy() { delete(v.r.list.rows, v.r) }

func (v *listedRenderer) Objects() []fyne.CanvasObject { return v.objects }

func (v *listedRenderer) MinSize() fyne.Size { return v.r.held.MinSize() }

// Layout is for Fyne.
func (v *listedRenderer) Layout(size fyne.Size) {
	v.r.held.Resize(size)
	v.r.ring.Layout(fyne.Position{}, size)
}

// Refresh is for Fyne.
func (v *listedRenderer) Refresh() {
	v.r.showRing()
	v.r.held.Refresh()
}
