package core

import (
	"context"
	"fmt"
	"io"

	"sitewell/app/output"
	"sitewell/app/report"
	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/storage"
	"sitewell/storage/sqlite"
)

// Export saves a scan as an Excel file at path, whole or not at all. progress
// is told how many rows are written, of how many, from the goroutine that
// calls Export; it may be nil.
func (c *Core) Export(ctx context.Context, scan storage.ScanID, path string, progress func(done, total int)) error {
	return c.save(ctx, scan, path, report.Excel, progress)
}

// ExportJSONLines saves a scan as JSON Lines at path, whole or not at all.
func (c *Core) ExportJSONLines(ctx context.Context, scan storage.ScanID, path string) error {
	return c.save(ctx, scan, path, report.JSONLines, nil)
}

// WriteJSONLines writes a scan as JSON Lines to w.
func (c *Core) WriteJSONLines(ctx context.Context, scan storage.ScanID, w io.Writer) error {
	defer c.limitMemory(ctx, scan)()
	src, err := c.Report(ctx, scan)
	if err != nil {
		return err
	}
	return report.JSONLines(ctx, w, src)
}

func (c *Core) save(ctx context.Context, scan storage.ScanID, path string, write report.Writer, progress func(done, total int)) error {
	defer c.limitMemory(ctx, scan)()
	src, err := c.Report(ctx, scan)
	if err != nil {
		return err
	}
	src.Progress = progress
	err = output.Write(ctx, path, c.reserved(), func(w io.Writer) error { return write(ctx, w, src) })
	if err != nil {
		c.log.Warn("export did not work", "scan", scan, "error", err)
		return fmt.Errorf("export scan: %w", err)
	}
	return nil
}

// limitMemory limits the memory of a report about a scan. The caller must call end.
func (c *Core) limitMemory(ctx context.Context, scan storage.ScanID) (end func()) {
	counts, err := c.db.Counts(ctx, scan)
	if err != nil {
		return func() {} // the report will return this error
	}
	return c.heap.StartReport(counts.Found).End
}

// Reserved returns the files of a history and of its log, which no export may
// replace; log is "" for none.
func Reserved(db, log string) []output.Reserved {
	var all []output.Reserved
	for _, path := range []string{db, output.Target(db)} { // SQLite puts its files beside the latter
		for _, file := range sqlite.Files(path) {
			all = append(all, output.Reserved{Path: file, Use: output.History})
		}
	}
	if log != "" {
		all = append(all, output.Reserved{Path: log, Use: output.Log})
	}
	return all
}

func (c *Core) reserved() []output.Reserved { return Reserved(c.config.DB, c.config.LogFile) }

// Report gives a scan to any writer of package report.
func (c *Core) Report(ctx context.Context, scan storage.ScanID) (report.Source, error) {
	defer c.limitMemory(ctx, scan)()
	s, err := c.db.ScanByID(ctx, scan)
	if err != nil {
		return report.Source{}, fmt.Errorf("find scan: %w", err)
	}
	site, err := c.db.SiteByID(ctx, s.Site)
	if err != nil {
		return report.Source{}, fmt.Errorf("find site: %w", err)
	}
	ledger, err := c.db.Ledger(ctx, scan)
	if err != nil {
		return report.Source{}, fmt.Errorf("account for addresses: %w", err)
	}
	orphans, err := c.db.Orphans(ctx, scan)
	if err != nil {
		return report.Source{}, fmt.Errorf("find orphans: %w", err)
	}
	fixes, err := c.Fixes(ctx, scan)
	if err != nil {
		return report.Source{}, err
	}
	settings, err := profile.Parse(s.Settings)
	if err != nil {
		c.log.Warn("settings of a scan left out of its report", "scan", scan, "error", err)
	}
	speech := c.config.Speech
	if speech.Say == nil {
		speech = report.English()
	}
	return report.Source{
		Speech: speech, Data: c.db, Words: c, Site: site, Scan: s, Ledger: ledger, Orphans: orphans,
		Fixes:    reported(fixes, s.Start, speech),
		Settings: factsOf(settings, c.title, speech), Version: c.config.Version,
	}, nil
}

// title gives what an outcome is called.
func (c *Core) title(key outcome.Key) string { return c.knowledge.Entry(key, c.config.Language).Title }

// reported puts fixes into words.
func reported(fixes []fix.Fix, site string, speech report.Speech) []report.Fix {
	all := make([]report.Fix, len(fixes))
	for i, f := range fixes {
		s := FixTitle(f, site)
		all[i] = report.Fix{Fix: f, Do: speech.Say(s.Text, s.Data)}
		if s.Next != "" {
			all[i].Why = speech.Say(s.Next, s.Data)
		}
	}
	return all
}

// Words gives an outcome's title, what it means and how to fix it, for a line
// of a table.
func (c *Core) Words(key outcome.Key, internal bool) (title, means, fix string) {
	e := c.knowledge.Entry(key, c.config.Language)
	return e.Title, e.Short, e.FixFor(internal)
}
