package table

import (
	"errors"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"
)

func TestShowsRows(t *testing.T) {
	f := newFixture(t, nil)
	f.fill(50)
	if got, want := f.view(0), "1|row 1|more"; got != want {
		t.Errorf("first row: got %q, want %q", got, want)
	}
	if diff := cmp.Diff(f.loaded, []int{50}); diff != "" {
		t.Error(diff)
	}
	if got := f.foot.count; got != "50 rows" {
		t.Errorf("count: got %q", got)
	}
}

// The selection belongs to an id: it stays with it when the order changes, and
// the row is brought into view.
func TestSelectionStaysWithID(t *testing.T) {
	f := newFixture(t, nil)
	f.fill(1000)
	f.choose(2)
	f.SetSort(Sort{Column: "id", Desc: true})
	f.q.settle(f.Table)
	if id, ok := f.Selected(); !ok || id != 3 {
		t.Fatalf("selected %d, want 3", id)
	}
	if f.Place() != 997 {
		t.Errorf("place %d, want 997", f.Place())
	}
	if got, want := f.view(997), "3|row 3|more"; got != want {
		t.Errorf("got %q, want %q in view", got, want)
	}
	if f.isSelected(2) {
		t.Error("the row at the old place is still drawn as selected")
	}
	// A filter takes the row away, and gives it back.
	f.fill(2)
	if f.Place() != -1 {
		t.Errorf("place %d of a row that is not there", f.Place())
	}
	f.fill(1000)
	if f.Place() != 997 {
		t.Errorf("place %d after the filter was taken back, want 997", f.Place())
	}
}

// An answer that comes after a newer question is dropped.
func TestStaleAnswerIsDropped(t *testing.T) {
	f := newFixture(t, nil)
	hold := make(chan struct{})
	f.SetSource(numbers{n: 10, hold: hold})
	f.SetSource(numbers{n: 20})
	f.q.one()
	close(hold)
	f.q.one() // the older one, cancelled or late
	f.q.settle(f.Table)
	if diff := cmp.Diff(f.loaded, []int{20}); diff != "" {
		t.Errorf("lists shown: %s", diff)
	}
	if f.Len() != 20 || len(f.errs) != 0 {
		t.Errorf("%d rows, errors %v", f.Len(), f.errs)
	}
}

// The older question may also answer first, and fully, before it is dispatched.
func TestStaleAnswerInTheQueue(t *testing.T) {
	f := newFixture(t, nil)
	f.SetSource(numbers{n: 10})
	f.q.work.Wait() // its answer is in the queue
	f.SetSource(numbers{n: 20})
	f.q.settle(f.Table)
	f.q.settle(f.Table)
	if diff := cmp.Diff(f.loaded, []int{20}); diff != "" {
		t.Errorf("lists shown: %s", diff)
	}
}

func TestErrorKeepsRows(t *testing.T) {
	f := newFixture(t, nil)
	f.fill(5)
	want := errors.New("disk is gone")
	f.SetSource(numbers{err: want})
	f.q.settle(f.Table)
	if len(f.errs) != 1 || !errors.Is(f.errs[0], want) {
		t.Errorf("errors %v", f.errs)
	}
	if f.view(4) == "" {
		t.Error("the rows shown before are gone")
	}
}

// Rows that cannot be loaded are told of once, not at every turn.
func TestPageErrorIsTold(t *testing.T) {
	f := newFixture(t, nil)
	want := errors.New("disk is gone")
	f.SetSource(numbers{n: 1000, rowErr: func(first int) error {
		if first > pageSize*2 {
			return want
		}
		return nil
	}})
	f.q.settle(f.Table)
	f.body.ScrollToOffset(800 * pitch())
	f.q.settle(f.Table)
	if len(f.errs) != 1 || !errors.Is(f.errs[0], want) {
		t.Errorf("errors %v, want one", f.errs)
	}
}

// A reload while a scan runs keeps the place and never shows a gap.
func TestReloadKeepsPlace(t *testing.T) {
	f := newFixture(t, nil)
	f.fill(5000)
	f.body.ScrollToOffset(3000 * pitch())
	f.q.settle(f.Table)
	f.source = numbers{n: 6000, suffix: "!"}
	f.Reload()
	f.q.one()
	if first, _ := f.visible(); first != 3000 {
		t.Errorf("first row in view is %d, want 3000", first)
	}
	for row := 3000; row < 3008; row++ {
		if got := f.view(row); got == "" || got[0] == 0xE2 {
			t.Errorf("row %d shows %q at once after the reload", row, got)
		}
	}
	if got, want := f.view(3000), "3001|row 3001!|more"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestKeyboard(t *testing.T) {
	f := newFixture(t, nil)
	f.fill(1000)
	page := f.perPage()
	f.key(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyEnd, fyne.KeyDown, fyne.KeyReturn, fyne.KeyHome, fyne.KeyUp)
	if diff := cmp.Diff(f.chosen, []int{1, 2, 3, 2, 2 + page, 2, 1000, 1000, 1, 1}); diff != "" {
		t.Errorf("selected: %s", diff)
	}
	if diff := cmp.Diff(f.opened, []int{1000}); diff != "" {
		t.Errorf("opened: %s", diff)
	}
	f.body.TypedShortcut(&fyne.ShortcutCopy{})
	if diff := cmp.Diff(f.copied, []string{"1\trow 1\tmore"}); diff != "" {
		t.Errorf("copied: %s", diff)
	}
}

func TestPressSelectsAtOnceAndTwiceOpens(t *testing.T) {
	f := newFixture(t, nil)
	f.fill(10)
	press := func(row int, after time.Duration) {
		f.clock = f.clock.Add(after)
		f.views[row].MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	}
	press(1, time.Minute)
	press(1, time.Second) // too late for a double press
	press(2, 100*time.Millisecond)
	press(2, 100*time.Millisecond)
	press(2, 100*time.Millisecond) // a third press is no second double press
	if diff := cmp.Diff(f.chosen, []int{2, 2, 3, 3}); diff != "" {
		t.Errorf("selected: %s", diff)
	}
	if diff := cmp.Diff(f.opened, []int{3}); diff != "" {
		t.Errorf("opened: %s", diff)
	}
	if f.w.Canvas().Focused() != f.body {
		t.Error("a press does not give the rows the keyboard")
	}
}

// Where the first press moves the table, as by opening a panel that takes the
// height of what is above, the second one opens the row that was pressed.
func TestSecondPressAfterTheTableMoved(t *testing.T) {
	f := newFixture(t, nil)
	f.fill(10)
	press := func(row int) {
		f.clock = f.clock.Add(100 * time.Millisecond)
		f.views[row].MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	}
	press(2)
	f.Move(fyne.NewPos(0, -2*pitch()))
	press(4) // is under the pointer now
	if diff := cmp.Diff(f.chosen, []int{3}); diff != "" {
		t.Errorf("selected: %s", diff)
	}
	if diff := cmp.Diff(f.opened, []int{3}); diff != "" {
		t.Errorf("opened: %s", diff)
	}
	press(4)
	if diff := cmp.Diff(f.chosen, []int{3, 5}); diff != "" {
		t.Errorf("selected afterwards: %s", diff)
	}
}

// No height between the first row and the last is dead: a click between two
// rows meets one of them.
func TestEveryHeightIsARow(t *testing.T) {
	f := newFixture(t, nil)
	f.fill(1000)
	top := fyne.CurrentApp().Driver().AbsolutePositionForObject(f.body).Y
	for y := top + 1; y < top+f.body.Size().Height-2; y++ {
		test.MoveMouse(f.w.Canvas(), fyne.NewPos(50, y))
		over := -1
		for row, v := range f.views {
			if v.hovered {
				over = row
			}
		}
		if want := int((y - top) / pitch()); over != want {
			t.Fatalf("at %v below the heading row %d is met, want %d", y-top, over, want)
		}
	}
}

func TestSortHasThreeStates(t *testing.T) {
	f := newFixture(t, nil)
	f.fill(10)
	var got []Sort
	for _, id := range []string{"id", "id", "id", "name", "id"} {
		f.clickHeading(f.columns.all[slices.IndexFunc(f.columns.all, func(c Column[item]) bool { return c.ID == id })])
		f.q.settle(f.Table)
		got = append(got, f.sort)
	}
	want := []Sort{{"id", true}, {"id", false}, {}, {"name", false}, {"id", true}}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Error(diff)
	}
	if got, want := f.view(0), "10|row 10|more"; got != want {
		t.Errorf("first row: got %q, want %q", got, want)
	}
}

func TestRowMenu(t *testing.T) {
	f := newFixture(t, nil)
	f.fill(10)
	f.o.Menu = func(i item) []*fyne.MenuItem { return []*fyne.MenuItem{fyne.NewMenuItem("Visit "+i.name, nil)} }
	var labels []string
	for _, i := range f.menu(3, 1).Items {
		labels = append(labels, i.Label)
	}
	if diff := cmp.Diff(labels, []string{"Open", "Visit row 4", "", "Copy cell", "Copy row"}); diff != "" {
		t.Error(diff)
	}
	f.menu(3, 1).Items[3].Action()
	if diff := cmp.Diff(f.copied, []string{"row 4"}); diff != "" {
		t.Error(diff)
	}
	test.TapSecondary(f.views[3])
	if f.w.Canvas().Overlays().Top() == nil {
		t.Error("a right click opens no menu")
	}
}

func TestHoverShowsWhatIsCut(t *testing.T) {
	f := newFixture(t, nil)
	f.SetSource(numbers{n: 3, suffix: " with a very long name that no column of this width could ever hold as a whole"})
	f.q.settle(f.Table)
	f.hover(0, 1)
	if got, want := f.foot.hint, "row 1 with a very long name that no column of this width could ever hold as a whole"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	f.hover(0, 0)
	if f.foot.hint != "" {
		t.Errorf("a cell that is whole is repeated: %q", f.foot.hint)
	}
}

// Close ends a load that hangs; its goroutine goes.
func TestCloseEndsLoads(t *testing.T) {
	f := newFixture(t, nil)
	f.SetSource(numbers{n: 10, hold: make(chan struct{})})
	f.Close()
	f.q.work.Wait() // for ever, if the load goes on
	for len(f.q.ch) > 0 {
		f.q.one()
	}
	if len(f.loaded) != 0 || len(f.errs) != 0 {
		t.Errorf("a closed table told of %v, %v", f.loaded, f.errs)
	}
}
