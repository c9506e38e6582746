package report

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"sitewell/scanner/coverage"
	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// airy is the height of the Summary's rows in points.
const airy = 18.0

// topFixes is how many fixes the Summary names.
const topFixes = 10

// headShare is the heading above percentages.
const headShare = "Share"

// summaryWidths are those of the four columns, in characters.
func summaryWidths() []float64 { return []float64{36, 12, 12, 66} }

// sheetSum writes the Summary, a sheet of four columns that is built in
// memory: it has tens of rows, whatever the size of the scan.
type sheetSum struct {
	*book
	sheet string // its name
	row   int
	lines int // of text in the present row
	err   error
}

// summary writes the sheet that a client reads first.
func (b *book) summary() error {
	s := &sheetSum{book: b, sheet: b.speak(sheetSummary)}
	c := b.survey.counts
	s.set(0, s.styles.title, b.speak("Website check of {{.Site}}", "Site", b.host()))
	s.height(32)
	s.next()
	s.set(0, s.styles.subtitle, b.subtitle())
	s.next()
	s.gaps()
	s.verdicts(c)
	s.fixes()
	s.answers()
	s.about(c)
	s.contents()
	s.layOut()
	if s.err != nil {
		return fmt.Errorf("write summary: %w", s.err)
	}
	return nil
}

// gaps says first what the scan did not look at.
func (s *sheetSum) gaps() {
	gaps := s.Scan.Gaps()
	if len(gaps) == 0 {
		return
	}
	title := s.speak("Note")
	if h := coverage.ExtentOf(gaps).Headline(); h.Text != "" {
		title = s.Speech.Say(h.Text, nil)
	}
	s.section(title, "", "", "")
	for _, g := range gaps {
		text, next := s.Speech.Gap(g)
		s.fact(s.speak("What and why"), s.styles.summary.text, text)
		s.fact(s.speak("What to do"), s.styles.summary.text, next)
	}
}

func (s *sheetSum) verdicts(c storage.Counts) {
	s.section(s.speak("What was found"), s.speak("Addresses"), s.speak(headShare), "")
	for _, v := range []struct {
		verdict outcome.Verdict
		count   int
		means   string
	}{
		{outcome.Broken, c.Broken, s.speak("Proved not to work: visitors meet an error.")},
		{outcome.Warning, c.Warning, s.speak("Works, but should be changed.")},
		{outcome.CantVerify, c.Cant, s.speak("Something stood between us and the answer, such as a login or a firewall.")},
		{outcome.Works, c.Works, s.speak("Visitors get what the link promises.")},
		{outcome.Skipped, c.Skipped, s.speak("Not checked on purpose; the list of addresses says why.")},
		{outcome.Unchecked, c.Waiting, s.speak("The scan ended before these had their turn.")},
	} {
		if v.verdict == outcome.Unchecked && v.count == 0 {
			continue
		}
		s.set(0, s.styles.summary.verdicts[v.verdict], s.Speech.Verdict(v.verdict))
		s.counted(v.count, c.Rows()+s.survey.ignored)
		s.set(3, s.styles.summary.note, v.means)
		s.next()
	}
	if n := s.survey.ignored; n > 0 {
		s.set(0, s.styles.label, s.speak("Ignored"))
		s.counted(n, c.Rows()+n)
		s.set(3, s.styles.summary.note, s.speak("Problems that somebody said to ignore; the sheet of these says why."))
		s.next()
	}
	s.set(0, s.styles.label, s.speak("Addresses found"))
	s.set(1, s.styles.summary.number, c.Found)
	s.set(2, s.styles.share, nil)
	s.set(3, s.styles.summary.note, s.sum())
	s.next()
}

// fixes names the first things to do. The sheet of fixes has all of them.
func (s *sheetSum) fixes() {
	all := s.Fixes
	if len(all) == 0 {
		s.section(s.speak("What to fix first"), "", "", "")
		nothing := s.speak("Nothing: no problem was found.")
		if coverage.ExtentOf(s.Scan.Gaps()) != coverage.All {
			nothing = s.speak("No problem was found in what was looked at.")
		}
		s.set(0, s.styles.summary.note, nothing)
		s.next()
		return
	}
	s.section(s.speak("{{.Fixes}}, worst first", "Fixes", headline(s.Speech, all, coverage.ExtentOf(s.Scan.Gaps()))), s.speak("Problems"), s.speak("Severity"), s.speak("What to do"))
	for i := range all {
		if i == topFixes {
			s.set(0, s.styles.label, s.speak("and {{.Count}} more on the sheet of fixes", "Count", s.Speech.Number(len(all)-i)))
			s.next()
			break
		}
		f := &all[i]
		s.set(0, s.styles.summary.note, s.happened(f))
		s.set(1, s.styles.summary.number, len(f.Problems))
		s.set(2, s.styles.summary.verdicts[f.Verdict], s.Speech.Severity(f.Severity))
		s.set(3, s.styles.summary.text, f.Do)
		s.next()
	}
}

func (s *sheetSum) answers() {
	total := 0
	for _, n := range s.survey.statuses {
		total += n
	}
	if total == 0 {
		return
	}
	s.section(s.speak("How addresses answered"), s.speak("Addresses"), s.speak(headShare), "")
	for _, status := range slices.Sorted(maps.Keys(s.survey.statuses)) {
		title := s.speak("No answer by HTTP, or no address that could be asked")
		var name any = s.speak("No answer")
		if status != 0 {
			title, _, _ = s.Words.Words(outcome.FromStatus(status), true)
			name = status
		}
		s.set(0, s.styles.label, name)
		s.counted(s.survey.statuses[status], total)
		s.set(3, s.styles.summary.note, title)
		s.next()
	}
}

func (s *sheetSum) about(c storage.Counts) {
	s.section(s.speak("About this scan"), "", "", "")
	scan := s.Scan
	if s.Site.Client != "" {
		s.fact(s.speak("Client"), s.styles.summary.text, plainText(s.Site.Client))
	}
	s.link(s.speak("Start address"), scan.Start)
	s.fact(s.speak("Began"), s.styles.summary.date, wallClock(s.local(scan.Began)))
	if !scan.Ended.IsZero() {
		s.fact(s.speak("Ended"), s.styles.summary.date, wallClock(s.local(scan.Ended)))
	}
	s.fact(s.speak("Time spent"), s.styles.summary.note, s.Speech.Duration(scan.Worked))
	s.fact(s.speak("Result"), s.styles.summary.note, s.state())
	if line := OrphanLine(s.Orphans, s.Speech); line != "" {
		s.fact(s.speak("Only in the sitemap"), s.styles.summary.text, plainText(line))
	}
	s.fact(s.speak("Pages read"), s.styles.summary.code, c.Pages)
	s.fact(s.speak("Links found"), s.styles.summary.code, c.Links)
	s.fact(s.speak("Addresses of this site"), s.styles.summary.code, c.Internal)
	for _, f := range s.Settings {
		s.fact(f.Name, s.styles.summary.text, plainText(f.Value))
	}
	s.fact(s.speak("Checked with"), s.styles.summary.text, strings.TrimSpace("Sitewell "+scan.Version))
}

// contents lists the other sheets, with links to them.
func (s *sheetSum) contents() {
	s.section(s.speak("In this workbook"), s.speak("Rows"), "", "")
	for _, t := range s.tables() {
		text := t.about
		if n := s.sheetsOf(t.name); n > 1 {
			text += " " + s.speak("Goes on through “{{.Name}}”, for a sheet holds {{.Rows}} rows.", "Name", fmt.Sprintf("%s %d", t.name, n), "Rows", s.Speech.Number(s.rows))
		}
		cell := s.set(0, s.styles.summary.link, t.name)
		s.keep(s.f.SetCellHyperLink(s.sheet, cell, quoteSheet(t.name)+"!A1", "Location"))
		s.set(1, s.styles.summary.number, t.count)
		s.set(2, s.styles.summary.note, nil)
		s.set(3, s.styles.summary.note, text)
		s.next()
	}
}

// sheetsOf counts the sheets of a table.
func (s *sheetSum) sheetsOf(name string) (n int) {
	for _, sheet := range s.sheets {
		if sheet.table.name == name {
			n++
		}
	}
	return n
}

// layOut sets what belongs to the sheet as a whole.
func (s *sheetSum) layOut() {
	for i, width := range summaryWidths() {
		name, err := excelize.ColumnNumberToName(i + 1)
		s.keep(err)
		s.keep(s.f.SetColWidth(s.sheet, name, name, width))
	}
	yes, no, color := true, false, accentColor
	s.keep(s.f.SetSheetProps(s.sheet, &excelize.SheetPropsOptions{FitToPage: &yes, TabColorRGB: &color}))
	s.keep(s.f.SetSheetView(s.sheet, 0, &excelize.ViewOptions{ShowGridLines: &no}))
	s.keep(printed(s.f, s.sheet, "portrait", s.speak("Page &P of &N")))
	s.keep(setDimension(s.f, s.sheet, len(summaryWidths()), s.row))
}

// set puts a value into a column of the present row and gives the cell's name.
func (s *sheetSum) set(col, style int, value any) string {
	name, err := excelize.CoordinatesToCellName(col+1, s.row+1)
	s.keep(err)
	if text, ok := value.(string); ok {
		s.keep(s.f.SetCellStr(s.sheet, name, plainText(text)))
		if col == 3 {
			s.lines = max(s.lines, linesOf(text, summaryWidths()[col]))
		}
	} else if value != nil {
		s.keep(s.f.SetCellValue(s.sheet, name, value))
	}
	s.keep(s.f.SetCellStyle(s.sheet, name, name, style))
	return name
}

func (s *sheetSum) counted(n, total int) {
	s.set(1, s.styles.summary.number, n)
	if total > 0 {
		s.set(2, s.styles.share, float64(n)/float64(total))
	}
}

// section begins a block: an empty row, then its headings. Those that name
// numbers are aligned to the right, as numbers are.
func (s *sheetSum) section(title, second, third, fourth string) {
	s.next()
	s.set(0, s.styles.section, title)
	s.set(1, s.styles.sectionRight, second)
	if third == s.speak(headShare) {
		s.set(2, s.styles.sectionRight, third)
	} else {
		s.set(2, s.styles.sectionLeft, third)
	}
	s.set(3, s.styles.sectionLeft, fourth)
	s.height(26)
	s.next()
}

// fact is a label with a value that takes the other three columns.
func (s *sheetSum) fact(label string, style int, value any) string {
	s.set(0, s.styles.label, label)
	last := s.set(3, style, nil)
	s.set(2, style, nil)
	cell := s.set(1, style, value)
	if text, ok := value.(string); ok {
		s.lines = linesOf(text, summaryWidths()[1]+summaryWidths()[2]+summaryWidths()[3])
	}
	s.keep(s.f.MergeCell(s.sheet, cell, last))
	s.next()
	return cell
}

// link is a fact that opens at a click.
func (s *sheetSum) link(label, address string) {
	if !clickable(address) {
		s.fact(label, s.styles.summary.text, address)
		return
	}
	cell := s.fact(label, s.styles.summary.link, address)
	s.keep(s.f.SetCellHyperLink(s.sheet, cell, address, "External"))
}

func (s *sheetSum) height(points float64) {
	s.keep(s.f.SetRowHeight(s.sheet, s.row+1, points))
}

// next ends a row, which gets room for its text and some air unless its
// height was set.
func (s *sheetSum) next() {
	h, err := s.f.GetRowHeight(s.sheet, s.row+1)
	s.keep(err)
	if h < airy {
		s.height(airy + lineHeight*float64(max(s.lines, 1)-1))
	}
	s.row++
	s.lines = 0
}

func (s *sheetSum) keep(err error) {
	if s.err == nil {
		s.err = err
	}
}

// host is how the site is called in headings.
func (s *Source) host() string { return siteName(s.Site, s.Scan.Start) }

// siteName is what a site is called, or else the host of its start address.
func siteName(s storage.Site, start string) string {
	if s.Name != "" {
		return s.Name
	}
	return storage.HostOf(start)
}

func (b *book) subtitle() string {
	return b.Speech.Moment(b.local(b.Scan.Began)) + ", " + b.Speech.Duration(b.Scan.Worked) + ", " + strings.ToLower(b.state())
}

// state is how the scan ended.
func (b *book) state() string {
	switch b.Scan.State {
	case storage.Complete:
		return b.speak("Complete")
	case storage.Stopped:
		return b.speak("Stopped before the end")
	case storage.Elsewhere:
		return b.speak("Running in another program")
	default:
		return b.speak("Interrupted before the end")
	}
}

// sum accounts for the addresses whose number stands before it.
func (b *book) sum() string {
	_, sum, _ := strings.Cut(b.Speech.Ledger(b.Ledger), "= ")
	return "= " + sum
}

// Duration is a time span in words: "45 s", "3 min 5 s", "2 h 10 min".
func Duration(d time.Duration) string {
	switch {
	case d < time.Second:
		return "under 1 s"
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
	default:
		return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
	}
}

// Number writes a number with commas between thousands.
func Number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
