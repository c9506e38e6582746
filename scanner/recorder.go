package scanner

import (
	"cmp"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/urltable"
	"sitewell/scanner/verdict"
)

// recorder records what a scan finds: in the table of addresses, in the batch for
// the sink, in the numbers of progress and in the diagnosis. These four always
// change together.
type recorder struct {
	table     *urltable.Table
	batch     *batcher
	progress  *progressCounter
	diagnosis *diagnosis
	hosts     *hosts
	retries   *retries
	settings  verdict.Settings
	isStart   func(result.ID) bool // Options.isStart
	madeWith  madeWith
}

// addAddress records an address that was added to the table.
func (r *recorder) addAddress(a result.Address, now time.Time) {
	*r.table.At(a.ID) = urltable.NewEntry(a.Kind, a.Depth, a.Internal)
	r.batch.addAddress(a, now)
	r.progress.countFound(a.Internal)
	r.madeWith.asset(&a)
}

// findAgain records that depth or kind of a known address have changed.
func (r *recorder) findAgain(id result.ID, now time.Time) {
	e := r.table.At(id)
	r.batch.addFoundAgain(result.FoundAgain{Address: id, Depth: int(e.Depth), Kind: e.Kind()}, now)
}

// findAsKind records that an address counts as another kind, as links say now. Its
// check stays as it is, but for the kind.
func (r *recorder) findAsKind(id result.ID, kind result.Kind, now time.Time) {
	e := r.table.At(id)
	r.batch.addFoundAgain(result.FoundAgain{Address: id, Depth: int(e.Depth), Kind: kind, KindOfCheck: true}, now)
	if e.Is(urltable.Internal) && kind == result.KindPage {
		r.diagnosis.pages.add("", e.Verdict)
	}
}

// reopen takes back the check of an address, so that it can be checked again. key is
// its outcome, which matters only if the address was skipped.
func (r *recorder) reopen(id result.ID, key outcome.Key, now time.Time) {
	e := r.table.At(id)
	r.progress.takeBack(e.Is(urltable.Internal), key, e.Verdict)
	e.Clear(urltable.Done | urltable.Excluded)
	r.batch.reopen(id, now)
	r.findAgain(id, now)
}

// omit counts links that are left out because of a limit.
func (r *recorder) omit(links int) {
	r.progress.omitted += links
	r.batch.batch.Omitted = r.progress.omitted
}

// complete records the check of an address, unless it has one.
func (r *recorder) complete(c result.Check, now time.Time) {
	if r.markDone(c.Address, c.Outcome, c.Verdict, c.Kind, now) {
		r.batch.addCheck(c, now)
	}
}

// completeSettled is complete for a check without further details.
func (r *recorder) completeSettled(s result.Settled, now time.Time) {
	if r.markDone(s.Address, s.Outcome, s.Verdict, s.Kind, now) {
		r.batch.addSettled(s, now)
	}
}

// markDone counts an address as checked. It reports false if it was before.
func (r *recorder) markDone(id result.ID, key outcome.Key, v outcome.Verdict, kind result.Kind, now time.Time) bool {
	entry := r.table.At(id)
	if entry.Is(urltable.Done) {
		return false
	}
	entry.Set(urltable.Done)
	entry.Verdict = v
	r.progress.addCheck(entry.Is(urltable.Internal), key, v, now)
	if entry.Is(urltable.Internal) && kind == result.KindPage {
		r.diagnosis.pages.add(key, v)
	}
	return true
}

// addPlace records the check of a place on a page, or of the site as a whole.
func (r *recorder) addPlace(p result.PlaceCheck, now time.Time) {
	r.batch.addPlace(p, now)
	r.progress.addPlace(p.Fragment, p.Verdict)
}

// settle records the check of an address that is not requested, or not any more.
func (r *recorder) settle(id result.ID, key outcome.Key, reason string, now time.Time) {
	entry := r.table.At(id)
	entry.Clear(urltable.AnchorsDue)
	entry.SetAsPage(result.KindPage)
	entry.Set(urltable.AnyPart)
	host := r.hosts.of(entry)
	d := verdict.Decide(verdict.Evidence{
		Internal: entry.Is(urltable.Internal), IsStart: r.isStart(id), Kind: entry.Kind(), Outcome: key,
		NotRequested: host != nil && host.isDead, CutOff: host != nil && host.isCutOff,
	}, r.settings)
	s := result.Settled{
		Address: id, Outcome: d.Outcome, Verdict: d.Verdict, Severity: d.Severity,
		Reason: cmp.Or(reason, d.Reason), Kind: entry.Kind(), At: now,
	}
	if attempts := r.retries.take(id); attempts != nil {
		c := s.Check()
		c.Evidence.Attempts = attempts
		r.complete(c, now)
	} else {
		r.completeSettled(s, now)
	}
	if r.isStart(id) {
		r.diagnosis.noteSettled(key, reason)
	}
}
