package export

import (
	"context"
	"errors"
	"fmt"

	"sitewell/app/core"
	"sitewell/app/output"
	"sitewell/app/report"
	"sitewell/storage"
	database "sitewell/storage/sqlite/export"
)

// attempts is how often a scan is written that another program stores something of
// meanwhile.
const attempts = 3

// exportDatabase is Export for the format Database. It fails with core.ErrChanging
// for a scan that runs in this program, and for one of another program that stores
// something during each of the attempts.
func (e *Exporter) exportDatabase(ctx context.Context, scan storage.ScanID, path string, progress func(done, total int)) error {
	for _, r := range e.o().Core.Runner.AllRunning() {
		if r.ScanID() == scan {
			return core.ErrChanging
		}
	}
	for i := 1; ; i++ {
		if err := e.writeDatabase(ctx, scan, path, progress); !errors.Is(err, core.ErrChanging) || i == attempts {
			return err
		}
	}
}

// writeDatabase is one attempt of exportDatabase.
func (e *Exporter) writeDatabase(ctx context.Context, scan storage.ScanID, path string, progress func(done, total int)) error {
	src, err := e.Source(ctx, scan)
	if err != nil {
		return err
	}
	defer e.o().Core.LimitMemory(src.Scan.Counts.Found)()
	src.Progress = progress
	err = output.WriteNamed(ctx, path, e.reserved(), func(name string) error {
		if err := database.Write(ctx, name, e.contents(ctx, src)); err != nil {
			return err
		}
		// Rows and links were read one after the other.
		now, err := e.o().Core.Store.ScanByID(ctx, scan)
		if err == nil && now.Counts != src.Scan.Counts {
			err = core.ErrChanging
		}
		return err
	})
	if err != nil {
		e.o().Logger.Warn("a scan could not be exported", "scan", scan, "error", err)
		return fmt.Errorf("export scan: %w", err)
	}
	return nil
}

// contents returns what a database of a scan contains.
func (e *Exporter) contents(ctx context.Context, src report.Source) database.Contents {
	all := database.Contents{
		Site: src.Site, Scan: src.Scan, Words: src.Words.Words,
		Rows:  e.o().Core.Store.EachRow(ctx, src.Scan.ID, storage.Filter{}, storage.Order{By: storage.ByFound}),
		Links: e.o().Core.Store.EachLink(ctx, src.Scan.ID, storage.Filter{}),
	}
	for _, s := range src.Settings {
		all.Settings = append(all.Settings, database.Setting(s))
	}
	for _, f := range src.Fixes {
		all.Fixes = append(all.Fixes, database.Fix{
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

// exportScanFile is Export for the format ScanFile.
func (e *Exporter) exportScanFile(ctx context.Context, scan storage.ScanID, path string, progress func(done, total int)) error {
	if progress == nil {
		progress = func(int, int) {}
	}
	err := output.WriteNamed(ctx, path, e.reserved(), func(name string) error {
		return e.o().Core.History.ExportScan(ctx, scan, name, progress)
	})
	if err != nil {
		e.o().Logger.Warn("a scan could not be exported", "scan", scan, "error", err)
		return fmt.Errorf("export scan: %w", err)
	}
	return nil
}
