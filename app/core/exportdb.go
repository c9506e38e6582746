package core

import (
	"context"
	"errors"
	"fmt"

	"sitewell/app/output"
	"sitewell/app/report"
	"sitewell/storage"
	"sitewell/storage/sqlite/export"
)

// ErrChanging: a scan goes on while it is exported.
var ErrChanging = errors.New("scan is under way")

// ExportDatabase saves a scan as an SQLite database of its own at path, whole or
// not at all. progress is as for Export. It fails with ErrChanging for a scan
// that runs, in this program or another.
func (c *Core) ExportDatabase(ctx context.Context, scan storage.ScanID, path string, progress func(done, total int)) error {
	for _, r := range c.AllRunning() {
		if r.ScanID() == scan {
			return ErrChanging
		}
	}
	defer c.limitMemory(ctx, scan)()
	src, err := c.Report(ctx, scan)
	if err != nil {
		return err
	}
	src.Progress = progress
	err = output.WriteNamed(ctx, path, c.reserved(), func(name string) error {
		if err := export.Write(ctx, name, c.contents(ctx, src)); err != nil {
			return err
		}
		// Rows and links were read one after the other.
		now, err := c.db.ScanByID(ctx, scan)
		if err == nil && now.Counts != src.Scan.Counts {
			err = ErrChanging
		}
		return err
	})
	if err != nil {
		c.log.Warn("export did not work", "scan", scan, "error", err)
		return fmt.Errorf("export scan: %w", err)
	}
	return nil
}

// contents returns what a database of a scan contains.
func (c *Core) contents(ctx context.Context, src report.Source) export.Contents {
	all := export.Contents{
		Site: src.Site, Scan: src.Scan, Words: c.Words,
		Rows:  c.db.EachRow(ctx, src.Scan.ID, storage.Filter{}, storage.Order{By: storage.ByFound}),
		Links: c.db.EachLink(ctx, src.Scan.ID, storage.Filter{}),
	}
	for _, s := range src.Settings {
		all.Settings = append(all.Settings, export.Setting(s))
	}
	for _, f := range src.Fixes {
		all.Fixes = append(all.Fixes, export.Fix{
			Do: f.Do, Why: f.Why, Cause: string(f.Cause), Subject: f.Subject, Severity: f.Severity, Verdict: f.Verdict,
			Pages: f.Pages, Problems: f.Problems,
		})
	}
	if src.Progress != nil {
		total := src.Scan.Counts.Rows() + src.Scan.Counts.Links
		all.Progress = func(done int) { src.Progress(done, max(done, total)) }
	}
	return all
}
