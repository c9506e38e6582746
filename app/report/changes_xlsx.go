package report

import (
	"context"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"sitewell/storage"
)

// changesSheet is the name of the one sheet of a comparison.
const changesSheet = "Changes"

// changesHead is the row above the changes, and how wide their columns are.
var changesHead = []struct {
	name  string
	width float64
}{
	{"Change", 14}, {"Severity", 11}, {"Address", 70}, {"Was", 32}, {"Is", 32}, {"Side", 12}, {"Pages", 8},
}

// ChangesXLSX writes a comparison as a workbook of one sheet: which scans were
// compared, then a row for every change, what asks for work first.
func ChangesXLSX(ctx context.Context, w io.Writer, src Changes) (err error) {
	f := excelize.NewFile()
	defer func() {
		if closeErr := f.Close(); err == nil {
			err = closeErr
		}
	}()
	if err := f.SetSheetName("Sheet1", changesSheet); err != nil {
		return fmt.Errorf("write changes: %w", err)
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Family: "Calibri", Size: 11}})
	if err != nil {
		return fmt.Errorf("write changes: %w", err)
	}
	if err := writeChanges(ctx, f, bold, src); err != nil {
		return fmt.Errorf("write changes: %w", err)
	}
	return f.Write(w)
}

func writeChanges(ctx context.Context, f *excelize.File, bold int, src Changes) error {
	t := &changesText{Changes: src}
	head := make([]any, len(changesHead))
	for i, c := range changesHead {
		head[i] = c.name
	}
	top := []string{siteName(src.Site, src.Site.Start) + ": " + ChangesLine(src.Comparison.Counts), t.scanLine("Before:", src.Comparison.From), t.scanLine("Now:", src.Comparison.To)}
	top = append(top, t.doubts()...)
	if err := layOutChanges(f, len(top)+2, src.Comparison.Counts.All()); err != nil {
		return err
	}
	sheet, err := f.NewStreamWriter(changesSheet)
	if err != nil {
		return err
	}
	for i, c := range changesHead {
		if err := sheet.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
	}
	// What scrolls stays below its head: the lines on top, an empty one and that.
	if err := sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: len(top) + 2, TopLeftCell: fmt.Sprintf("A%d", len(top)+3), ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	row := 0
	put := func(style int, cells ...any) error {
		row++
		at, err := excelize.CoordinatesToCellName(1, row)
		if err != nil {
			return err
		}
		for i, c := range cells {
			cells[i] = excelize.Cell{StyleID: style, Value: c}
		}
		return sheet.SetRow(at, cells)
	}
	for i, line := range top {
		style := 0
		if i == 0 {
			style = bold
		}
		if err := put(style, line); err != nil {
			return err
		}
	}
	row++ // an empty one
	if err := put(bold, head...); err != nil {
		return err
	}
	for r, err := range src.Data.EachChange(ctx, src.Pair, storage.ChangeFilter{}, storage.Order{By: storage.ByChange}) {
		if err != nil {
			return err
		}
		side := "Other site"
		if r.Internal {
			side = "This site"
		}
		if err := put(0, ChangeWord(r.Change), SeverityWord(r.Severity()), r.URL, t.told(&r, r.Before), t.told(&r, r.Now), side, r.Pages); err != nil {
			return err
		}
	}
	return sheet.Flush()
}

// layOutChanges makes the sheet print as wide as the page, and its rows be
// filtered: it has so many below the head.
func layOutChanges(f *excelize.File, head, rows int) error {
	last, err := excelize.CoordinatesToCellName(len(changesHead), head+max(rows, 1))
	if err != nil {
		return err
	}
	if err := f.AutoFilter(changesSheet, fmt.Sprintf("A%d:%s", head, last), nil); err != nil {
		return err
	}
	yes, landscape, one, asMany := true, "landscape", 1, 0
	if err := f.SetSheetProps(changesSheet, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return err
	}
	return f.SetPageLayout(changesSheet, &excelize.PageLayoutOptions{Orientation: &landscape, FitToWidth: &one, FitToHeight: &asMany})
}
