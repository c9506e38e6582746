package table

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// viewed returns the cells of a view as text, read on another goroutine as a file is written.
func (f *fixture) viewed(t *testing.T) (v View, rows []string, err error) {
	t.Helper()
	v = f.View()
	done := false
	go func() {
		for cells, failed := range v.Rows(t.Context()) {
			if err = failed; err == nil {
				rows = append(rows, fmt.Sprint(cells...))
			}
		}
		f.q.Do(func() { done = true })
	}()
	for !done {
		f.q.one()
	}
	return v, rows, err
}

// What is saved of a table is what it shows: its rows in their order, and the columns that a
// person chose.
func TestViewIsWhatIsShown(t *testing.T) {
	f := choosing(t, 25_000)
	f.SetSort(Sort{Column: "id", Desc: true})
	f.q.settle(f.Table)
	v, rows, err := f.viewed(t)
	if err != nil || v.Count != f.Len() || len(rows) != f.Len() {
		t.Fatalf("%d rows of %d, %v", len(rows), v.Count, err)
	}
	for _, at := range []int{0, 9_999, 10_000, 24_999} {
		f.show(at)
		f.q.settle(f.Table)
		if r, ok := f.model.row(at); !ok || fmt.Sprint(f.cells([]item{r}, f.columns.chosen)[0]...) != rows[at] {
			t.Errorf("row %d: %q is saved, %+v shown", at, rows[at], r)
		}
	}
	before := len(v.Headings)
	f.columns.toggle(1)
	if v, _, _ = f.viewed(t); len(v.Headings) != before-1 {
		t.Errorf("headings %q", v.Headings)
	}
	want := []string{f.columns.all[f.columns.chosen[0]].Title}
	if diff := cmp.Diff(want, v.Headings[:1]); diff != "" {
		t.Error(diff)
	}
}

// An error of the source ends the rows.
func TestViewFails(t *testing.T) {
	f := choosing(t, 1000)
	fails := errors.New("disk")
	f.model.src = numbers{n: 1000, rowErr: func(int) error { return fails }}
	if _, rows, err := f.viewed(t); !errors.Is(err, fails) || len(rows) != 0 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}
