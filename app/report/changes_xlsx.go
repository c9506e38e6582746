package report

import (
	"context"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"sitewell/storage"
)

// changesSheet is the name of the sheet of problems of a comparison.
const changesSheet = "Changes"

// columnHead is what a column is called, and how wide it is.
type columnHead struct {
	name  string
	width float64
}

// changesHead is the row above the changes.
var changesHead = []columnHead{
	{"Change", 14}, {"Severity", 11}, {"Address", 70}, {"Why", 48}, {"Before", 32}, {"Now", 32}, {"Whose", 12}, {"Pages", 8},
}

// ChangesXLSX writes a comparison as a workbook of two sheets, one for problems and
// one for pages: which scans were compared, then a row for every change, what asks
// for work first.
func ChangesXLSX(ctx context.Context, w io.Writer, src Changes) error {
	return changesXLSX(ctx, w, src, sheetRows)
}

func changesXLSX(ctx context.Context, w io.Writer, src Changes, rows int) (err error) {
	src = src.spoken()
	f := excelize.NewFile()
	defer func() {
		if closeErr := f.Close(); err == nil {
			err = closeErr
		}
	}()
	sitewell := Brand{}.Author() // excelize's own name otherwise
	if err := f.SetDocProps(&excelize.DocProperties{Creator: sitewell, LastModifiedBy: sitewell}); err != nil {
		return fmt.Errorf("write changes: %w", err)
	}
	if err := f.SetSheetName("Sheet1", changesSheet); err != nil {
		return fmt.Errorf("write changes: %w", err)
	}
	styles, err := newStyles(f, accentColor, dayFormat(src.Speech))
	if err != nil {
		return fmt.Errorf("write changes: %w", err)
	}
	if err := writeChanges(ctx, f, styles, src, rows); err != nil {
		return fmt.Errorf("write changes: %w", err)
	}
	if src.Pages != nil {
		if _, err := f.NewSheet(pagesSheet); err != nil {
			return fmt.Errorf("write changes: %w", err)
		}
		if err := writePages(f, styles, &src, rows); err != nil {
			return fmt.Errorf("write changes: %w", err)
		}
	}
	return f.Write(w)
}

// changesBook is the workbook of a comparison in the making.
type changesBook struct {
	styles
	src   *Changes
	sheet *excelize.StreamWriter
	row   int // that was written last
}

func writeChanges(ctx context.Context, f *excelize.File, s styles, src Changes, rows int) (err error) {
	top := src.above()
	all := src.Comparison.Counts.All()
	room := rows - len(top) - 3 // the line below, an empty one, and the head
	if all > room {
		top = append(top, src.Speech.Say("A sheet has room for the first {{.Room}} of {{.All}} changes; CSV and JSON Lines have all of them.",
			map[string]any{"Room": src.Speech.Number(room), "All": src.Speech.Number(all)}))
	}
	shown := min(all, room)
	b, err := beginSheet(f, s, &src, changesSheet, changesHead, top, shown)
	if err != nil {
		return err
	}
	last := b.row + shown
	for r, err := range src.Data.EachChange(ctx, src.Pair, storage.ChangeFilter{}, storage.Order{By: storage.ByChange}) {
		if err != nil {
			return err
		}
		if b.row == last {
			break
		}
		if err := b.change(&r); err != nil {
			return err
		}
	}
	return b.sheet.Flush()
}

// beginSheet begins a sheet with lines, an empty one, and the head of a table of so
// many rows. All of that stays in sight.
func beginSheet(f *excelize.File, s styles, src *Changes, name string, columns []columnHead, top []string, rows int) (*changesBook, error) {
	head := len(top) + 2
	if err := layOutChanges(f, name, len(columns), head, rows); err != nil {
		return nil, err
	}
	// The stream writes the dimension as it begins.
	if err := setDimension(f, name, len(columns), head+rows); err != nil {
		return nil, err
	}
	sheet, err := f.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	b := &changesBook{styles: s, src: src, sheet: sheet}
	return b, b.begin(columns, top, head)
}

// begin writes the rows above the table.
func (b *changesBook) begin(columns []columnHead, top []string, head int) error {
	for i, c := range columns {
		if err := b.sheet.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
	}
	err := b.sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: head, TopLeftCell: fmt.Sprintf("A%d", head+1), ActivePane: "bottomLeft"})
	if err != nil {
		return err
	}
	for i, line := range top {
		style, height := b.subtitle, 15.0
		if i == 0 {
			style, height = b.title, 30
		}
		if err := b.put(height, excelize.Cell{StyleID: style, Value: line}); err != nil {
			return err
		}
	}
	b.row++
	cells := make([]any, len(columns))
	for i, c := range columns {
		cells[i] = excelize.Cell{StyleID: b.heading, Value: b.src.speak(c.name)}
	}
	cells[len(cells)-1] = excelize.Cell{StyleID: b.headingRight, Value: b.src.speak(columns[len(cells)-1].name)}
	return b.put(24, cells...)
}

// change writes one row.
func (b *changesBook) change(r *storage.ChangeRow) error {
	var cells []any
	for _, text := range b.src.cells(r) {
		cells = append(cells, excelize.Cell{StyleID: b.single.text, Value: plainText(text)})
	}
	return b.put(18, append(cells, excelize.Cell{StyleID: b.single.number, Value: r.Pages})...)
}

// put writes the next row.
func (b *changesBook) put(height float64, cells ...any) error {
	b.row++
	return b.sheet.SetRow(fmt.Sprintf("A%d", b.row), cells, excelize.RowOpts{Height: height})
}

// layOutChanges makes the sheet print as wide as the page, and its rows be
// filtered: it has so many below the head.
func layOutChanges(f *excelize.File, sheet string, columns, head, rows int) error {
	last, err := excelize.CoordinatesToCellName(columns, head+max(rows, 1))
	if err != nil {
		return err
	}
	if err := f.AutoFilter(sheet, fmt.Sprintf("A%d:%s", head, last), nil); err != nil {
		return err
	}
	yes := true
	if err := f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return err
	}
	if err := printed(f, sheet, "landscape", "Page &P of &N", ""); err != nil {
		return err
	}
	return f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: sheet, RefersTo: fmt.Sprintf("%s!$%d:$%d", quoteSheet(sheet), head, head),
	})
}
