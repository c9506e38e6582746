package report

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"

	"sitewell/scanner/coverage"
	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// TextOptions say how the table at the end of a scan in a terminal looks.
type TextOptions struct {
	Width    int  // columns; 0: 80
	Color    bool // ANSI colours
	List     int  // how many fixes are listed; 0: 20
	Problems bool // all problems are listed behind them
}

const (
	defaultWidth   = 80
	narrowestWidth = 40
	defaultFixes   = 20
	verdictWidth   = 13 // "Can't verify" and a space
	severityWidth  = 9  // "Critical" and a space
)

// Text returns the writer of the table that ends a scan in a terminal: numbers
// by verdict, then the fixes, worst first.
func Text(o TextOptions) Writer {
	if o.Width == 0 {
		o.Width = defaultWidth
	}
	o.Width = max(o.Width, narrowestWidth)
	if o.List == 0 {
		o.List = defaultFixes
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
	c = c.Without(t.Marks)
	t.line("")
	gaps := t.Scan.Gaps()
	first := coverage.ExtentOf(gaps).Headline().Text
	if first == "" {
		first = headline(English(), t.Fixes, coverage.All)
	}
	t.line(t.bold(Printable(t.host()) + ": " + lowered(first)))
	for _, g := range gaps {
		text, next := English().Gap(g)
		t.paragraph("", Printable(text))
		t.paragraph("", Printable(next))
	}
	t.line("")
	for _, v := range outcome.Verdicts() {
		t.count(v, countOf(c, v))
	}
	if c.Waiting > 0 {
		t.count(outcome.Unchecked, c.Waiting)
	}
	if n := t.Marks.Ignored.Problems(); n > 0 {
		t.line(fmt.Sprintf("%-*s%8s  ", verdictWidth, "Ignored", Number(n)) + t.faint("'sitewell mark SITE' lists what and why"))
	}
	t.line(fmt.Sprintf("%-*s%8s", verdictWidth, "Found", Number(c.Found)))
	t.line("")
	t.paragraph("", LedgerLine(t.Ledger)+".")
	t.paragraph("", fmt.Sprintf("%s, %s links, in %s. %s.",
		Plural(c.Pages, "page", "pages"), Number(c.Links), Duration(t.Scan.Worked), StateWord(t.Scan.State)))
	if line := OrphanLine(t.Orphans, English()); line != "" {
		t.paragraph("", Printable(line)+".")
	}
	t.fixes(c.Problems())
	if t.Problems && c.Problems() > 0 {
		return t.problems(ctx)
	}
	return nil
}

// fixes lists what to do, and says where all problems are.
func (t *text) fixes(problems int) {
	if len(t.Fixes) == 0 {
		return
	}
	t.line("")
	t.line(t.bold(headline(English(), t.Fixes, coverage.ExtentOf(t.Scan.Gaps())) + ", worst first"))
	for i := range t.Fixes {
		if i == t.List {
			t.line("")
			t.paragraph("", "and "+Number(len(t.Fixes)-i)+" more: the spreadsheet (--xlsx FILE) has all of them.")
			break
		}
		t.fix(i)
	}
	if !t.Problems {
		t.line("")
		t.paragraph("", "They hold "+Plural(problems, "problem", "problems")+"; --problems lists each of them.")
	}
}

// fix takes two to four lines: how serious it is and what to do; what happened
// and how much it fixes; and why one change fixes it, if it is more than one
// problem.
func (t *text) fix(i int) {
	f := &t.Fixes[i]
	number := fmt.Sprintf("%3d. ", i+1)
	indent := strings.Repeat(" ", len(number)+severityWidth)
	word := SeverityWord(f.Severity)
	t.line("")
	first, rest, more := strings.Cut(Wrap(Printable(f.Do), "", t.Width-len(indent)), "\n")
	t.line(number + t.paint(severityPaint(f.Severity), word) + strings.Repeat(" ", severityWidth-len(word)) + first)
	if more {
		t.line(indent + strings.ReplaceAll(rest, "\n", "\n"+indent))
	}
	held := ""
	if len(f.Problems) > 1 {
		held = ", " + Plural(len(f.Problems), "problem", "problems")
	}
	if f.Pages > 0 { // nothing links to the start page of some sites
		if held == "" {
			held = ","
		}
		held += " on " + Plural(f.Pages, "page", "pages")
	}
	t.paragraph(indent, VerdictWord(f.Verdict)+": "+Printable(t.happened(f))+held)
	if f.Why != "" {
		for line := range strings.SplitSeq(Wrap(Printable(f.Why), "", t.Width-len(indent)), "\n") {
			t.line(indent + t.faint(line))
		}
	}
}

// problems lists every problem, worst first.
func (t *text) problems(ctx context.Context) error {
	t.line("")
	t.line(t.bold("Problems, worst first"))
	for row, err := range t.Data.EachRow(ctx, t.Scan.ID, problems(), worstFirst()) {
		if err != nil {
			return fmt.Errorf("read problems: %w", err)
		}
		if err := t.problem(ctx, row); err != nil {
			return err
		}
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
	if to := row.LeadsTo(); to != "" {
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

func (t *text) firstPage(ctx context.Context, id storage.URLID) (string, error) {
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

// headline is the one number that a person came for: how many fixes there are.
// Of a scan that did not look at all of its site it does not say that nothing
// is to be fixed.
func headline(say Speech, fixes []Fix, extent coverage.Extent) string {
	unsure := func(f Fix) bool { return f.Verdict == outcome.CantVerify }
	switch {
	case len(fixes) == 0:
		return say.Say("Nothing to fix", nil)
	case !slices.ContainsFunc(fixes, func(f Fix) bool { return !unsure(f) }) && extent != coverage.All:
		return say.Plural(len(fixes), "{{.Count}} thing to look at yourself", "{{.Count}} things to look at yourself")
	case !slices.ContainsFunc(fixes, func(f Fix) bool { return !unsure(f) }):
		return say.Plural(len(fixes), "Nothing to fix, {{.Count}} thing to look at yourself", "Nothing to fix, {{.Count}} things to look at yourself")
	default:
		return say.Plural(len(fixes), "{{.Count}} thing to fix", "{{.Count}} things to fix")
	}
}

// lowered begins a sentence with a small letter.
func lowered(s string) string { return strings.ToLower(s[:1]) + s[1:] }

func severityPaint(s outcome.Severity) string {
	switch s {
	case outcome.Critical, outcome.Serious:
		return "1;31"
	case outcome.Moderate:
		return "33"
	default:
		return "2"
	}
}

// Plural is a number with its noun.
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(n) + " " + many
}

// Size is a number of bytes in a suitable unit.
func Size(bytes int64) string {
	switch {
	case bytes < 1000:
		return Plural(int(bytes), "byte", "bytes")
	case bytes < 999_500:
		return fmt.Sprintf("%.0f kB", float64(bytes)/1e3)
	case bytes < 999_500_000:
		return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
	default:
		return fmt.Sprintf("%.1f GB", float64(bytes)/1e9)
	}
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
