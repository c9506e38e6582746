package crashtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"sitewell/storage"
	"sitewell/storage/sqlite"
)

// Contents returns everything that a finished scan found, a line for each
// address and each link, sorted. It must not depend on how the scan went.
func Contents(ctx context.Context, db string) (lines []string, err error) {
	err = withScan(ctx, db, func(d *sqlite.DB, s *storage.Scan) error {
		if s == nil {
			return ErrNoScan
		}
		if s.State != storage.Complete {
			return errors.New("the scan is not complete")
		}
		if err := d.Verify(ctx, s.ID); err != nil {
			return err
		}
		for row, err := range d.EachRow(ctx, s.ID, storage.Filter{}, storage.Order{By: storage.ByFound}) {
			if err != nil {
				return err
			}
			lines = append(lines, fmt.Sprintf("%s: %s %d %s to %s, %s, %s, %q, %d pages link here, internal %t, %d clicks",
				row.URL, row.Verdict, row.Status, row.Outcome, row.Final, row.Kind, row.Severity, row.Title, row.Sources, row.Internal, row.Depth))
		}
		for l, err := range d.EachLink(ctx, s.ID, storage.Filter{}) {
			if err != nil {
				return err
			}
			lines = append(lines, fmt.Sprintf("%s line %d: %s #%s %q %s %s %s %s", l.PageURL, l.Line, l.URL, l.Fragment, l.Text, l.Element+" "+l.FoundBy(), l.Place, l.Verdict, l.Outcome))
		}
		return nil
	})
	slices.Sort(lines)
	return lines, err
}

// stored is how much of a scan a history contains.
type stored uint8

const (
	nothing  stored = iota
	begun           // the scan can be resumed
	complete        // the scan is complete
)

// stateOf returns how much was stored, and an error if that is not consistent.
func stateOf(ctx context.Context, db string) (state stored, err error) {
	err = withScan(ctx, db, func(d *sqlite.DB, s *storage.Scan) error {
		switch {
		case s == nil:
			return nil
		case s.State == storage.Complete:
			state = complete
		default:
			state = begun
		}
		return d.Verify(ctx, s.ID)
	})
	return state, err
}

// withScan opens a history and calls f with the newest scan of its only site,
// nil if there is none. Both arguments are nil if there is no file yet.
func withScan(ctx context.Context, db string, f func(*sqlite.DB, *storage.Scan) error) (err error) {
	if _, err := os.Stat(db); errors.Is(err, os.ErrNotExist) {
		return f(nil, nil)
	}
	d, err := sqlite.Open(ctx, db, sqlite.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	sites, err := d.Sites(ctx)
	if err != nil {
		return err
	}
	if len(sites) == 0 {
		return f(d, nil)
	}
	return f(d, sites[0].Last)
}

// ErrNoScan is the error of a history without a scan.
var ErrNoScan = errors.New("there is no scan")

// ErrDamaged is the error of a history that is damaged.
var ErrDamaged = storage.ErrCorrupt
