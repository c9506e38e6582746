package export

import (
	"context"
	"io"
	"strings"

	"sitewell/app/output"
	"sitewell/app/report"
	"sitewell/storage"
)

// Format is a form in which a scan is saved.
type Format string

// The formats. Their texts are what a person types on the command line.
const (
	Database    Format = "sqlite"   // an SQLite database with a row for every link
	Spreadsheet Format = "xlsx"     // an Excel file
	PDF         Format = "pdf"      // a page or two
	WebPage     Format = "html"     // one file that needs no network
	CSV         Format = "csv"      // a row for every problem
	JSONLines   Format = "jsonl"    // a line for every address and fix
	ScanFile    Format = "sitewell" // the scan itself, for another history that imports it
)

// redirects is how the names of formats with redirect rules begin: "redirects-nginx".
const redirects = "redirects-"

// writers write the formats of reports that are for somebody.
var writers = map[Format]report.Writer{
	Spreadsheet: report.Excel,
	JSONLines:   report.JSONLines,
	// pdf, html, csv: one line each
	PDF:     missing(PDF),
	WebPage: missing(WebPage),
	CSV:     missing(CSV),
}

// writeRedirects writes the redirect rules of a scan for a server, such as "nginx".
func (e *Exporter) writeRedirects(_ context.Context, _ storage.ScanID, server string, _ io.Writer) error {
	return &output.MissingFormatError{Format: redirects + server}
}

// missing is the writer of a format that this version can't write.
func missing(as Format) report.Writer {
	return func(context.Context, io.Writer, report.Source) error {
		return &output.MissingFormatError{Format: string(as)}
	}
}

// ForAudience reports whether a format can be made for somebody: others have the whole
// scan.
func (f Format) ForAudience() bool { return writers[f] != nil }

// Redirects reports whether a format has redirect rules, and for which server.
func (f Format) Redirects() (server string, ok bool) { return strings.CutPrefix(string(f), redirects) }

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
	case JSONLines: // for programs: without what only people need
		src, err := e.Source(ctx, scan)
		if err != nil {
			return err
		}
		src.Progress = progress
		return e.Save(ctx, src, path, report.JSONLines)
	}
	return e.SaveReport(ctx, scan, as, Request{}, path, progress)
}
