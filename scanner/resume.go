package scanner

import (
	"cmp"
	"context"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/redact"
	"sitewell/scanner/result"
	"sitewell/scanner/urltable"
	"sitewell/scanner/weburl"
)

// begin adds the start address, or everything that an earlier run of the same scan
// committed.
func (c *coordinator) begin(ctx context.Context, journal Journal) error {
	now := time.Now()
	if journal != nil {
		if err := (&replay{c, journal, c.engine.redactor}).run(ctx, now); err != nil {
			return err
		}
		c.recorder.progress.pages = c.engine.before.Pages
	}
	switch {
	case c.engine.opts.isList() && c.engine.opts.listed == nil:
		c.discovery.addListed(c.engine.policy.Listed(), now)
	case c.table.Len() == 0:
		c.discovery.addStart(now)
	}
	c.table.SetLimit(c.engine.opts.maxAddresses())
	return nil
}

// replay adds what an earlier run committed.
type replay struct {
	c        *coordinator
	journal  Journal
	redactor *redact.Redactor // of what the journal has instead of secrets
}

// run reads the journal. Addresses come first, because they determine the IDs.
func (r *replay) run(ctx context.Context, now time.Time) error {
	c, journal := r.c, r.journal
	if err := r.addAddresses(ctx, now); err != nil {
		return err
	}
	if c.isSignedIn {
		if err := journal.Unsafe(ctx, r.mark); err != nil {
			return err
		}
	}
	omitted, err := journal.Omitted(ctx)
	if err != nil {
		return err
	}
	c.recorder.omit(omitted)
	if c.engine.opts.ObeyNofollow {
		err := journal.Followed(ctx, func(target result.ID) bool {
			c.discovery.nofollow.follow(target)
			return true
		})
		if err != nil {
			return err
		}
	}
	err = journal.Anchors(ctx, func(p result.Page) bool {
		if anchors := c.fragments.anchors; !anchors.IsFull() {
			c.table.At(p.Address).Anchors = anchors.Put(p.Anchors, p.Scripted)
			if p.HasScripts {
				c.table.At(p.Address).Set(urltable.Scripts)
			}
		}
		return true
	})
	if err != nil {
		return err
	}
	err = journal.Places(ctx, func(target result.ID, fragment string, v outcome.Verdict) bool {
		if fragment, _ = r.redactor.Restore(fragment); fragment == result.WholeSite || c.fragments.markChecked(target, fragment) {
			c.recorder.progress.addPlace(fragment, v)
		}
		return true
	})
	if err != nil {
		return err
	}
	return journal.Fragments(ctx, func(target result.ID, address, fragment string) bool {
		if e := c.table.At(target); e.Host != 0 {
			address, _ = r.redactor.Restore(address)
			fragment, _ = r.redactor.Restore(fragment)
			l := result.Link{Target: target, URL: address, Fragment: fragment, Kind: e.Kind()}
			c.fragments.request(&l, now)
		}
		return true
	})
}

// mark marks the target of a link that an earlier run found to be unsafe.
func (r *replay) mark(address string) bool {
	address, _ = r.redactor.Restore(address)
	if u, err := weburl.Parse(address); err == nil && r.c.policy.IsInternal(u) {
		r.c.engine.marks.Add(u, "")
	}
	return true
}

func (r *replay) addAddresses(ctx context.Context, now time.Time) error {
	c := r.c
	var bad error
	err := r.journal.Addresses(ctx, func(a result.Address, key outcome.Key, v outcome.Verdict) bool {
		var isComplete bool
		a.URL, isComplete = r.redactor.Restore(a.URL)
		id, isNew := c.table.Add(a.URL)
		if id != a.ID || !isNew {
			bad = &JournalError{ID: a.ID, Want: id}
			return false
		}
		r.addAddress(a, key, v)
		if !isComplete && v == outcome.Unchecked {
			c.recorder.settle(id, outcome.Excluded, "the address contains a secret of an earlier sign-in, which is not stored", now)
		}
		c.table.DropStored(a.ID)
		return true
	})
	return cmp.Or(err, bad)
}

// addAddress adds an address that an earlier run found, with its outcome and
// verdict if it was checked.
func (r *replay) addAddress(a result.Address, key outcome.Key, v outcome.Verdict) {
	c := r.c
	isDone := v != outcome.Unchecked
	e := c.table.At(a.ID)
	*e = urltable.NewEntry(a.Kind, a.Depth, a.Internal)
	progress, diagnosis := c.recorder.progress, c.recorder.diagnosis
	progress.countFound(a.Internal)
	if a.Kind == result.KindSitemap {
		c.discovery.sitemaps.known++
	}
	if isDone {
		e.Set(urltable.Done)
		e.Verdict = v
		progress.countVerdict(a.Internal, key, v)
		if a.Internal && a.Kind == result.KindPage {
			diagnosis.pages.add(key, v)
		}
		if v == outcome.Works || v == outcome.Warning {
			e.Set(urltable.Readable)
		}
	}
	if c.engine.opts.isStart(a.ID) {
		diagnosis.restore(key, v, a.URL)
	}
	u, err := weburl.Parse(a.URL)
	if err != nil {
		return
	}
	if a.ID != startID {
		// Traps and session IDs are recognised by the number of similar addresses.
		skips, _ := c.policy.Skip(u, a.Internal)
		if key == outcome.Excluded && skips == "" {
			e.Set(urltable.Excluded)
		}
	}
	h := c.discovery.hostOf(u, a.Internal)
	e = c.table.At(a.ID)
	e.Host = h.id
	if status, ok := key.Status(); ok && status/100 == 2 && !a.Internal {
		h.cloaking.HandleWorking(u.Path() == "/")
	}
	if isDone && !a.Internal && reached(key) {
		c.cutOff.isReached = true
	}
	if !c.engine.opts.ObeyNofollow || a.ID == startID || !a.Internal || a.Kind != result.KindPage {
		e.Set(urltable.Followed)
	}
	depths := c.discovery.depths
	switch {
	case isDone: // the earlier run may have ended before it lowered what its links lead to
		depths.addStale(a.ID)
	case a.Internal && a.Depth > depths.limit:
		depths.setAside(a.ID)
	default:
		c.discovery.enqueue(a.ID)
	}
}

// JournalError is a journal whose addresses are not numbered in the order in which
// they were found.
type JournalError struct{ ID, Want result.ID }

// Error names the number that is out of order.
func (e *JournalError) Error() string { return "journal: address numbers are out of order" }
