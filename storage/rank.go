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
func byKey(keys *packed[uint32]) []keyRow {
	n := 0
	for row := range uint32(keys.len()) {
		if keys.at(row) != 0 {
			n++
		}
	}
	rows := make([]keyRow, 0, n)
	for row := range uint32(keys.len()) {
		if k := keys.at(row); k != 0 {
			rows = append(rows, keyRow{k, row})
		}
	}
	slices.SortFunc(rows, func(a, b keyRow) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.row, b.row)) })
	return rows
}

// eachKeyed runs a query over rows of a table whose id is one of keys, and
// calls yield for each row of the view that has it, in the order of the query.
// %s in the query stands for the table. Numbers that lie close together are
// read as a range, others by a list.
func eachKeyed(ctx context.Context, tx *sql.Tx, query, table string, keys []keyRow, scan func(rows *sql.Rows) (key uint32, err error), yield func(row uint32) bool) error {
	if len(keys) == 0 {
		return nil
	}
	first, last := keys[0].key, keys[len(keys)-1].key
	arg := any(nil)
	if uint64(last-first) < 2*uint64(len(keys))+64 {
		table = between(table, first, last)
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
	args := []any{arg}
	if arg == nil {
		args = nil
	}
	return eachRowOf(ctx, tx, fmt.Sprintf(query, table), scan, func(key uint32) bool {
		for i := find(key); i < len(keys) && keys[i].key == key; i++ {
			if !yield(keys[i].row) {
				return false
			}
		}
		return true
	}, args...)
}

// between gives the rows of a table from one number to another.
func between(table string, first, last uint32) string {
	return fmt.Sprintf(`(SELECT * FROM %s WHERE id BETWEEN %d AND %d)`, table, first, last)
}

// eachRowOf calls yield with the key of every row of a query, until it gives
// false.
func eachRowOf(ctx context.Context, tx *sql.Tx, query string, scan func(rows *sql.Rows) (key uint32, err error), yield func(key uint32) bool, args ...any) error {
	n := 0
	err := eachQuery(tx, query, func(rows *sql.Rows) error {
		key, err := scan(rows)
		if err != nil {
			return err
		}
		if n++; n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if !yield(key) {
			return errStop{}
		}
		return nil
	}, args...)
	if _, ok := err.(errStop); ok {
		return nil
	}
	return err
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

// eachAddress calls yield with every row and its address, in their order where
// that is asked for, until it gives false.
func (v *view) eachAddress(ctx context.Context, tx *sql.Tx, ordered bool, yield func(row uint32, address string) bool) error {
	query := `SELECT u.id, ` + wholeText + ` FROM %s u LEFT JOIN url p ON p.id = u.parent LEFT JOIN url g ON g.id = p.parent`
	if ordered {
		query += ` ORDER BY 2`
	}
	var text string
	n, more := 0, true
	scan := func(rows *sql.Rows) (key uint32, err error) { return key, rows.Scan(&key, &text) }
	give := func(row uint32) bool {
		n++
		more = yield(row, text)
		return more
	}
	var err error
	if x := v.index(); x.dense != nil { // it tells as much as the keys in order do
		err = eachRowOf(ctx, tx, fmt.Sprintf(query, between("url", x.first, x.first+uint32(x.dense.len())-1)), scan, func(key uint32) bool {
			id := x.id(key)
			return id == 0 || give(uint32(id-1))
		})
	} else {
		err = eachKeyed(ctx, tx, query, "url", byKey(&v.url), scan, give)
	}
	if err == nil && more && n < v.len() {
		err = fmt.Errorf("%w: %d texts of %d addresses", ErrCorrupt, n, v.len())
	}
	return err
}

// eachFact calls yield with every row that has a fact, and with its title,
// content and size; in the order of titles, where that is asked for, whatever
// the case of A to Z. The fact is used again for the next.
func (v *view) eachFact(ctx context.Context, tx *sql.Tx, ordered bool, yield func(row uint32, f *fact)) error {
	query := `SELECT f.id, f.title, f.content, f.size FROM %s f`
	if ordered {
		query += ` ORDER BY f.title COLLATE NOCASE`
	}
	var f fact
	return eachKeyed(ctx, tx, query, "fact", byKey(&v.fact),
		func(rows *sql.Rows) (key uint32, err error) {
			return key, rows.Scan(&key, &f.title, &f.content, &f.size)
		},
		func(row uint32) bool { yield(row, &f); return true })
}

// addressRank gives each row's place in the order of addresses, byte by byte.
func (v *view) addressRank(ctx context.Context, tx *sql.Tx) (*packed[uint32], error) {
	return lazily(v, &v.rank, derivedAddress, tx, func() ([]uint32, error) { return v.readAddresses(ctx, tx, nil) })
}

// readAddresses works addressRank out, and the names of addresses where they
// are asked for.
func (v *view) readAddresses(ctx context.Context, tx *sql.Tx, names *nameTable) ([]uint32, error) {
	rank := make([]uint32, v.len())
	place := uint32(0)
	err := v.eachAddress(ctx, tx, true, func(row uint32, address string) bool {
		rank[row] = place
		place++
		if names != nil && v.base.at(row) == 0 {
			names.address(row, address)
		}
		return true
	})
	return rank, err
}

// titleRank gives each row's place in the order of titles, from 1; titles that
// differ in the case of A to Z only have equal places, rows without one 0.
func (v *view) titleRank(ctx context.Context, tx *sql.Tx) (*packed[uint32], error) {
	return lazily(v, &v.titles, derivedTitle, tx, func() ([]uint32, error) {
		titles, _, err := v.readTitles(ctx, tx, nil)
		return titles, err
	})
}

// sizes gives one more than the bytes of each row, 0 for unknown.
func (v *view) sizes(ctx context.Context, tx *sql.Tx) (*packed[uint64], error) {
	return lazily(v, &v.bytes, derivedSize, tx, func() ([]uint64, error) {
		sizes := v.ownSizes()
		err := v.eachFact(ctx, tx, false, func(row uint32, f *fact) { sizes[row] = uint64(f.size + 1) })
		return sizes, err
	})
}

// ownSizes are those of addresses without a fact.
func (v *view) ownSizes() []uint64 {
	sizes := make([]uint64, v.len())
	for row := range sizes {
		sizes[row] = v.size.at(uint32(row))
	}
	return sizes
}

// readTitles works titleRank and sizes out, and the names of titles and
// contents where they are asked for.
func (v *view) readTitles(ctx context.Context, tx *sql.Tx, names *nameTable) (rank []uint32, sizes []uint64, err error) {
	rank, sizes = make([]uint32, v.len()), v.ownSizes()
	place, last := uint32(0), ""
	err = v.eachFact(ctx, tx, true, func(row uint32, f *fact) {
		sizes[row] = uint64(f.size + 1)
		if f.title != "" {
			if place == 0 || !equalNoCase(f.title, last) {
				place++
			}
			last, rank[row] = f.title, place
		}
		if names != nil && v.base.at(row) == 0 {
			names.fact(row, f)
		}
	})
	return rank, sizes, err
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

// lazily gives a column of a view, and reads it or works it out when it is
// first asked for.
func lazily[T uint32 | uint64](v *view, part **packed[T], name string, tx *sql.Tx, work func() ([]T, error)) (*packed[T], error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if *part != nil {
		return *part, nil
	}
	there, err := readDerived[T](tx, v, name)
	if there == nil && err == nil {
		var made []T
		if made, err = work(); err == nil {
			there = pack(made)
		}
	}
	if err == nil {
		*part = there
	}
	return there, err
}
