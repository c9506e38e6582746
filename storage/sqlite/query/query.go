// Package query holds what all statements of package sqlite share: reading
// rows, lists as arguments, inserting many rows. It must not know any table.
package query

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"sitewell/storage"
)

// LookupSize is how many rows are fetched by number with one query.
const LookupSize = 512

// Each runs a query and calls scan for every row.
func Each(tx *sql.Tx, query string, scan func(rows *sql.Rows) error, args ...any) error {
	rows, err := tx.Query(query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// List returns numbers as JSON, for json_each.
func List[T ~uint32 | ~int64](ids []T) string {
	b := make([]byte, 1, 2+12*len(ids))
	b[0] = '['
	for i, id := range ids {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(id), 10)
	}
	return string(append(b, ']'))
}

// ParseNumbers reads numbers that are not negative with a comma between, as
// group_concat returns them: reading a row for each takes ten times as long.
func ParseNumbers[T ~int64](list []byte) []T {
	if len(list) == 0 {
		return []T{}
	}
	numbers := make([]T, 0, bytes.Count(list, comma)+1)
	EachNumber(list, func(n int64) { numbers = append(numbers, T(n)) })
	return numbers
}

var comma = []byte{','}

// EachNumber calls yield with the numbers that ParseNumbers returns.
func EachNumber(list []byte, yield func(n int64)) {
	if len(list) == 0 {
		return
	}
	n := int64(0)
	for _, c := range list {
		if c == ',' {
			yield(n)
			n = 0
			continue
		}
		n = n*10 + int64(c-'0')
	}
	yield(n)
}

// Parameters returns "?, ?, …" for an IN list or a row of values.
func Parameters(n int) string { return "?" + strings.Repeat(", ?", n-1) }

// Missing turns a row that must be there and is not into ErrCorrupt.
func Missing(what string, id int64, err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%w: %s %d is missing", storage.ErrCorrupt, what, id)
	}
	return err
}

// IsListOf returns the condition that a row of a table with settings is a list of
// addresses. The JSON of profile.Settings has its key nowhere else, since quotes in values
// are escaped.
func IsListOf(table string) string { return `(instr(` + table + `.settings, '"list":"') > 0)` }
