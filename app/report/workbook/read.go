package workbook

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// These are the reasons why a file is refused.
var (
	// ErrNotWorkbook: the file is no workbook of Excel's present format.
	ErrNotWorkbook = errors.New("no workbook")
	// ErrForeign: the workbook was not made by Sitewell, or lost its hidden sheet or the
	// hidden column with keys.
	ErrForeign = errors.New("workbook without the records of Sitewell")
	// ErrTooLarge: the file is larger than any that Sitewell needs to read, or unpacks to
	// something that is.
	ErrTooLarge = errors.New("workbook is too large")
	// ErrDamaged: the file can't be read to its end.
	ErrDamaged = errors.New("workbook is damaged")
	// ErrNewer: a newer version of Sitewell made the workbook.
	ErrNewer = errors.New("workbook of a newer version")
)

// headingRows is in how many rows from the top the headings may be: people put a title
// above them.
const headingRows = 20

// Read reads a workbook of so many bytes that came back. It takes memory for the rows of
// fixes alone. The error
// wraps one of those above, or is that of ctx.
func Read(ctx context.Context, r io.ReaderAt, size int64) (*Returned, error) {
	a, err := open(r, size)
	if err != nil {
		return nil, err
	}
	tops, err := a.tops(ctx)
	if err != nil {
		return nil, err
	}
	b := &reading{archive: a, was: make(map[string]Work), words: make(map[string]State), headings: make(map[string]Field), seen: make(map[string]int)}
	memory := slices.IndexFunc(tops, func(t top) bool { return t.at(1, 1) == RecordFile })
	if memory < 0 {
		return nil, fmt.Errorf("%w: no hidden sheet", ErrForeign)
	}
	if version, err := strconv.Atoi(tops[memory].at(1, 2)); err != nil || version < 1 {
		return nil, fmt.Errorf("%w: version %q", ErrForeign, tops[memory].at(1, 2))
	} else if version > 1 {
		return nil, fmt.Errorf("%w: %d", ErrNewer, version)
	}
	if err := b.readMemory(ctx, tops[memory].part); err != nil {
		return nil, err
	}
	found := false
	for i, t := range tops {
		if row, ok := t.headings(); ok && i != memory {
			found = true
			if err := b.readFixes(ctx, t, row); err != nil {
				return nil, err
			}
		}
	}
	if !found {
		return nil, fmt.Errorf("%w: no column of keys", ErrForeign)
	}
	return &b.Returned, nil
}

// reading is a workbook that is being read.
type reading struct {
	Returned
	*archive
	was      map[string]Work
	words    map[string]State // lower case
	headings map[string]Field
	title    string         // heading of the column that says what to do
	seen     map[string]int // keys, with the place of their rows
}

// readMemory reads the records of the hidden sheet.
func (b *reading) readMemory(ctx context.Context, part string) error {
	return b.rows(ctx, part, func(_ int, cells map[int]string) error {
		value := func(col int) string { return strings.TrimSpace(cells[col]) }
		switch value(1) {
		case RecordScan:
			b.Scan, _ = strconv.ParseInt(value(2), 10, 64)
			b.Began, _ = time.Parse(time.RFC3339Nano, value(3))
		case RecordSite:
			b.Start, b.Site = value(2), value(3)
		case RecordSaved:
			b.Saved, _ = time.Parse(time.RFC3339, value(2))
		case RecordColumn:
			if f := Field(value(2)); f == FieldTitle {
				b.title = value(3)
			} else if slices.Contains(Fields(), f) {
				b.headings[value(3)] = f
			}
		case RecordState:
			if s := State(value(2)); slices.Contains(States(), s) {
				b.words[strings.ToLower(value(3))] = s
			}
		case RecordWas:
			var w Work
			for i, f := range Fields() {
				w.Set(f, clean(cells[3+i]))
			}
			b.was[value(2)] = w
		}
		return nil
	})
}

// readFixes reads the rows below the headings of a sheet.
func (b *reading) readFixes(ctx context.Context, t top, heading int) error {
	columns := make(map[int]Field)
	key, title := 0, 0
	for col, text := range t.rows[heading] {
		text = strings.TrimSpace(text)
		if f, ok := b.headings[text]; ok {
			columns[col] = f
		} else if text == KeyHeading {
			key = col
		} else if text == b.title && text != "" {
			title = col
		}
	}
	return b.rows(ctx, t.part, func(number int, cells map[int]string) error {
		if number <= heading {
			return nil
		}
		b.readFix(t.name, number, strings.TrimSpace(cells[key]), title, columns, cells)
		return nil
	})
}

// readFix reads a row.
func (b *reading) readFix(sheet string, number int, key string, title int, columns map[int]Field, cells map[int]string) {
	if key == "" {
		for col := range columns {
			if strings.TrimSpace(cells[col]) != "" {
				b.Unkeyed++
				return
			}
		}
		return
	}
	row := Row{Key: key, Title: clean(cells[title]), Was: b.was[key]}
	row.Now = row.Was
	for _, col := range slices.Sorted(maps.Keys(columns)) {
		f := columns[col]
		value, ok := b.value(f, cells[col])
		if !ok {
			b.Unread = append(b.Unread, Unread{Sheet: sheet, Cell: cellName(col, number), Field: f, Text: cells[col]})
			continue
		}
		row.Now.Set(f, value)
	}
	if i, twice := b.seen[key]; twice {
		if b.Rows[i].Now != row.Now {
			b.Unread = append(b.Unread, Unread{Sheet: sheet, Cell: cellName(1, number), Text: row.Title, Twice: true})
		}
		return
	}
	b.seen[key] = len(b.Rows)
	b.Rows = append(b.Rows, row)
}

// maxText is how many characters a name or a note may have, as in the window.
const maxText = 5000

// value returns what a cell says for a field, and whether it can be used.
func (b *reading) value(f Field, text string) (string, bool) {
	text = clean(text)
	if text == "" {
		return "", true
	}
	switch f {
	case FieldState:
		if s, ok := b.words[strings.ToLower(text)]; ok {
			w := Work{State: s}
			return w.Get(FieldState), true
		}
		return "", false
	case FieldDue:
		return b.day(text)
	default:
		return text, utf8.RuneCountInString(text) <= maxText
	}
}

// day reads a day as spreadsheets store it, or as people type it where the cell became
// text.
func (b *reading) day(text string) (string, bool) {
	if serial, err := strconv.ParseFloat(text, 64); err == nil {
		epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
		if b.from1904 {
			epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
		}
		if serial < 1 || serial >= 2_958_466 { // the end of 9999
			return "", false
		}
		return epoch.AddDate(0, 0, int(serial)).Format(time.DateOnly), true
	}
	if len(text) > len(time.DateOnly) && text[len(time.DateOnly)] == 'T' {
		text = text[:len(time.DateOnly)]
	}
	for _, form := range []string{time.DateOnly, "2006-1-2", "2006/1/2", "2.1.2006", "2 January 2006", "2 Jan 2006", "January 2, 2006"} {
		if t, err := time.Parse(form, text); err == nil {
			return t.Format(time.DateOnly), true
		}
	}
	return "", false
}

// clean removes what spreadsheets add to texts.
func clean(text string) string {
	return strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text))
}

// cellName returns the name of a cell, as B7.
func cellName(col, row int) string {
	name := ""
	for ; col > 0; col = (col - 1) / 26 {
		name = string(rune('A'+(col-1)%26)) + name
	}
	return name + strconv.Itoa(row)
}
