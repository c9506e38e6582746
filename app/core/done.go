package core

import (
	"context"
	"errors"
	"fmt"

	"sitewell/scanner/fix"
	"sitewell/storage"
)

// SaidDone returns the addresses of a scan of which somebody said after it began that
// their problems are fixed. No later scan has verified that yet.
func (m *Marks) SaidDone(ctx context.Context, scan storage.Scan) (map[storage.URLID]bool, error) {
	marks, err := m.List(ctx, scan.Site)
	if err != nil {
		return nil, err
	}
	done := make(map[storage.URLID]bool)
	for _, mark := range marks {
		if mark.Kind != storage.Done || mark.Scope != storage.OnAddress || mark.Made.Before(scan.Began) || !mark.Verified.IsZero() {
			continue
		}
		switch id, err := m.db.IDOf(ctx, scan.ID, mark.Subject); {
		case errors.Is(err, storage.ErrNotFound): // the problem of another scan
		case err != nil:
			return nil, fmt.Errorf("find address: %w", err)
		default:
			done[id] = true
		}
	}
	return done, nil
}

// AllDone reports whether all problems of a fix are among some.
func AllDone(f fix.Fix, done map[storage.URLID]bool) bool {
	for _, id := range f.Problems {
		if !done[id] {
			return false
		}
	}
	return len(f.Problems) > 0
}
