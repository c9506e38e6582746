package table

import (
	"context"
	"iter"
	"slices"
)

// View is a table as a person sees it at one moment: all its rows in their order, with the
// columns that are chosen to be shown. Columns for which the window has no room at that
// moment are among them.
type View struct {
	Headings []string
	Count    int
	// Rows yields the cells of each row, which are what Column.Value returns, or else
	// texts. It is called off the window's thread, and an error ends it. Rows that are not there any more are left out.
	Rows func(ctx context.Context) iter.Seq2[[]any, error]
}

// viewedAtOnce is how many rows of a view are asked for at a time: many, since some sources
// read all that they have for whatever they are asked.
const viewedAtOnce = 10_000

// View returns what the table shows now.
func (t *Table[ID, Row]) View() View {
	ids, src, chosen := slices.Clone(t.model.ids), t.model.src, slices.Clone(t.columns.chosen)
	v := View{Count: len(ids)}
	for _, i := range chosen {
		v.Headings = append(v.Headings, t.columns.all[i].Title)
	}
	v.Rows = func(ctx context.Context) iter.Seq2[[]any, error] {
		return func(yield func([]any, error) bool) {
			for part := range slices.Chunk(ids, viewedAtOnce) {
				rows, err := t.rowsOf(ctx, src, part)
				if err != nil {
					yield(nil, err)
					return
				}
				for some := range slices.Chunk(rows, atOnce) {
					lines, err := said(ctx, t.o.Run, func() [][]any { return t.cells(some, chosen) })
					if err != nil {
						yield(nil, err)
						return
					}
					for _, cells := range lines {
						if !yield(cells, nil) {
							return
						}
					}
				}
			}
		}
	}
	return v
}

// rowsOf returns the rows of some ids in their order.
func (t *Table[ID, Row]) rowsOf(ctx context.Context, src Source[ID, Row], ids []ID) ([]Row, error) {
	found, err := src.Rows(ctx, ids)
	if err != nil {
		return nil, err
	}
	by := make(map[ID]Row, len(found))
	for _, r := range found {
		by[t.o.ID(r)] = r
	}
	rows := make([]Row, 0, len(ids))
	for _, id := range ids {
		if r, ok := by[id]; ok {
			rows = append(rows, r)
		}
	}
	return rows, nil
}

// cells returns the cells of rows in some columns.
func (t *Table[ID, Row]) cells(rows []Row, chosen []int) [][]any {
	lines := make([][]any, len(rows))
	for n, r := range rows {
		lines[n] = make([]any, len(chosen))
		for at, i := range chosen {
			lines[n][at] = t.columns.all[i].value(r)
		}
	}
	return lines
}

// said returns what f returns on the window's thread, which columns may ask for what
// belongs to it.
func said[T any](ctx context.Context, run Runner, f func() T) (T, error) {
	answer := make(chan T, 1)
	run.Do(func() { answer <- f() })
	select {
	case text := <-answer:
		return text, nil
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
