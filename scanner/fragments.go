package scanner

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"sitewell/scanner/extract"
	"sitewell/scanner/frontier"
	"sitewell/scanner/outcome"
	words "sitewell/scanner/reason"
	"sitewell/scanner/result"
	"sitewell/scanner/urltable"
	"sitewell/scanner/verdict"
	"sitewell/scanner/weburl"
)

// fragmentChecks checks whether pages have the fragments that links name. A
// fragment is no address: it is a place on a page, which is checked once, and only
// if the page was delivered. On a broken page there is nothing to find.
type fragmentChecks struct {
	checked   *frontier.Seen // places; see placeKey
	table     *urltable.Table
	anchors   *urltable.AnchorStore // of the pages that were read
	hosts     *hosts
	recorder  *recorder
	disabled  bool // Options.NoFragments
	rendering *renderings
	// awaiting are the fragments whose page was not read yet, by page.
	awaiting map[result.ID]map[string]struct{}
	bytes    int // roughly what awaiting takes in memory
}

const (
	// maxFragmentBytes is how much memory awaiting may take: there is room for some
	// 600,000 fragments. Those beyond are not checked.
	maxFragmentBytes = 64 << 20
	fragmentBytes    = 80 // of one, without its text
)

// newFragmentChecks returns the checks of a scan that keeps anchorWords words of
// anchors; see urltable.NewAnchorStore.
func newFragmentChecks(r *recorder, o Options, anchorWords int) *fragmentChecks {
	return &fragmentChecks{
		checked: frontier.NewSeen(),
		table:   r.table, anchors: urltable.NewAnchorStore(anchorWords), hosts: r.hosts, recorder: r,
		disabled: o.NoFragments, awaiting: make(map[result.ID]map[string]struct{}),
	}
}

// request makes sure that the fragment of a link is checked once: now if its page
// was read, otherwise when it is (checks 41–48).
func (f *fragmentChecks) request(l *result.Link, now time.Time) {
	if f.disabled {
		return
	}
	e := f.table.At(l.Target)
	switch {
	case e.Host == 0 || f.isAwaiting(l.Target, l.Fragment):
	case e.Anchors != 0 && e.Is(urltable.Done):
		if !f.isChecked(l.Target, l.Fragment) && isCheckable(l) {
			f.check(l.Target, l.Fragment, false, now)
		}
	case !e.Is(urltable.Done):
		if isCheckable(l) && !f.await(l.Target, l.Fragment) {
			f.recorder.omit(1)
		}
	case e.Is(urltable.Readable) && (!e.Is(urltable.Internal) || f.anchors.IsFull()) && isCheckable(l):
		// The page of another site was checked with HEAD, or there was no room for
		// the anchors of this page: request it once more.
		if !f.await(l.Target, l.Fragment) {
			f.recorder.omit(1)
			return
		}
		if !e.Is(urltable.AnchorsDue) {
			e.Set(urltable.AnchorsDue)
			f.hosts.push(l.Target, e)
		}
	}
}

func isCheckable(l *result.Link) bool {
	if l.Fragment == result.WholeSite {
		return false
	}
	u, err := weburl.Parse(l.URL)
	return err == nil && extract.IsCheckable(l.Fragment, u, "")
}

// hasAwaiting reports whether fragments wait for a page.
func (f *fragmentChecks) hasAwaiting(page result.ID) bool { return len(f.awaiting[page]) > 0 }

// tellPlaces notes the fragments that wait for a page which is to be shown in a browser.
func (f *fragmentChecks) tellPlaces(v *visit) {
	if v.renderAs != nil {
		v.renderAs.places = slices.Collect(maps.Keys(f.awaiting[v.job.ID]))
	}
}

func (f *fragmentChecks) isAwaiting(page result.ID, fragment string) bool {
	_, ok := f.awaiting[page][fragment]
	return ok
}

// await keeps a fragment until its page is read. It reports whether there was
// room.
func (f *fragmentChecks) await(page result.ID, fragment string) bool {
	size := fragmentBytes + len(fragment)
	if f.bytes+size > maxFragmentBytes {
		return false
	}
	f.bytes += size
	set := f.awaiting[page]
	if set == nil {
		set = make(map[string]struct{})
		f.awaiting[page] = set
	}
	set[strings.Clone(fragment)] = struct{}{} // without the other texts of the page that has the link
	return true
}

// takeAwaiting returns the fragments that wait for a page, and forgets them.
func (f *fragmentChecks) takeAwaiting(page result.ID) map[string]struct{} {
	set := f.awaiting[page]
	delete(f.awaiting, page)
	for fragment := range set {
		f.bytes -= fragmentBytes + len(fragment)
	}
	return set
}

// handlePage keeps the anchors of a page that was read, and checks the fragments
// that waited for it. If a redirect has a fragment of its own, browsers use that
// one and not that of the link (check 45).
func (f *fragmentChecks) handlePage(page *result.Page, v *visit, now time.Time) {
	awaiting := f.takeAwaiting(page.Address)
	if f.disabled {
		return
	}
	if v.document.AnchorsCut { // a note says so; see overPageLimits
		f.recorder.omit(len(awaiting))
	}
	if !v.answer.IsComplete() || v.document.AnchorsCut { // the fragment may be in the missing part
		f.table.At(page.Address).Clear(urltable.Readable)
		return
	}
	isRequested := page.Address == v.job.ID // not the target of its redirect
	if _, replaced := v.answer.Final.Fragment(); replaced && len(v.answer.Hops) > 1 && isRequested {
		return
	}
	page.Anchored, page.Anchors, page.Scripted = true, v.document.Anchors, v.document.ScriptedIDs
	if len(awaiting) == 0 && f.anchors.IsFull() {
		return
	}
	f.table.At(page.Address).Anchors = f.anchors.Put(v.document.Anchors, v.document.ScriptedIDs)
	if v.answer.Status != http.StatusOK {
		f.anchors.SetStatus(page.Address, v.answer.Status)
	}
	isShown := v.rendering != nil && v.rendering.NotShown == ""
	if v.purpose == checkAddress && v.document.HasScripts && !isShown {
		f.table.At(page.Address).Set(urltable.Scripts)
		page.HasScripts = true
	}
	for _, fragment := range slices.Sorted(maps.Keys(awaiting)) {
		f.check(page.Address, fragment, isShown, now)
	}
}

// checkAwaiting checks the fragments that wait for a page whose scripts could not be run
// after all.
func (f *fragmentChecks) checkAwaiting(page result.ID, now time.Time) {
	awaiting := f.takeAwaiting(page)
	if f.table.At(page).Anchors == 0 {
		return
	}
	for _, fragment := range slices.Sorted(maps.Keys(awaiting)) {
		f.check(page, fragment, false, now)
	}
}

// awaitScripts keeps a fragment that a page lacks until the scripts of the page were run
// in a browser. It reports false if that is not done.
func (f *fragmentChecks) awaitScripts(page result.ID, e *urltable.Entry, fragment string) bool {
	if !e.Is(urltable.Scripts) || !e.Is(urltable.Internal) || !f.rendering.rule.isEnabled {
		return false
	}
	if text, ok := f.table.Text(page); ok && f.rendering.sparesPlaces(text) {
		return false
	}
	if !f.await(page, fragment) {
		return false
	}
	if !e.Is(urltable.AnchorsDue) {
		e.Set(urltable.AnchorsDue)
		f.hosts.push(page, e)
	}
	return true
}

// check records whether a page that was read has a fragment, once. isShown: the page was
// just shown in a browser.
func (f *fragmentChecks) check(page result.ID, fragment string, isShown bool, now time.Time) {
	if f.isChecked(page, fragment) {
		return
	}
	if f.checked.Len() >= f.table.Limit() {
		f.recorder.omit(1)
		return
	}
	entry := f.table.At(page)
	halves, scripted := f.anchors.Get(entry.Anchors)
	hasAnchor := extract.HasHalfAnchor(halves, fragment)
	if !hasAnchor && f.awaitScripts(page, entry, fragment) {
		return
	}
	f.markChecked(page, fragment)
	status, ok := f.anchors.Status(page)
	if !ok {
		status = http.StatusOK
	}
	d := decisionForFound(status)
	if !hasAnchor {
		d = verdict.Fragment(verdict.MissingPlace{Internal: entry.Is(urltable.Internal), Scripted: scripted, Shown: isShown}, f.recorder.settings)
	}
	f.recorder.addPlace(result.PlaceCheck{
		Target: page, Fragment: strings.Clone(fragment), Status: status, // without the other texts of the page that has the link
		Outcome: d.Outcome, Verdict: d.Verdict, Severity: d.Severity, Reason: d.Reason, At: now,
	}, now)
}

// placeKey is what tells a place from all others of the scan.
func placeKey(page result.ID, fragment string) string {
	return strconv.FormatInt(int64(page), 10) + "#" + fragment
}

// isChecked reports whether a fragment of a page was checked.
func (f *fragmentChecks) isChecked(page result.ID, fragment string) bool {
	_, ok := f.checked.Find(placeKey(page, fragment))
	return ok
}

// markChecked notes that a fragment of a page was checked. It reports whether it
// was not noted before.
func (f *fragmentChecks) markChecked(page result.ID, fragment string) bool {
	_, isNew := f.checked.Add(placeKey(page, fragment))
	return isNew
}

// decisionForFound returns the decision for a fragment that its page has. Nearly
// all pages answer 200.
func decisionForFound(status int) verdict.Decision {
	if status == http.StatusOK {
		return verdict.Decision{Outcome: "200", Verdict: outcome.Works, Reason: "HTTP 200 OK, and the page has this place"}
	}
	return verdict.Decision{
		Outcome: outcome.FromStatus(status), Verdict: outcome.Works,
		Reason: words.OfStatus(status) + ", and the page has this place",
	}
}
