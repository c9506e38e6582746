package table

import (
	"context"
	"errors"
	"slices"
	"strings"
)

const (
	// mostCopied is how many rows the clipboard gets at most: more would take most of
	// the memory of a spreadsheet that they are pasted into.
	mostCopied = 50_000
	// atOnce is how many rows are put into words at a time on the window's thread.
	atOnce = pageSize
)

// ErrTooMany says that more rows are chosen than the clipboard should get.
var ErrTooMany = errors.New("too many rows for the clipboard")

// CopyChosen copies the chosen rows as lines with tabs between the shown cells. It reads
// them off the window's thread and tells Copied when that is done, or why it is not:
// ErrTooMany, or what the source says.
func (t *Table[ID, Row]) CopyChosen() {
	if t.o.Copy == nil || t.picks.n == 0 {
		return
	}
	if t.picks.n > mostCopied {
		t.copied(0, ErrTooMany)
		return
	}
	ids, src := t.ChosenIDs(), t.source
	shown := slices.Clone(t.columns.shown)
	t.o.Run.Go(func(ctx context.Context) {
		var all strings.Builder
		n := 0
		for part := range slices.Chunk(ids(), atOnce) {
			rows, err := t.rowsOf(ctx, src, part)
			if err != nil {
				t.o.Run.Do(func() { t.copied(0, err) })
				return
			}
			lines, err := said(ctx, t.o.Run, func() (lines string) {
				for _, r := range rows {
					lines += t.line(r, shown) + "\n"
				}
				return lines
			})
			if err != nil {
				return // the window is closed
			}
			all.WriteString(lines)
			n += len(rows)
		}
		t.o.Run.Do(func() {
			t.o.Copy(all.String())
			t.copied(n, nil)
		})
	})
}

func (t *Table[ID, Row]) copied(rows int, err error) {
	if t.o.Copied != nil {
		t.o.Copied(rows, err)
	}
}

// line returns the cells of a row in some columns, with tabs between. No cell has a tab
// or a line break of its own, or what follows would be in the wrong column.
func (t *Table[ID, Row]) line(r Row, shown []int) string {
	cells := make([]string, len(shown))
	for n, i := range shown {
		cells[n] = strings.Map(func(c rune) rune {
			if c == '\t' || c == '\n' || c == '\r' {
				return ' '
			}
			return c
		}, t.columns.all[i].full(r))
	}
	return strings.Join(cells, "\t")
}
