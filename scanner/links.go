package scanner

import (
	"time"

	"sitewell/scanner/extract"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// links records what a page names: every link with its target, every target
// that is new, and the fragments to be checked. Links to what is too much for
// the scan are no links of the page; it gives how many there are.
func (r *run) links(page *result.Page, links []result.Link, now time.Time) (omitted int) {
	if r.e.alone {
		return 0
	}
	depth := int(r.book.at(page.Address).depth)
	reads := r.scope.follows(depth)
	kept := 0
	for i := range links {
		l := &links[i]
		if l.Target = r.target(l, depth, reads, now); l.Target == 0 {
			continue
		}
		if l.Fragment != "" && l.Outcome == "" {
			r.fragment(l, now)
		}
		if kept < i {
			links[kept] = *l
		}
		kept++
	}
	clear(links[kept:])
	page.Links = links[:kept]
	r.omit(len(links) - kept)
	return len(links) - kept
}

// omit counts links that are left out because of a limit.
func (r *run) omit(links int) {
	r.count.omitted += links
	r.batch.Omitted = r.count.omitted
}

// keep puts what was read of a page into the batch.
func (r *run) keep(page *result.Page, now time.Time) {
	r.touched(now)
	r.batch.Pages = append(r.batch.Pages, *page)
	r.batchLinks += len(page.Links)
	r.batchBytes += 8 * len(page.Anchors)
	for i := range page.Links {
		r.batchBytes += bytesOf(&page.Links[i])
	}
}

// target gives the ID of a link's address, found with it where it is new; 0
// where it is too much for the scan.
func (r *run) target(l *result.Link, depth int, reads bool, now time.Time) result.ID {
	if l.Kind == result.KindSitemap && r.siteMaps.full() {
		id, _ := r.book.seen.Find(l.URL)
		return id
	}
	id, added := r.book.add(l.URL)
	if id == 0 {
		return 0
	}
	if added && l.Kind == result.KindSitemap {
		r.siteMaps.known++
	}
	if !added {
		r.promote(r.book.at(id), l)
		if !r.unfollowed(l) {
			r.follow(id)
		}
		return id
	}
	var u weburl.URL
	key := l.Outcome
	if key == "" {
		var err error
		if u, err = weburl.Parse(l.URL); err != nil {
			key = weburl.OutcomeOf(err)
		} else {
			key = weburl.Local(r.e.start, u)
		}
	}
	if key != "" {
		r.note(id, l, depth+1, now)
		r.settle(id, key, weburl.Explain(l.URL), now)
		return id
	}
	r.enter(id, l.URL, u, l.Kind, depth+1, !r.unfollowed(l), now)
	if !reads && r.book.at(id).is(internal) && l.Kind == result.KindPage {
		r.settle(id, outcome.Excluded, "this scan checks the start page only", now)
	}
	return id
}

// promote lets an address that was first met as something else count as a
// page, if a link promises one before it is checked.
func (r *run) promote(e *entry, l *result.Link) {
	if l.Kind == result.KindPage && !e.is(done) && e.kind.kind() != result.KindPage && e.kind.kind() != result.KindSitemap && e.host != nil {
		e.kind = codeOf(result.KindPage)
	}
}

// note enters an address that nothing is asked of.
func (r *run) note(id result.ID, l *result.Link, depth int, now time.Time) {
	*r.book.at(id) = entry{depth: clip(depth), kind: codeOf(l.Kind)}
	r.find(result.Address{ID: id, URL: l.URL, Kind: l.Kind, Depth: depth}, now)
}

// enter enters a new web address: into the batch, and into its host's queue or
// straight to a verdict where it is not to be asked for. follow: a link that
// says that it may be followed leads there, or there is nothing to say so.
func (r *run) enter(id result.ID, address string, u weburl.URL, kind result.Kind, depth int, follow bool, now time.Time) {
	own := r.scope.internal(u)
	e := r.book.at(id)
	*e = entry{depth: clip(depth), kind: codeOf(kind)}
	if own {
		e.flags |= internal
	}
	r.find(result.Address{ID: id, URL: address, Internal: own, Kind: kind, Depth: depth}, now)
	if key, reason := r.scope.skip(u, own, depth); key != "" && id != startID {
		r.settle(id, key, reason, now)
		return
	}
	h := r.hostOf(u, own)
	e = r.book.at(id)
	e.host = h
	if !follow && own && kind == result.KindPage {
		r.putAside(id)
		return
	}
	e.flags |= followed
	h.front.Push(h.queue, id)
}

func (r *run) find(a result.Address, now time.Time) {
	r.touched(now)
	r.batch.Found = append(r.batch.Found, a)
	r.batchBytes += addressBytes + len(a.URL)
	r.count.found++
}

func clip(depth int) uint16 { return uint16(min(depth, 1<<16-1)) }

// fragment sees to it that a link's fragment is checked once: at once if its
// page has been read, otherwise when it is (checks 41–48).
func (r *run) fragment(l *result.Link, now time.Time) {
	if r.e.opts.NoFragments {
		return
	}
	e := r.book.at(l.Target)
	switch {
	case e.host == nil || r.fragments.has(l.Target, l.Fragment):
	case e.anchors != 0:
		if id, judged := r.judged(l); judged {
			l.Anchor = id
		} else if r.checkable(l) {
			l.Anchor = r.judge(l.Target, l.URL, l.Fragment, now)
		}
	case !e.is(done):
		if r.checkable(l) && !r.fragments.await(l.Target, l.Fragment) {
			r.omit(1)
		}
	case e.is(readable) && (!e.is(internal) || r.fragments.shelf.full()) && r.checkable(l):
		// Met after another site's page was checked by HEAD, or after the anchors
		// of too many pages were kept: ask once more.
		if !r.fragments.await(l.Target, l.Fragment) {
			r.omit(1)
			return
		}
		if !e.is(anchorsDue) {
			e.flags |= anchorsDue
			e.host.front.Push(e.host.queue, l.Target)
		}
	}
}

// judged gives the address of a fragment that has its check already.
func (r *run) judged(l *result.Link) (result.ID, bool) {
	return r.book.seen.Find(l.URL + "#" + l.Fragment)
}

func (r *run) checkable(l *result.Link) bool {
	u, err := weburl.Parse(l.URL)
	return err == nil && extract.Checkable(l.Fragment, u, "")
}
