package storage

import (
	"database/sql"
	"fmt"
	"math"
	"strings"
)

// rowsInsert inserts rows, many with each statement.
type rowsInsert struct {
	tx      *sql.Tx
	into    string // INSERT INTO … VALUES
	columns int
	args    []any
}

// insertRows is how many rows one statement inserts. What is left in the end
// goes by statements of a quarter, a sixteenth…, so that there are few
// different ones to prepare.
const insertRows = 64

// row adds a row of as many values as there are columns.
func (r *rowsInsert) row(values ...any) error {
	r.args = append(r.args, values...)
	if len(r.args) < insertRows*r.columns {
		return nil
	}
	return r.flush()
}

// flush inserts what is left.
func (r *rowsInsert) flush() error {
	args := r.args
	for n := insertRows; n > 0; n /= 4 {
		for ; len(args) >= n*r.columns; args = args[n*r.columns:] {
			one := "(?" + strings.Repeat(", ?", r.columns-1) + ")"
			if _, err := r.tx.Exec(r.into+one+strings.Repeat(", "+one, n-1), args[:n*r.columns]...); err != nil {
				return err
			}
		}
	}
	r.args = r.args[:0]
	return nil
}

// insert adds a row and gives its number, which must fit 32 bits.
func insert(tx *sql.Tx, query string, args ...any) (int64, error) {
	res, err := tx.Exec(query, args...)
	if err != nil {
		return 0, err
	}
	id, err := res.LastInsertId()
	if err == nil && id > math.MaxUint32 {
		err = fmt.Errorf("%w: no numbers left", ErrFull)
	}
	return id, err
}
