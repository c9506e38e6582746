package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/lang"

	"sitewell/storage"
	"sitewell/ui/export"
	"sitewell/ui/words"
)

// RowSaver saves some addresses of a scan as a CSV file, off the window's thread and whole
// or not at all.
type RowSaver interface {
	SaveRows(ctx context.Context, scan storage.ScanID, ids []storage.URLID, path string, progress func(done, total int)) error
}

// saveRows asks where to save addresses of a scan.
func (w *Window) saveRows(scan storage.Scan, n int, ids func() []storage.URLID) {
	if w.dialogs.Open() {
		return
	}
	name := strings.TrimSuffix(export.Suggest(storage.HostOf(scan.Start), scan.Began.In(w.o.Now().Location())), ".xlsx") + ".csv"
	o := w.exportOptions()
	o.Reports = nil
	o.Title = lang.N("Save {{.Count}} chosen addresses", n, map[string]any{"Count": words.Number(n)})
	o.Done = lang.L("The addresses are saved")
	o.Formats = []export.Format{export.CSV}
	o.About = map[export.Format]string{export.CSV: lang.L("For every spreadsheet program and many others: a row for every address.")}
	o.Exporter = rowsExporter{w.o.Results.SaveRows, ids}
	export.Show(o, scan.ID, name)
}

// rowsExporter writes some addresses.
type rowsExporter struct {
	save RowSaver
	ids  func() []storage.URLID
}

func (e rowsExporter) Export(ctx context.Context, scan storage.ScanID, _ export.Format, path string, progress func(done, total int)) error {
	return e.save.SaveRows(ctx, scan, e.ids(), path, progress)
}
