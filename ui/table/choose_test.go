package table

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	"github.com/google/go-cmp/cmp"

	"sitewell/ui/theme"
)

// choosing is a fixture of a table in which several rows can be chosen.
func choosing(t *testing.T, rows int) *fixture {
	f := newFixture(t, nil)
	f.o.Chosen = func(n int) string { return fmt.Sprint(n, " chosen") }
	f.o.Bar = widget.NewLabel("bar")
	f.foot.bar, f.foot.choosing = f.o.Bar, true
	f.o.Bar.Hide()
	f.fill(rows)
	return f
}

// press presses the mouse on a row that is in view, with modifier keys held.
func (f *fixture) press(row int, held fyne.KeyModifier) {
	f.clock = f.clock.Add(time.Minute) // no double click
	v := f.views[row]
	v.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: held})
	v.MouseUp(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: held})
	f.q.settle(f.Table)
}

// with types keys while modifier keys are held.
func (f *fixture) with(held fyne.KeyModifier, names ...fyne.KeyName) {
	f.modifiers = func() fyne.KeyModifier { return held }
	for _, n := range names {
		if held&^fyne.KeyModifierShift != 0 {
			f.body.TypedShortcut(&desktop.CustomShortcut{KeyName: n, Modifier: held})
		} else {
			f.body.TypedKey(&fyne.KeyEvent{Name: n})
		}
		f.q.settle(f.Table)
	}
	f.modifiers = func() fyne.KeyModifier { return 0 }
}

func (f *fixture) want(t *testing.T, what string, ids ...int) {
	t.Helper()
	if got := f.ChosenIDs()(); !slices.Equal(got, ids) {
		t.Errorf("%s: %v are chosen, want %v", what, got, ids)
	}
}

func TestChooseByMouse(t *testing.T) {
	f := choosing(t, 100)
	const ctrl, shift = fyne.KeyModifierControl, fyne.KeyModifierShift
	f.press(2, 0)
	f.want(t, "a click selects, and chooses nothing")
	f.press(4, ctrl)
	f.want(t, "with Ctrl, the selected row and another", 3, 5)
	f.press(2, ctrl)
	f.want(t, "with Ctrl again", 5)
	f.press(4, 0)
	f.want(t, "a click ends it")
	f.press(7, shift)
	f.want(t, "with Shift", 5, 6, 7, 8)
	f.press(3, shift)
	f.want(t, "with Shift on the other side", 4, 5)
	f.press(8, ctrl)
	f.press(9, ctrl|shift)
	f.want(t, "with both", 4, 5, 9, 10)
	if id, _ := f.Selected(); id != 10 || f.chosen[len(f.chosen)-1] != 10 {
		t.Errorf("selected row %d, told %v; want 10", id, f.chosen)
	}
	if len(f.opened) != 0 {
		t.Errorf("opened %v", f.opened)
	}
}

func TestChooseByKeyboard(t *testing.T) {
	f := choosing(t, 100)
	const ctrl, shift = fyne.KeyModifierControl, fyne.KeyModifierShift
	f.with(0, fyne.KeyDown, fyne.KeyDown)
	f.with(shift, fyne.KeyDown, fyne.KeyDown)
	f.want(t, "Shift+Down", 2, 3, 4)
	f.with(shift, fyne.KeyUp)
	f.want(t, "Shift+Up", 2, 3)
	f.with(ctrl, fyne.KeyDown, fyne.KeyDown, fyne.KeySpace)
	f.want(t, "Ctrl+Space", 2, 3, 5)
	f.with(ctrl|shift, fyne.KeyDown)
	f.want(t, "Ctrl+Shift+Down", 2, 3, 5, 6)
	f.with(0, fyne.KeyEscape)
	f.want(t, "Escape")
	if id, _ := f.Selected(); id != 6 {
		t.Errorf("row %d is selected after Escape, want 6", id)
	}
	f.with(0, fyne.KeyHome)
	f.with(shift, fyne.KeyEnd)
	if f.Chosen() != 100 {
		t.Errorf("Shift+End: %d", f.Chosen())
	}
	f.with(0, fyne.KeyUp)
	f.want(t, "an arrow key")
	f.body.TypedShortcut(&fyne.ShortcutSelectAll{})
	if f.Chosen() != 100 {
		t.Errorf("Ctrl+A: %d", f.Chosen())
	}
}

// What is chosen is seen: by a bar at the left, and by a number. The selected row
// differs from the others. Nothing moves while the bar comes and goes.
func TestChosenIsSeen(t *testing.T) {
	f := choosing(t, 100)
	marks := func(row int) (fill, mark, stroke bool) {
		objects := test.WidgetRenderer(f.views[row]).Objects()
		ground, bar := objects[0].(*canvas.Rectangle), objects[1].(*canvas.Rectangle)
		return ground.FillColor == theme.Color(fynetheme.ColorNameSelection), bar.FillColor == theme.Color(fynetheme.ColorNamePrimary), ground.StrokeWidth > 0
	}
	size := f.body.Size()
	f.press(1, 0)
	f.press(3, fyne.KeyModifierControl)
	f.w.Canvas().Unfocus()
	for row, want := range map[int][3]bool{0: {}, 1: {true, true, false}, 2: {}, 3: {true, true, true}} {
		fill, mark, stroke := marks(row)
		if got := [3]bool{fill, mark, stroke}; got != want {
			t.Errorf("row %d: fill, bar and border are %v, want %v", row, got, want)
		}
	}
	if got := f.foot.chosen; got != "2 chosen" || !f.o.Bar.Visible() {
		t.Errorf("foot says %q, bar is shown: %v", got, f.o.Bar.Visible())
	}
	f.ChooseNone()
	if f.o.Bar.Visible() || f.foot.chosen != "" || f.body.Size() != size {
		t.Errorf("bar is shown: %v, foot says %q, rows have %v of %v", f.o.Bar.Visible(), f.foot.chosen, f.body.Size(), size)
	}
}

// What is chosen stays through sorting; a filter leaves what it shows.
func TestChosenStaysWithIDs(t *testing.T) {
	f := choosing(t, 1000)
	f.press(2, 0)
	f.press(4, fyne.KeyModifierShift)
	f.SetSort(Sort{Column: "id", Desc: true})
	f.q.settle(f.Table)
	f.want(t, "sorted", 5, 4, 3)
	f.fill(4)
	f.want(t, "filtered", 4, 3) // the order is kept
	f.fill(1000)
	f.want(t, "the filter taken back", 4, 3)
	f.Reload()
	f.with(0, fyne.KeyHome) // while it loads
	f.press(2, fyne.KeyModifierControl)
	f.q.settle(f.Table)
	f.want(t, "chosen while it loads", 1000, 998)
}

// A million rows are chosen at once, and nothing is made of each on the window's thread.
func TestChooseAMillion(t *testing.T) {
	f := choosing(t, million)
	allocs := testing.AllocsPerRun(3, func() { f.ChooseAll(); f.ChooseNone() })
	if allocs > 5000 { // of the views that are drawn again
		t.Errorf("%v allocations", allocs)
	}
	f.ChooseAll()
	if f.Chosen() != million || len(f.picks.spans) != 1 {
		t.Errorf("%d rows in %d stretches", f.Chosen(), len(f.picks.spans))
	}
	f.press(5, fyne.KeyModifierControl)
	if f.Chosen() != million-1 || f.picks.has(5) || !f.picks.has(million-1) {
		t.Errorf("%d rows without one", f.Chosen())
	}
	f.SetSort(Sort{Column: "id", Desc: true})
	f.q.settle(f.Table)
	if f.Chosen() != million-1 || f.picks.has(million-6) || !f.picks.has(5) {
		t.Errorf("%d rows in the other order", f.Chosen())
	}
}

func TestCopyChosen(t *testing.T) {
	f := choosing(t, 1000)
	var told []error
	f.o.Copied = func(_ int, err error) { told = append(told, err) }
	f.ChooseAll()
	f.press(1, fyne.KeyModifierControl)
	f.body.TypedShortcut(&fyne.ShortcutCopy{})
	for len(told) == 0 {
		f.q.one()
	}
	lines := strings.Split(f.copied[0], "\n")
	if len(lines) != 1000 || lines[0] != "1\trow 1\tmore" || lines[1] != "3\trow 3\tmore" || lines[999] != "" {
		t.Errorf("%d lines, %q", len(lines), lines[:2])
	}
	f.fill(mostCopied + 1)
	f.ChooseAll()
	f.CopyChosen()
	if len(told) != 2 || !errors.Is(told[1], ErrTooMany) || len(f.copied) != 1 {
		t.Errorf("told %v, %d copies", told, len(f.copied))
	}
}

// The menu of a chosen row is about all of them, that of another row about that one.
func TestMenuOfChosenRows(t *testing.T) {
	f := choosing(t, 100)
	f.o.ChosenMenu = func() []*fyne.MenuItem { return []*fyne.MenuItem{fyne.NewMenuItem("all of them", nil)} }
	labels := func(row int) (all []string) {
		f.views[row].MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonSecondary})
		for _, i := range f.menu(row, 0).Items {
			all = append(all, i.Label)
		}
		return all
	}
	f.press(1, 0)
	f.press(3, fyne.KeyModifierShift)
	if diff := cmp.Diff([]string{"all of them"}, labels(2)); diff != "" {
		t.Error(diff)
	}
	f.want(t, "after the menu", 2, 3, 4)
	if got := labels(6); !slices.Contains(got, "Copy cell") || !slices.Contains(got, "Choose all rows") {
		t.Errorf("menu of another row: %q", got)
	}
	f.want(t, "after the menu of another row")
}

// The Menu key opens the menu of the selected row, and so does Shift+F10, for keyboards
// without it; F10 alone does not.
func TestMenuByKeyboard(t *testing.T) {
	f := choosing(t, 10)
	for _, tt := range []struct {
		held fyne.KeyModifier
		key  fyne.KeyName
		want int
	}{{0, desktop.KeyMenu, 1}, {fyne.KeyModifierShift, fyne.KeyF10, 1}, {0, fyne.KeyF10, 0}} {
		f.key(fyne.KeyHome)
		f.with(tt.held, tt.key)
		overlays := f.w.Canvas().Overlays()
		if got := len(overlays.List()); got != tt.want {
			t.Errorf("%s with %v: %d menus are open, want %d", tt.key, tt.held, got, tt.want)
		}
		if top := overlays.Top(); top != nil {
			overlays.Remove(top)
		}
	}
}
