package scanner

import (
	"cmp"
	"fmt"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/policy"
	"sitewell/scanner/result"
	"sitewell/scanner/urltable"
	"sitewell/scanner/weburl"
)

// discovery adds the addresses that pages link to: to the table and the batch, and
// to the queue of their host if they are requested.
type discovery struct {
	start     weburl.URL
	policy    *policy.Policy
	marks     *policy.Marks // shared with policy
	table     *urltable.Table
	hosts     *hosts
	recorder  *recorder
	fragments *fragmentChecks
	nofollow  *nofollowPages
	depths    *depths
	sitemaps  *sitemapCount
	// prepareHost is called with each new host of the site and one of its addresses.
	prepareHost func(*host, weburl.URL)
	// reading is the page whose links are added; see policy.Compare.
	reading  *policy.Lookalike
	disabled bool // nothing is added; see Options.listed and Options.Addresses
	isList   bool // the scan is one of a list
}

// addStart adds the start address.
func (d *discovery) addStart(now time.Time) {
	id, _ := d.table.Add(d.start.Key())
	d.addWebAddress(id, d.start, found{address: d.start.Key(), kind: result.KindPage, follow: true}, now)
}

// addLinks records the links of a page: each link with its target, each target
// that is new, and the fragments to be checked. Links to addresses that are too
// many for the scan are left out; it returns how many these are.
func (d *discovery) addLinks(page *result.Page, links []result.Link, now time.Time) (omitted int) {
	if d.disabled {
		return 0
	}
	depth := int(d.table.At(page.Address).Depth)
	follows := d.policy.FollowsLinks(depth)
	kept := 0
	for i := range links {
		l := &links[i]
		if l.Target = d.addTarget(page.Address, l, depth, follows, now); l.Target == 0 {
			continue
		}
		if l.Fragment != "" && l.Outcome == "" {
			d.fragments.request(l, now)
		}
		if kept < i {
			links[kept] = *l
		}
		kept++
	}
	clear(links[kept:])
	page.Links = links[:kept]
	d.recorder.omit(len(links) - kept)
	return len(links) - kept
}

// addTarget returns the ID of the target of a link on a page, which is added if it is
// new. It returns 0 if the scan may find no more addresses.
func (d *discovery) addTarget(page result.ID, l *result.Link, depth int, follows bool, now time.Time) result.ID {
	if l.Kind == result.KindSitemap && d.sitemaps.isFull() {
		id, _ := d.table.Find(l.URL)
		return id
	}
	id, isNew := d.table.Add(l.URL)
	if id == 0 {
		return 0
	}
	d.mark(page, id, l) // before it can be queued
	if isNew && l.Kind == result.KindSitemap {
		d.sitemaps.known++
	}
	if !isNew {
		d.depths.lower(id, depth+1, now)
		d.addKind(id, l, now)
		if !d.nofollow.applies(l) {
			d.nofollow.follow(id)
		}
		return id
	}
	u, key := d.read(l)
	if key != "" { // nothing that can be requested
		d.recorder.addAddress(result.Address{ID: id, URL: l.URL, Kind: l.Kind, Depth: depth + 1}, now)
		d.recorder.settle(id, key, cmp.Or(l.Reason, weburl.Explain(l.URL)), now)
		return id
	}
	d.addWebAddress(id, u, found{address: l.URL, kind: l.Kind, depth: depth + 1, follow: !d.nofollow.applies(l), on: d.reading}, now)
	if !follows && d.table.At(id).Is(urltable.Internal) && l.Kind == result.KindPage {
		d.recorder.settle(id, outcome.Excluded, "this scan checks the start page only", now)
		d.table.At(id).Set(urltable.Excluded)
	}
	return id
}

// read returns the address that a link leads to, or why it can't be requested.
func (d *discovery) read(l *result.Link) (u weburl.URL, key outcome.Key) {
	if l.Outcome != "" {
		return u, l.Outcome
	}
	u, err := weburl.Parse(l.URL)
	if err != nil {
		return u, weburl.OutcomeOf(err)
	}
	return u, weburl.LocalOutcome(d.start, u)
}

// found is how an address was found.
type found struct {
	address string
	kind    result.Kind
	depth   int
	follow  bool              // its links are followed, as far as is known now
	on      *policy.Lookalike // the page that links to it, nil if that is not compared with others
}

// addWebAddress adds an http or https address with an ID that is new in the table.
// It is queued, set aside, or settled if the policy skips it.
func (d *discovery) addWebAddress(id result.ID, u weburl.URL, f found, now time.Time) {
	isInternal := d.policy.IsInternal(u)
	d.recorder.addAddress(result.Address{ID: id, URL: f.address, Internal: isInternal, Kind: f.kind, Depth: f.depth}, now)
	if key, reason := d.policy.Skip(u, isInternal); key != "" && id != startID {
		d.recorder.settle(id, key, reason, now)
		return
	}
	if isInternal {
		if reason := f.on.Trap(u); reason != "" {
			d.recorder.settle(id, outcome.Trap, reason, now)
			return
		}
	}
	h := d.hostOf(u, isInternal)
	e := d.table.At(id)
	e.Host = h.id
	if f.follow || !isInternal || f.kind != result.KindPage {
		e.Set(urltable.Followed)
	}
	if isInternal && f.depth > d.depths.limit {
		d.depths.setAside(id)
		return
	}
	d.enqueue(id)
}

// enqueue queues an address that is not too deep, or sets it aside until it is
// known whether its links are followed.
func (d *discovery) enqueue(id result.ID) {
	e := d.table.At(id)
	if !e.Is(urltable.Followed) {
		d.nofollow.add(id)
		return
	}
	d.hosts.push(id, e)
}

// hostOf returns the host of an address.
func (d *discovery) hostOf(u weburl.URL, isInternal bool) *host {
	isInternal = isInternal && !d.isList // see Options.Addresses
	h, isNew := d.hosts.get(u, isInternal)
	if isNew && isInternal {
		d.prepareHost(h, u)
	}
	return h
}

// addPage records the links of a page, style sheet or sitemap that was read. on is
// the page as it is compared with others, nil if it is not.
func (d *discovery) addPage(p *result.Page, links []result.Link, on *policy.Lookalike, now time.Time) {
	d.reading = on
	omitted := d.addLinks(p, links, now)
	d.reading = nil
	if omitted > 0 {
		d.recorder.batch.addNote(p.Address, result.Note{
			Outcome: outcome.OverLimit,
			Detail:  fmt.Sprintf("%d links of this page were not looked at, since the scan had found as many addresses as it may", omitted),
		})
	}
	d.sitemaps.addIndex(p)
	d.recorder.batch.addPage(p, now)
}
