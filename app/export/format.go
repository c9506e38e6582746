package export

import (
	"context"
	"io"
	"slices"
	"strings"

	"sitewell/app/output"
	"sitewell/app/report"
	"sitewell/app/report/ci"
	"sitewell/app/report/csvfile"
	"sitewell/app/report/pdf"
	"sitewell/app/report/webpage"
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
	CSV         Format = "csv"      // a row for every problem; "csv-fixes" and so on have other rows (csvfile.Kind)
	JSONLines   Format = "jsonl"    // a line for every address and fix
	JUnit       Format = "junit"    // JUnit XML, for systems that run tests
	SARIF       Format = "sarif"    // SARIF, for code scanning
	ScanFile    Format = "sitewell" // the scan itself, for another history that imports it
)

// redirectRules is how the names of formats with redirect rules begin: "redirects-nginx".
const redirectRules = "redirects-"

// writers write the formats of reports that are for somebody.
var writers = map[Format]report.Writer{
	Spreadsheet: report.Excel,
	JSONLines:   report.JSONLines,
	PDF:         pdf.Write,
	WebPage:     webpage.Write,
	JUnit:       ci.JUnit(ci.Options{}),
	SARIF:       ci.SARIF(ci.Options{}),
}

// Rows returns of what kind the rows of a CSV format are: "csv-jira" has those for Jira.
func (f Format) Rows() (kind csvfile.Kind, ok bool) {
	if f == CSV {
		return csvfile.Problems, true
	}
	name, ok := strings.CutPrefix(string(f), string(CSV)+"-")
	kind = csvfile.Kind(name)
	return kind, ok && slices.Contains(csvfile.Kinds(), kind)
}

// writer returns what writes a format, nil for none.
func (r *Request) writer(as Format) report.Writer {
	kind, ok := as.Rows()
	if !ok {
		return writers[as]
	}
	o := r.CSV
	o.Kind = kind
	return func(ctx context.Context, w io.Writer, src report.Source) error { return csvfile.Write(ctx, w, src, o) }
}

// ForAudience reports whether a format can be made for somebody: others have the whole
// scan.
func (f Format) ForAudience() bool { return (&Request{}).writer(f) != nil }

// Redirects reports whether a format has redirect rules, and for which server.
func (f Format) Redirects() (server string, ok bool) {
	return strings.CutPrefix(string(f), redirectRules)
}

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
	if _, ok := as.Redirects(); !ok && !as.ForAudience() {
		return &output.MissingFormatError{Format: string(as)}
	}
	return e.SaveReport(ctx, scan, as, Request{}, path, progress)
}
