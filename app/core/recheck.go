package core

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"sitewell/scanner"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/verdict"
	"sitewell/storage"
)

// ErrNoRecheck: the address is none that a check can be made of by itself: it
// was left out of the scan on purpose, or it waits for its first check.
var ErrNoRecheck = errors.New("address can't be checked by itself")

// ErrUnsafeRecheck: a request for the address, signed in as the scan was, could sign
// out or change something, by its words or by those of a link to it.
var ErrUnsafeRecheck = errors.New("address is unsafe while signed in")

const (
	// recheckTime bounds a single check with all its retries.
	recheckTime = 3 * time.Minute
	// recheckTick is how often it is reported how far a recheck is.
	recheckTick = 200 * time.Millisecond
)

// Rechecker checks addresses of a scan again.
type Rechecker struct {
	*base
	preparer preparer
	grader   grader
}

// Recheck checks one address of a scan now, as RecheckMany does, and returns what is
// known of it then. It fails with ErrNoRecheck, ErrUnsafeRecheck or
// scanner.ErrUnsettled; the last result stands then.
func (r *Rechecker) Recheck(ctx context.Context, scan storage.ScanID, id storage.URLID) (storage.Detail, error) {
	limited, cancel := context.WithTimeout(ctx, recheckTime)
	defer cancel()
	s, err := r.RecheckMany(limited, scan, []storage.URLID{id}, nil)
	switch {
	case len(s.Results) > 0:
		return r.db.Detail(context.WithoutCancel(ctx), scan, id)
	case err != nil:
		return storage.Detail{}, err
	case s.Unsafe > 0:
		return storage.Detail{}, ErrUnsafeRecheck
	case s.Left > 0:
		return storage.Detail{}, ErrNoRecheck
	default:
		return storage.Detail{}, scanner.ErrUnsettled
	}
}

// RecheckMany checks addresses of a scan now, under the settings of the scan and with
// the pace of each host, and stores what it finds in place of what the scan found. It
// calls on, unless that is nil, several times a second with how far it is, and once in
// the end. An address that is named twice is checked once.
//
// It fails with ErrScanning while the site is scanned, with ErrRechecking while it is
// checked again already, and with storage.ErrSiteElsewhere while another program scans
// it. If ctx ends, the error is ctx's, and what was checked until then is stored and in
// the summary.
func (r *Rechecker) RecheckMany(ctx context.Context, scan storage.ScanID, ids []storage.URLID, on func(storage.RecheckProgress)) (storage.RecheckSummary, error) {
	old, err := r.db.ScanByID(ctx, scan)
	if err != nil {
		return storage.RecheckSummary{}, fmt.Errorf("find scan: %w", err)
	}
	all, err := r.db.ByID(ctx, scan, distinct(ids))
	if err != nil {
		return storage.RecheckSummary{}, fmt.Errorf("find addresses: %w", err)
	}
	run := &rechecking{r: r, scan: old, on: on}
	run.choose(all)
	if len(run.problems) == 0 {
		return run.summary, nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if err := r.reserveRecheck(old.Site, cancel); err != nil {
		return run.summary, err
	}
	defer r.abandon(old.Site)
	if err := r.checkElsewhere(ctx, old.Site); err != nil {
		return run.summary, err
	}
	err = run.run(ctx)
	return run.summarise(), err
}

func distinct(ids []storage.URLID) []storage.URLID {
	seen := make(map[storage.URLID]bool, len(ids))
	return slices.DeleteFunc(slices.Clone(ids), func(id storage.URLID) bool {
		isKnown := seen[id]
		seen[id] = true
		return isKnown
	})
}

// checkElsewhere returns an error if another program scans the site.
func (r *Rechecker) checkElsewhere(ctx context.Context, site storage.SiteID) error {
	scans, err := r.db.Scans(ctx, site)
	if err != nil {
		return fmt.Errorf("list scans: %w", err)
	}
	if slices.ContainsFunc(scans, func(s storage.Scan) bool { return s.State == storage.Elsewhere }) {
		return storage.ErrSiteElsewhere
	}
	return nil
}

// ProblemsOn returns a page of a scan and the problems that it links to.
func (r *Rechecker) ProblemsOn(ctx context.Context, scan storage.ScanID, page storage.URLID) ([]storage.URLID, error) {
	return r.db.ProblemsOn(ctx, scan, page)
}

// UnknownAddressError is an address that a scan does not have.
type UnknownAddressError struct{ Typed string }

// Error names the address.
func (e *UnknownAddressError) Error() string { return "the scan has no address " + e.Typed }

// FindAddress finds the address of a scan that a person means: whole, or from the / on.
// The error is an *UnknownAddressError if there is none.
func (r *Rechecker) FindAddress(ctx context.Context, scan storage.Scan, typed string) (storage.URLID, error) {
	for _, address := range addressesTyped(scan.Start, typed) {
		id, err := r.db.IDOf(ctx, scan.ID, address)
		if !errors.Is(err, storage.ErrNotFound) {
			return id, err
		}
	}
	return 0, &UnknownAddressError{typed}
}

// rechecking is one recheck.
type rechecking struct {
	r        *Rechecker
	scan     storage.Scan
	on       func(storage.RecheckProgress)
	problems []storage.Problem // that are checked, whatever their verdicts

	mu      sync.Mutex
	results map[int]storage.RecheckedAddress // by place in problems
	unsafe  map[int]bool                     // that turned out to be
	fresh   []storage.RecheckedAddress       // that were not reported yet
	summary storage.RecheckSummary
}

// choose divides addresses into those that can be checked and those that can't.
func (c *rechecking) choose(all []storage.Problem) {
	for _, p := range all {
		switch {
		case p.Verdict == outcome.Skipped && p.Outcome == outcome.LogsOut:
			c.summary.Unsafe++
		case !checkable(p.Row):
			c.summary.Left++
		default:
			c.problems = append(c.problems, p)
		}
	}
	c.results = make(map[int]storage.RecheckedAddress, len(c.problems))
	c.unsafe = make(map[int]bool)
}

// checkable reports whether something can be asked of an address at all.
func checkable(row storage.Row) bool {
	if row.Verdict == outcome.Unchecked || row.Verdict == outcome.Skipped {
		return false
	}
	info, _ := outcome.Lookup(row.Outcome)
	return info.Class != outcome.Address
}

// run asks the network.
func (c *rechecking) run(ctx context.Context) (err error) {
	r, old := c.r, c.scan
	settings, err := settingsOfScan(old)
	if err != nil {
		return err
	}
	end, err := serveAgain(ctx, settings, old.Start)
	if err != nil {
		return err
	}
	if end != nil {
		defer func() { err = errors.Join(err, end()) }()
	}
	network, err := r.preparer.networkOf(ctx, old)
	if err != nil {
		return err
	}
	o, err := r.preparer.signedIn(ctx, settings, old.Start, network)
	if err != nil {
		return err
	}
	known := make([]scanner.Known, len(c.problems))
	for i := range c.problems {
		p := &c.problems[i]
		known[i] = scanner.Known{Address: result.Address{
			URL: p.URL, Fragment: p.Fragment, Base: result.ID(p.Page), Internal: p.Internal, Kind: p.Kind, Depth: p.Depth,
		}, Outcome: p.Outcome}
	}
	again, err := scanner.NewRecheck(o, known, func(ctx context.Context, yield func(string) bool) error {
		return r.db.Unsafe(ctx, old.ID, yield)
	})
	if err != nil {
		return fmt.Errorf("set up recheck: %w", err)
	}
	stop := c.reportEvery(recheckTick, again.Progress)
	defer stop()
	if err := again.Run(ctx, c.store); err != nil {
		return fmt.Errorf("check again: %w", err)
	}
	return nil
}

// reportEvery reports how far the recheck is. The caller must call stop, which reports
// it for the last time.
func (c *rechecking) reportEvery(every time.Duration, progress func() result.Progress) (stop func()) {
	if c.on == nil {
		return func() {}
	}
	tick, ended, reported := time.NewTicker(every), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(reported)
		for {
			select {
			case <-tick.C:
				c.report(progress())
			case <-ended:
				c.report(result.Progress{})
				return
			}
		}
	}()
	return func() {
		tick.Stop()
		close(ended)
		<-reported
	}
}

func (c *rechecking) report(p result.Progress) {
	c.mu.Lock()
	now := storage.RecheckProgress{Done: len(c.results) + len(c.unsafe), Total: len(c.problems), Current: p.Current, Slow: p.Slow, Fresh: c.fresh}
	c.fresh = nil
	c.mu.Unlock()
	c.on(now)
}

// store stores results, for which ctx never ends.
func (c *rechecking) store(ctx context.Context, checks []scanner.Rechecked) error {
	var all []storage.Rechecked
	var results []storage.RecheckedAddress
	var places []int
	for _, again := range checks {
		p, check := &c.problems[again.Index], again.Check
		switch {
		case check.Outcome == outcome.LogsOut && check.Status == 0:
			c.mu.Lock()
			c.unsafe[again.Index] = true
			c.mu.Unlock()
			continue
		case check.Outcome == outcome.Excluded && check.Status == 0: // it can't be requested any more
			continue
		}
		if err := c.keepVerdict(ctx, p, &check); err != nil {
			return err
		}
		causes, err := c.r.grader.gradeAgain(ctx, c.scan, *p, &check)
		if err != nil {
			return err
		}
		all = append(all, storage.Rechecked{Address: p.ID, Check: check, Causes: causes})
		results = append(results, storage.RecheckedAddress{ID: p.ID, Before: p.Verdict, After: check.Verdict, Outcome: check.Outcome})
		places = append(places, again.Index)
	}
	if len(all) == 0 {
		return nil
	}
	if err := c.r.db.Recheck(ctx, c.scan.ID, all...); err != nil {
		return fmt.Errorf("store checks: %w", err)
	}
	c.r.log.Info("checked again", "scan", c.scan.ID, "addresses", len(all))
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, a := range results {
		c.results[places[i]] = a
	}
	c.fresh = append(c.fresh, results...)
	return nil
}

// keepVerdict keeps the verdict of the scan on an address of another site that is
// answered as before, if it is not of the answer alone: the site may hide its pages from
// programs, or no other site could be reached from this computer.
func (c *rechecking) keepVerdict(ctx context.Context, p *storage.Problem, check *result.Check) error {
	isHidden := p.Outcome == outcome.BotChallenge && check.Status == p.Status && check.Outcome == outcome.FromStatus(p.Status)
	isCutOff := strings.Contains(p.Reason, verdict.CutOffReason) && check.Outcome == p.Outcome
	if !isHidden && !isCutOff || check.Verdict != outcome.Broken {
		return nil
	}
	d, err := c.r.db.Detail(ctx, c.scan.ID, p.ID)
	if err != nil {
		return fmt.Errorf("find address: %w", err)
	}
	check.Outcome, check.Verdict, check.Severity, check.Reason = p.Outcome, p.Verdict, p.Severity, p.Reason
	check.Evidence.Clue = d.Evidence.Clue
	return nil
}

// summarise returns what came of the recheck, once it has ended.
func (c *rechecking) summarise() storage.RecheckSummary {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.summary
	for i := range c.problems {
		if a, ok := c.results[i]; ok {
			s.Results = append(s.Results, a)
		}
	}
	s.Unsafe += len(c.unsafe)
	s.Unsettled = len(c.problems) - len(s.Results) - len(c.unsafe)
	return s
}
