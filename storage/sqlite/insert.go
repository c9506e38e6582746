package sqlite

import (
	"database/sql"
	"strings"
)

// rowsInsert inserts or changes rows, many with each statement.
type rowsInsert struct {
	tx      *sql.Tx
	into    string // up to and with VALUES
	columns int
	end     string // what follows the values
	last    []any  // arguments of end
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
			values := args[: n*r.columns : n*r.columns]
			if _, err := r.tx.Exec(r.into+one+strings.Repeat(", "+one, n-1)+r.end, append(values, r.last...)...); err != nil {
				return err
			}
		}
	}
	r.args = r.args[:0]
	return nil
}
