package table

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/control"
	"sitewell/ui/theme"
)

// body is the list of rows. It takes the keyboard in place of widget.List,
// whose own selection and highlight it never uses: those go by row number.
type body[ID comparable, Row any] struct {
	widget.List
	t *Table[ID, Row]
}

var (
	_ fyne.Focusable    = (*body[int, int])(nil)
	_ fyne.Shortcutable = (*body[int, int])(nil)
)

func newBody[ID comparable, Row any](t *Table[ID, Row]) *body[ID, Row] {
	b := &body[ID, Row]{t: t}
	b.Length = func() int { return t.span.length() }
	b.CreateItem = func() fyne.CanvasObject { return newRowView(t) }
	b.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) { t.bind(o.(*rowView[ID, Row]), i) }
	b.ExtendBaseWidget(b)
	return b
}

// FocusGained is for Fyne.
func (b *body[ID, Row]) FocusGained() { b.setFocused(true) }

// FocusLost is for Fyne.
func (b *body[ID, Row]) FocusLost() { b.setFocused(false) }

func (b *body[ID, Row]) setFocused(on bool) {
	b.t.focused = on
	b.t.showFocus()
	if v := b.t.views[b.t.place]; v != nil {
		v.Refresh()
	}
}

// showFocus draws a ring around all rows while they have the keyboard and none of them
// is selected; else the selected row has it.
func (t *Table[ID, Row]) showFocus() {
	t.ring.Hidden = !t.focused || t.place >= 0
	t.ring.StrokeColor, t.ring.StrokeWidth = theme.Color(fynetheme.ColorNamePrimary), control.RingWidth
	t.ring.CornerRadius = theme.Size(fynetheme.SizeNameSelectionRadius)
	t.ring.Refresh()
}

// TypedKey moves the selection, extends it with Shift, and opens the selected row.
func (b *body[ID, Row]) TypedKey(e *fyne.KeyEvent) {
	t := b.t
	if e.Name == fyne.KeyEscape && t.picks.n > 0 {
		t.ChooseNone()
		return
	}
	if t.o.Keys != nil && t.o.Keys(e) {
		return
	}
	if t.Len() == 0 {
		return
	}
	if row, moves := t.target(e.Name); moves {
		if t.canChoose() && t.modifiers()&fyne.KeyModifierShift != 0 {
			t.extend(row, false)
			return
		}
		t.choose(row)
		return
	}
	switch {
	case e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter:
		t.open(t.place)
	case e.Name == desktop.KeyMenu || e.Name == fyne.KeyF10 && t.modifiers()&fyne.KeyModifierShift != 0: // not every keyboard has the former
		t.menuByKey()
	}
}

// TypedRune hands letters on.
func (b *body[ID, Row]) TypedRune(r rune) {
	if b.t.o.Typed != nil && !unicode.IsSpace(r) {
		b.t.o.Typed(r)
	}
}

// target returns the row to which a key moves; ok is false for a key that does not
// move, and where there are no rows.
func (t *Table[ID, Row]) target(key fyne.KeyName) (row int, ok bool) {
	last, at := t.Len()-1, t.place
	if at < 0 { // nothing selected: begin with what is in view
		at, _ = t.visible()
		if key == fyne.KeyDown || key == fyne.KeyUp {
			return at, last >= 0
		}
	}
	switch key {
	case fyne.KeyDown:
		row = min(at+1, last)
	case fyne.KeyUp:
		row = max(at-1, 0)
	case fyne.KeyPageDown:
		row = min(at+t.perPage(), last)
	case fyne.KeyPageUp:
		row = max(at-t.perPage(), 0)
	case fyne.KeyHome:
		row = 0
	case fyne.KeyEnd:
		row = last
	default:
		return 0, false
	}
	return row, last >= 0
}

// TypedShortcut copies what is chosen, or chooses rows. All else is for the window: a
// widget that takes shortcuts would keep them from it.
func (b *body[ID, Row]) TypedShortcut(s fyne.Shortcut) {
	_, copies := s.(*fyne.ShortcutCopy)
	switch {
	case copies && b.t.picks.n > 1:
		b.t.CopyChosen()
	case copies:
		b.t.copyRow(b.t.place)
	case b.t.chooseByKey(s):
	default:
		if c, ok := fyne.CurrentApp().Driver().CanvasForObject(b).(fyne.Shortcutable); ok {
			c.TypedShortcut(s)
		}
	}
}

// bind returns a recycled view the i-th row of the list.
func (t *Table[ID, Row]) bind(v *rowView[ID, Row], i int) {
	if t.views[v.at] == v {
		delete(t.views, v.at)
	}
	v.at = t.span.row(i)
	t.views[v.at] = v
	v.Refresh()
	t.followScroll()
}

// followScroll moves the stretch of rows that the list holds once its end
// comes into view: not here, for the list is being laid out, but soon.
func (t *Table[ID, Row]) followScroll() {
	if t.moving || t.span.total <= spanRows {
		return
	}
	if first, last := t.visible(); t.span.follow(first, last) == t.span {
		return
	}
	t.moving = true
	t.o.Run.Do(func() {
		t.moving = false
		first, last := t.visible()
		t.moveSpan(t.span.follow(first, last))
	})
}

// moveSpan shows another stretch with the same rows in view.
func (t *Table[ID, Row]) moveSpan(to span) {
	if to == t.span {
		return
	}
	offset := t.body.GetScrollOffset() - float32(to.base-t.span.base)*pitch()
	t.span = to
	t.moving = true // scrolling binds rows: not again before the place is right
	t.body.ScrollToOffset(offset)
	t.refreshRows()
	t.moving = false
}

// pitch is the distance from one row to the next.
func pitch() float32 { return theme.Size(theme.SizeRow) + theme.Size(fynetheme.SizeNamePadding) }

// visible returns the first and last row of the data that are in view.
func (t *Table[ID, Row]) visible() (first, last int) {
	listed := int(t.body.GetScrollOffset() / pitch())
	first = t.span.row(listed)
	return first, min(first+t.perPage(), max(t.span.total-1, 0))
}

// perPage is the number of rows that fit into view.
func (t *Table[ID, Row]) perPage() int { return max(int(t.body.Size().Height/pitch()), 1) }

// show scrolls a row of the data into view.
func (t *Table[ID, Row]) show(row int) {
	if row < 0 || row >= t.span.total {
		return
	}
	if _, within := t.span.listed(row); !within {
		t.moving = true
		t.span = t.span.around(row)
		t.refreshRows()
		t.moving = false
	}
	listed, _ := t.span.listed(row)
	t.body.ScrollTo(listed)
	t.followScroll()
}
