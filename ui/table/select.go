package table

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"
)

// Selected returns the id of the selected row. It stays selected while it is not
// among the rows, and shows again when it is.
func (t *Table[ID, Row]) Selected() (id ID, ok bool) {
	if t.chosen == nil {
		return id, false
	}
	return *t.chosen, true
}

// Select selects a row by its id and scrolls to it, without telling OnSelect.
func (t *Table[ID, Row]) Select(id ID) {
	t.mark(t.find(id), &id)
	t.show(t.place)
}

// Reveal scrolls to the selected row, where there is one.
func (t *Table[ID, Row]) Reveal() { t.show(t.place) }

// Step selects the row that is by rows further down (or up) and tells
// OnSelect. It reports false where there is no such row.
func (t *Table[ID, Row]) Step(by int) bool {
	at := t.place + by
	if t.place < 0 || at < 0 || at >= t.Len() {
		return false
	}
	t.choose(at)
	return true
}

// Place returns which row is selected, counted from 0; -1 for none.
func (t *Table[ID, Row]) Place() int { return t.place }

// Focus returns the rows the keyboard.
func (t *Table[ID, Row]) Focus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(t.body); c != nil {
		c.Focus(t.body)
	}
}

// FocusOn returns the rows the keyboard on a canvas that has not drawn them yet.
func (t *Table[ID, Row]) FocusOn(c fyne.Canvas) { c.Focus(t.body) }

func (t *Table[ID, Row]) isSelected(row int) bool { return row >= 0 && row == t.place }

// choose selects a row for the person, and it alone.
func (t *Table[ID, Row]) choose(row int) {
	t.ChooseNone()
	t.anchor = row
	t.move(row)
}

// move selects a row for the person and leaves alone what is chosen.
func (t *Table[ID, Row]) move(row int) {
	if row < 0 || row >= t.Len() {
		return
	}
	id := t.model.ids[row]
	t.mark(row, &id)
	t.show(row)
	if t.o.OnSelect != nil {
		t.o.OnSelect(id)
	}
}

func (t *Table[ID, Row]) mark(row int, id *ID) {
	old := t.place
	t.place, t.chosen = row, id
	t.showFocus()
	for _, at := range []int{old, row} {
		if v := t.views[at]; v != nil {
			v.Refresh()
		}
	}
}

func (t *Table[ID, Row]) open(row int) {
	if row >= 0 && row < t.Len() && t.o.OnOpen != nil {
		t.o.OnOpen(t.model.ids[row])
	}
}

// doublePress is the time within which a second press opens a row.
const doublePress = 400 * time.Millisecond

// pressed is called when a mouse button goes down on a row.
func (t *Table[ID, Row]) pressed(row int, button desktop.MouseButton, held fyne.KeyModifier) {
	if row < 0 {
		return
	}
	t.Focus()
	switch {
	case button == desktop.MouseButtonSecondary:
		if !t.picks.has(row) && (row != t.place || t.picks.n > 0) {
			t.choose(row) // what is chosen has a menu of its own
		}
		return
	case !t.canChoose() || row >= t.Len():
	case held&fyne.KeyModifierShift != 0:
		t.lastRow = -1
		t.extend(row, bulk(held))
		return
	case bulk(held):
		t.lastRow = -1
		t.toggle(row)
		return
	}
	now, top := t.now(), fyne.CurrentApp().Driver().AbsolutePositionForObject(t.body).Y
	// Where the first press moved the table, as by opening a panel, the second
	// one meets another row under the same pointer, and means the first.
	double := t.lastRow >= 0 && (row == t.lastRow || top != t.lastTop) && now.Sub(t.lastPress) <= doublePress
	if double {
		row, t.lastRow = t.lastRow, -1 // a third press begins again
		t.open(row)
		return
	}
	t.lastPress, t.lastRow, t.lastTop = now, row, top
	t.choose(row)
	if t.o.OnPress != nil {
		t.o.OnPress(t.model.ids[row])
	}
}

func (t *Table[ID, Row]) copyRow(row int) {
	r, ok := t.model.row(row)
	if !ok || t.o.Copy == nil {
		return
	}
	if t.o.CopyText != nil {
		t.o.Copy(t.o.CopyText(r))
		return
	}
	t.o.Copy(t.text(r))
}

// menuByKey opens the selected row's menu below it.
func (t *Table[ID, Row]) menuByKey() {
	v := t.views[t.place]
	if v == nil {
		return
	}
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(v)
	t.showMenu(t.place, -1, pos.AddXY(cellInset, v.Size().Height))
}

// pressedCell presses the cell under the pointer, and reports whether it took the click.
func (t *Table[ID, Row]) pressedCell(row, shown int) bool {
	r, ok := t.model.row(row)
	return ok && t.pressable(shown) && t.columns.all[t.columns.shown[shown]].Press(r)
}

// pressable reports whether the cells of a column take clicks.
func (t *Table[ID, Row]) pressable(shown int) bool {
	return shown >= 0 && t.columns.all[t.columns.shown[shown]].Press != nil
}

// showMenu opens the menu of a row; shown is the cell under the pointer, or -1.
func (t *Table[ID, Row]) showMenu(row, shown int, pos fyne.Position) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(t.body); c != nil {
		if m := t.menu(row, shown); m != nil {
			widget.ShowPopUpMenuAtPosition(m, c, pos)
		}
	}
}

func (t *Table[ID, Row]) menu(row, shown int) *fyne.Menu {
	if t.picks.n > 1 && t.picks.has(row) && t.o.ChosenMenu != nil {
		return fyne.NewMenu("", t.o.ChosenMenu()...)
	}
	r, ok := t.model.row(row)
	if !ok {
		return nil
	}
	var items []*fyne.MenuItem
	if t.o.OnOpen != nil {
		items = append(items, fyne.NewMenuItem(lang.L("Open"), func() { t.open(row) }))
	}
	if t.o.Menu != nil {
		items = append(items, t.o.Menu(r)...)
	}
	if t.o.Copy != nil {
		if len(items) > 0 {
			items = append(items, fyne.NewMenuItemSeparator())
		}
		if shown >= 0 {
			if text := t.columns.all[t.columns.shown[shown]].full(r); text != "" {
				items = append(items, fyne.NewMenuItem(lang.L("Copy cell"), func() { t.o.Copy(text) }))
			}
		}
		items = append(items, fyne.NewMenuItem(lang.L("Copy row"), func() { t.o.Copy(t.text(r)) }))
	}
	if t.canChoose() && t.Len() > 1 {
		items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(lang.L("Choose all rows"), t.ChooseAll))
	}
	return fyne.NewMenu("", items...)
}

// showColumns opens the menu that chooses columns, at pos or below the
// heading's right end.
func (t *Table[ID, Row]) showColumns(pos *fyne.Position) {
	c := fyne.CurrentApp().Driver().CanvasForObject(t.body)
	if c == nil {
		return
	}
	m := t.columnMenu()
	if pos == nil {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(t.heading)
		width := widget.NewMenu(m).MinSize().Width
		at = at.AddXY(t.heading.Size().Width-width, t.heading.Size().Height)
		pos = &at
	}
	widget.ShowPopUpMenuAtPosition(m, c, *pos)
}

func (t *Table[ID, Row]) columnMenu() *fyne.Menu {
	var items []*fyne.MenuItem
	for i, col := range t.columns.all {
		if t.columns.absent[col.ID] {
			continue
		}
		item := fyne.NewMenuItem(col.Title, func() {
			t.columns.toggle(i)
			t.relayout()
		})
		item.Checked = !t.columns.isHidden(i)
		item.Disabled = col.Fixed
		items = append(items, item)
	}
	items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(lang.L("Reset columns"), func() {
		t.columns.reset()
		t.relayout()
	}))
	return fyne.NewMenu("", items...)
}

// Row returns the row with an id where it is in memory, as those in view are.
func (t *Table[ID, Row]) Row(id ID) (row Row, ok bool) {
	at := t.place
	if at < 0 || t.model.ids[at] != id {
		at = t.find(id)
	}
	return t.model.row(at)
}
