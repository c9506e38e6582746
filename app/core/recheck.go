package core

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sitewell/scanner"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// ErrNoRecheck: the address is none that a check can be made of by itself: it
// was left out of the scan on purpose, or it waits for its first check.
var ErrNoRecheck = errors.New("address can't be checked by itself")

// ErrUnsafeRecheck: a request for the address, signed in as the scan was, could sign
// out or change something, by its words or by those of a link to it.
var ErrUnsafeRecheck = errors.New("address is unsafe while signed in")

// recheckTime bounds a single check with all its retries.
const recheckTime = 3 * time.Minute

// Rechecker checks single addresses again.
type Rechecker struct {
	*base
	preparer preparer
	grader   grader
}

// Recheck checks one address of a scan now, under the settings of the scan,
// stores what it finds in place of what the scan found, and gives that. It
// fails with ErrScanning while the site is scanned, ErrNoRecheck, ErrUnsafeRecheck or
// scanner.ErrUnsettled; the last result stands then.
func (r *Rechecker) Recheck(ctx context.Context, scan storage.ScanID, id storage.URLID) (_ storage.Detail, err error) {
	old, err := r.db.ScanByID(ctx, scan)
	if err != nil {
		return storage.Detail{}, fmt.Errorf("find scan: %w", err)
	}
	d, err := r.db.Detail(ctx, scan, id)
	if err != nil {
		return storage.Detail{}, fmt.Errorf("find address: %w", err)
	}
	if d.Verdict == outcome.Skipped && d.Outcome == outcome.LogsOut {
		return storage.Detail{}, ErrUnsafeRecheck
	}
	if !checkable(d) {
		return storage.Detail{}, ErrNoRecheck
	}
	if err := r.reserve(old.Site); err != nil {
		return storage.Detail{}, err
	}
	defer r.abandon(old.Site)
	check, err := r.checkAgain(ctx, old, result.Address{
		URL: d.URL, Fragment: d.Fragment, Base: result.ID(d.Page), Internal: d.Internal, Kind: d.Kind, Depth: d.Depth,
	})
	if err != nil {
		return storage.Detail{}, err
	}
	keepHidden(d, &check)
	ctx = context.WithoutCancel(ctx) // what is known now is stored
	causes, err := r.grader.gradeCheck(ctx, old, d, &check)
	if err != nil {
		return storage.Detail{}, err
	}
	if err := r.db.Recheck(ctx, scan, storage.Rechecked{Address: id, Check: check, Causes: causes}); err != nil {
		return storage.Detail{}, fmt.Errorf("store check: %w", err)
	}
	return r.db.Detail(ctx, scan, id)
}

// keepHidden keeps the verdict of the scan on an address that another site may hide
// from programs, if it is answered as before: an address alone does not show that.
func keepHidden(old storage.Detail, c *result.Check) {
	if old.Outcome == outcome.BotChallenge && c.Status == old.Status && c.Outcome == outcome.FromStatus(old.Status) && c.Verdict == outcome.Broken {
		c.Outcome, c.Verdict, c.Severity, c.Reason = old.Outcome, old.Verdict, old.Severity, old.Reason
		c.Evidence.Clue = old.Evidence.Clue
	}
}

// checkable reports whether something can be asked of an address at all.
func checkable(d storage.Detail) bool {
	if d.Verdict == outcome.Unchecked || d.Verdict == outcome.Skipped {
		return false
	}
	info, _ := outcome.Lookup(d.Outcome)
	return info.Class != outcome.Address
}

// checkAgain asks the network.
func (r *Rechecker) checkAgain(ctx context.Context, old storage.Scan, a result.Address) (_ result.Check, err error) {
	settings, err := profile.Parse(old.Settings)
	if err != nil {
		return result.Check{}, err
	}
	if settings.Demo {
		stop, err := demoAgain(ctx, old.Start)
		if err != nil {
			return result.Check{}, err
		}
		defer func() { err = errors.Join(err, stop()) }()
	}
	network, err := r.preparer.networkOf(ctx, old)
	if err != nil {
		return result.Check{}, err
	}
	o, err := r.preparer.signedIn(ctx, settings, old.Start, network)
	if err != nil {
		return result.Check{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, recheckTime)
	defer cancel()
	check, err := scanner.Recheck(ctx, o, a, func(ctx context.Context, yield func(string) bool) error {
		return r.db.Unsafe(ctx, old.ID, yield)
	})
	if err != nil {
		return result.Check{}, fmt.Errorf("check again: %w", err)
	}
	if check.Outcome == outcome.LogsOut && check.Status == 0 {
		return result.Check{}, ErrUnsafeRecheck
	}
	r.log.Info("checked again", "scan", old.ID, "id", int64(a.ID), "outcome", string(check.Outcome))
	return check, nil
}
