package scanner

import (
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/urltable"
	"sitewell/scanner/verdict"
	"sitewell/scanner/weburl"
)

// Links may disagree about what an address is: an image on one page, a page on
// another. Then it counts as the kind that outranks the others (result.Kind), in
// whatever order they are met. If an address was checked as another kind by then, and
// its check might say something else now, it is reopened and requested again.

// addKind notes that a link leads to a known address, and what it says that it is.
func (d *discovery) addKind(id result.ID, l *result.Link, now time.Time) {
	e := d.table.At(id)
	if e.Is(urltable.Excluded) && l.Kind != result.KindPage && !l.Kind.Outranks(result.KindPage) {
		d.recorder.reopen(id, outcome.Excluded, now)
		d.enqueue(id)
	}
	if !l.Kind.Outranks(e.Kind()) {
		return
	}
	if e.Host == 0 {
		d.settleAs(id, l, now)
		return
	}
	d.setKind(id, l.Kind, now)
}

// setKind changes the kind of an address to one that outranks it.
func (d *discovery) setKind(id result.ID, kind result.Kind, now time.Time) {
	e := d.table.At(id)
	refined, isSame := checkedAs(e, kind)
	e.SetKind(kind)
	if kind == result.KindSitemap {
		d.sitemaps.known++
	}
	switch {
	case !e.Is(urltable.Done):
		d.recorder.findAgain(id, now)
	case isSame:
		d.recorder.findAsKind(id, refined, now)
	default:
		d.recorder.reopen(id, "", now)
		d.enqueue(id)
	}
}

// settleAs changes the kind of an address that is not requested.
func (d *discovery) settleAs(id result.ID, l *result.Link, now time.Time) {
	e := d.table.At(id)
	e.SetKind(l.Kind)
	if _, key := d.read(l); key != "" && e.Verdict != outcome.Skipped {
		d.recorder.reopen(id, key, now)
		d.recorder.settle(id, key, weburl.Explain(l.URL), now)
		return
	}
	d.recorder.findAsKind(id, l.Kind, now)
}

// checkedAs returns the kind of an address after its check, if links say that it is
// of kind. ok is false if its check might say something else in that case.
func checkedAs(e *urltable.Entry, kind result.Kind) (refined result.Kind, ok bool) {
	switch {
	case kind == result.KindSitemap:
		return "", false
	case kind == result.KindPage:
		return e.AsPage()
	case kind == result.KindDownload && e.Is(urltable.Readable): // refined as a page is
		refined, ok = e.AsPage()
		return refined, ok && e.Is(urltable.AnyPart)
	}
	return kind, e.Is(urltable.AnyPart)
}

// noteKinds remembers whether the check of an address would say the same, if links
// said that the address is something else.
func (r *pageRecorder) noteKinds(e *urltable.Entry, v *visit, notes []result.Note, d verdict.Decision) {
	isSame := func(kind result.Kind) bool {
		other := evidenceOf(v, notes)
		other.Kind = kind
		got := verdict.Decide(other, r.settings)
		return got.Outcome == d.Outcome && got.Verdict == d.Verdict && got.Reason == d.Reason
	}
	if v.kind == result.KindPage || v.kind == result.KindSitemap || v.kind == result.KindOther {
		return
	}
	isUnsampled := !v.internal && v.answer.Status/100 == 2 && !v.isSample // as a page, it might be the sample of its domain
	if isSame(result.KindPage) && !isUnsampled {
		asPage := *v
		asPage.kind = result.KindPage
		e.SetAsPage(kindOf(&asPage))
	} else {
		e.SetAsPage("")
	}
	e.Clear(urltable.AnyPart)
	for _, kind := range []result.Kind{result.KindFrame, result.KindImage, result.KindDownload, result.KindForm, result.KindMeta} {
		if !isSame(kind) {
			return
		}
	}
	e.Set(urltable.AnyPart)
}

// isOutdated reports whether an address must be requested again, since links say by
// now that it is something else than what it was requested as. If it need not be, v
// takes the new kind.
func isOutdated(e *urltable.Entry, v *visit) bool {
	kind := e.Kind()
	switch {
	case kind == v.kind:
		return false
	case kind == result.KindSitemap, v.kind == result.KindOther, kind == result.KindPage && !v.internal:
		return true
	}
	v.kind = kind
	return false
}
