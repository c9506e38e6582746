package findings

import (
	"cmp"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"

	"sitewell/storage"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/urlid"
)

// column is what rows are sorted by.
type column struct {
	expression string // of finding f and url u
	absent     string // condition of rows that have nothing there; "": none are
	isNumber   bool   // it is a number, never negative
}

const unchecked = `f.verdict = 0`

// columnOf returns the column of an order, and whether it is sorted downwards.
func columnOf(o storage.Order) (c column, falling bool) {
	if c, ok := columns[o.By]; ok {
		return c, o.Desc
	}
	falling = !o.Desc // the worst first, then what most pages link to
	last := 9
	if falling {
		last = -1
	}
	// Both in one number, of which pages, -1 or more, has 40 bits.
	return column{expression: fmt.Sprintf(`((CASE WHEN %s THEN %d ELSE f.severity END + 1) << 40) + f.pages + 1`, unchecked, last), isNumber: true}, falling
}

// rowIDs returns the addresses that a filter leaves, in order. Rows that have
// nothing in the column come last in either direction, equal ones in the order in
// which the history met their addresses first.
func (q *filterQuery) rowIDs(tx *sql.Tx, o storage.Order) ([]storage.URLID, error) {
	ids, err := q.allIDs(tx, o)
	if q.keep != nil {
		ids = slices.DeleteFunc(ids, func(id storage.URLID) bool { return !q.keep(id) })
	}
	return ids, err
}

// allIDs is rowIDs without the last look at each row.
func (q *filterQuery) allIDs(tx *sql.Tx, o storage.Order) ([]storage.URLID, error) {
	c, falling := columnOf(o)
	switch {
	case c.isNumber:
		return idsByNumber(tx, q, c, falling)
	case o.By == storage.ByAddress:
		return idsByAddress(tx, q, c, falling)
	}
	return idsBySQLite(tx, q, c, falling)
}

// fewRows is the part of all addresses of the history below which rows are sorted
// by address by themselves.
const fewRows = 8

// idsByAddress goes through all addresses of the history in order, as an index has
// them, and leaves those of the rows: that takes a fifth of the time of sorting
// where these are most of them.
func idsByAddress(tx *sql.Tx, q *filterQuery, c column, falling bool) ([]storage.URLID, error) {
	ids, err := idsOf(tx, `SELECT group_concat(f.url) FROM `+q.from(), q.args...)
	if err != nil {
		return nil, err
	}
	var all int
	if err := tx.QueryRow(`SELECT coalesce(max(id), 0) FROM url`).Scan(&all); err != nil {
		return nil, err
	}
	if len(ids) < all/fewRows {
		return idsBySQLite(tx, q, c, falling)
	}
	direction := ``
	if falling {
		direction = ` DESC`
	}
	sorted, err := idsOf(tx, `SELECT group_concat(id) FROM (SELECT id FROM url ORDER BY text`+direction+`)`)
	if err != nil {
		return nil, err
	}
	var wanted urlid.Map[bool]
	for _, id := range ids {
		wanted.Set(uint32(id), true)
	}
	return slices.DeleteFunc(sorted, func(id storage.URLID) bool { return !wanted.Get(uint32(id)) }), nil
}

// idsOf runs a query for one list of numbers.
func idsOf(tx *sql.Tx, statement string, args ...any) (ids []storage.URLID, err error) {
	var list sql.RawBytes
	err = query.Each(tx, statement, func(rows *sql.Rows) error {
		err := rows.Scan(&list)
		ids = query.ParseNumbers[storage.URLID](list)
		return err
	}, args...)
	return ids, err
}

// idsBySQLite lets SQLite sort.
func idsBySQLite(tx *sql.Tx, q *filterQuery, c column, falling bool) ([]storage.URLID, error) {
	q.joinURL = q.joinURL || strings.Contains(c.expression, `u.text`)
	key := c.expression
	switch {
	case falling:
		key += ` DESC` // an absent text is empty, and comes last by itself
	case c.absent != "":
		key = `CASE WHEN ` + c.absent + ` THEN x'' ELSE ` + key + ` END` // a blob comes after every text
	}
	return idsOf(tx, `SELECT group_concat(url) FROM (SELECT f.url AS url FROM `+q.from()+` ORDER BY `+key+`, f.url)`, q.args...)
}

// idsByNumber sorts by a number in Go: SQLite takes up to twice as long where
// there are many different ones.
func idsByNumber(tx *sql.Tx, q *filterQuery, c column, falling bool) ([]storage.URLID, error) {
	type row struct {
		key int64
		id  storage.URLID
	}
	const absent = math.MaxInt64
	key := c.expression
	if c.absent != "" {
		key = fmt.Sprintf(`CASE WHEN %s THEN %d ELSE %s END`, c.absent, absent, key)
	}
	var ids []storage.URLID
	var rows []row
	var idList, keyList sql.RawBytes
	err := query.Each(tx, `SELECT group_concat(f.url), group_concat(`+key+`) FROM `+q.from(), func(r *sql.Rows) error {
		if err := r.Scan(&idList, &keyList); err != nil {
			return err
		}
		ids = query.ParseNumbers[storage.URLID](idList)
		keys := query.ParseNumbers[int64](keyList)
		if len(keys) != len(ids) {
			return fmt.Errorf("%w: %d addresses with %d values", storage.ErrCorrupt, len(ids), len(keys))
		}
		rows = make([]row, len(ids))
		for i, key := range keys {
			if falling && key != absent {
				key = -key
			}
			rows[i] = row{key, ids[i]}
		}
		return nil
	}, q.args...)
	slices.SortFunc(rows, func(a, b row) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		return cmp.Compare(a.id, b.id)
	})
	for i := range rows {
		ids[i] = rows[i].id
	}
	return ids, err
}
