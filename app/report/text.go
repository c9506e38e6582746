package report

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// TextOptions say how the table at the end of a scan in a terminal looks.
type TextOptions struct {
	Width    int  // columns; 0: 80
	Color    bool // ANSI colours
	Problems int  // how many problems are listed; 0: 50
}

const (
	defaultWidth    = 80
	narrowestWidth  = 40
	defaultProblems = 50
	verdictWidth    = 13 // "Can't verify" and a space
)

// Text gives the writer of the table that ends a scan in a terminal: numbers
// by verdict, then the problems, worst first.
func Text(o TextOptions) Writer {
	if o.Width == 0 {
		o.Width = defaultWidth
	}
	o.Width = max(o.Width, narrowestWidth)
	if o.Problems == 0 {
		o.Problems = defaultProblems
	}
	return func(ctx context.Context, w io.Writer, src Source) error {
		bw := bufio.NewWriter(w)
		t := &text{TextOptions: o, Source: src, w: bw}
		if err := t.write(ctx); err != nil {
			return err
		}
		if err := bw.Flush(); err != nil {
			return fmt.Errorf("write table: %w", err)
		}
		return nil
	}
}

// text is a table in the making. Errors of w show when it is flushed.
type text struct {
	TextOptions
	Source
	w *bufio.Writer
}

func (t *text) write(ctx context.Context) error {
	c, err := t.Data.Counts(ctx, t.Scan.ID)
	if err != nil {
		return fmt.Errorf("count addresses: %w", err)
	}
	t.line("")
	t.line(t.bold(Printable(t.host()) + ": " + headline(c)))
	t.line("")
	for _, v := range outcome.Verdicts() {
		t.count(v, countOf(c, v))
	}
	if c.Waiting > 0 {
		t.count(outcome.Unchecked, c.Waiting)
	}
	t.line(fmt.Sprintf("%-*s%8s", verdictWidth, "Found", Number(c.Found)))
	t.line("")
	t.paragraph("", fmt.Sprintf("%s, %s links, in %s. %s.",
		Plural(c.Pages, "page", "pages"), Number(c.Links), Duration(t.Scan.Worked), StateWord(t.Scan.State)))
	if t.Diagnosis != "" {
		t.paragraph("", Printable(t.Diagnosis))
	}
	if c.Problems() > 0 {
		return t.problems(ctx, c)
	}
	return nil
}

func (t *text) problems(ctx context.Context, c storage.Counts) error {
	t.line("")
	t.line(t.bold("Problems, worst first"))
	shown := 0
	for row, err := range t.Data.EachRow(ctx, t.Scan.ID, problems(), worstFirst()) {
		if err != nil {
			return fmt.Errorf("read problems: %w", err)
		}
		if shown == t.Problems {
			break
		}
		if err := t.problem(ctx, row); err != nil {
			return err
		}
		shown++
	}
	if more := c.Problems() - shown; more > 0 {
		t.line("")
		t.paragraph("", "and "+Number(more)+" more: the spreadsheet has all of them.")
	}
	return nil
}

// problem takes three or four lines: verdict, what happened and on how many
// pages; the address, which is never cut; where it was found first; and where
// it leads, if elsewhere.
func (t *text) problem(ctx context.Context, row storage.Row) error {
	title, _, _ := t.Words.Words(row.Outcome, row.Internal)
	pages := Plural(row.Sources, "page", "pages")
	room := t.Width - verdictWidth - runewidth.StringWidth(pages) - 1
	title = runewidth.FillRight(runewidth.Truncate(Printable(title), room, "…"), room)
	t.line("")
	t.line(t.verdict(row.Verdict) + title + " " + pages)
	indent := strings.Repeat(" ", verdictWidth)
	t.line(indent + Printable(shown(row.URL)))
	if to := elsewhere(row); to != "" {
		t.line(indent + t.faint("leads to "+Printable(to)))
	}
	page, err := t.firstPage(ctx, row.ID)
	if err != nil {
		return err
	}
	if page != "" {
		t.line(indent + t.faint("found on "+Printable(page)))
	}
	return nil
}

func (t *text) firstPage(ctx context.Context, id result.ID) (string, error) {
	sources, _, _, err := t.Data.Sources(ctx, t.Scan.ID, id, 0, 1)
	if err != nil {
		return "", fmt.Errorf("read links to an address: %w", err)
	}
	if len(sources) == 0 {
		return "", nil
	}
	return sources[0].PageURL, nil
}

func (t *text) count(v outcome.Verdict, n int) {
	t.line(t.verdict(v) + fmt.Sprintf("%8s", Number(n)))
}

// verdict is a verdict's word, padded to its column.
func (t *text) verdict(v outcome.Verdict) string {
	word := VerdictWord(v)
	return t.paint(verdictPaint(v), word) + strings.Repeat(" ", verdictWidth-len(word))
}

func (t *text) line(s string) { _, _ = t.w.WriteString(strings.TrimRight(s, " ") + "\n") }

func (t *text) paragraph(indent, s string) { _, _ = t.w.WriteString(Wrap(s, indent, t.Width) + "\n") }

func (t *text) bold(s string) string  { return t.paint("1", s) }
func (t *text) faint(s string) string { return t.paint("2", s) }

// paint wraps s in an ANSI attribute where colours are wished.
func (t *text) paint(code, s string) string {
	if !t.Color {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func verdictPaint(v outcome.Verdict) string {
	switch v {
	case outcome.Broken:
		return "1;31"
	case outcome.Warning:
		return "33"
	case outcome.CantVerify:
		return "35"
	case outcome.Works:
		return "32"
	default:
		return "2"
	}
}

func countOf(c storage.Counts, v outcome.Verdict) int {
	switch v {
	case outcome.Broken:
		return c.Broken
	case outcome.Warning:
		return c.Warning
	case outcome.CantVerify:
		return c.Cant
	case outcome.Works:
		return c.Works
	case outcome.Skipped:
		return c.Skipped
	default:
		return c.Waiting
	}
}

func headline(c storage.Counts) string {
	switch {
	case c.Problems() == 0:
		return "no problems found"
	case c.Broken == 0:
		return Plural(c.Problems(), "thing to look at", "things to look at") + ", none broken"
	default:
		return Plural(c.Problems(), "thing to look at", "things to look at") + ", " + Number(c.Broken) + " broken"
	}
}

// Plural is a number with its noun.
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(n) + " " + many
}

// Printable makes a text from outside safe to print: what could steer the
// terminal becomes "�".
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, s)
}

// Wrap breaks a text into lines of at most width columns, each behind indent.
// A word that is longer stays whole.
func Wrap(s, indent string, width int) string {
	var b strings.Builder
	col := 0
	for word := range strings.FieldsSeq(s) {
		n := runewidth.StringWidth(word)
		switch {
		case col == 0:
			b.WriteString(indent)
			col = runewidth.StringWidth(indent)
		case col+1+n > width:
			b.WriteString("\n" + indent)
			col = runewidth.StringWidth(indent)
		default:
			b.WriteByte(' ')
			col++
		}
		b.WriteString(word)
		col += n
	}
	return b.String()
}
