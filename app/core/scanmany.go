package core

import (
	"context"
	"errors"
	"sync"

	"golang.org/x/sync/errgroup"

	"sitewell/scanner/coverage"
	"sitewell/storage"
)

// How many sites are scanned at a time.
const (
	DefaultParallel = 3
	MaxParallel     = 16
)

// SiteResult is what came of one of several sites that were to be scanned.
type SiteResult struct {
	Site storage.Site
	Scan storage.Scan // the zero value where none began
	// Err is why no scan began, or why it could not go on; the error of the context where it
	// was not its turn yet.
	Err error
}

// Gap returns what kept a scan that began and ended from reading the site; ok is false
// where nothing did.
func (r SiteResult) Gap() (gap coverage.Gap, ok bool) {
	gaps := r.Scan.Gaps()
	if r.Scan.ID == 0 || coverage.ExtentOf(gaps) != coverage.None {
		return coverage.Gap{}, false
	}
	return gaps[0], true
}

// IsFailed reports whether a site was not scanned although nobody stopped that.
func (r SiteResult) IsFailed() bool {
	_, gap := r.Gap()
	return gap || r.Err != nil && !r.IsStopped()
}

// IsStopped reports whether a scan was stopped, or has not begun since all were.
func (r SiteResult) IsStopped() bool {
	if r.Scan.ID == 0 {
		return errors.Is(r.Err, context.Canceled)
	}
	return r.Err == nil && r.Scan.State != storage.Complete
}

// Many says how several sites are scanned.
type Many struct {
	Parallel int // sites at a time
	How      ScanOverrides
	// Begun and Ended are called once for each scan that begins, and each site that is
	// done with; from several goroutines, but not at once.
	Begun func(*Running)
	Ended func(SiteResult)
}

// ScanMany scans sites, a few at a time, and returns what came of each, in their order. One
// that fails does not keep the others from being scanned. When ctx ends, the scans that run
// are stopped, with what they found, and no further one begins.
func (rn *Runner) ScanMany(ctx context.Context, sites []storage.Site, m Many) []SiteResult {
	results := make([]SiteResult, len(sites))
	var group errgroup.Group
	group.SetLimit(min(max(m.Parallel, 1), MaxParallel))
	var telling sync.Mutex
	for i, site := range sites {
		group.Go(func() error {
			results[i] = rn.oneOfMany(ctx, site, m.How, func(r *Running) {
				telling.Lock()
				defer telling.Unlock()
				m.Begun(r)
			})
			telling.Lock()
			defer telling.Unlock()
			m.Ended(results[i])
			return nil
		})
	}
	_ = group.Wait() // the errors are in the results
	return results
}

// oneOfMany scans a site to its end.
func (rn *Runner) oneOfMany(ctx context.Context, site storage.Site, how ScanOverrides, begun func(*Running)) SiteResult {
	result := SiteResult{Site: site}
	r, err := rn.StartScanWith(ctx, site.ID, how) // which fails at once if ctx has ended
	if err != nil {
		if result.Err = err; ctx.Err() != nil {
			result.Err = context.Canceled
		}
		return result
	}
	begun(r)
	select {
	case <-r.Done():
	case <-ctx.Done():
		r.Stop()
		<-r.Done()
	}
	result.Err = r.Err()
	scan, err := rn.db.ScanByID(context.WithoutCancel(ctx), r.ScanID())
	if err != nil {
		scan.ID = r.ScanID()
		if result.Err == nil {
			result.Err = err
		}
	}
	result.Scan = scan
	return result
}
