package scanner

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"sitewell/scanner/extract"
	"sitewell/scanner/fetch"
	"sitewell/scanner/frontier"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/sitemap"
	"sitewell/scanner/verdict"
)

// startID is the ID of the start address: it is the first that is found.
const startID result.ID = 1

// take takes in what came of a task.
func (r *run) take(v *visit, now time.Time) {
	r.flying--
	if v.cut { // stopped: it still waits, for the next run
		r.release(v, now)
		return
	}
	r.count.bytes += max(0, v.answer.Size)
	short := r.noteHandles(v.answer, now)
	if v.purpose != toCheck && v.purpose != toAnchor && v.job.Host != nil {
		r.hostOf(v.url, v.internal).front.Done(v.job, now, reaction(v.answer), 0)
	}
	if short {
		r.sendAgain(v, now)
		return
	}
	switch v.purpose {
	case toRobots:
		if r.heed(v.answer, now) { // no network: as if it had not been asked
			r.later(v.task, now, offlineEvery)
			return
		}
		r.ruled(v, now)
	case toFindSiteMap:
		r.foundSiteMap(v, now)
	case toAskHome:
		r.askedHome(v, now)
	case toProbe:
		r.probed(v, now)
	case toAnchor:
		r.learn(v, now)
		r.anchored(v, now)
	default:
		if r.heed(v.answer, now) { // no network: as if it had not been asked
			r.sendAgain(v, now)
			return
		}
		r.learn(v, now)
		if v.unsure {
			r.confirm(v, now)
			return
		}
		for _, v := range r.sale(v) {
			if !r.hold(v) {
				r.checked(v, now)
			}
		}
	}
}

func (r *run) release(v *visit, now time.Time) {
	if v.job.Host != nil {
		r.hostOf(v.url, v.internal).front.Done(v.job, now, frontier.Neutral, 0)
	}
}

// confirm has an address asked for by GET, in its host's next turn, since HEAD
// decided nothing (check 60).
func (r *run) confirm(v *visit, now time.Time) {
	id := v.job.ID
	entry := r.book.at(id)
	entry.flags |= byGet
	r.tries[id] = append(r.tries[id], v.answer.Evidence.Attempts...)
	entry.host.front.Retry(v.job.Host, id, v.job.Try, now)
}

// checked takes in an attempt at an address: it is tried again later, or has
// its verdict.
func (r *run) checked(v *visit, now time.Time) {
	id, a := v.job.ID, v.answer
	entry := r.book.at(id)
	if entry.is(done) {
		return
	}
	attempts := append(r.tries[id], a.Evidence.Attempts...)
	if verdict.TryAgain(outcomeOf(a)) && v.job.Try < maxTries && !entry.host.parked && !entry.host.dead {
		r.tries[id] = attempts
		entry.flags |= byGet
		try := v.job.Try + 1
		again := entry.host.front.Retry
		if try == maxTries { // the last one, when nothing else can be the reason
			again = entry.host.front.RetryWhenQuiet
		}
		again(v.job.Host, id, try, now.Add(r.pause(try, a)))
		return
	}
	delete(r.tries, id)
	a.Evidence.Attempts = attempts

	evidence := verdict.Evidence{
		Internal: v.internal,
		Home:     id == startID,
		Kind:     v.kind,
		Outcome:  outcomeOf(a),
		Status:   a.Status,
		Start:    v.url,
		Final:    a.Final,
		Hops:     a.Hops,
		Media:    v.media,
		Blank:    v.blank,
		Parked:   v.parked,
		Notes:    r.notes(v),
		Attempts: len(attempts),
	}
	if v.document != nil {
		evidence.Login = v.document.Login
	}
	d := verdict.Decide(evidence, r.e.settings)
	r.complete(id, r.check(v, d, now), now)
	if a.Status/100 == 2 && a.Wall == "" {
		r.book.at(id).flags |= readable
	}
	r.diagnosis.see(id, v, d, r.scope)
	r.read(v, now)
}

// outcomeOf is what an answer counts as: what stands before the page, if
// something does, else how it answered.
func outcomeOf(a *fetch.Answer) outcome.Key {
	if a.Wall != "" {
		return a.Wall
	}
	return a.Outcome
}

// notes are what the fetch and the page itself gave to remark.
func (r *run) notes(v *visit) []result.Note {
	notes := slices.Clone(v.answer.Notes)
	if brokenSiteMap(v) {
		notes = append(notes, result.Note{Outcome: outcome.WrongType, Detail: "this is no site map"})
	}
	if v.document != nil && r.scope.internal(v.answer.Final) {
		notes = append(notes, pageNotes(v)...)
	}
	if detail := r.overPageLimits(v); detail != "" {
		notes = append(notes, result.Note{Outcome: outcome.TooLarge, Detail: detail})
	}
	if note, ok := lostPlace(v); ok && !r.e.opts.NoFragments {
		notes = append(notes, note)
	}
	if v.mistyped != "" && v.siteMap == nil && r.scope.internal(v.answer.Final) {
		notes = append(notes, result.Note{Outcome: outcome.WrongType, Detail: v.mistyped})
	}
	if note, ok := r.suspicion(v); ok {
		notes = append(notes, note)
	}
	if name, _ := sessionOf(v.url); name != "" {
		notes = append(notes, result.Note{Outcome: outcome.SessionID, Detail: name + " in the address holds the number of a visit"})
	}
	if note, ok := r.noErrorPage(v.job.ID); ok {
		notes = append(notes, note)
	}
	return notes
}

// pageNotes are the remarks that a page's own markup and header give rise to.
func pageNotes(v *visit) []result.Note {
	var notes []result.Note
	if mixed := v.document.Mixed; len(mixed) > 0 {
		notes = append(notes, result.Note{Outcome: outcome.MixedContent, Detail: mixed[0].URL})
	}
	refresh := v.document.Refresh
	if byHeader, ok := extract.HeaderRefresh(v.answer.Header, v.answer.Final); ok { // it wins in browsers
		refresh = byHeader
	}
	if to := refresh.URL; to != "" && to != v.answer.Final.Key() {
		notes = append(notes, result.Note{Outcome: outcome.MetaRefresh, Detail: to})
	}
	return notes
}

// overPageLimits says which limits of one page a page of the site is over, "" for
// none.
func (r *run) overPageLimits(v *visit) string {
	var said []string
	if v.omitted > 0 {
		said = append(said, tooManyLinks(v))
	}
	if v.document != nil && v.document.AnchorsCut && !r.e.opts.NoFragments {
		said = append(said, fmt.Sprintf("this page has more than %d ids: links to places on it were not checked", extract.MaxAnchors))
	}
	if !r.scope.internal(v.answer.Final) {
		return ""
	}
	return strings.Join(said, "; ")
}

// tooManyLinks says how many links of a page, style sheet or site map are past
// the limits of one.
func tooManyLinks(v *visit) string {
	switch {
	case v.siteMap != nil:
		return fmt.Sprintf("this sitemap has more than %d addresses: only the first %d were checked, %d were not", sitemap.MaxEntries, sitemap.MaxEntries, v.omitted)
	case len(v.links) >= extract.MaxLinks:
		return fmt.Sprintf("this page has more than %d links: only the first %d were checked, %d were not", extract.MaxLinks, extract.MaxLinks, v.omitted)
	}
	return fmt.Sprintf("this page has more links than are read of one page or attribute: %d were checked, %d were not", len(v.links), v.omitted)
}

// lostPlace is the note that a redirect earns which leads to a place that its
// page does not have. The fragment of a Location replaces that of the links, so
// it is what a visitor ends at (check 45).
func lostPlace(v *visit) (result.Note, bool) {
	at := v.answer.Final
	fragment, ok := at.Fragment()
	if !ok || v.document == nil || len(v.answer.Hops) < 2 || v.document.ScriptedIDs || v.document.AnchorsCut || !okay(v.answer) ||
		!extract.Checkable(fragment, at.WithoutFragment(), v.media) || extract.HasAnchor(v.document.Anchors, fragment) {
		return result.Note{}, false
	}
	return result.Note{Outcome: outcome.MissingFragment, Detail: "redirects to " + at.String() + ", a place that the page does not have"}, true
}

// check makes the record of a visit.
func (r *run) check(v *visit, d verdict.Decision, now time.Time) result.Check {
	a := v.answer
	c := result.Check{
		Address:     v.job.ID,
		Status:      a.Status,
		Outcome:     d.Outcome,
		Verdict:     d.Verdict,
		Severity:    d.Severity,
		Reason:      d.Reason,
		ContentType: a.ContentType,
		Size:        a.Size,
		Kind:        refined(v),
		Notes:       r.notes(v),
		At:          a.At,
		Took:        a.Took,
		Evidence:    a.Evidence,
	}
	if c.ContentType == "" {
		c.ContentType = v.media
	}
	if a.Status != 0 {
		if c.Final = a.Final.String(); c.Final == v.url.Key() {
			c.FinalID = v.job.ID
		}
	}
	if v.document != nil {
		c.Title = v.document.Title
		c.Content = v.document.Content
		if c.Evidence.Platform == "" && v.document.Platform != "" {
			c.Evidence.Platform, c.Evidence.Clue = v.document.Platform, v.document.Clue
		}
	}
	if a.Wall != "" {
		c.Evidence.Clue = a.WallClue
	}
	c.Evidence.Robots = robotsOf(v)
	if !d.Verdict.IsProblem() && v.job.ID != startID {
		// What works needs no proof but the way there.
		c.Evidence = result.Evidence{Robots: c.Evidence.Robots}
		if len(a.Hops) > 1 {
			c.Evidence.Hops = a.Hops
		}
	}
	return c
}

// robotsOf is what a page or its header tells search engines (check 86).
func robotsOf(v *visit) string {
	var said []string
	if v.document != nil && v.document.Robots != "" {
		said = append(said, v.document.Robots)
	}
	for _, field := range v.answer.Header.Values("X-Robots-Tag") {
		said = append(said, "X-Robots-Tag: "+strings.ToValidUTF8(field, "\uFFFD"))
	}
	text := strings.Join(said, "; ")
	return strings.ToValidUTF8(text[:min(len(text), maxRobotsText)], "")
}

// maxRobotsText bounds what is kept of it, in bytes.
const maxRobotsText = 500

// refined is the kind of an address once its answer is known.
func refined(v *visit) result.Kind {
	switch {
	case v.kind == result.KindSitemap || v.answer.Status/100 != 2:
		return v.kind
	case v.media == "":
		return v.kind
	}
	switch v.kind {
	case result.KindPage, result.KindDownload, result.KindOther:
		switch v.media {
		case "text/html", "application/xhtml+xml":
			return result.KindPage
		case "application/rss+xml", "application/atom+xml":
			return result.KindFeed
		}
		return result.KindDownload
	}
	return v.kind
}

// complete records the check of an address.
func (r *run) complete(id result.ID, c result.Check, now time.Time) {
	if r.markDone(id, c.Outcome, c.Verdict, c.Kind, now) {
		r.batch.Checks = append(r.batch.Checks, c)
		r.batchBytes += checkBytes + len(c.Final) + len(c.Evidence.Snippet)
	}
}

// completeSettled records a check of which there is nothing more to say.
func (r *run) completeSettled(s result.Settled, now time.Time) {
	if r.markDone(s.Address, s.Outcome, s.Verdict, s.Kind, now) {
		r.batch.Settled = append(r.batch.Settled, s)
		r.batchBytes += settledBytes + len(s.Reason)
	}
}

// markDone counts an address as checked. It reports false where it was before.
func (r *run) markDone(id result.ID, key outcome.Key, v outcome.Verdict, kind result.Kind, now time.Time) bool {
	entry := r.book.at(id)
	if entry.is(done) {
		return false
	}
	entry.flags |= done
	r.touched(now)
	r.count.done(key, v, now)
	if entry.is(internal) && kind == result.KindPage {
		r.diagnosis.pages.add(key, v)
	}
	return true
}

// settle gives an address its check without asking for it.
func (r *run) settle(id result.ID, key outcome.Key, reason string, now time.Time) {
	entry := r.book.at(id)
	entry.flags &^= anchorsDue
	d := verdict.Decide(verdict.Evidence{
		Internal: entry.is(internal), Home: id == startID, Kind: entry.kind.kind(), Outcome: key,
		Unproved: entry.host != nil && entry.host.dead,
	}, r.e.settings)
	s := result.Settled{
		Address: id, Outcome: d.Outcome, Verdict: d.Verdict, Severity: d.Severity,
		Reason: cmp.Or(reason, d.Reason), Kind: entry.kind.kind(), At: now,
	}
	if attempts := r.tries[id]; attempts != nil {
		delete(r.tries, id)
		c := s.Check()
		c.Evidence.Attempts = attempts
		r.complete(id, c, now)
	} else {
		r.completeSettled(s, now)
	}
	if id == startID {
		r.diagnosis.settled(key, reason)
	}
}

// read takes in what a delivered page names: its links, its anchors, and the
// address at which it really lives.
func (r *run) read(v *visit, now time.Time) {
	a := v.answer
	if v.answer.Status/100 != 2 || a.Wall != "" {
		return
	}
	page := v.job.ID
	if len(a.Hops) > 1 {
		page = r.landed(v, now)
	}
	if page != v.job.ID {
		r.readAnchors(v.job.ID, v, now)
	}
	switch {
	case page == 0:
	case !r.scope.internal(a.Final), !r.book.at(page).is(followed):
		r.readAnchors(page, v, now)
	default:
		r.readPage(page, v, now)
	}
}

// readPage takes in the links and anchors of what was delivered at an address.
func (r *run) readPage(page result.ID, v *visit, now time.Time) {
	links := v.links
	r.omit(v.omitted)
	if v.siteMap != nil {
		links = r.siteMapLinks(page, v.siteMap)
	}
	if v.document == nil && len(links) == 0 {
		return
	}
	if r.e.opts.ObeyNofollow && leadsNowhere(v) {
		for i := range links {
			links[i].Nofollow = true
		}
	}
	p := &result.Page{Address: page, Document: v.document != nil}
	if p.Document {
		r.count.pages++
		r.anchors(p, v, now) // first, since a page may link to itself
	}
	if omitted := r.links(p, links, now); omitted > 0 {
		r.noteOverLimit(page, omitted)
	}
	r.siteMaps.nest(p)
	r.keep(p, now)
}

// noteOverLimit adds to the check of a page, which is in the batch still, how
// many of its links were left out since the scan may find no more addresses.
func (r *run) noteOverLimit(page result.ID, omitted int) {
	for i := range slices.Backward(r.batch.Checks) {
		if c := &r.batch.Checks[i]; c.Address == page {
			c.Notes = append(c.Notes, result.Note{
				Outcome: outcome.OverLimit,
				Detail:  fmt.Sprintf("%d links of this page were not looked at, since the scan had found as many addresses as it may", omitted),
			})
			return
		}
	}
}

// readAnchors takes in the anchors of a page alone: its links are not of
// interest, or stand under the address that a redirect led to.
func (r *run) readAnchors(page result.ID, v *visit, now time.Time) {
	if v.document == nil {
		return
	}
	p := &result.Page{Address: page}
	r.anchors(p, v, now)
	if p.Anchored {
		r.keep(p, now)
	}
}

// landed gives the ID of the page that a redirect of the site ended at. A page
// that nothing named until now is found and done with it; one that waits is
// done, too, since its content is here. It gives 0 where the page is of no
// interest or has been read before.
func (r *run) landed(v *visit, now time.Time) result.ID {
	final := v.answer.Final.WithoutFragment()
	if !v.internal || !r.scope.internal(final) || v.document == nil {
		return 0
	}
	depth := int(r.book.at(v.job.ID).depth)
	id, added := r.book.add(final.Key())
	if id == 0 { // the scan may find no more addresses
		r.omit(1)
		return 0
	}
	if id == v.job.ID { // it redirected to itself, to set a cookie
		return id
	}
	if added {
		r.enter(id, final.Key(), final, result.KindPage, depth, r.book.at(v.job.ID).is(followed), now)
	}
	entry := r.book.at(id)
	if entry.is(done) {
		return 0
	}
	a := *v.answer
	a.Hops = a.Hops[len(a.Hops)-1:]
	a.Notes = a.LastNotes
	a.Evidence.Hops = nil
	there := *v
	there.answer = &a
	there.url = final
	there.job.ID = id
	d := verdict.Decide(verdict.Evidence{
		Internal: true, Kind: result.KindPage, Outcome: outcomeOf(&a), Status: a.Status, Start: final, Final: final,
		Hops: a.Hops, Media: v.media, Blank: v.blank, Notes: r.notes(&there), Attempts: 1,
	}, r.e.settings)
	r.complete(id, r.check(&there, d, now), now)
	return id
}
