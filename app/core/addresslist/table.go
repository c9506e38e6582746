package addresslist

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"sitewell/app/report/workbook"
)

// separators of tables, the likeliest first.
const separators = "\t;,|"

// sampleLines is how many lines show whether a text is a table.
const sampleLines = 20

// separatorOf returns what separates the columns of a table, and whether a text is one:
// by the name of its file, or since all of its first lines have as many columns.
func separatorOf(name, text string) (separator rune, ok bool) {
	var sample []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			sample = append(sample, line)
		}
		if len(sample) == sampleLines {
			break
		}
	}
	for _, r := range separators {
		if len(sample) > 1 && isEven(sample, r) {
			return r, true
		}
	}
	switch path.Ext(name) {
	case ".csv":
		most := ','
		for _, r := range separators {
			if len(sample) > 0 && strings.Count(sample[0], string(r)) > strings.Count(sample[0], string(most)) {
				most = r
			}
		}
		return most, true
	case ".tsv", ".tab":
		return '\t', true
	}
	return 0, false
}

// isEven reports whether all lines have the same number of columns, at least two.
func isEven(lines []string, separator rune) bool {
	columns := 0
	for _, line := range lines {
		r := reader(line, separator)
		row, err := r.Read()
		if err != nil || len(row) < 2 || columns > 0 && len(row) != columns {
			return false
		}
		columns = len(row)
	}
	return true
}

func reader(text string, separator rune) *csv.Reader {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.TrimLeadingSpace = separator, true, -1, true
	return r
}

// row is a row of a table.
type row struct {
	number int
	cells  map[int]string
}

// table reads the column of a table that has the addresses.
func (b *builder) table(text string, separator rune) error {
	var rows []row
	for r := reader(text, separator); ; {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			return b.column(rows)
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrFormat, err)
		}
		line, _ := r.FieldPos(0)
		cells := make(map[int]string, len(fields))
		for i, field := range fields {
			cells[i] = field
		}
		rows = append(rows, row{line, cells})
	}
}

// column reads the column with the most addresses, of several the first one. A heading is
// no address, and no reason to say so.
func (b *builder) column(rows []row) error {
	counts := make(map[int]int)
	for _, r := range rows {
		for column, text := range r.cells {
			if u, why := addressOf(text); why == "" && isPlain(text, u) || starts.MatchString(text) {
				counts[column]++
			}
		}
	}
	best := -1
	for column, n := range counts {
		if best < 0 || n > counts[best] || n == counts[best] && column < best {
			best = column
		}
	}
	if best < 0 {
		return nil
	}
	for i, r := range rows {
		text := strings.TrimSpace(r.cells[best])
		if text == "" {
			continue
		}
		if _, why := addressOf(text); i == 0 && why != "" && !starts.MatchString(text) {
			continue
		}
		if err := b.line(r.number, text); err != nil {
			return err
		}
	}
	return nil
}

// workbook reads the first sheet of a workbook that has addresses.
func (b *builder) workbook(ctx context.Context, data []byte) error {
	var names []string
	sheets := make(map[string][]row)
	err := workbook.Rows(ctx, bytes.NewReader(data), int64(len(data)), func(sheet string, number int, cells map[int]string) error {
		if !slices.Contains(names, sheet) {
			if len(names) > 0 && hasAddress(sheets[names[len(names)-1]]) {
				return workbook.ErrEnough
			}
			names = append(names, sheet)
		}
		sheets[sheet] = append(sheets[sheet], row{number, cells})
		return nil
	})
	switch {
	case errors.Is(err, workbook.ErrTooLarge):
		return fmt.Errorf("%w: %w", ErrTooLarge, err)
	case errors.Is(err, workbook.ErrNotWorkbook), errors.Is(err, workbook.ErrDamaged):
		return fmt.Errorf("%w: %w", ErrFormat, err)
	case err != nil:
		return err
	}
	for _, name := range names {
		if hasAddress(sheets[name]) {
			return b.column(sheets[name])
		}
	}
	return nil
}

// hasAddress reports whether any cell is an address.
func hasAddress(rows []row) bool {
	for _, r := range rows {
		for _, text := range r.cells {
			if u, why := addressOf(text); why == "" && isPlain(text, u) {
				return true
			}
		}
	}
	return false
}
