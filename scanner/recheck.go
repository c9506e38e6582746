package scanner

import (
	"context"
	"errors"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// ErrUnsettled means that a check came to no verdict.
var ErrUnsettled = errors.New("the address has no verdict")

// Known is an address of a scan that is checked again. Its numbers do not count: it is
// a place on a page if it has a fragment.
type Known struct {
	result.Address
	Outcome outcome.Key // what the scan found
}

// Rechecked is a check that was made again.
type Rechecked struct {
	Index int          // of the address in what NewRecheck was given
	Check result.Check // its Address and FinalID are 0
}

// Recheck checks addresses of a scan once more, exactly as a scan with the same
// options would: with the pace of each host, its robots.txt, retries and verdicts.
// Nothing else is found or followed. All places on one page are one request.
type Recheck struct {
	engine  *Engine
	journal *recheckJournal
}

// Unsafe calls yield with addresses until yield reports false; see Journal.Unsafe.
type Unsafe func(ctx context.Context, yield func(address string) bool) error

// NewRecheck returns a check of addresses of a scan that ran under options. Its errors
// are those of New.
//
// unsafe calls yield for every address that a link of the scan marks as unsafe while
// signed in. It is called only while signed in. An address that is unsafe is not
// requested, and its check says so: it is skipped as LogsOut.
func NewRecheck(o Options, addresses []Known, unsafe Unsafe) (*Recheck, error) {
	start, err := weburl.Parse(o.Start)
	if err != nil {
		return nil, errors.Join(ErrStart, err)
	}
	j := newRecheckJournal(start.WithoutFragment().Key(), addresses, unsafe)
	// A limit on what a scan finds says nothing about what it has found.
	o.NoSitemap, o.ObeyNofollow, o.MaxAddresses, o.listed = true, false, 0, j
	e, err := New(o)
	if err != nil {
		return nil, err
	}
	return &Recheck{engine: e, journal: j}, nil
}

// Run checks the addresses, once, and calls yield with the results as they come, from
// one goroutine. An address may be checked twice; then its last check counts. If the
// page of a place is not delivered, the check of the place says how the page answers.
// Addresses without a verdict in the end are left out.
//
// If ctx ends, yield is still called with everything that is finished, and the error is
// ctx's. An error of yield ends the run. The other errors are those of Engine.Run.
func (r *Recheck) Run(ctx context.Context, yield func(context.Context, []Rechecked) error) error {
	_, err := r.engine.Run(ctx, recheckSink{r.journal, yield}, r.journal)
	return err
}

// Progress returns a snapshot of the run. It is safe for concurrent use.
func (r *Recheck) Progress() result.Progress { return r.engine.Progress() }

// recheckSink passes on what was found of the listed addresses.
type recheckSink struct {
	journal *recheckJournal
	yield   func(context.Context, []Rechecked) error
}

// Commit implements Sink.
func (s recheckSink) Commit(ctx context.Context, b *result.Batch) error {
	if checks := s.journal.results(b); len(checks) > 0 {
		return s.yield(ctx, checks)
	}
	return nil
}
