package storage

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// ChangeIDs gives the IDs of the rows of a comparison that a filter leaves, in
// order. ChangeRows gives what they hold.
func (db *DB) ChangeIDs(ctx context.Context, p Pair, f ChangeFilter, o Order) (ids []result.ID, err error) {
	err = db.comparing(ctx, "find changes", p, func(tx *sql.Tx, d *difference) error {
		places, err := d.choose(ctx, tx, f, o)
		if err != nil {
			return err
		}
		ids = make([]result.ID, len(places))
		for i, at := range places {
			ids[i] = result.ID(d.rows[at].url)
		}
		return nil
	})
	return ids, err
}

// ChangeRows gives rows of a comparison by their IDs, in the order asked for.
// ErrNotFound where it has no such row.
func (db *DB) ChangeRows(ctx context.Context, p Pair, ids []result.ID) (rows []ChangeRow, err error) {
	err = db.comparing(ctx, "read changes", p, func(tx *sql.Tx, d *difference) error {
		places := make([]uint32, len(ids))
		for i, id := range ids {
			at, ok := d.place(uint32(id))
			if !ok {
				return fmt.Errorf("change %d: %w", id, ErrNotFound)
			}
			places[i] = uint32(at)
		}
		rows, err = d.read(tx, places)
		return err
	})
	return rows, err
}

// EachChange gives the rows of a comparison that a filter leaves, in order, as
// they are at the start. An error ends it.
func (db *DB) EachChange(ctx context.Context, p Pair, f ChangeFilter, o Order) iter.Seq2[ChangeRow, error] {
	return stream(func(yield func(ChangeRow) bool) error {
		return db.comparing(ctx, "read changes", p, func(tx *sql.Tx, d *difference) error {
			places, err := d.choose(ctx, tx, f, o)
			if err != nil {
				return err
			}
			return inParts(places, func(part []uint32) ([]ChangeRow, error) { return d.read(tx, part) }, yield)
		})
	})
}

// choose gives the places of the rows that a filter leaves, in order.
func (d *difference) choose(ctx context.Context, tx *sql.Tx, f ChangeFilter, o Order) ([]uint32, error) {
	places := make([]uint32, 0, len(d.rows))
	for i := range d.rows {
		if len(f.Changes) == 0 || slices.Contains(f.Changes, d.rows[i].change) {
			places = append(places, uint32(i))
		}
	}
	if f.Text != "" {
		var err error
		if places, err = d.search(ctx, tx, places, fold(f.Text)); err != nil {
			return nil, err
		}
	}
	key, err := d.sortKey(ctx, tx, o.By)
	if err != nil {
		return nil, err
	}
	if key == nil {
		if o.Desc {
			slices.Reverse(places)
		}
		return places, nil
	}
	slices.SortStableFunc(places, func(a, b uint32) int {
		if o.Desc {
			return cmp.Compare(key(b), key(a))
		}
		return cmp.Compare(key(a), key(b))
	})
	return places, nil
}

// search leaves the rows with an address that has text in it.
func (d *difference) search(ctx context.Context, tx *sql.Tx, places []uint32, text string) ([]uint32, error) {
	var left []uint32
	for part := range slices.Chunk(places, lookupSize) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		texts, err := urlTexts(tx, d.numbers(part))
		if err != nil {
			return nil, err
		}
		for _, at := range part {
			if strings.Contains(fold(texts[d.rows[at].url]), text) {
				left = append(left, at)
			}
		}
	}
	return left, nil
}

func (d *difference) numbers(places []uint32) []uint32 {
	urls := make([]uint32, len(places))
	for i, at := range places {
		urls[i] = d.rows[at].url
	}
	return urls
}

// sortKey gives what rows are sorted by, nil for the order that they have.
func (d *difference) sortKey(ctx context.Context, tx *sql.Tx, by Column) (func(at uint32) uint64, error) {
	outcomes := func(answer func(*changed) uint32) func(at uint32) uint64 {
		rank := make([]uint64, len(d.answers.keys))
		rankTexts(rank, func(i int) string { return string(d.answers.keys[i].outcome) })
		return func(at uint32) uint64 {
			id := answer(&d.rows[at])
			if id == 0 {
				return absent
			}
			return rank[d.answers.places[id]]
		}
	}
	switch by {
	case ByAddress:
		rank, err := d.addressRank(ctx, tx)
		return func(at uint32) uint64 { return uint64(rank[at]) }, err
	case BySeverity:
		return func(at uint32) uint64 { return 15 - uint64(d.severity(&d.rows[at])&15) }, nil
	case BySources:
		return func(at uint32) uint64 { return uint64(d.rows[at].pages) }, nil
	case ByOutcome:
		return outcomes(func(c *changed) uint32 { return c.is }), nil
	case ByBefore:
		return outcomes(func(c *changed) uint32 { return c.was }), nil
	default:
		return nil, nil
	}
}

// addressRank gives the place of each row in the order of addresses, byte by
// byte.
func (d *difference) addressRank(ctx context.Context, tx *sql.Tx) ([]uint32, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.rank != nil {
		return d.rank, nil
	}
	keys := make([]keyRow, len(d.rows))
	for i, at := range d.byURL {
		keys[i] = keyRow{d.rows[at].url, at}
	}
	rank := make([]uint32, len(d.rows))
	place := uint32(0)
	err := eachKeyed(ctx, tx, `SELECT u.id FROM %s u LEFT JOIN url p ON p.id = u.parent LEFT JOIN url g ON g.id = p.parent ORDER BY `+wholeText,
		"url", keys, func(rows *sql.Rows) (key uint32, err error) { return key, rows.Scan(&key) },
		func(row uint32) bool { rank[row] = place; place++; return true })
	if err == nil {
		d.rank = rank
	}
	return rank, err
}

// severity is that of a row, see ChangeRow.Severity.
func (d *difference) severity(c *changed) outcome.Severity {
	if is := d.answers.of(c.is); is.verdict.IsProblem() {
		return is.severity
	}
	return d.answers.of(c.was).severity
}

// read gives the rows at some places.
func (d *difference) read(tx *sql.Tx, places []uint32) ([]ChangeRow, error) {
	texts, err := urlTexts(tx, d.numbers(places))
	if err != nil {
		return nil, err
	}
	kinds, err := readKinds(tx)
	if err != nil {
		return nil, err
	}
	rows := make([]ChangeRow, len(places))
	for i, at := range places {
		c := &d.rows[at]
		rows[i] = ChangeRow{
			ID: result.ID(c.url), URL: texts[c.url], Internal: c.flags&flagInternal != 0, Kind: kinds[c.kind], Change: c.change,
			Before: d.told(c.before, c.was), Now: d.told(c.now, c.is), Judged: c.judged, Since: c.since, Pages: int(c.pages),
		}
	}
	return rows, nil
}

func (d *difference) told(id, answer uint32) Told {
	a := d.answers.of(answer)
	return Told{ID: result.ID(id), Verdict: a.verdict, Status: a.status, Outcome: a.outcome, Severity: a.severity, Reason: a.reason}
}
