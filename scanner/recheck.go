package scanner

import (
	"context"
	"errors"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// ErrUnsettled means that a check came to no verdict.
var ErrUnsettled = errors.New("the address has no verdict")

// Recheck checks one address of a scan once more, exactly as a scan with these
// options would: with its retries, its robots.txt and its verdicts. Nothing else is
// found or followed. It returns the check of the address a. If a has a fragment and
// its page is not delivered, the check says how the page answers.
//
// unsafe calls yield for every address that a link of the scan marks as unsafe while
// signed in (Journal.Unsafe). It is called only while signed in. An address that is
// unsafe is not requested, and its check says so: it is skipped as LogsOut.
//
// If ctx ends before there is a verdict, the error is ctx's. It is ErrUnsettled if
// there is none for another reason.
func Recheck(ctx context.Context, o Options, a result.Address, unsafe Unsafe) (result.Check, error) {
	start, err := weburl.Parse(o.Start)
	if err != nil {
		return result.Check{}, errors.Join(ErrStart, err)
	}
	again := newRecheck(start.Key(), a, unsafe)
	o.NoSitemap, o.ObeyNofollow, o.onlyOne = true, false, true
	e, err := New(o)
	if err != nil {
		return result.Check{}, err
	}
	if _, err := e.Run(ctx, again, again); err != nil {
		return result.Check{}, err
	}
	check, ok := again.checks[again.page]
	if again.place != nil {
		check = again.place.check(a.URL)
	}
	if !ok {
		return result.Check{}, ErrUnsettled
	}
	check.Address, check.FinalID = a.ID, 0 // this scan's IDs are not the other's
	return check, nil
}

// recheck is the journal of a scan in which the start address is done and one other
// address is queued. It is also the sink for the result.
type recheck struct {
	known    []result.Address
	page     result.ID // in known
	fragment string    // that is checked on it, "" for none
	place    *place    // what was found of the fragment, nil for nothing
	checks   map[result.ID]result.Check
	unsafe   Unsafe
}

// Unsafe calls yield with addresses until yield reports false; see Journal.Unsafe.
type Unsafe func(ctx context.Context, yield func(address string) bool) error

func newRecheck(start string, a result.Address, unsafe Unsafe) *recheck {
	r := &recheck{unsafe: unsafe, fragment: a.Fragment, page: startID, checks: make(map[result.ID]result.Check)}
	r.known = []result.Address{{ID: startID, URL: start, Internal: true, Kind: result.KindPage}}
	page := a
	if a.Base != 0 {
		page.URL, page.Fragment, page.Base = strings.TrimSuffix(a.URL, "#"+a.Fragment), "", 0
	}
	if page.URL != start {
		r.page = startID + 1
		page.ID = r.page
		r.known = append(r.known, page)
	}
	return r
}

// Addresses implements Journal.
func (r *recheck) Addresses(_ context.Context, yield func(result.Address, outcome.Key, outcome.Verdict) bool) error {
	for _, a := range r.known {
		key, v := outcome.FromStatus(200), outcome.Works
		if a.ID == r.page {
			key, v = "", outcome.Unchecked
		}
		if !yield(a, key, v) {
			break
		}
	}
	return nil
}

// Places implements Journal.
func (r *recheck) Places(context.Context, func(result.ID, string, outcome.Verdict) bool) error {
	return nil
}

// Anchors implements Journal.
func (r *recheck) Anchors(context.Context, func(result.Page) bool) error { return nil }

// Omitted implements Journal.
func (r *recheck) Omitted(context.Context) (int, error) { return 0, nil }

// Unsafe implements Journal.
func (r *recheck) Unsafe(ctx context.Context, yield func(string) bool) error {
	return r.unsafe(ctx, yield)
}

// Followed implements Journal.
func (r *recheck) Followed(context.Context, func(result.ID) bool) error { return nil }

// Fragments implements Journal.
func (r *recheck) Fragments(_ context.Context, yield func(result.ID, string, string) bool) error {
	if r.fragment != "" {
		yield(r.page, r.known[len(r.known)-1].URL, r.fragment)
	}
	return nil
}

// Commit implements Sink.
func (r *recheck) Commit(_ context.Context, b *result.Batch) error {
	for _, p := range b.Places {
		if p.Target == r.page && p.Fragment == r.fragment {
			r.place = (*place)(&p)
		}
	}
	for _, c := range b.Checks {
		r.checks[c.Address] = c
	}
	for i := range b.Settled {
		r.checks[b.Settled[i].Address] = b.Settled[i].Check()
	}
	return nil
}

// place is what was found of a place on a page.
type place result.PlaceCheck

// check returns it as the check of the row that stands for the place.
func (p *place) check(address string) result.Check {
	return result.Check{
		Final: address, Status: p.Status, Outcome: p.Outcome, Verdict: p.Verdict, Severity: p.Severity, Reason: p.Reason,
		Kind: result.KindPage, Size: -1, At: p.At,
	}
}
