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
// If ctx ends before there is a verdict, the error is ctx's. It is ErrUnsettled if
// there is none for another reason.
func Recheck(ctx context.Context, o Options, a result.Address) (result.Check, error) {
	start, err := weburl.Parse(o.Start)
	if err != nil {
		return result.Check{}, errors.Join(ErrStart, err)
	}
	again := newRecheck(start.Key(), a)
	o.NoSitemap, o.ObeyNofollow, o.onlyOne = true, false, true
	e, err := New(o)
	if err != nil {
		return result.Check{}, err
	}
	if _, err := e.Run(ctx, again, again); err != nil {
		return result.Check{}, err
	}
	check, ok := again.checks[again.wanted]
	if !ok {
		check, ok = again.checks[again.page]
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
	fragment string    // to be checked on it, or ""
	address  string    // that the caller wants checked
	wanted   result.ID // its ID in checks
	checks   map[result.ID]result.Check
}

func newRecheck(start string, a result.Address) *recheck {
	r := &recheck{fragment: a.Fragment, address: a.URL, page: startID, checks: make(map[result.ID]result.Check)}
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
	r.wanted = r.page
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

// Anchors implements Journal.
func (r *recheck) Anchors(context.Context, func(result.Page) bool) error { return nil }

// Omitted implements Journal.
func (r *recheck) Omitted(context.Context) (int, error) { return 0, nil }

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
	for _, a := range b.Found {
		if a.Fragment != "" && a.URL == r.address {
			r.wanted = a.ID
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
