package sqlite

import (
	"cmp"
	"database/sql"
	"strings"
)

// rowsInsert inserts rows, many with each statement. They are inserted OR FAIL:
// an error rolls the whole transaction back, so SQLite need not keep what it
// takes to undo the statement alone.
type rowsInsert struct {
	tx      *sql.Tx
	or      string // what is done where a row is there: "" is FAIL
	into    string // table and columns
	columns int
	args    []any
}

// insertRows is how many rows one statement takes. What is left in the end
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

// flush stores what is left.
func (r *rowsInsert) flush() error {
	args := r.args
	for n := insertRows; n > 0; n /= 4 {
		for ; len(args) >= n*r.columns; args = args[n*r.columns:] {
			one := "(" + parameters(r.columns) + ")"
			statement := `INSERT OR ` + cmp.Or(r.or, "FAIL") + ` INTO ` + r.into + ` VALUES ` + one + strings.Repeat(", "+one, n-1)
			if _, err := r.tx.Exec(statement, args[:n*r.columns]...); err != nil {
				return err
			}
		}
	}
	r.args = r.args[:0]
	return nil
}
