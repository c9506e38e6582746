package export

import (
	"context"

	"sitewell/app/report"
	"sitewell/storage"
)

// Format is a form in which a scan is saved.
type Format string

// The formats. Their texts are what a person types on the command line.
const (
	Database    Format = "sqlite"   // an SQLite database with a row for every link
	Spreadsheet Format = "xlsx"     // an Excel file
	JSONLines   Format = "jsonl"    // a line for every address and fix
	ScanFile    Format = "sitewell" // the scan itself, for another history that imports it
)

// Export saves a scan as a file at path, whole or not at all. progress receives how
// many rows of how many are written, on the goroutine that calls Export; it may be
// nil. Errors are those of ctx and of package output; a scan that runs can't be
// saved as a database or for import, which is core.ErrChanging.
func (e *Exporter) Export(ctx context.Context, scan storage.ScanID, as Format, path string, progress func(done, total int)) error {
	switch as {
	case Database:
		return e.exportDatabase(ctx, scan, path, progress)
	case ScanFile:
		return e.exportScanFile(ctx, scan, path, progress)
	}
	if as == JSONLines {
		src, err := e.Source(ctx, scan)
		if err != nil {
			return err
		}
		src.Progress = progress
		return e.Save(ctx, src, path, report.JSONLines)
	}
	src, err := e.Report(ctx, scan)
	if err != nil {
		return err
	}
	src.Progress = progress
	return e.Save(ctx, src, path, report.Excel)
}
