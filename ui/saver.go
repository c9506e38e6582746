package ui

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/chooser"
	"sitewell/ui/compare"
	"sitewell/ui/export"
	"sitewell/ui/results"
	"sitewell/ui/router"
	"sitewell/ui/table"
	"sitewell/ui/words"
)

// saver asks where to save what Sitewell found, and saves it. Its methods belong to the window's
// thread.
type saver struct {
	run         *background.Runner
	dialogs     *ask.Host
	chooser     *chooser.Chooser
	exporter    export.Exporter
	reports     export.Reports
	views       export.ViewSaver
	comparisons ComparisonSaver
	rows        RowSaver
	pictures    PictureSaver
	folders     folders
	desktop     Desktop
	router      *router.Router
	subject     *subject
	log         *slog.Logger
	sentence    func(error) string
	now         func() time.Time
}

// Export asks where to save a scan as a report; screens call it.
func (s *saver) Export(scan storage.Scan) {
	host := storage.HostOf(scan.Start)
	if s.subject.scan.ID == scan.ID {
		host = s.subject.site.Title()
	}
	name := export.Suggest(host, scan.Began.In(s.now().Location()))
	o := s.options()
	if page, ok := s.router.Page().(*results.Screen); ok && page.Scan() == scan.ID {
		for _, l := range page.Shown() {
			o.Shown = append(o.Shown, export.Shown{Title: l.Title, View: l.View, Problems: l.Problems})
		}
	}
	export.Show(o, scan.ID, name)
}

func (s *saver) options() export.Options {
	return export.Options{
		Run: s.run, Dialogs: s.dialogs, Exporter: s.exporter, Reports: s.reports, Views: s.views, Folders: s.folders, Shower: s.desktop,
		Pick: s.chooser.Folder, Sentence: s.sentence,
		Saved: func(path string) { s.log.Info("report saved", "path", path) },
	}
}

// SaveComparison asks where to save a comparison, or the list of it that is shown.
func (s *saver) SaveComparison(c compare.Comparison, shown table.View) {
	if s.dialogs.Open() {
		return
	}
	name := export.SuggestComparison(c.Site.Title(), c.From.Began.In(s.now().Location()), c.To.Began.In(s.now().Location()))
	o := s.options()
	o.Reports, o.Whole = nil, lang.L("The whole comparison")
	if shown.Count > 0 {
		o.Shown = []export.Shown{{View: shown}}
	}
	o.Title, o.Done = lang.L("Save the comparison"), lang.L("The comparison is saved")
	o.Formats = []export.Format{export.Spreadsheet, export.WebPage, export.CSV, export.JSONLines}
	o.About = map[export.Format]string{
		export.Spreadsheet: lang.L("For people: a row for every change, which can be sorted and filtered."),
		export.CSV:         lang.L("For every spreadsheet program and many others: a row for every change."),
		export.JSONLines:   lang.L("For programs: a line for every change."),
	}
	o.Exporter = comparisonExporter{s.comparisons, c.Request}
	export.Show(o, c.To.ID, name)
}

// saveRows asks where to save addresses of a scan.
func (s *saver) saveRows(scan storage.Scan, n int, ids func() []storage.URLID) {
	if s.dialogs.Open() {
		return
	}
	name := strings.TrimSuffix(export.Suggest(storage.HostOf(scan.Start), scan.Began.In(s.now().Location())), ".xlsx") + ".csv"
	o := s.options()
	o.Reports = nil
	o.Title = lang.N("Save {{.Count}} chosen addresses", n, map[string]any{"Count": words.Number(n)})
	o.Done = lang.L("The addresses are saved")
	o.Formats = []export.Format{export.CSV}
	o.About = map[export.Format]string{export.CSV: lang.L("For every spreadsheet program and many others: a row for every address.")}
	o.Exporter = rowsExporter{s.rows, ids}
	export.Show(o, scan.ID, name)
}

// comparisonExporter writes one comparison.
type comparisonExporter struct {
	save    ComparisonSaver
	request compare.Request
}

func (e comparisonExporter) Export(ctx context.Context, _ storage.ScanID, as export.Format, path string, _ func(done, total int)) error {
	return e.save.SaveComparison(ctx, e.request, as, path)
}

// RowSaver saves some addresses of a scan as a CSV file, off the window's thread and whole
// or not at all.
type RowSaver interface {
	SaveRows(ctx context.Context, scan storage.ScanID, ids []storage.URLID, path string, progress func(done, total int)) error
}

// rowsExporter writes some addresses.
type rowsExporter struct {
	save RowSaver
	ids  func() []storage.URLID
}

func (e rowsExporter) Export(ctx context.Context, scan storage.ScanID, _ export.Format, path string, progress func(done, total int)) error {
	return e.save.SaveRows(ctx, scan, e.ids(), path, progress)
}
