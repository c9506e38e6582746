package report

import (
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// Limits of a cell by Excel's specification, in UTF-16 units.
const (
	maxCell    = 32_767 // characters in a cell
	maxFormula = 255    // characters of a text within a formula
)

// row builds the XML of one row (ECMA-376, part 1, §18.3.1.73), cell by cell
// from the left. It is used again for every row of a sheet.
type row struct {
	columns []column
	styles  cells
	wraps   bool

	opens int // how many more addresses open at a click

	number int // of the row, from 1
	cells  []byte
	col    int
	lines  int // of text in the highest cell
}

// begin starts the row with a number.
func (r *row) begin(number int) {
	*r = row{columns: r.columns, styles: r.styles, wraps: r.wraps, opens: r.opens, number: number, cells: r.cells[:0], lines: 1}
}

// text is a cell that can never become a formula, whatever it begins with: it
// is stored as a string, and under the number format "@", so that it stays one
// even after a reader has edited it.
func (r *row) text(v string) { r.str(r.styles.text, v) }

// note is text of our own.
func (r *row) note(v string) { r.str(r.styles.note, v) }

// verdict is the word for one, in its colours.
func (r *row) verdict(v outcome.Verdict, word string) { r.str(r.styles.verdicts[v], word) }

// severity is the word for one, in its colours.
func (r *row) severity(s outcome.Severity, word string) { r.str(r.styles.severities[s], word) }

// change is the word for one, in its colours.
func (r *row) change(c storage.Change, word string) { r.str(r.styles.changes[c], word) }

// input is text that a person fills in.
func (r *row) input(v string) { r.str(r.styles.plain, v) }

// key is what a machine reads.
func (r *row) key(v string) {
	wraps := r.wraps
	r.wraps = false // it is hidden
	r.str(r.styles.key, v)
	r.wraps = wraps
}

// day is a day that a person fills in, stored as 2006-01-02; "" leaves the cell empty.
func (r *row) day(v string) {
	t, err := time.Parse(time.DateOnly, v)
	if err != nil {
		r.num(r.styles.day, "")
		return
	}
	r.num(r.styles.day, strconv.Itoa(int(t.Sub(epoch()).Hours()/24)))
}

// epoch is the day 0 of spreadsheets.
func epoch() time.Time { return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC) }

// count is a number that is counted.
func (r *row) count(n int) { r.num(r.styles.number, strconv.Itoa(n)) }

// code is a number that is a name: a status or a line. 0 leaves the cell
// empty, so that a filter offers "(Blanks)".
func (r *row) code(n int) { r.unlessZero(r.styles.code, n) }

// size is a number of bytes; none and unknown leave the cell empty.
func (r *row) size(n int64) { r.unlessZero(r.styles.number, int(max(n, 0))) }

func (r *row) unlessZero(style, n int) {
	if n == 0 {
		r.num(style, "")
		return
	}
	r.num(style, strconv.Itoa(n))
}

func (r *row) seconds(d time.Duration) {
	if d == 0 {
		r.num(r.styles.seconds, "")
		return
	}
	r.num(r.styles.seconds, strconv.FormatFloat(d.Seconds(), 'f', 3, 64))
}

// date returns the time on the clock that t carries: Excel has no zones.
func (r *row) date(t time.Time) {
	if t.IsZero() {
		r.num(r.styles.date, "")
		return
	}
	days := wallClock(t).Sub(epoch()).Hours() / 24
	r.num(r.styles.date, strconv.FormatFloat(days, 'f', 6, 64))
}

// link is an address that opens at a click.
//
// It is the formula HYPERLINK over one text, not a hyperlink of the sheet: those take
// an entry beside the rows, which could not be streamed. The text can't end early, for quotes are doubled.
// What is no web address or longer than a formula's text may be stays text, as do
// the addresses behind the first maxOpened.
func (r *row) link(address string) {
	if r.opens == 0 || !clickable(address) {
		r.text(address)
		return
	}
	r.opens--
	r.open(r.styles.link, "str")
	r.cells = append(r.cells, "<f>HYPERLINK(&#34;"...)
	r.cells = appendXML(r.cells, strings.ReplaceAll(address, `"`, `""`))
	r.cells = append(r.cells, "&#34;)</f><v>"...)
	r.cells = appendXML(r.cells, address)
	r.cells = append(r.cells, "</v></c>"...)
	r.measure(address)
}

// str is a cell with a string of its own.
func (r *row) str(style int, v string) {
	if v == "" {
		r.num(style, "")
		return
	}
	r.open(style, "inlineStr")
	r.cells = append(r.cells, `<is><t xml:space="preserve">`...)
	r.cells = appendXML(r.cells, plainText(v))
	r.cells = append(r.cells, "</t></is></c>"...)
	r.measure(v)
}

// num is a cell with a number as decimal digits; "" is an empty cell.
func (r *row) num(style int, digits string) {
	r.open(style, "")
	if digits != "" {
		r.cells = append(r.cells, "<v>"...)
		r.cells = append(r.cells, digits...)
		r.cells = append(r.cells, "</v>"...)
	}
	r.cells = append(r.cells, "</c>"...)
	r.col++
}

// open writes a cell's tag. Tables have at most 26 columns.
func (r *row) open(style int, kind string) {
	r.cells = append(r.cells, `<c r="`...)
	r.cells = append(r.cells, 'A'+byte(r.col))
	r.cells = strconv.AppendInt(r.cells, int64(r.number), 10)
	r.cells = append(r.cells, `" s="`...)
	r.cells = strconv.AppendInt(r.cells, int64(style), 10)
	if kind != "" {
		r.cells = append(r.cells, `" t="`...)
		r.cells = append(r.cells, kind...)
	}
	r.cells = append(r.cells, `">`...)
}

// Heights in points, for the font of the tables.
const (
	lineHeight = 13.0
	rowPadding = 3.0
	maxLines   = 12
)

// measure notes how many lines a text takes. It ends the cell.
func (r *row) measure(text string) {
	if r.wraps {
		r.lines = max(r.lines, linesOf(text, r.columns[r.col].width))
	}
	r.col++
}

// linesOf estimates how many lines a text takes in a column: not every program
// finds that out by itself when it opens a file.
func linesOf(text string, width float64) (n int) {
	for part := range strings.SplitSeq(text, "\n") {
		// Letters are a little narrower than the digits that widths count.
		n += 1 + int(0.9*float64(utf8.RuneCountInString(part))/width)
	}
	return n
}

// writeTo writes the row.
func (r *row) writeTo(w io.Writer) error {
	head := append(make([]byte, 0, 64), `<row r="`...)
	head = strconv.AppendInt(head, int64(r.number), 10)
	if r.wraps {
		head = append(head, `" customHeight="1" ht="`...)
		head = strconv.AppendFloat(head, rowPadding+lineHeight*float64(min(r.lines, maxLines)), 'f', -1, 64)
	}
	if _, err := w.Write(append(head, `">`...)); err != nil {
		return err
	}
	r.cells = append(r.cells, "</row>"...)
	_, err := w.Write(r.cells)
	return err
}

// clickable reports whether an address can be used in a HYPERLINK formula: a web
// address in its normalised form, which is printable ASCII.
func clickable(address string) bool {
	if len(address) > maxFormula {
		return false
	}
	for i := range len(address) {
		if address[i] <= ' ' || address[i] >= utf8.RuneSelf-1 {
			return false
		}
	}
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// appendXML escapes text for XML. "_x000D_" and its kin, which a spreadsheet
// would read as an escape of its own (ECMA-376, part 1, §22.9.2.19), get their
// first character escaped.
func appendXML(b []byte, s string) []byte {
	for i := range len(s) {
		switch c := s[i]; c {
		case '&':
			b = append(b, "&amp;"...)
		case '<':
			b = append(b, "&lt;"...)
		case '>':
			b = append(b, "&gt;"...)
		case '_':
			if isEscape(s[i:]) {
				b = append(b, "_x005F"...)
			}
			b = append(b, c)
		default:
			b = append(b, c)
		}
	}
	return b
}

// isEscape reports whether s begins with "_xHHHH_".
func isEscape(s string) bool {
	if len(s) < 7 || s[1] != 'x' || s[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(s[2:6], 16, 16)
	return err == nil
}

// plainText makes a text fit a cell: no characters that XML 1.0 forbids, valid
// UTF-8, and at most as long as a cell may be, with "…" where it was cut.
func plainText(s string) string {
	s = strings.Map(func(r rune) rune {
		if legalXML(r) {
			return r
		}
		return utf8.RuneError
	}, strings.ToValidUTF8(s, string(utf8.RuneError)))
	if len(s) <= maxCell || utf16Len(s) <= maxCell {
		return s
	}
	units := 0
	for i, r := range s {
		units += utf16.RuneLen(r)
		if units > maxCell-1 {
			return s[:i] + "…"
		}
	}
	return s
}

func utf16Len(s string) (n int) {
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// legalXML reports whether XML 1.0 §2.2 allows a character. A carriage return
// is left out, too: XML readers turn it into a line feed.
func legalXML(r rune) bool {
	switch {
	case r == '\t', r == '\n':
		return true
	case r < ' ', r == 0xFFFE, r == 0xFFFF:
		return false
	default:
		return true
	}
}

// wallClock is the same reading of the clock as if it were in UTC, which is
// how a spreadsheet counts days.
func wallClock(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}
