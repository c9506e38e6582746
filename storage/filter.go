package storage

import (
	"context"
	"database/sql"
	"slices"

	"sitewell/scanner/result"
)

// RowIDs gives the IDs of the addresses of a scan that a filter leaves, in
// order. Rows gives what they hold.
func (db *DB) RowIDs(ctx context.Context, scan int64, f Filter, o Order) (ids []result.ID, err error) {
	err = db.viewing(ctx, "find rows", scan, func(tx *sql.Tx, v *view) error {
		ids, err = v.rowIDs(ctx, tx, f, o)
		return err
	})
	return ids, err
}

func (v *view) rowIDs(ctx context.Context, tx *sql.Tx, f Filter, o Order) ([]result.ID, error) {
	rows, err := v.ordered(ctx, tx, f, o)
	if err != nil {
		return nil, err
	}
	return idsOf(rows), ctx.Err()
}

// ordered gives the rows, by ID-1, that a filter leaves, in order.
func (v *view) ordered(ctx context.Context, tx *sql.Tx, f Filter, o Order) ([]uint32, error) {
	rows, err := v.filtered(ctx, tx, f)
	if err != nil {
		return nil, err
	}
	return v.sorted(ctx, tx, rows, o)
}

func idsOf(rows []uint32) []result.ID {
	ids := make([]result.ID, len(rows))
	for i, row := range rows {
		ids[i] = result.ID(row) + 1
	}
	return ids
}

// filtered gives the rows, by ID-1 in rising order, that a filter leaves.
func (v *view) filtered(ctx context.Context, tx *sql.Tx, f Filter) ([]uint32, error) {
	answers := make([]bool, len(v.answers))
	for i := range answers {
		answers[i] = f.answer(i, &v.answers[i])
	}
	var kinds [256]bool
	for id, name := range v.kinds {
		kinds[id] = slices.Contains(f.Kinds, name)
	}
	var mask, flags uint8
	if f.PagesOnly {
		mask, flags = flagDocument, flagDocument
	}
	if f.Internal != nil {
		mask |= flagInternal
		if *f.Internal {
			flags |= flagInternal
		}
	}
	var rows []uint32
	var answerRoom [blockSize]uint32
	for number := range v.answer.runs {
		for i, answer := range v.answer.run(number, &answerRoom) {
			row := uint32(number*blockSize + i)
			if answers[answer] && (len(f.Kinds) == 0 || kinds[v.kind.at(row)]) && (mask == 0 || v.flags.at(row)&mask == flags) {
				rows = append(rows, row)
			}
		}
	}
	if f.Text == "" || len(rows) == 0 {
		return rows, nil
	}
	return v.search(ctx, tx, rows, f.Text)
}

// answer reports whether a filter leaves addresses that answered like this.
// Address 0 of the answers is that of what waits: it has no status yet.
func (f *Filter) answer(i int, a *answerKey) bool {
	return (len(f.Verdicts) == 0 || slices.Contains(f.Verdicts, a.verdict)) &&
		(len(f.Outcomes) == 0 || slices.Contains(f.Outcomes, a.outcome)) &&
		(len(f.Statuses) == 0 || i != 0 && slices.Contains(f.Statuses, a.status/100))
}
