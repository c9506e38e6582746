package query

import (
	"cmp"
	"database/sql"
	"strings"
)

// Insert inserts rows, many with each statement. They are inserted OR FAIL:
// an error rolls the whole transaction back, so SQLite need not keep what it
// takes to undo the statement alone.
type Insert struct {
	Tx      *sql.Tx
	Or      string // what is done where a row is there: "" is FAIL
	Into    string // table and columns
	Columns int
	args    []any
}

// InsertRows is how many rows one statement takes. What is left in the end
// goes by statements of a quarter, a sixteenth…, so that there are few
// different ones to prepare.
const InsertRows = 64

// Row adds a row of as many values as there are columns.
func (r *Insert) Row(values ...any) error {
	r.args = append(r.args, values...)
	if len(r.args) < InsertRows*r.Columns {
		return nil
	}
	return r.Flush()
}

// Flush stores what is left.
func (r *Insert) Flush() error {
	args := r.args
	for n := InsertRows; n > 0; n /= 4 {
		for ; len(args) >= n*r.Columns; args = args[n*r.Columns:] {
			one := "(" + Parameters(r.Columns) + ")"
			statement := `INSERT OR ` + cmp.Or(r.Or, "FAIL") + ` INTO ` + r.Into + ` VALUES ` + one + strings.Repeat(", "+one, n-1)
			if _, err := r.Tx.Exec(statement, args[:n*r.Columns]...); err != nil {
				return err
			}
		}
	}
	r.args = r.args[:0]
	return nil
}
