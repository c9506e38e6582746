package scanner

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"sitewell/scanner/extract"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/verdict"
)

// fragments knows which fragments links name and which a page has. A fragment
// becomes an address of its own when it is checked, and it is checked only
// where its page was delivered: on a broken page there is nothing to tell.
type fragments struct {
	waiting map[result.ID]map[string]struct{}
	pages   map[result.ID]anchors
}

// anchors are the fragments that a page has.
type anchors struct {
	hashes []uint64
	final  string
	status int
	// scripted: the page builds its content by script, so a missing anchor
	// proves nothing.
	scripted bool
}

func newFragments() fragments {
	return fragments{waiting: make(map[result.ID]map[string]struct{}), pages: make(map[result.ID]anchors)}
}

func (f *fragments) known(page result.ID) bool { _, ok := f.pages[page]; return ok }

// wanted reports whether a page that is about to be asked for has fragments
// waiting for it.
func (f *fragments) wanted(page result.ID) bool { return len(f.waiting[page]) > 0 }

// has reports whether a fragment waits for its page already.
func (f *fragments) has(page result.ID, fragment string) bool {
	_, ok := f.waiting[page][fragment]
	return ok
}

func (f *fragments) await(page result.ID, fragment string) {
	set := f.waiting[page]
	if set == nil {
		set = make(map[string]struct{})
		f.waiting[page] = set
	}
	set[fragment] = struct{}{}
}

// take gives the fragments that waited for a page, and forgets them.
func (f *fragments) take(page result.ID) map[string]struct{} {
	set := f.waiting[page]
	delete(f.waiting, page)
	return set
}

// anchors takes in a page's anchors and judges the fragments that waited for
// them. Where a redirect brought a fragment of its own, that one counts in a
// browser, and those of the links do not (check 45).
func (r *run) anchors(page *result.Page, v *visit, now time.Time) {
	waiting := r.fragments.take(page.Address)
	if r.e.opts.NoFragments {
		return
	}
	if !v.answer.Whole() { // the place may stand in what is missing
		r.book.at(page.Address).flags &^= readable
		return
	}
	if _, replaced := v.answer.Final.Fragment(); replaced && len(v.answer.Hops) > 1 && page.Address == v.job.ID {
		return
	}
	r.fragments.pages[page.Address] = anchors{
		hashes:   v.document.Anchors,
		final:    v.answer.Final.WithoutFragment().String(),
		status:   v.answer.Status,
		scripted: v.document.ScriptedIDs,
	}
	page.Anchored, page.Anchors, page.Scripted = true, v.document.Anchors, v.document.ScriptedIDs
	for _, fragment := range slices.Sorted(maps.Keys(waiting)) {
		r.judge(page.Address, fragment, now)
	}
}

// anchored takes in a page of another site that was asked for once more for
// its anchors. Its own check stands.
func (r *run) anchored(v *visit, now time.Time) {
	r.book.at(v.job.ID).flags &^= anchorsDue
	if v.document == nil || v.answer.Status/100 != 2 || v.answer.Wall != "" {
		r.fragments.take(v.job.ID)
		return
	}
	r.readAnchors(v.job.ID, v, now)
}

// judge gives one fragment of a page that was read its address and check, once,
// and tells its ID.
func (r *run) judge(page result.ID, fragment string, now time.Time) result.ID {
	text := r.book.seen.Text(page) + "#" + fragment
	id, added := r.book.add(text)
	if !added {
		return id
	}
	p := r.fragments.pages[page]
	own := r.book.at(page).is(internal)
	depth := r.book.at(page).depth
	*r.book.at(id) = entry{depth: depth, kind: codeOf(result.KindPage)}
	if own {
		r.book.at(id).flags |= internal
	}
	r.find(result.Address{ID: id, URL: text, Fragment: fragment, Base: page, Internal: own, Kind: result.KindPage, Depth: int(depth)}, now)

	d := verdict.Decision{
		Outcome: outcome.FromStatus(p.status), Verdict: outcome.Works,
		Reason: fmt.Sprintf("HTTP %d %s, and the page has this place", p.status, http.StatusText(p.status)),
	}
	if !extract.HasAnchor(p.hashes, fragment) {
		d = verdict.Fragment(own, p.scripted, r.e.settings)
	}
	r.complete(id, result.Check{
		Address: id, Final: p.final + "#" + fragment, Status: p.status, Outcome: d.Outcome, Verdict: d.Verdict,
		Severity: d.Severity, Reason: d.Reason, Kind: result.KindPage, Size: -1, At: now,
	}, now)
	return id
}
