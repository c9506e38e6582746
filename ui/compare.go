package ui

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"sitewell/storage"
	"sitewell/ui/compare"
	"sitewell/ui/export"
	"sitewell/ui/history"
	"sitewell/ui/results"
	"sitewell/ui/router"
	"sitewell/ui/table"
)

// CompareOptions are what the comparison of two scans asks of the history.
type CompareOptions struct {
	Read compare.Reader
	Save ComparisonSaver
}

// ComparisonSaver saves a comparison as a file, off the window's thread and whole or
// not at all.
type ComparisonSaver interface {
	SaveComparison(ctx context.Context, r compare.Request, as export.Format, path string) error
}

// Compare shows what changed between two scans of a site; 0 stands for the newest
// one, and for the complete one before the other.
func (w *Window) Compare(site storage.SiteID, from, to storage.ScanID) {
	w.router.Visit(router.Route{Name: router.Compare, Site: site, From: from, Scan: to})
}

func (w *Window) comparePage(r router.Route) router.Page {
	return compare.New(compare.Options{
		Run: w.run, Site: r.Site, From: r.From, To: r.Scan, Read: w.o.Compare.Read, Book: w.o.Results.Book, Going: w, Desktop: around{w},
		Prefs: w.o.App.Preferences(), Dialogs: w.dialogs, Sentence: w.o.Sentence, Now: w.o.Now, Keys: w.key,
	})
}

// Problem shows an address in the results of a scan.
func (w *Window) Problem(scan storage.ScanID, id storage.URLID) {
	w.Results(scan)
	if page, ok := w.router.Page().(*results.Screen); ok && page.Scan() == scan {
		page.Open(id)
	}
}

// compareShown compares the scan that is looked at with the complete one before it,
// or of the site whose history is shown the two that are ticked, or the newest two.
func (w *Window) compareShown() {
	switch route := w.router.Route(); {
	case w.dialogs.Open() || !w.comparable():
	case route.Name == router.History:
		if page, ok := w.router.Page().(*history.Screen); !ok || !page.ComparePicked() {
			w.Compare(route.Site, 0, 0)
		}
	default:
		w.Compare(w.subject.scan.Site, 0, w.subject.scan.ID)
	}
}

// comparable reports whether there is a scan that can be compared on the screen.
func (w *Window) comparable() bool {
	route := w.router.Route()
	return route.Name == router.History || route.Name == router.Results && w.subject.scan.ID == route.Scan && route.Scan != 0
}

// SaveComparison asks where to save a comparison, or the list of it that is shown.
func (w *Window) SaveComparison(c compare.Comparison, shown table.View) {
	if w.dialogs.Open() {
		return
	}
	name := export.SuggestComparison(c.Site.Title(), c.From.Began.In(w.o.Now().Location()), c.To.Began.In(w.o.Now().Location()))
	o := w.exportOptions()
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
	o.Exporter = comparisonExporter{w.o.Compare.Save, c.Request}
	export.Show(o, c.To.ID, name)
}

// comparisonExporter writes one comparison.
type comparisonExporter struct {
	save    ComparisonSaver
	request compare.Request
}

func (e comparisonExporter) Export(ctx context.Context, _ storage.ScanID, as export.Format, path string, _ func(done, total int)) error {
	return e.save.SaveComparison(ctx, e.request, as, path)
}
