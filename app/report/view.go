package report

import (
	"context"
	"fmt"
	"io"
	"iter"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// View is a list as somebody sees it in the window.
type View struct {
	Name     string // of the sheet
	Headings []string
	Count    int // of rows
	// Rows yields the cells of each row: a string, an int, a time.Time, or nil for an empty
	// cell. An error ends it.
	Rows iter.Seq2[[]any, error]
	// Speech is that of the reader.
	Speech Speech
	// Progress is told how many rows are written, of how many; nil for nobody.
	Progress func(done, total int)
}

// Widths of the columns of a view, in characters.
const (
	narrowest, widest = 9, 70
	// measured is how many rows the widths are taken from.
	measured = 200
)

// ViewExcel writes a list as a workbook with nothing else. What does not fit a sheet goes on
// with the next.
func ViewExcel(ctx context.Context, w io.Writer, v View) error {
	return viewExcel(ctx, w, v, sheetRows)
}

func viewExcel(ctx context.Context, w io.Writer, v View, most int) (err error) {
	f := excelize.NewFile()
	defer func() {
		if closeErr := f.Close(); err == nil {
			err = closeErr
		}
	}()
	b := &viewBook{View: v, f: f, most: most, ticks: progress{report: v.Progress, total: v.Count}}
	if b.styles, err = newStyles(f, accentColor, dayFormat(b.Speech)); err == nil {
		err = b.write(ctx)
	}
	if err == nil {
		err = f.Write(w)
	}
	if err != nil {
		return fmt.Errorf("write list: %w", err)
	}
	b.ticks.finish()
	return nil
}

// viewBook is the workbook of a view in the making.
type viewBook struct {
	View
	styles
	f      *excelize.File
	most   int // rows of a sheet, with its heading
	sheet  *excelize.StreamWriter
	sheets int
	row    int // of the sheet, that was written last
	ticks  progress
}

func (b *viewBook) write(ctx context.Context) error {
	next, stop := iter.Pull2(b.Rows)
	defer stop()
	var first [][]any // from which the widths are taken
	for len(first) < measured {
		cells, err, ok := next()
		if !ok {
			break
		}
		if err != nil {
			return err
		}
		first = append(first, cells)
	}
	widths := b.widths(first)
	if err := b.begin(widths); err != nil {
		return err
	}
	put := func(cells []any) error {
		if b.row == b.most {
			if err := b.sheet.Flush(); err != nil {
				return err
			}
			if err := b.begin(widths); err != nil {
				return err
			}
		}
		return b.put(cells)
	}
	for _, cells := range first {
		if err := put(cells); err != nil {
			return err
		}
	}
	for {
		cells, err, ok := next()
		if !ok {
			return b.sheet.Flush()
		}
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = put(cells)
		}
		if err != nil {
			return err
		}
	}
}

// widths returns those of the columns, for headings and rows.
func (b *viewBook) widths(rows [][]any) []float64 {
	all := make([]float64, len(b.Headings))
	for i, heading := range b.Headings {
		longest := utf8.RuneCountInString(heading) + 3 // the arrow of the filter
		for _, cells := range rows {
			longest = max(longest, utf8.RuneCountInString(b.text(cells[i]))+1)
		}
		all[i] = float64(min(max(longest, narrowest), widest))
	}
	return all
}

// text returns a cell as it is read.
func (b *viewBook) text(cell any) string {
	switch v := cell.(type) {
	case nil:
		return ""
	case time.Time:
		return v.Format(time.DateTime)
	default:
		return fmt.Sprint(v)
	}
}

// begin begins the next sheet with its heading.
func (b *viewBook) begin(widths []float64) error {
	b.sheets++
	name := b.Name
	if b.sheets == 1 {
		if err := b.f.SetSheetName("Sheet1", name); err != nil {
			return err
		}
	} else {
		name = fmt.Sprintf("%s %d", name, b.sheets)
		if _, err := b.f.NewSheet(name); err != nil {
			return err
		}
	}
	rows := min(max(b.Count-(b.sheets-1)*(b.most-1), 0), b.most-1)
	last, err := excelize.CoordinatesToCellName(len(b.Headings), 1+max(rows, 1))
	if err != nil {
		return err
	}
	if err := b.f.AutoFilter(name, "A1:"+last, nil); err != nil {
		return err
	}
	yes := true
	if err := b.f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return err
	}
	if err := printed(b.f, name, "landscape", b.Speech.Say("Page &P of &N", nil), ""); err != nil {
		return err
	}
	err = b.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: name, RefersTo: quoteSheet(name) + "!$1:$1"})
	if err != nil {
		return err
	}
	if err := setDimension(b.f, name, len(b.Headings), 1+rows); err != nil {
		return err
	}
	if b.sheet, err = b.f.NewStreamWriter(name); err != nil {
		return err
	}
	for i, width := range widths {
		if err := b.sheet.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := b.sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	heads := make([]any, len(b.Headings))
	for i, heading := range b.Headings {
		heads[i] = excelize.Cell{StyleID: b.heading, Value: plainText(heading)}
	}
	b.row = 1
	return b.sheet.SetRow("A1", heads, excelize.RowOpts{Height: 24})
}

// put writes the next row.
func (b *viewBook) put(cells []any) error {
	for i, cell := range cells {
		switch v := cell.(type) {
		case nil:
		case int:
			cells[i] = excelize.Cell{StyleID: b.single.number, Value: v}
		case time.Time:
			cells[i] = excelize.Cell{StyleID: b.single.date, Value: wallClock(v)}
		default:
			cells[i] = excelize.Cell{StyleID: b.single.text, Value: plainText(b.text(v))}
		}
	}
	b.row++
	b.ticks.tick()
	return b.sheet.SetRow(fmt.Sprintf("A%d", b.row), cells)
}
