package scanner

import (
	"context"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// begin fills the run: with the start address, or with what an earlier run of
// the same scan committed.
func (r *run) begin(ctx context.Context, journal Journal) error {
	now := time.Now()
	if journal != nil {
		if err := r.replay(ctx, journal, now); err != nil {
			return err
		}
		r.count.pages = r.e.before.Pages
	}
	if r.book.seen.Len() == 0 {
		id, _ := r.book.add(r.e.start.Key())
		r.enter(id, r.e.start.Key(), r.e.start, result.KindPage, 0, true, now)
	}
	r.book.most = r.scope.maxAddresses
	return nil
}

// replay reads a journal. Addresses come first: they settle the IDs.
func (r *run) replay(ctx context.Context, journal Journal, now time.Time) error {
	var bad error
	err := journal.Addresses(ctx, func(a result.Address, found outcome.Key, v outcome.Verdict) bool {
		add := r.book.add
		if a.Base != 0 {
			add = r.book.addFragment
		}
		id, added := add(a.URL)
		if id != a.ID || !added {
			bad = &JournalError{ID: a.ID, Want: id}
			return false
		}
		r.recall(a, found, v)
		r.book.texts.forget(a.ID)
		return true
	})
	if err != nil || bad != nil {
		return firstError(err, bad)
	}
	if err == nil {
		r.count.omitted, err = journal.Omitted(ctx)
	}
	if err != nil {
		return err
	}
	r.batch.Omitted = r.count.omitted
	if r.e.opts.ObeyNofollow {
		if err := journal.Followed(ctx, func(target result.ID) bool { r.follow(target); return true }); err != nil {
			return err
		}
	}
	err = journal.Anchors(ctx, func(p result.Page) bool {
		if !r.fragments.shelf.full() {
			r.book.at(p.Address).anchors = r.fragments.shelf.put(p.Anchors, p.Scripted)
		}
		return true
	})
	if err != nil {
		return err
	}
	return journal.Fragments(ctx, func(target result.ID, address, fragment string) bool {
		if e := r.book.at(target); e.host != nil {
			l := result.Link{Target: target, URL: address, Fragment: fragment, Kind: e.kind.kind()}
			r.fragment(&l, now)
		}
		return true
	})
}

// recall enters an address that an earlier run found.
func (r *run) recall(a result.Address, found outcome.Key, v outcome.Verdict) {
	isDone := v != outcome.Unchecked
	e := r.book.at(a.ID)
	*e = entry{depth: clip(a.Depth), kind: codeOf(a.Kind)}
	if a.Internal {
		e.flags |= internal
	}
	r.count.found++
	if a.Kind == result.KindSitemap {
		r.siteMaps.known++
	}
	if isDone {
		e.flags |= done
		r.count.tally(found, v)
		if a.Internal && a.Kind == result.KindPage {
			r.diagnosis.pages.add(found, v)
		}
		if v == outcome.Works || v == outcome.Warning {
			e.flags |= readable
		}
	}
	if a.ID == startID {
		r.diagnosis.recall(found, v, a.URL)
	}
	if a.Base != 0 {
		return
	}
	u, err := weburl.Parse(a.URL)
	if err != nil {
		return
	}
	if a.ID != startID {
		// Traps and visit numbers are told by how many of a kind there were.
		r.scope.skip(u, a.Internal, a.Depth)
	}
	h := r.hostOf(u, a.Internal)
	r.book.at(a.ID).host = h
	e = r.book.at(a.ID)
	if r.e.opts.ObeyNofollow && a.ID != startID && a.Internal && a.Kind == result.KindPage {
		if !isDone {
			r.putAside(a.ID)
		}
		return
	}
	e.flags |= followed
	if !isDone {
		h.front.Push(h.queue, a.ID)
	}
}

// JournalError says that a journal does not number addresses as they were found.
type JournalError struct{ ID, Want result.ID }

// Error names the number that is out of order.
func (e *JournalError) Error() string { return "journal: address numbers are out of order" }

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
