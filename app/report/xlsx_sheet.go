package report

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// column of a streamed sheet.
type column struct {
	heading string
	width   float64 // in characters
	number  bool    // its heading stands at the right, as its numbers do
}

// layout is what the sheets of one table share.
type layout struct {
	name    string
	columns []column
	// wraps: long texts take several lines.
	wraps bool
	// frozen is how many columns stay in sight when scrolling sideways.
	frozen int
	// printed is how many columns go on paper; the rest are for the screen.
	printed int
	color   string // of the tab
}

// table writes rows under a heading, on as many sheets as they need.
type table struct {
	b      *book
	layout layout
	sheet  string // the one being written
	sheets int
	sw     *excelize.StreamWriter
	row    int // last written on this sheet, the heading is 1
}

// newTable begins a table with its first sheet.
func (b *book) newTable(l layout) (*table, error) {
	t := &table{b: b, layout: l}
	return t, t.begin()
}

// add writes one row, on a new sheet where this one is full.
func (t *table) add(cells ...any) error {
	if t.row == t.b.rows {
		if err := t.end(); err != nil {
			return err
		}
		if err := t.begin(); err != nil {
			return err
		}
	}
	t.row++
	var opts []excelize.RowOpts
	if t.layout.wraps {
		opts = append(opts, excelize.RowOpts{Height: height(t.layout.columns, cells)})
	}
	if err := t.sw.SetRow("A"+strconv.Itoa(t.row), cells, opts...); err != nil {
		return fmt.Errorf("write row of %s: %w", t.sheet, err)
	}
	t.b.ticks.tick()
	return nil
}

// Heights in points, for the font of the tables.
const (
	lineHeight = 13.0
	rowPadding = 3.0
	maxLines   = 12
)

// height estimates how high a row must be for its texts: not every program
// finds that out by itself when it opens a file.
func height(columns []column, cells []any) float64 {
	lines := 1
	for i, v := range cells {
		cell, ok := v.(excelize.Cell)
		if !ok {
			continue
		}
		text, ok := cell.Value.(string)
		if !ok {
			continue
		}
		n := 0
		for part := range strings.SplitSeq(text, "\n") {
			// A character is a little wider than the digits that widths count.
			n += 1 + int(1.1*float64(utf8.RuneCountInString(part))/columns[i].width)
		}
		lines = max(lines, n)
	}
	return rowPadding + lineHeight*float64(min(lines, maxLines))
}

// begin opens the next sheet and writes its heading.
func (t *table) begin() error {
	t.sheets++
	t.sheet = t.layout.name
	if t.sheets > 1 {
		t.sheet += " " + strconv.Itoa(t.sheets)
	}
	f := t.b.f
	if _, err := f.NewSheet(t.sheet); err != nil {
		return fmt.Errorf("add sheet %s: %w", t.sheet, err)
	}
	yes := true
	// These two stand before the rows in the file, so they are set before
	// the stream begins.
	err := f.SetSheetProps(t.sheet, &excelize.SheetPropsOptions{FitToPage: &yes, TabColorRGB: &t.layout.color})
	if err != nil {
		return fmt.Errorf("set up sheet %s: %w", t.sheet, err)
	}
	if t.sw, err = f.NewStreamWriter(t.sheet); err != nil {
		return fmt.Errorf("open sheet %s: %w", t.sheet, err)
	}
	if err := t.head(); err != nil {
		return fmt.Errorf("write heading of %s: %w", t.sheet, err)
	}
	return nil
}

// head sets widths and frozen panes and writes the headings.
func (t *table) head() error {
	cells := make([]any, len(t.layout.columns))
	for i, c := range t.layout.columns {
		if err := t.sw.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
		style := t.b.styles.heading
		if c.number {
			style = t.b.styles.headingRight
		}
		cells[i] = excelize.Cell{StyleID: style, Value: c.heading}
	}
	corner, err := excelize.CoordinatesToCellName(t.layout.frozen+1, 2)
	if err != nil {
		return err
	}
	panes := &excelize.Panes{
		Freeze: true, XSplit: t.layout.frozen, YSplit: 1, TopLeftCell: corner, ActivePane: "bottomRight",
		Selection: []excelize.Selection{{SQRef: corner, ActiveCell: corner, Pane: "bottomRight"}},
	}
	if t.layout.frozen == 0 {
		panes.ActivePane, panes.Selection[0].Pane = "bottomLeft", "bottomLeft"
	}
	if err := t.sw.SetPanes(panes); err != nil {
		return err
	}
	t.row = 1
	return t.sw.SetRow("A1", cells, excelize.RowOpts{Height: 30})
}

// end closes the sheet: filters, and how it is printed.
func (t *table) end() error {
	last, err := excelize.CoordinatesToCellName(len(t.layout.columns), t.row)
	if err != nil {
		return err
	}
	edge, err := excelize.ColumnNumberToName(t.layout.printed)
	if err != nil {
		return err
	}
	f := t.b.f
	if err := f.AutoFilter(t.sheet, "A1:"+last, nil); err != nil {
		return fmt.Errorf("add filter to %s: %w", t.sheet, err)
	}
	if err := printed(f, t.sheet, "landscape"); err != nil {
		return fmt.Errorf("set up printing of %s: %w", t.sheet, err)
	}
	names := []excelize.DefinedName{
		{Name: "_xlnm.Print_Titles", Scope: t.sheet, RefersTo: quoteSheet(t.sheet) + "!$1:$1"},
		{Name: "_xlnm.Print_Area", Scope: t.sheet, RefersTo: fmt.Sprintf("%s!$A$1:$%s$%d", quoteSheet(t.sheet), edge, t.row)},
	}
	for _, n := range names {
		if err := f.SetDefinedName(&n); err != nil {
			return fmt.Errorf("set up printing of %s: %w", t.sheet, err)
		}
	}
	if err := t.sw.Flush(); err != nil {
		return fmt.Errorf("close sheet %s: %w", t.sheet, err)
	}
	return nil
}

func quoteSheet(name string) string { return "'" + name + "'" }

// printed puts a sheet on A4 paper, as wide as the page.
func printed(f *excelize.File, sheet, orientation string) error {
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
	return f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{
		OddFooter: "&L&8&A&R&8Page &P of &N",
	})
}
