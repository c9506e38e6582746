package core

import (
	"context"
	"fmt"
	"slices"

	"sitewell/assets/knowledge"
	"sitewell/storage"
)

// History finds, compares and deletes sites and scans.
type History struct{ *base }

// historyScans is how many scans before one, and after it, its history tells of.
const historyScans = 50

// AddressHistory returns what the scans of a site found of an address of one of
// them, newest first.
func (h *History) AddressHistory(ctx context.Context, scan storage.ScanID, id storage.URLID) ([]storage.AddressState, error) {
	return h.db.History(ctx, scan, id, historyScans)
}

// Forecast returns what is likely to break on a site next. Its error is
// ErrNothingToForecast where the site has no complete scan.
func (h *History) Forecast(ctx context.Context, site storage.SiteID) (storage.Forecast, error) {
	f, err := h.db.Forecast(ctx, site)
	if err == nil && len(f.Scans) == 0 {
		err = ErrNothingToForecast
	}
	return f, err
}

// withPast fills in how an address did in earlier scans; past is newest first. A scan that did not
// check it counts neither way (truth 3); one that found something else amiss
// did not see this problem.
func withPast(f knowledge.Facts, past []storage.AddressState, scan storage.ScanID) knowledge.Facts {
	at := slices.IndexFunc(past, func(p storage.AddressState) bool { return p.Scan == scan })
	for _, p := range past[at+1:] {
		if !p.Checked() {
			continue
		}
		f.ScansBefore++
		if p.Verdict == f.Verdict {
			f.FailedBefore++
			f.Since = p.Began
		}
	}
	return f
}

// withHistory is withPast by what is stored.
func (ex *Explainer) withHistory(ctx context.Context, f knowledge.Facts, scan storage.ScanID, id storage.URLID) (knowledge.Facts, error) {
	if !f.Verdict.IsProblem() {
		return f, nil
	}
	past, err := ex.history.AddressHistory(ctx, scan, id)
	if err != nil {
		return f, fmt.Errorf("read history: %w", err)
	}
	return withPast(f, past, scan), nil
}
