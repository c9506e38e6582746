package report

import (
	"net/url"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"sitewell/scanner/outcome"
)

// Limits of a cell by Excel's specification, in UTF-16 units.
const (
	maxCell    = 32_767 // characters in a cell
	maxFormula = 255    // characters of a text within a formula
)

// asText is a cell that can never become a formula, whatever it begins with: it
// is stored as a string, and under the number format "@", so that it stays one
// even after a reader has edited it.
func (c cells) asText(v string) any {
	if v == "" {
		return excelize.Cell{StyleID: c.text}
	}
	return excelize.Cell{StyleID: c.text, Value: plainText(v)}
}

// asNote is text of our own.
func (c cells) asNote(v string) any { return excelize.Cell{StyleID: c.note, Value: plainText(v)} }

func (c cells) asNumber(n int) any { return excelize.Cell{StyleID: c.number, Value: n} }

func (c cells) asSeconds(d time.Duration) any {
	if d == 0 {
		return excelize.Cell{StyleID: c.seconds}
	}
	return excelize.Cell{StyleID: c.seconds, Value: d.Seconds()}
}

// asCode is a number that is a name: a status or a line. 0 leaves the cell
// empty, so that a filter offers "(Blanks)".
func (c cells) asCode(n int) any {
	if n == 0 {
		return excelize.Cell{StyleID: c.code}
	}
	return excelize.Cell{StyleID: c.code, Value: n}
}

// asDate gives the time on the clock that t carries: Excel has no zones.
func (c cells) asDate(t time.Time) any {
	if t.IsZero() {
		return excelize.Cell{StyleID: c.date}
	}
	return excelize.Cell{StyleID: c.date, Value: wallClock(t)}
}

// asLink is an address that opens at a click.
//
// It is the formula HYPERLINK over one text, not a hyperlink of the sheet:
// Excel allows 65,530 of those on a sheet, and the library needs quadratic
// time for them. The text can't end early, for quotes are doubled. What is no
// web address or longer than a formula's text may be stays plain text.
func (c cells) asLink(address string) any {
	if !clickable(address) {
		return c.asText(address)
	}
	quoted := strings.ReplaceAll(address, `"`, `""`)
	return excelize.Cell{StyleID: c.link, Value: address, Formula: `HYPERLINK("` + quoted + `")`}
}

// clickable reports whether an address can stand in a HYPERLINK formula: a web
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

func (c cells) asVerdict(v outcome.Verdict) any {
	return excelize.Cell{StyleID: c.verdicts[v], Value: VerdictWord(v)}
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
	if len(s) <= maxCell {
		return s
	}
	units := 0
	for i, r := range s {
		n := utf16.RuneLen(r)
		if units+n > maxCell-1 {
			if units+utf16Len(s[i:]) <= maxCell {
				return s
			}
			return s[:i] + "…"
		}
		units += n
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
