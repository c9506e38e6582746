// Package export saves scans and comparisons as files: it collects what package
// core knows, has package report write it, and package output replaces a file only
// by a complete new one.
//
// It must not know SQL or Fyne.
package export

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync/atomic"

	"sitewell/app/core"
	"sitewell/app/message"
	"sitewell/app/output"
	"sitewell/app/report"
	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/storage"
)

// Options are what an Exporter needs.
type Options struct {
	Core *core.Core
	// DB is the file of the history, and LogFile that of the log ("" for none). No
	// export replaces them.
	DB, LogFile string
	Logger      *slog.Logger // nil: nothing is logged
	Version     string       // of Sitewell
	// Speech of reports; the zero value means English. Language is that of the speech,
	// "" for English.
	Speech   report.Speech
	Language string
}

// Exporter saves scans and comparisons of one history as files. It is safe for
// concurrent use.
type Exporter struct{ now atomic.Pointer[Options] }

func of(o Options) *Exporter {
	e := &Exporter{}
	e.now.Store(&o)
	return e
}

func (e *Exporter) o() *Options { return e.now.Load() }

// SetLanguage has files speak another language from now on. A file that is being written
// may contain both.
func (e *Exporter) SetLanguage(language string, speech report.Speech) {
	o := *e.o()
	o.Language, o.Speech = language, speech
	e.now.Store(&o)
}

// New returns an exporter.
func New(o Options) *Exporter {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Speech.Say == nil {
		o.Speech = report.English()
	}
	return of(o)
}

// Source returns a scan for any writer of package report. It may be used for
// several reports, of which all show the same numbers.
func (e *Exporter) Source(ctx context.Context, scan storage.ScanID) (report.Source, error) {
	store := e.o().Core.Store
	s, err := store.ScanByID(ctx, scan)
	if err != nil {
		return report.Source{}, fmt.Errorf("find scan: %w", err)
	}
	defer e.o().Core.LimitMemory(s.Counts.Found)()
	site, err := store.SiteByID(ctx, s.Site)
	if err != nil {
		return report.Source{}, fmt.Errorf("find site: %w", err)
	}
	marks, err := store.MarkCounts(ctx, scan)
	if err != nil {
		return report.Source{}, fmt.Errorf("count marks: %w", err)
	}
	ledger, err := store.Ledger(ctx, scan)
	if err != nil {
		return report.Source{}, fmt.Errorf("account for addresses: %w", err)
	}
	orphans, err := store.Orphans(ctx, scan)
	if err != nil {
		return report.Source{}, fmt.Errorf("find orphans: %w", err)
	}
	fixes, err := e.o().Core.FixLister.Fixes(ctx, scan)
	if err != nil {
		return report.Source{}, err
	}
	words, err := e.o().Core.Explainer.WordsFor(ctx, s, e.o().Language)
	if err != nil {
		return report.Source{}, fmt.Errorf("find what the site runs on: %w", err)
	}
	settings, err := profile.Parse(s.Settings)
	if err != nil {
		e.o().Logger.Warn("the report of a scan does not contain its settings", "scan", scan, "error", err)
	}
	return report.Source{
		Folder: fromHere(settings.Folder),
		Speech: e.o().Speech, Data: store, Words: words, Site: site, Scan: s, Marks: marks, Ledger: ledger, Orphans: orphans,
		Fixes:    fixesInWords(fixes, s.Start, e.o().Speech),
		Settings: settingsInWords(settings, e.title, e.o().Speech), Version: e.o().Version,
	}, nil
}

// fromHere returns the path of a folder from the present one, with slashes; "" for a
// folder elsewhere.
func fromHere(folder string) string {
	here, err := os.Getwd()
	if err != nil || folder == "" {
		return ""
	}
	if real, err := filepath.EvalSymlinks(here); err == nil {
		here = real
	}
	path, err := filepath.Rel(here, folder)
	if err != nil || !filepath.IsLocal(path) {
		return ""
	}
	return filepath.ToSlash(path)
}

// title returns what an outcome is called.
func (e *Exporter) title(key outcome.Key) string {
	title, _, _ := e.o().Core.Explainer.WordsIn(e.o().Language).Words(key, true)
	return title
}

// fixesInWords returns fixes with the sentences that a report shows.
func fixesInWords(fixes []fix.Fix, site string, speech report.Speech) []report.Fix {
	all := make([]report.Fix, len(fixes))
	for i, f := range fixes {
		s := message.ForFix(f, site)
		all[i] = report.Fix{Fix: f, Do: speech.Say(s.Text, s.Data)}
		if s.Next != "" {
			all[i].Why = speech.Say(s.Next, s.Data)
		}
	}
	return all
}

// Save saves a scan as a file at path, whole or not at all.
func (e *Exporter) Save(ctx context.Context, src report.Source, path string, write report.Writer) error {
	defer e.o().Core.LimitMemory(src.Scan.Counts.Found)()
	err := output.Write(ctx, path, e.reserved(), func(w io.Writer) error { return write(ctx, w, src) })
	if err != nil {
		e.o().Logger.Warn("a scan could not be exported", "scan", src.Scan.ID, "error", err)
		return fmt.Errorf("export scan: %w", err)
	}
	return nil
}

// WriteJSONLines writes a scan as JSON Lines to w.
func (e *Exporter) WriteJSONLines(ctx context.Context, src report.Source, w io.Writer) error {
	defer e.o().Core.LimitMemory(src.Scan.Counts.Found)()
	return report.JSONLines(ctx, w, src)
}

// Changes returns a comparison for any writer of package report.
func (e *Exporter) Changes(c core.Comparison) report.Changes {
	var notes []string
	for _, s := range message.OfComparison(c, func(text string) string { return e.o().Speech.Say(text, nil) }) {
		notes = append(notes, e.o().Speech.Say(s.Text, s.Data))
	}
	return report.Changes{
		Data: e.o().Core.Store, Words: e.o().Core.Explainer.WordsIn(e.o().Language), Site: c.Site, Comparison: c.Comparison, Pair: c.Pair,
		SettingsDiffer: c.SettingsDiffer, VersionsDiffer: c.VersionsDiffer, Differences: e.differences(c.From, c.To),
		Pages: c.Pages, Notes: notes, Why: e.Why, Unreached: e.unreached(c.Comparison), Speech: e.o().Speech,
	}
}

// Why says in a sentence why an address has its change.
func (e *Exporter) Why(r *storage.ChangeRow) string {
	s := message.ForChange(r, func(key outcome.Key) string {
		title, _, _ := e.o().Core.Explainer.WordsIn(e.o().Language).Words(key, r.Internal)
		return title
	})
	return e.o().Speech.Say(s.Text, s.Data)
}

// OfPage says what a row of a comparison of pages is about.
func (e *Exporter) OfPage(r *storage.PageRow) report.PageWords { return e.o().Speech.OfPage(r) }

// OfPages says in a line what a comparison of pages came to, and below what it can't
// tell, where there is something.
func (e *Exporter) OfPages(c *storage.PageComparison) string {
	line := e.o().Speech.PagesLine(c.Counts)
	if c.Counts.TitlesOnly {
		line += "\n" + e.o().Speech.TitlesOnly()
	}
	return line
}

// PageValue says what a field of a page is.
func (e *Exporter) PageValue(f storage.PageField, value string) string {
	return e.o().Speech.PageValue(f, value)
}

// SaveChanges saves a comparison as a file at path, whole or not at all.
func (e *Exporter) SaveChanges(ctx context.Context, c core.Comparison, path string, write report.ChangesWriter) error {
	err := output.Write(ctx, path, e.reserved(), func(w io.Writer) error { return write(ctx, w, e.Changes(c)) })
	if err != nil {
		return fmt.Errorf("export changes: %w", err)
	}
	return nil
}

func (e *Exporter) reserved() []output.Reserved { return Reserved(e.o().DB, e.o().LogFile) }

// Reserved returns the files of a history and of its log, which no export may
// replace; log is "" for none.
func Reserved(db, log string) []output.Reserved {
	var all []output.Reserved
	for _, path := range []string{db, output.Target(db)} { // SQLite puts its files beside the latter
		for _, file := range core.HistoryFiles(path) {
			all = append(all, output.Reserved{Path: file, Use: output.History})
		}
	}
	if log != "" {
		all = append(all, output.Reserved{Path: log, Use: output.Log})
	}
	return all
}
