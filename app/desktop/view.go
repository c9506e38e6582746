//go:build !headless

package desktop

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"sitewell/app/export"
	"sitewell/app/report"
	"sitewell/app/report/csvfile"
	uiexport "sitewell/ui/export"
	"sitewell/ui/table"
)

// views saves lists of the window.
type views struct{ files *export.Exporter }

// SaveView implements uiexport.ViewSaver.
func (s views) SaveView(ctx context.Context, v table.View, as uiexport.Format, o uiexport.CSVOptions, path string, progress func(done, total int)) error {
	list := report.View{Name: lang.L("List"), Headings: v.Headings, Count: v.Count, Rows: v.Rows(ctx), Progress: progress}
	return s.files.SaveView(ctx, list, export.Format(as), csvOptions(o), path)
}

// csvOptions are those that a person chose, less what the rows are.
func csvOptions(o uiexport.CSVOptions) csvfile.Options {
	return csvfile.Options{Separator: o.Separator, NoMark: o.NoMark}
}

// withRows returns the format of a report, with what the rows of a CSV file are.
func withRows(as uiexport.Format, o uiexport.CSVOptions) export.Format {
	if as == uiexport.CSV && o.Rows != "" && o.Rows != uiexport.ProblemRows {
		return export.CSV + "-" + export.Format(o.Rows)
	}
	return export.Format(as)
}
