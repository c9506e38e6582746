package storage

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// keyRow is a row with the key of one of its parts in another table.
type keyRow struct{ key, row uint32 }

// byKey gives the rows that have a key, ordered by it.
func byKey(keys []uint32) []keyRow {
	rows := make([]keyRow, 0, len(keys))
	for row, k := range keys {
		if k != 0 {
			rows = append(rows, keyRow{k, uint32(row)})
		}
	}
	slices.SortFunc(rows, func(a, b keyRow) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.row, b.row)) })
	return rows
}

// eachKeyed runs a query over rows of a table whose id is one of keys, and
// calls yield for each row of the view that has it, in the order of the query.
// %s in the query stands for the table. Numbers that lie close together are
// read as a range, others by a list.
func eachKeyed(ctx context.Context, tx *sql.Tx, query, table string, keys []keyRow, scan func(rows *sql.Rows) (key uint32, err error), yield func(row uint32)) error {
	if len(keys) == 0 {
		return nil
	}
	first, last := keys[0].key, keys[len(keys)-1].key
	arg := any(nil)
	if uint64(last-first) < 2*uint64(len(keys))+64 {
		table = fmt.Sprintf(`(SELECT * FROM %s WHERE id BETWEEN %d AND %d)`, table, first, last)
	} else {
		ids := make([]uint32, 0, len(keys))
		for _, k := range keys {
			if len(ids) == 0 || ids[len(ids)-1] != k.key {
				ids = append(ids, k.key)
			}
		}
		table = fmt.Sprintf(`(SELECT t.* FROM json_each(?) j CROSS JOIN %s t ON t.id = j.value)`, table)
		arg = jsonList(ids)
	}
	find := newKeyIndex(keys)
	n := 0
	each := func(rows *sql.Rows) error {
		key, err := scan(rows)
		if err != nil {
			return err
		}
		if n++; n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		for i := find(key); i < len(keys) && keys[i].key == key; i++ {
			yield(keys[i].row)
		}
		return nil
	}
	query = fmt.Sprintf(query, table)
	if arg == nil {
		return eachQuery(tx, query, each)
	}
	return eachQuery(tx, query, each, arg)
}

// newKeyIndex gives a function that finds where a key stands in keys; len(keys)
// where it does not.
func newKeyIndex(keys []keyRow) func(key uint32) int {
	next := 0 // most queries ask in rising order
	return func(key uint32) int {
		for range 4 {
			if next < len(keys) && keys[next].key == key {
				at := next
				for next < len(keys) && keys[next].key == key {
					next++
				}
				return at
			}
			next++
		}
		i, found := slices.BinarySearchFunc(keys, key, func(k keyRow, key uint32) int { return cmp.Compare(k.key, key) })
		if !found {
			return len(keys)
		}
		next = i + 1
		return i
	}
}

// wholeText is the text of the address u, with its parents p and g.
const wholeText = `coalesce(g.text, '') || coalesce(p.text, '') || u.text`

// eachText calls yield with every address and every title of the view.
func (v *view) eachText(ctx context.Context, tx *sql.Tx, yield func(row uint32, text string)) error {
	var text string
	n := 0
	err := eachKeyed(ctx, tx, `SELECT u.id, `+wholeText+` FROM %s u LEFT JOIN url p ON p.id = u.parent LEFT JOIN url g ON g.id = p.parent`,
		"url", byKey(v.url), func(rows *sql.Rows) (key uint32, err error) { return key, rows.Scan(&key, &text) },
		func(row uint32) { yield(row, text); n++ })
	if err != nil {
		return err
	}
	if n < len(v.url) {
		return fmt.Errorf("%w: %d texts of %d addresses", ErrCorrupt, n, len(v.url))
	}
	return eachKeyed(ctx, tx, `SELECT f.id, f.title FROM %s f WHERE f.title <> ''`,
		"fact", byKey(v.fact), func(rows *sql.Rows) (key uint32, err error) { return key, rows.Scan(&key, &text) },
		func(row uint32) { yield(row, text) })
}

// addressRank gives each row's place in the order of addresses, byte by byte.
func (v *view) addressRank(ctx context.Context, tx *sql.Tx) ([]uint32, error) {
	return lazily(v, &v.rank, func() ([]uint32, error) {
		if there, err := readDerived[uint32](tx, v, derivedAddress); there != nil || err != nil {
			return there, err
		}
		rank := make([]uint32, len(v.url))
		place := uint32(0)
		err := eachKeyed(ctx, tx, `SELECT u.id FROM %s u LEFT JOIN url p ON p.id = u.parent LEFT JOIN url g ON g.id = p.parent ORDER BY `+wholeText,
			"url", byKey(v.url), func(rows *sql.Rows) (key uint32, err error) { return key, rows.Scan(&key) },
			func(row uint32) { rank[row] = place; place++ })
		return rank, err
	})
}

// titleRank gives each row's place in the order of titles, from 1; titles that
// differ in the case of A to Z only have equal places, rows without one 0.
func (v *view) titleRank(ctx context.Context, tx *sql.Tx) ([]uint32, error) {
	return lazily(v, &v.titles, func() ([]uint32, error) {
		if there, err := readDerived[uint32](tx, v, derivedTitle); there != nil || err != nil {
			return there, err
		}
		rank := make([]uint32, len(v.url))
		place := uint32(0)
		title, last := "", ""
		err := eachKeyed(ctx, tx, `SELECT f.id, f.title FROM %s f WHERE f.title <> '' ORDER BY f.title COLLATE NOCASE`,
			"fact", byKey(v.fact), func(rows *sql.Rows) (key uint32, err error) { return key, rows.Scan(&key, &title) },
			func(row uint32) {
				if place == 0 || !equalNoCase(title, last) {
					place++
				}
				last, rank[row] = title, place
			})
		return rank, err
	})
}

// equalNoCase compares as SQLite's NOCASE does.
func equalNoCase(a, b string) bool {
	return len(a) == len(b) && strings.Map(lowerASCII, a) == strings.Map(lowerASCII, b)
}

func lowerASCII(r rune) rune {
	if 'A' <= r && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}

// sizes gives the bytes of each row, -1 for unknown.
func (v *view) sizes(ctx context.Context, tx *sql.Tx) ([]int64, error) {
	return lazily(v, &v.bytes, func() ([]int64, error) {
		if there, err := readDerived[int64](tx, v, derivedSize); there != nil || err != nil {
			for i := range there {
				there[i]--
			}
			return there, err
		}
		size := slices.Clone(v.size)
		var n int64
		err := eachKeyed(ctx, tx, `SELECT f.id, f.size FROM %s f`,
			"fact", byKey(v.fact), func(rows *sql.Rows) (key uint32, err error) { return key, rows.Scan(&key, &n) },
			func(row uint32) { size[row] = n })
		return size, err
	})
}

// lazily gives a part of a view, and makes it when it is first asked for.
func lazily[T any](v *view, part *[]T, work func() ([]T, error)) ([]T, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if *part != nil {
		return *part, nil
	}
	made, err := work()
	if err == nil {
		*part = made
	}
	return made, err
}
