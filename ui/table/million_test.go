package table

import (
	"testing"

	"fyne.io/fyne/v2"
)

const million = 1_000_000

// Positions are float32: row 1,000,000 is reached by the keyboard, is read,
// and lies exactly below the one before it.
func TestRowAMillion(t *testing.T) {
	f := newFixture(t, nil)
	f.fill(million)
	f.key(fyne.KeyEnd)
	if got, want := f.view(million-1), "1000000|row 1000000|more"; got != want {
		t.Fatalf("last row: got %q, want %q", got, want)
	}
	for row := million - 5; row < million; row++ {
		if got := f.y(row) - f.y(row-1); got != pitch() {
			t.Errorf("row %d lies %v below the one before, want %v", row+1, got, pitch())
		}
	}
	if got, bottom := f.y(million-1)+pitch(), f.body.Size().Height+8; got > bottom {
		t.Errorf("last row ends at %v, the rows at %v", got, bottom)
	}
	f.key(fyne.KeyUp)
	if id, _ := f.Selected(); id != million-1 {
		t.Errorf("selected %d, want %d", id, million-1)
	}
	f.key(fyne.KeyHome)
	if got, want := f.view(0), "1|row 1|more"; got != want {
		t.Errorf("first row: got %q, want %q", got, want)
	}
}

// Every row is reached by scrolling alone, in order and without a jump.
func TestScrollThroughAMillion(t *testing.T) {
	f := newFixture(t, nil)
	f.fill(million)
	seen := -1
	step := float32(f.perPage()*900) * pitch()
	for range 2000 {
		before, _ := f.visible()
		f.body.ScrollToOffset(f.body.GetScrollOffset() + step)
		first, _ := f.visible()
		moved := first - before
		f.q.settle(f.Table)
		if after, _ := f.visible(); after != first {
			t.Fatalf("moving the stretch at row %d changed the view to row %d", first, after)
		}
		if first < seen {
			t.Fatalf("scrolling down went from row %d to %d", seen, first)
		}
		seen = first
		if moved == 0 {
			break
		}
	}
	if _, last := f.visible(); last != million-1 {
		t.Errorf("scrolling ended at row %d", last)
	}
}

// Scrolling through everything keeps a bounded number of rows in memory, and
// pages that were scrolled past are not all loaded.
func TestMemoryIsBounded(t *testing.T) {
	f := newFixture(t, nil)
	asked := make(chan int, 10_000)
	f.SetSource(numbers{n: 100_000, asked: asked})
	f.q.settle(f.Table)
	for row := 0; row < 100_000; row += pageSize {
		f.body.ScrollToOffset(float32(row) * pitch())
		if row%(50*pageSize) == 0 {
			f.q.settle(f.Table)
		}
	}
	f.q.settle(f.Table)
	if got := f.model.recent.Len(); got > pagesKept || got != len(f.model.pages) {
		t.Errorf("%d pages are kept in the list and %d in the map, want at most %d", got, len(f.model.pages), pagesKept)
	}
	if got := len(asked); got > 100 {
		t.Errorf("%d pages were loaded while scrolling past 500", got)
	}
	if len(f.views) > 100 {
		t.Errorf("%d views are held for %d rows in view", len(f.views), f.perPage())
	}
}

func TestSpan(t *testing.T) {
	s := span{total: million}
	if got := s.length(); got != spanRows {
		t.Errorf("length %d", got)
	}
	for _, row := range []int{0, 1, 150_000, 299_999, 300_000, 500_000, 700_000, 999_999} {
		m := s.around(row)
		if i, ok := m.listed(row); !ok || m.row(i) != row {
			t.Errorf("row %d is listed as %d, %v in %+v", row, i, ok, m)
		}
		if m.base < 0 || m.base+m.length() > million {
			t.Errorf("row %d: %+v is outside", row, m)
		}
		if next := m.follow(row, min(row+20, million-1)); next.follow(row, min(row+20, million-1)) != next {
			t.Errorf("row %d: the stretch does not come to rest", row)
		}
	}
	small := span{total: 10}
	if small.around(5) != small || small.length() != 10 {
		t.Errorf("a short table moves: %+v", small.around(5))
	}
}
