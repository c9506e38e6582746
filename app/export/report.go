package export

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/app/returned"
	"sitewell/scanner/fix"
	"sitewell/storage"
)

// pastScans is how many complete scans a report shows over time.
const pastScans = 24

// Report returns a scan for a report that people read: Source, with what became of
// its problems, what people said about its fixes, and the scans before it.
func (e *Exporter) Report(ctx context.Context, scan storage.ScanID) (report.Source, error) {
	src, err := e.Source(ctx, scan)
	if err != nil {
		return src, err
	}
	switch c, err := e.o().Core.History.Compare(ctx, src.Site.ID, 0, scan); {
	case err == nil:
		changes := e.Changes(c)
		src.Changes = &changes
	case !errors.Is(err, core.ErrNothingToCompare):
		return src, fmt.Errorf("compare with the scan before: %w", err)
	}
	scans, err := e.o().Core.Store.Scans(ctx, src.Site.ID) // newest first
	if err != nil {
		return src, fmt.Errorf("list scans: %w", err)
	}
	for _, s := range scans {
		if s.State != storage.Complete || src.Scan.IsBefore(s) || len(src.Past) == pastScans {
			continue
		}
		marks, err := e.o().Core.Store.MarkCounts(ctx, s.ID)
		if err != nil {
			return src, fmt.Errorf("count marks: %w", err)
		}
		s.Counts = s.Counts.Without(marks) // or what is ignored since would look fixed
		src.Past = append(src.Past, s)
	}
	slices.Reverse(src.Past)
	src.EditAddresses = func(ctx context.Context, pages map[storage.URLID]string) (map[storage.URLID]string, error) {
		return e.o().Core.History.EditAddresses(ctx, scan, pages)
	}
	if src.Oldest, err = e.o().Core.History.OldestSerious(ctx, scan); err != nil {
		return src, fmt.Errorf("find the oldest problem: %w", err)
	}
	return src, e.addWork(ctx, &src)
}

// addWork fills in how fixes went on and what people said about them.
func (e *Exporter) addWork(ctx context.Context, src *report.Source) error {
	fixes := make([]fix.Fix, len(src.Fixes))
	for i, f := range src.Fixes {
		fixes[i] = f.Fix
	}
	progress, err := e.o().Core.FixLister.FixProgress(ctx, src.Scan.ID, fixes)
	if err != nil {
		return fmt.Errorf("follow fixes over scans: %w", err)
	}
	work, err := returned.Work(ctx, e.o().Core, src.Scan, fixes)
	if err != nil {
		return err
	}
	for i := range src.Fixes {
		f := &src.Fixes[i]
		f.Progress, f.Work = progress[f.Key()], work[f.Key()]
	}
	return nil
}
