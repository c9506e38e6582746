package report

import (
	"cmp"
	"fmt"

	"github.com/xuri/excelize/v2"
)

// airy is the height of the rows of a leaf in points.
const airy = 18.0

// headShare is the heading above percentages.
const headShare = "Share"

// leaf is a sheet that people read from the top: headings, sentences and short lists
// instead of one table. It is built in memory: it has tens of rows, whatever the size
// of the scan.
type leaf struct {
	*book
	sheet  string // its name
	widths []float64
	row    int
	lines  int // of text in the present row
	err    error
}

func (b *book) leaf(name string, widths ...float64) *leaf {
	return &leaf{book: b, sheet: b.speak(name), widths: widths}
}

// last is the number of the last column.
func (l *leaf) last() int { return len(l.widths) - 1 }

// finish sets what belongs to the sheet as a whole, and returns the first error.
func (l *leaf) finish() error {
	for i, width := range l.widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		l.keep(err)
		l.keep(l.f.SetColWidth(l.sheet, name, name, width))
	}
	yes, no := true, false
	l.keep(l.f.SetSheetProps(l.sheet, &excelize.SheetPropsOptions{FitToPage: &yes, TabColorRGB: &l.accentColor}))
	l.keep(l.f.SetSheetView(l.sheet, 0, &excelize.ViewOptions{ShowGridLines: &no}))
	l.keep(printed(l.f, l.sheet, "portrait", l.speak("Page &P of &N"), l.Brand.Footer))
	l.keep(setDimension(l.f, l.sheet, len(l.widths), l.row))
	if l.err != nil {
		return fmt.Errorf("write sheet %s: %w", l.sheet, l.err)
	}
	return nil
}

// at returns the name of the cell in a column of the present row.
func (l *leaf) at(col int) string {
	name, err := excelize.CoordinatesToCellName(col+1, l.row+1)
	l.keep(err)
	return name
}

// set puts a value into a column of the present row and returns the cell's name.
func (l *leaf) set(col, style int, value any) string {
	name := l.at(col)
	if text, ok := value.(string); ok {
		l.keep(l.f.SetCellStr(l.sheet, name, plainText(text)))
		if col == l.last() {
			l.lines = max(l.lines, linesOf(text, l.widths[col]))
		}
	} else if value != nil {
		l.keep(l.f.SetCellValue(l.sheet, name, value))
	}
	l.keep(l.f.SetCellStyle(l.sheet, name, name, style))
	return name
}

// across puts a text over the columns from one to the last, and returns the cell's name.
func (l *leaf) across(from, style int, value any) string {
	width := 0.0
	for col := from; col <= l.last(); col++ {
		l.set(col, style, nil)
		width += l.widths[col]
	}
	if text, ok := value.(string); ok {
		l.lines = max(l.lines, linesOf(text, width))
	}
	lines := l.lines
	cell := l.set(from, style, value)
	l.lines = lines
	if from < l.last() {
		l.keep(l.f.MergeCell(l.sheet, cell, l.at(l.last())))
	}
	return cell
}

// sentence is a row of its own, in letters of so many points a line; "" writes nothing.
func (l *leaf) sentence(style int, text string, line float64) {
	if text == "" {
		return
	}
	l.across(0, style, text)
	l.height(line * float64(cmp.Or(l.lines, 1)))
	l.next()
}

func (l *leaf) counted(n, total int) {
	l.set(1, l.styles.summary.number, n)
	if total > 0 {
		l.set(2, l.styles.share, float64(n)/float64(total))
	}
}

// section begins a block: an empty row, then its headings. Those of narrow columns are
// above numbers, and aligned as these are.
func (l *leaf) section(title string, headings ...string) {
	l.next()
	l.set(0, l.styles.section, title)
	for col := 1; col <= l.last(); col++ {
		heading := ""
		if col <= len(headings) {
			heading = headings[col-1]
		}
		style := l.styles.sectionLeft
		if col < l.last() && l.widths[col] <= 12 && heading != l.speak("Severity") && heading != l.speak("Address") {
			style = l.styles.sectionRight
		}
		l.set(col, style, heading)
	}
	l.lines = 1
	l.height(26)
	l.next()
}

// fact is a label with a value that takes the other columns.
func (l *leaf) fact(label string, style int, value any) string {
	l.set(0, l.styles.label, label)
	cell := l.across(1, style, value)
	l.next()
	return cell
}

// link is a fact that opens at a click.
func (l *leaf) link(label, address string) {
	if !clickable(address) {
		l.fact(label, l.styles.summary.text, address)
		return
	}
	cell := l.fact(label, l.styles.summary.link, address)
	l.keep(l.f.SetCellHyperLink(l.sheet, cell, address, "External"))
}

// jump makes a cell lead to another sheet of the workbook.
func (l *leaf) jump(cell, sheet string) {
	l.keep(l.f.SetCellHyperLink(l.sheet, cell, quoteSheet(sheet)+"!A1", "Location"))
}

func (l *leaf) height(points float64) {
	l.keep(l.f.SetRowHeight(l.sheet, l.row+1, min(points, maxHeight)))
}

// maxHeight is how high Excel lets a row be, in points.
const maxHeight = 409

// next ends a row, which gets room for its text and some air unless its
// height was set.
func (l *leaf) next() {
	h, err := l.f.GetRowHeight(l.sheet, l.row+1)
	l.keep(err)
	if h < airy {
		l.height(airy + lineHeight*float64(max(l.lines, 1)-1))
	}
	l.row++
	l.lines = 0
}

func (l *leaf) keep(err error) {
	if l.err == nil {
		l.err = err
	}
}
