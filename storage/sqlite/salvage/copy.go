// Package salvage copies what can be read of a damaged database to a new one, and
// repairs there what refers to rows that are lost. It reads around damaged
// pages: rows are read in ranges of their keys from both ends.
package salvage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"strings"

	"sitewell/storage"
	"sitewell/storage/sqlite/query"
)

// table is a table of the new database.
type table struct {
	name    string
	columns string // with commas between
	count   int    // of columns
	// key is the number by which rows are found: "rowid", or a column. scope is the column
	// before it in the primary key of a table without rowids, "" where there is none.
	scope, key string
}

// copier copies tables.
type copier struct {
	ctx context.Context
	old *sql.DB
	tx  *sql.Tx
	// Of the present table:
	lost  bool // something can't be read
	tries int  // how many ranges could not be read
}

// Copy copies the rows of all tables that the new database has, and returns the
// names of those of which something could not be read. progress is told of each
// table. Its error is that of ctx or of the new database, or ErrCorrupt where nothing at
// all could be read.
func Copy(ctx context.Context, old *sql.DB, tx *sql.Tx, progress func(done, steps int)) (lost []string, err error) {
	tables, err := tablesOf(tx)
	if err != nil {
		return nil, err
	}
	if err := copySequence(ctx, old, tx); err != nil {
		return nil, err
	}
	rows := 0
	for i, t := range tables {
		progress(i, len(tables))
		if _, err := tx.Exec(`DELETE FROM ` + t.name); err != nil { // what the migrations put there
			return nil, err
		}
		c := copier{ctx: ctx, old: old, tx: tx}
		n, err := c.table(t)
		if err != nil {
			return nil, err
		}
		rows += n
		if t.name == "url" && c.lost {
			if err := c.urlsFromIndexes(); err != nil {
				return nil, err
			}
		}
		if c.lost {
			lost = append(lost, t.name)
		}
	}
	if rows == 0 && len(lost) > 0 {
		return nil, fmt.Errorf("%w: no row can be read", storage.ErrCorrupt)
	}
	return lost, keepConstants(tx)
}

// tablesOf lists the tables of the new database.
func tablesOf(tx *sql.Tx) (tables []table, err error) {
	err = query.Each(tx, `SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
		ORDER BY name`, func(rows *sql.Rows) error {
		t := table{key: "rowid"}
		var withoutRowid bool
		err := rows.Scan(&t.name, &withoutRowid)
		if withoutRowid {
			t.key = ""
		}
		tables = append(tables, t)
		return err
	})
	for i := range tables {
		if err == nil {
			err = tables[i].describe(tx)
		}
	}
	return tables, err
}

func (t *table) describe(tx *sql.Tx) error {
	var names, keys []string
	err := query.Each(tx, `SELECT name, pk FROM pragma_table_info(?) ORDER BY pk, cid`, func(rows *sql.Rows) error {
		var name string
		var place int
		err := rows.Scan(&name, &place)
		names = append(names, name)
		if place > 0 {
			keys = append(keys, name)
		}
		return err
	}, t.name)
	if err != nil {
		return err
	}
	t.columns, t.count = strings.Join(names, ", "), len(names)
	switch {
	case t.key != "":
	case len(keys) > 1:
		t.scope, t.key = keys[0], keys[1]
	default:
		t.key = keys[0]
	}
	return nil
}

// copySequence copies the highest numbers that rows ever had: none is used again.
func copySequence(ctx context.Context, old *sql.DB, tx *sql.Tx) error {
	if _, err := tx.Exec(`DELETE FROM sqlite_sequence`); err != nil {
		return err
	}
	c := copier{ctx: ctx, old: old, tx: tx}
	return c.each(`SELECT name, seq FROM sqlite_sequence`, `INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)`)
}

// table copies one table and returns how many rows it read.
func (c *copier) table(t table) (rows int, err error) {
	if t.scope == "" {
		return c.rangeOf(t, 0, 0, math.MaxInt64-1)
	}
	// Numbers of scans rise from 1 and were never used again.
	var last int64
	if err := c.tx.QueryRow(`SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'scan'`).Scan(&last); err != nil {
		return 0, err
	}
	for scope := int64(0); scope <= last; scope++ {
		n, err := c.rangeOf(t, scope, 0, math.MaxUint32)
		rows += n
		if err != nil {
			return rows, err
		}
	}
	return rows, nil
}

// keys is a range of keys.
type keys struct{ first, last int64 }

// rangeOf copies the rows with keys from first to last. Where one can't be read, it goes
// on from the other end, and then with halves of what is left between, the larger
// ones first.
func (c *copier) rangeOf(t table, scope, first, last int64) (rows int, err error) {
	for todo := []keys{{first, last}}; len(todo) > 0; todo = todo[1:] {
		k := todo[0]
		up, n, ok, err := c.read(t, scope, k.first, k.last, false)
		if rows += n; err != nil {
			return rows, err
		}
		if ok {
			continue
		}
		if n > 0 {
			k.first = up + 1
		}
		down, n, _, err := c.read(t, scope, k.first, k.last, true)
		if rows += n; err != nil {
			return rows, err
		}
		if n > 0 {
			k.last = down - 1
		}
		c.lost = true
		if c.tries++; c.tries < mostTries && k.last-k.first >= leastRange {
			middle := k.first + (k.last-k.first)/2
			todo = append(todo, keys{k.first, middle}, keys{middle + 1, k.last})
		}
	}
	return rows, nil
}

// leastRange is how many keys beside each other are given up together, and mostTries
// how often halves of what can't be read are tried in one table.
const (
	leastRange = 4
	mostTries  = 4000
)

// read copies rows in order of their keys, or against it, until one can't be read; ok is true
// where that did not happen. reached is the last key that was read.
func (c *copier) read(t table, scope, first, last int64, down bool) (reached int64, n int, ok bool, err error) {
	statement := fmt.Sprintf(`SELECT %s, %s FROM %s WHERE %[1]s BETWEEN ? AND ?`, t.key, t.columns, t.name)
	args := []any{first, last}
	if t.scope != "" {
		statement += ` AND ` + t.scope + ` = ?`
		args = append(args, scope)
	}
	statement += ` ORDER BY ` + t.key
	if down {
		statement += ` DESC`
	}
	insert := query.Insert{Tx: c.tx, Or: "IGNORE", Into: t.name + ` (` + t.columns + `)`, Columns: t.count}
	rows, err := c.old.QueryContext(c.ctx, statement, args...)
	if err != nil {
		return 0, 0, false, c.unreadable(err)
	}
	defer rows.Close()
	values, pointers := make([]any, t.count+1), make([]any, t.count+1)
	for i := range values {
		pointers[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(pointers...); err != nil {
			return reached, n, false, errors.Join(c.unreadable(err), insert.Flush())
		}
		key, isNumber := values[0].(int64)
		if !isNumber {
			return reached, n, false, insert.Flush()
		}
		if err := insert.Row(values[1:]...); err != nil {
			return reached, n, false, err
		}
		reached = key
		n++
	}
	if err := insert.Flush(); err != nil {
		return reached, n, false, err
	}
	err = rows.Err()
	return reached, n, err == nil, c.unreadable(err)
}

// unreadable returns the errors that are no damage: those of ctx.
func (c *copier) unreadable(error) error { return c.ctx.Err() }
