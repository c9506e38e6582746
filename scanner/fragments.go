package scanner

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
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
	bytes   int   // that what waits takes, roughly
	shelf   shelf // of the pages that were read
}

// maxFragmentBytes is how much memory may be taken by fragments whose pages were
// not read yet: some 600,000 of them. Those beyond are not checked.
const (
	maxFragmentBytes = 64 << 20
	fragmentBytes    = 80 // of one, beside its text
)

func newFragments() fragments {
	return fragments{waiting: make(map[result.ID]map[string]struct{}), shelf: shelf{most: shelfMost}}
}

// wanted reports whether a page that is about to be asked for has fragments
// waiting for it.
func (f *fragments) wanted(page result.ID) bool { return len(f.waiting[page]) > 0 }

// has reports whether a fragment waits for its page already.
func (f *fragments) has(page result.ID, fragment string) bool {
	_, ok := f.waiting[page][fragment]
	return ok
}

// await lets a fragment wait for its page. It reports whether there was room.
func (f *fragments) await(page result.ID, fragment string) bool {
	size := fragmentBytes + len(fragment)
	if f.bytes+size > maxFragmentBytes {
		return false
	}
	f.bytes += size
	set := f.waiting[page]
	if set == nil {
		set = make(map[string]struct{})
		f.waiting[page] = set
	}
	set[strings.Clone(fragment)] = struct{}{} // not all texts of the page that it stands on
	return true
}

// take gives the fragments that waited for a page, and forgets them.
func (f *fragments) take(page result.ID) map[string]struct{} {
	set := f.waiting[page]
	delete(f.waiting, page)
	for fragment := range set {
		f.bytes -= fragmentBytes + len(fragment)
	}
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
	if v.document.AnchorsCut { // told by a note; see overPageLimits
		r.omit(len(waiting))
	}
	if !v.answer.Whole() || v.document.AnchorsCut { // the place may stand in what is missing
		r.book.at(page.Address).flags &^= readable
		return
	}
	if _, replaced := v.answer.Final.Fragment(); replaced && len(v.answer.Hops) > 1 && page.Address == v.job.ID {
		return
	}
	page.Anchored, page.Anchors, page.Scripted = true, v.document.Anchors, v.document.ScriptedIDs
	if len(waiting) == 0 && r.fragments.shelf.full() {
		return
	}
	r.book.at(page.Address).anchors = r.fragments.shelf.put(v.document.Anchors, v.document.ScriptedIDs)
	address, final := v.answer.Final.Key(), v.answer.Final.Key()
	if page.Address == v.job.ID {
		address = v.url.Key()
	}
	if v.answer.Status != http.StatusOK || address != final {
		r.fragments.shelf.land(page.Address, landing{final: final, status: v.answer.Status})
	}
	for _, fragment := range slices.Sorted(maps.Keys(waiting)) {
		r.judge(page.Address, address, fragment, now)
	}
}

// anchored takes in a page that was asked for once more for its anchors. Its
// own check stands.
func (r *run) anchored(v *visit, now time.Time) {
	r.book.at(v.job.ID).flags &^= anchorsDue
	if v.document == nil || v.answer.Status/100 != 2 || v.answer.Wall != "" {
		r.fragments.take(v.job.ID)
		return
	}
	if r.book.at(v.job.ID).is(internal) { // the page itself was stored when it was read
		r.anchors(&result.Page{Address: v.job.ID}, v, now)
		return
	}
	r.readAnchors(v.job.ID, v, now)
}

// judge gives one fragment of a page that was read its address and check, once,
// and tells its ID, 0 where it is too much for the scan. address is the page's.
func (r *run) judge(page result.ID, address, fragment string, now time.Time) result.ID {
	text := address + "#" + fragment
	id, added := r.book.addFragment(text)
	if id == 0 {
		r.omit(1)
	}
	if !added {
		return id
	}
	own := r.book.at(page).is(internal)
	depth := r.book.at(page).depth
	hashes, scripted := r.fragments.shelf.get(r.book.at(page).anchors)
	there, moved := r.fragments.shelf.moved[page]
	if !moved {
		there = landing{final: address, status: http.StatusOK}
	}
	*r.book.at(id) = entry{depth: depth, kind: codeOf(result.KindPage)}
	if own {
		r.book.at(id).flags |= internal
	}
	r.find(result.Address{ID: id, URL: text, Fragment: fragment, Base: page, Internal: own, Kind: result.KindPage, Depth: int(depth)}, now)

	d := foundPlace(there.status)
	if !extract.HasHalfAnchor(hashes, fragment) {
		d = verdict.Fragment(own, scripted, r.e.settings)
	}
	s := result.Settled{
		Address: id, Final: text, Status: int16(there.status), Outcome: d.Outcome, Verdict: d.Verdict,
		Severity: d.Severity, Reason: d.Reason, Kind: result.KindPage, At: now,
	}
	if there.final == address {
		r.completeSettled(s, now)
		return id
	}
	c := s.Check()
	c.Final, c.FinalID = there.final+"#"+fragment, 0
	r.complete(id, c, now)
	return id
}

// foundPlace is what is said of a fragment that its page has. Nearly all pages
// answer 200, and most addresses of many a site are fragments.
func foundPlace(status int) verdict.Decision {
	if status == http.StatusOK {
		return verdict.Decision{Outcome: "200", Verdict: outcome.Works, Reason: "HTTP 200 OK, and the page has this place"}
	}
	return verdict.Decision{
		Outcome: outcome.FromStatus(status), Verdict: outcome.Works,
		Reason: fmt.Sprintf("HTTP %d %s, and the page has this place", status, http.StatusText(status)),
	}
}
