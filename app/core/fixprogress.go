package core

import (
	"context"
	"fmt"

	"sitewell/scanner/fix"
	"sitewell/storage"
)

const (
	// progressScans is how many complete scans before one are grouped to find out how
	// its fixes went on.
	progressScans = 5
	// progressProblems is up to how many problems that is done: it takes as long as
	// listing the fixes of each scan.
	progressProblems = 20_000
)

// FixProgress returns how the fixes of a scan went on over the scans before it, by
// their keys. A fix that the scan before did not have is not among them.
func (fl *FixLister) FixProgress(ctx context.Context, scan storage.ScanID, fixes []fix.Fix) (map[string]fix.Progress, error) {
	s, err := fl.db.ScanByID(ctx, scan)
	if err != nil {
		return nil, fmt.Errorf("find scan: %w", err)
	}
	scans, err := fl.db.Scans(ctx, s.Site) // newest first
	if err != nil {
		return nil, fmt.Errorf("list scans: %w", err)
	}
	w := progressWalk{FixLister: fl, scan: s, open: make(map[string]bool), known: make(map[string]map[storage.URLID]bool), all: make(map[string]fix.Progress)}
	for _, f := range fixes {
		w.open[f.Key()] = true
	}
	looked := 0
	for _, before := range scans {
		if before.ID >= scan || before.State != storage.Complete {
			continue
		}
		if looked++; looked > progressScans || before.Counts.Problems() > progressProblems || len(w.open) == 0 {
			break
		}
		if err := w.look(ctx, before); err != nil {
			return nil, err
		}
	}
	return w.all, nil
}

// progressWalk goes back from scan to scan.
type progressWalk struct {
	*FixLister
	scan  storage.Scan
	open  map[string]bool                   // keys of fixes that every scan so far had
	known map[string]map[storage.URLID]bool // problems that are counted, by key
	all   map[string]fix.Progress
}

// look finds the fixes of one scan.
func (w *progressWalk) look(ctx context.Context, before storage.Scan) error {
	fixes, err := w.grouped(ctx, before.ID, nil)
	if err != nil {
		return err
	}
	gone, err := w.gone(ctx, before)
	if err != nil {
		return err
	}
	there := make(map[string]bool)
	for _, f := range fixes {
		key := f.Key()
		if !w.open[key] {
			continue
		}
		there[key] = true
		p := w.all[key]
		p.Scans, p.Since = max(p.Scans, 1)+1, before.Began
		if w.known[key] == nil {
			w.known[key] = make(map[storage.URLID]bool)
		}
		for _, id := range f.Problems {
			if !w.known[key][id] {
				w.known[key][id] = true
				p.Problems++
				if gone[id] {
					p.Gone++
				}
			}
		}
		w.all[key] = p
	}
	w.open = there
	return nil
}

// gone returns the problems of an earlier scan that the scan has proved to be none any
// more.
func (w *progressWalk) gone(ctx context.Context, before storage.Scan) (map[storage.URLID]bool, error) {
	pair := storage.Pair{From: before.ID, To: w.scan.ID, Unread: unread(before, w.scan)}
	gone := make(map[storage.URLID]bool)
	filter := storage.ChangeFilter{Changes: []storage.Change{storage.Fixed, storage.LinkRemoved}}
	for r, err := range w.db.EachChange(ctx, pair, filter, storage.Order{}) {
		if err != nil {
			return nil, fmt.Errorf("compare scans: %w", err)
		}
		gone[r.ID] = true
	}
	return gone, nil
}
