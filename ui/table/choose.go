package table

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// What follows is about choosing several rows. The row that has the keyboard, which
// Selected returns, is one of them or not; a plain click or arrow key leaves that one
// alone.

// canChoose reports whether several rows can be chosen.
func (t *Table[ID, Row]) canChoose() bool { return t.o.Chosen != nil }

// Chosen returns how many rows are chosen, 0 where it is at most the selected one.
func (t *Table[ID, Row]) Chosen() int { return t.picks.n }

// ChosenIDs returns a function that returns the ids of the rows that are chosen now, in
// order. It may be called on any goroutine, and later: with a million rows it takes
// its time.
func (t *Table[ID, Row]) ChosenIDs() func() []ID { return t.choice().ids }

// ChooseAll chooses all rows.
func (t *Table[ID, Row]) ChooseAll() {
	if t.canChoose() {
		t.pick(picks{}.with(0, t.Len()))
	}
}

// ChooseNone leaves no row chosen.
func (t *Table[ID, Row]) ChooseNone() { t.pick(picks{}) }

func (t *Table[ID, Row]) choice() choice[ID] {
	return choice[ID]{picks: t.picks, all: t.model.ids, version: t.version}
}

// pick makes other rows the chosen ones.
func (t *Table[ID, Row]) pick(p picks) {
	if t.picks.n == 0 && p.n == 0 {
		return
	}
	t.picks = p
	t.version++
	for _, v := range t.views {
		v.Refresh()
	}
	t.setFoot()
}

// toggle chooses a row, or no longer, and selects it. The row that was selected alone
// is chosen as well, as it looks so.
func (t *Table[ID, Row]) toggle(row int) {
	p := t.picks
	if p.n == 0 && t.place >= 0 && t.place != row {
		p = p.with(t.place, t.place+1)
	}
	if p.has(row) {
		p = p.without(row, row+1)
	} else {
		p = p.with(row, row+1)
	}
	t.pick(p)
	t.anchor = row
	t.move(row)
}

// extend chooses the rows from where choosing began to a row, in place of those that
// were, or with them.
func (t *Table[ID, Row]) extend(row int, add bool) {
	if t.anchor < 0 || t.anchor >= t.Len() {
		t.anchor = max(t.place, 0)
	}
	p := t.picks
	if !add {
		p = picks{}
	}
	t.pick(p.with(min(t.anchor, row), max(t.anchor, row)+1))
	t.move(row)
}

// bulk is the modifier key for choosing rows one by one.
func bulk(m fyne.KeyModifier) bool {
	return m&(fyne.KeyModifierShortcutDefault|fyne.KeyModifierControl) != 0
}

// modifiersHeld returns the modifier keys that are held now.
func modifiersHeld() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// chooseByKey handles the shortcuts that choose rows, and reports whether it was one.
func (t *Table[ID, Row]) chooseByKey(s fyne.Shortcut) bool {
	if !t.canChoose() || t.Len() == 0 {
		return false
	}
	if _, ok := s.(*fyne.ShortcutSelectAll); ok {
		t.ChooseAll()
		return true
	}
	key, ok := s.(*desktop.CustomShortcut)
	if !ok || !bulk(key.Modifier) {
		return false
	}
	if key.KeyName == fyne.KeySpace {
		t.toggle(max(t.place, 0))
		return true
	}
	row, moves := t.target(key.KeyName)
	switch {
	case !moves:
		return false
	case key.Modifier&fyne.KeyModifierShift != 0:
		t.extend(row, true)
	default:
		if t.picks.n == 0 && t.place >= 0 {
			t.pick(t.picks.with(t.place, t.place+1)) // or it would be lost with the move
		}
		t.move(row)
	}
	return true
}
