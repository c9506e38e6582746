package addresslist

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"sitewell/app/report/workbook"
)

// Row is a row of a table, or a line of a text, which then is the only cell.
type Row struct {
	Number int // of the line or the row of the sheet, from 1
	Cells  []string
}

// Rows reads the rows of a table or the lines of a text, but for empty ones and comments,
// which begin with #. Of a workbook it is the first sheet that has an address. The errors are those of Read, but for ErrEmpty.
func Rows(ctx context.Context, data []byte) ([]Row, error) {
	switch {
	case len(data) > MaxSize:
		return nil, ErrTooLarge
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return sheetRows(ctx, data)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return nil, ErrOldWorkbook
	}
	text := decode(data)
	if strings.ContainsRune(text, 0) {
		return nil, ErrFormat
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	separator, isTable := rowSeparator(text)
	if !isTable {
		return lineRows(text), nil
	}
	return tableRows(ctx, text, separator)
}

// excelSeparator begins the line with which Excel is told what separates columns.
const excelSeparator = "sep="

// rowSeparator returns what separates the columns of a text, and whether it has columns: of
// what may, it is what most lines have. Excel's own line decides.
func rowSeparator(text string) (separator rune, ok bool) {
	counts := make(map[rune]int)
	lines := 0
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if rest, found := strings.CutPrefix(line, excelSeparator); found && lines == 0 && len(rest) == 1 {
			return rune(rest[0]), true
		}
		for _, r := range separators {
			if strings.ContainsRune(line, r) {
				counts[r]++
			}
		}
		lines++
	}
	for _, r := range separators {
		if counts[r] > counts[separator] {
			separator = r
		}
	}
	return separator, separator != 0
}

// lineRows returns the lines of a text.
func lineRows(text string) (rows []Row) {
	number := 0
	for line := range strings.Lines(text) {
		number++
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			rows = append(rows, Row{number, []string{line}})
		}
	}
	return rows
}

// tableRows returns the rows of a text with columns.
func tableRows(ctx context.Context, text string, separator rune) (rows []Row, err error) {
	r := reader(text, separator)
	r.Comment, r.TrimLeadingSpace = '#', separator != '\t' // else an empty cell between tabs is lost
	for {
		cells, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return rows, ctx.Err()
		case err != nil:
			return nil, fmt.Errorf("%w: %w", ErrFormat, err)
		}
		line, _ := r.FieldPos(0)
		if line == 1 && strings.HasPrefix(cells[0], excelSeparator) {
			continue
		}
		rows = appendRow(rows, line, cells)
	}
}

// appendRow adds a row that has any text.
func appendRow(rows []Row, number int, cells []string) []Row {
	isEmpty := true
	for i, cell := range cells {
		cells[i] = strings.TrimSpace(cell)
		isEmpty = isEmpty && cells[i] == ""
	}
	if isEmpty {
		return rows
	}
	return append(rows, Row{number, cells})
}

// maxColumns is how many columns of a sheet are read.
const maxColumns = 100

// sheetRows returns the rows of the first sheet of a workbook that has an address; where
// none has, nothing.
func sheetRows(ctx context.Context, data []byte) (rows []Row, err error) {
	current, found := "", false
	err = workbook.Rows(ctx, bytes.NewReader(data), int64(len(data)), func(sheet string, number int, cells map[int]string) error {
		if sheet != current {
			if found {
				return workbook.ErrEnough
			}
			current, rows = sheet, nil
		}
		found = found || hasAddress([]row{{number, cells}})
		line := make([]string, 0, len(cells))
		for column, text := range cells {
			if column < 1 || column > maxColumns {
				continue
			}
			for len(line) < column {
				line = append(line, "")
			}
			line[column-1] = text
		}
		if len(line) > 0 && !strings.HasPrefix(strings.TrimSpace(line[0]), "#") {
			rows = appendRow(rows, number, line)
		}
		return nil
	})
	switch {
	case errors.Is(err, workbook.ErrTooLarge):
		return nil, fmt.Errorf("%w: %w", ErrTooLarge, err)
	case errors.Is(err, workbook.ErrNotWorkbook), errors.Is(err, workbook.ErrDamaged):
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	case err != nil:
		return nil, err
	case !found:
		return nil, nil
	}
	return rows, nil
}
