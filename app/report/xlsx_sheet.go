package report

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// column of a table.
type column struct {
	heading string
	width   float64 // in characters
	number  bool    // its heading is aligned to the right, as its numbers are
}

// table is a kind of row and where its rows come from.
type table struct {
	name    string
	id      string // of the table in names of the workbook, the same in every language
	columns []column
	// hidden: programs show the sheet only to those who ask for it.
	hidden bool
	// links is how many addresses a row has that may open at a click, and opens how
	// many of the table do.
	links, opens int
	// wraps: long texts take several lines.
	wraps bool
	// frozen is how many columns stay in sight when scrolling sideways.
	frozen int
	// printed is how many columns go on paper; the rest are for the screen.
	printed int
	color   string // of the tab
	about   string // what the Summary says of it
	count   int    // rows there are

	// each fills r with one row after the other, and calls yield for each,
	// until that reports false.
	each func(ctx context.Context, r *row, yield func() bool) error
}

// sheet is one sheet of a table: rows from first on.
type sheet struct {
	table *table
	name  string
	part  string // of the archive
	first int    // number of its first row in the table, from 0
	count int    // rows, without the heading
}

// addSheets makes as many sheets as a table needs.
func (b *book) addSheets(t *table) error {
	rows := b.limits.rows - 1
	if t.hidden {
		rows = sheetRows - 1
	}
	for first := 0; first == 0 || first < t.count; first += rows {
		s := &sheet{table: t, name: t.name, first: first, count: min(t.count-first, rows)}
		if n := first/rows + 1; n > 1 {
			s.name += " " + strconv.Itoa(n)
		}
		if err := b.addSheet(s); err != nil {
			return fmt.Errorf("set up sheet %s: %w", s.name, err)
		}
		b.sheets = append(b.sheets, s)
	}
	return nil
}

// addSheet makes a sheet with its heading and all that belongs to it as a
// whole.
func (b *book) addSheet(s *sheet) error {
	if _, err := b.f.NewSheet(s.name); err != nil {
		return err
	}
	for id, name := range b.f.GetSheetMap() {
		if name == s.name {
			s.part = "xl/worksheets/sheet" + strconv.Itoa(id) + ".xml"
		}
	}
	if s.table.hidden {
		return b.hide(s)
	}
	last, err := excelize.CoordinatesToCellName(len(s.table.columns), s.count+1)
	if err != nil {
		return err
	}
	// AutoFilter comes before printing: it writes the sheet's properties again.
	if err := b.f.AutoFilter(s.name, "A1:"+last, nil); err != nil {
		return err
	}
	for _, step := range []func(*sheet) error{b.heading, b.freeze, b.printing} {
		if err := step(s); err != nil {
			return err
		}
	}
	if s.first == 0 {
		if err := b.define(s, last); err != nil {
			return err
		}
	}
	return setDimension(b.f, s.name, len(s.table.columns), s.count+1)
}

// hide makes a sheet with nothing but a heading, which programs do not even offer to
// show.
func (b *book) hide(s *sheet) error {
	for i, c := range s.table.columns {
		cell, err := excelize.CoordinatesToCellName(i+1, 1)
		if err != nil {
			return err
		}
		if err := b.f.SetCellStr(s.name, cell, c.heading); err != nil {
			return err
		}
	}
	if err := b.f.SetSheetVisible(s.name, false, true); err != nil {
		return err
	}
	return setDimension(b.f, s.name, len(s.table.columns), s.count+1)
}

// define names the cells of the first sheet of a table, for formulas and macros of
// those who build on it: "Sitewell_Problems" in every language.
func (b *book) define(s *sheet, last string) error {
	column, row, err := excelize.SplitCellName(last)
	if err != nil {
		return err
	}
	return b.f.SetDefinedName(&excelize.DefinedName{
		Name: "Sitewell_" + s.table.id, RefersTo: fmt.Sprintf("%s!$A$1:$%s$%d", quoteSheet(s.name), column, row),
	})
}

// setDimension says where the cells of a sheet are: in so many columns and rows.
// excelize does not work it out, and says A1 of every sheet. Several readers
// (openpyxl in read-only mode, Power Query) pass over cells outside of it.
func setDimension(f *excelize.File, sheet string, columns, rows int) error {
	last, err := excelize.CoordinatesToCellName(columns, rows)
	if err != nil {
		return err
	}
	return f.SetSheetDimension(sheet, "A1:"+last)
}

// longestWord returns the width of a column in which no word of its bold heading is
// broken.
func longestWord(heading string) (width float64) {
	for word := range strings.FieldsSeq(heading) {
		width = max(width, 1.2*float64(utf8.RuneCountInString(word))+2)
	}
	return width
}

// heading sets the widths of columns and writes their headings.
func (b *book) heading(s *sheet) error {
	for i, c := range s.table.columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		style := b.styles.heading
		if c.number {
			style = b.styles.headingRight
		}
		cell := name + "1"
		if err := b.f.SetColWidth(s.name, name, name, max(c.width, longestWord(c.heading))); err != nil {
			return err
		}
		if err := b.f.SetCellStr(s.name, cell, c.heading); err != nil {
			return err
		}
		if err := b.f.SetCellStyle(s.name, cell, cell, style); err != nil {
			return err
		}
	}
	return b.f.SetRowHeight(s.name, 1, 30)
}

// freeze keeps the heading and the first columns in sight.
func (b *book) freeze(s *sheet) error {
	corner, err := excelize.CoordinatesToCellName(s.table.frozen+1, 2)
	if err != nil {
		return err
	}
	return b.f.SetPanes(s.name, &excelize.Panes{
		Freeze: true, XSplit: s.table.frozen, YSplit: 1, TopLeftCell: corner, ActivePane: "bottomRight",
		Selection: []excelize.Selection{{SQRef: corner, ActiveCell: corner, Pane: "bottomRight"}},
	})
}

// printing repeats the heading on every page, and leaves out the columns that
// are for the screen.
func (b *book) printing(s *sheet) error {
	yes := true
	if err := b.f.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &yes, TabColorRGB: &s.table.color}); err != nil {
		return err
	}
	if err := printed(b.f, s.name, "landscape", b.speak("Page &P of &N"), b.Brand.Footer); err != nil {
		return err
	}
	edge, err := excelize.ColumnNumberToName(s.table.printed)
	if err != nil {
		return err
	}
	for name, area := range map[string]string{
		"_xlnm.Print_Titles": "$1:$1",
		"_xlnm.Print_Area":   fmt.Sprintf("$A$1:$%s$%d", edge, s.count+1),
	} {
		err := b.f.SetDefinedName(&excelize.DefinedName{Name: name, Scope: s.name, RefersTo: quoteSheet(s.name) + "!" + area})
		if err != nil {
			return err
		}
	}
	return nil
}

// writeRows writes the rows of a sheet as XML. Where the table has fewer rows
// than when they were counted, or more, the sheet has what it was made for at
// the most.
func (b *book) writeRows(ctx context.Context, w io.Writer, s *sheet) error {
	styles := b.styles.single
	if s.table.wraps {
		styles = b.styles.wrapped
	}
	r := &row{columns: s.table.columns, styles: styles, wraps: s.table.wraps, opens: s.table.opens}
	n := -s.first // rows before this sheet's are passed over
	var failed error
	r.begin(2)
	err := s.table.each(ctx, r, func() bool {
		if n >= 0 {
			if failed = r.writeTo(w); failed != nil {
				return false
			}
			b.ticks.tick()
		}
		n++
		r.begin(max(n, 0) + 2)
		return n < s.count
	})
	if failed != nil {
		return failed
	}
	return err
}

func quoteSheet(name string) string { return "'" + name + "'" }

// printed puts a sheet on A4 paper, as wide as the page; pages is how its
// footer counts them. The agency's own line is in the middle.
func printed(f *excelize.File, sheet, orientation, pages, agency string) error {
	a4, wide, tall := 9, 1, 0
	err := f.SetPageLayout(sheet, &excelize.PageLayoutOptions{
		Size: &a4, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &tall,
	})
	if err != nil {
		return err
	}
	margin, edge := 0.6, 0.3
	err = f.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{
		Left: &margin, Right: &margin, Top: &margin, Bottom: &margin, Header: &edge, Footer: &edge,
	})
	if err != nil {
		return err
	}
	footer := "&L&8&A"
	if agency != "" {
		line := []rune(plainText(agency))
		line = line[:min(len(line), maxFooter)]
		footer += "&C&8 " + strings.ReplaceAll(string(line), "&", "&&")
	}
	return f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: footer + "&R&8" + pages})
}

// maxFooter is how many characters of an agency's line fit a footer, which Excel limits
// to 255 with all its parts.
const maxFooter = 100
