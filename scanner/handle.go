package scanner

import (
	"time"

	"sitewell/scanner/frontier"
	"sitewell/scanner/outcome"
	"sitewell/scanner/policy"
	"sitewell/scanner/result"
	"sitewell/scanner/soft404"
	"sitewell/scanner/urltable"
	"sitewell/scanner/verdict"
	"sitewell/scanner/weburl"
)

// This file is the way of one address from its turn to its verdict:
//
//	dispatcher.drawFrom  the turn of its host has come
//	handleClaim          it becomes a task, or is settled without a request
//	worker.perform       requests it and reads what was delivered
//	redirects.follow     queues it again at the host that it is redirected to
//	handleResult         sorts what came back
//	handleCheck          updates its host, defers pages that may be soft 404s
//	conclude             retries, or waits until it is known whether other sites work
//	decide               decides the verdict and records it
//	handleContent        adds the links and anchors of its page
//	writer.run           stores the batch with all of that

// startID is the ID of the start address: it is the first that is added.
const startID result.ID = 1

// handleClaim hands an address to a worker, or settles it if the policy or its host
// does not allow a request.
func (c *coordinator) handleClaim(cl claim, now time.Time) {
	id := cl.job.ID
	entry := c.table.At(id)
	if entry.Is(urltable.Done) && !entry.Is(urltable.AnchorsDue) { // checked in the meantime, as the target of a redirect
		cl.from.Done(cl.job, now, frontier.Neutral, 0)
		return
	}
	if t, ok := c.redirects.take(cl.job, entry); ok {
		c.dispatcher.send(t)
		return
	}
	text, ok := c.table.Text(id)
	if !ok {
		c.dispatcher.texts.await(cl)
		return
	}
	u, err := weburl.Parse(text)
	if err != nil { // impossible: only parsed addresses are queued
		cl.from.Done(cl.job, now, frontier.Neutral, 0)
		c.recorder.settle(id, outcome.AddressMalformed, err.Error(), now)
		return
	}
	if key, reason, evidence := c.blocks(entry, id, u); key != "" {
		if evidence != nil {
			c.retries.attempts[id] = evidence
		}
		cl.from.Done(cl.job, now, frontier.Neutral, 0)
		if !c.cutOff.awaitSettled(c.hosts.of(entry), id, key, reason, now) {
			c.settleHeld(heldAddress{host: c.hosts.of(entry), id: id, key: key, reason: reason}, now)
		}
		return
	}
	t := task{
		job: cl.job, url: u, kind: entry.Kind(), internal: entry.Is(urltable.Internal), byGet: entry.Is(urltable.ByGet),
		structuredData: c.engine.opts.StructuredData, signedIn: c.isSignedIn,
		isStart: c.engine.opts.isStart(id), isListed: c.engine.opts.isList(),
	}
	switch {
	case entry.Is(urltable.AnchorsDue):
		t.purpose, t.wantsContent, t.isForPlace = requestAnchors, true, t.internal && entry.Is(urltable.Scripts)
	case t.internal:
		t.wantsContent = t.kind != result.KindOther
	default:
		t.wantsContent = c.fragments.hasAwaiting(id)
		t.isSample = (t.kind == result.KindPage || c.engine.opts.listed.wasParked(id)) && c.hosts.of(entry).domain.ClaimSample()
	}
	c.dispatcher.send(t)
}

// blocks returns why an address must not be requested now, or "" if it may be, and
// the attempts that prove it, if there are any. The policy decides again whether
// the address is safe, because an earlier run may have found it under other
// settings (truth 5).
func (c *coordinator) blocks(entry *urltable.Entry, id result.ID, u weburl.URL) (key outcome.Key, reason string, evidence []result.Attempt) {
	h := c.hosts.of(entry)
	if key, reason := h.blocks(); key != "" {
		return key, reason, nil
	}
	if key, reason := c.policy.Unsafe(u); key != "" && !c.engine.opts.isStart(id) {
		return key, reason, nil
	}
	if !entry.Is(urltable.Internal) || c.engine.opts.IgnoreRobots {
		return "", "", nil
	}
	return h.robotsBlock(u, id == startID)
}

// handleResult handles what came of a task.
func (c *coordinator) handleResult(v *visit, now time.Time) {
	c.dispatcher.inFlight--
	if v.isCancelled { // the address waits for the next run
		c.dispatcher.release(v, now)
		return
	}
	c.recorder.progress.bytes += max(0, v.answer.Size)
	outOfHandles := c.dispatcher.handles.noteAnswer(v.answer, c.dispatcher.inFlight, now)
	if v.answer.IsPaused() {
		c.redirects.follow(v, now)
		return
	}
	if v.isAuxiliary() && v.job.Host != nil {
		c.hosts.claimedBy(v.job).front.Done(v.job, now, reactionOf(v.answer), 0)
	}
	if outOfHandles {
		c.sendAgain(v, now)
		return
	}
	switch v.purpose {
	case requestRobots:
		c.auxiliary.handleRobots(v, now)
	case requestSitemap:
		c.auxiliary.handleSitemap(v, now)
	case probeNetwork:
		c.auxiliary.handleNetworkProbe(v, now)
	case probeSoft404:
		c.handleSoft404Probe(v, now)
	case probeHome:
		c.cloaked.handleHome(c.hosts.find(v.url), v)
	case probeBan:
		c.bans.handleProbe(c.hosts.find(v.url), v, now)
	case requestAnchors:
		c.hosts.updateHost(c.hosts.claimedBy(v.job), v, now)
		c.fragments.tellPlaces(v)
		if !c.rendering.take(v) {
			c.pages.handleAnchors(v, now)
		}
	case checkAddress:
		c.handleCheck(v, now)
	}
}

// sendAgain puts a request back where it came from, since a failure of this
// computer prevented it.
func (c *coordinator) sendAgain(v *visit, now time.Time) {
	if v.isAuxiliary() {
		c.dispatcher.delay(v.task, now, max(c.dispatcher.handles.until.Sub(now), time.Millisecond))
		return
	}
	h := c.hostOf(v)
	h.front.Retry(h.queue, v.job.ID, v.job.Try, now)
	if v.isSample {
		h.domain.ReturnSample()
	}
	c.dispatcher.release(v, now)
}

// hostOf returns the host of an address that was requested.
func (c *coordinator) hostOf(v *visit) *host { return c.hosts.of(c.table.At(v.job.ID)) }

// handleCheck handles an answer of an address that is being checked.
func (c *coordinator) handleCheck(v *visit, now time.Time) {
	if c.auxiliary.isOffline(v, now) {
		c.sendAgain(v, now)
		return
	}
	h, answered := c.hostOf(v), c.hosts.claimedBy(v.job)
	c.hosts.updateHost(answered, v, now)
	c.cutOff.note(v, now)
	c.bans.note(answered, v, now)
	if v.isUndecided {
		c.requestByGet(h, v, now)
		return
	}
	c.fragments.tellPlaces(v)
	if c.rendering.take(v) {
		return
	}
	for _, v := range applyDomain(h, v) {
		c.concludeOrDefer(v, now)
	}
}

// requestByGet queues an address to be requested with GET, because HEAD decided
// nothing (check 60).
func (c *coordinator) requestByGet(h *host, v *visit, now time.Time) {
	c.table.At(v.job.ID).Set(urltable.ByGet)
	c.retries.add(v.job.ID, v.answer.Evidence.Attempts)
	h.front.Retry(h.queue, v.job.ID, v.job.Try, now)
}

// applyDomain finds out whether the domain of another site is parked. It returns
// the visits that can be concluded now: none if the sample of the domain is still
// in flight, or v and those that waited for it.
func applyDomain(h *host, v *visit) []*visit {
	visits := []*visit{v}
	if v.isSample {
		sign := h.domain.Sign()
		if !isRedirected(v) {
			sign = v.parkedSign
		}
		visits = append(visits, h.domain.HandleSample(sign)...)
	} else if h.domain.Defer(v) {
		return nil
	}
	for _, v := range visits {
		if v.parkedSign == "" && v.answer.Status != 0 && !isRedirected(v) {
			v.parkedSign = h.domain.Sign()
		}
	}
	return visits
}

func isRedirected(v *visit) bool { return len(v.answer.Hops) > 1 }

// concludeOrDefer concludes a visit, unless it must wait for a soft 404 probe.
func (c *coordinator) concludeOrDefer(v *visit, now time.Time) {
	if !c.engine.opts.NoProbes {
		isDeferred, probe := c.soft404.Defer(pageOf(v), v, soft404.Size{Links: len(v.links), Bytes: v.bytes()})
		if probe != nil {
			c.dispatcher.addAuxiliary(task{
				purpose: probeSoft404, url: probe.URL, directory: probe.Directory, internal: true, wantsContent: true, kind: result.KindPage,
			})
		}
		if isDeferred {
			return
		}
	}
	c.conclude(v, now)
}

// pageOf returns what package soft404 must know of a visit.
func pageOf(v *visit) soft404.Page {
	return soft404.Page{URL: v.url, Answer: v.answer, Document: v.document, Internal: v.internal, IsStart: v.isStart}
}

// handleSoft404Probe handles the answer of an address that can't exist, and the
// pages that waited for it. A failure that may be temporary says nothing about the
// site, so the address is requested again; if it keeps failing, nothing in its
// directory is suspected.
func (c *coordinator) handleSoft404Probe(v *visit, now time.Time) {
	if c.auxiliary.retry(v, c.bans.mayBeRefused(c.hosts.find(v.url), v), now) {
		return
	}
	for _, deferred := range c.soft404.HandleProbe(v.directory, pageOf(v)) {
		c.concludeOrDefer(deferred, now)
	}
}

// conclude decides the verdict of an address, unless it is tried again or decided later.
func (c *coordinator) conclude(v *visit, now time.Time) {
	id, a := v.job.ID, v.answer
	entry := c.table.At(id)
	if entry.Is(urltable.Done) {
		return
	}
	h := c.hosts.of(entry)
	if isOutdated(entry, v) {
		h.front.Retry(h.queue, id, v.job.Try, now)
		return
	}
	if c.cloaked.await(h, v, now) || c.bans.await(h, v, now) {
		return
	}
	c.retries.add(id, a.Evidence.Attempts)
	answered := c.hosts.claimedBy(v.job)
	isRefused := isRefusal(a) && !answered.isGivenUp()
	if isRefused && answered.queue.IsSearching() && len(c.retries.attempts[id]) < maxRefusals {
		entry.Set(urltable.ByGet)
		h.front.RetryWhenQuiet(h.queue, id, v.job.Try, now.Add(a.RetryAfter))
		return
	}
	if verdict.IsTransient(outcomeOf(a)) && v.job.Try < maxRetries && !answered.isGivenUp() {
		entry.Set(urltable.ByGet)
		c.retry(h, v, now)
		return
	}
	if !c.cutOff.await(h, v, now) {
		c.decide(v, now)
	}
}

// decide decides the verdict of an address and records it.
func (c *coordinator) decide(v *visit, now time.Time) {
	id, a := v.job.ID, v.answer
	entry := c.table.At(id)
	if entry.Is(urltable.Done) {
		return
	}
	h := c.hosts.of(entry)
	if isOutdated(entry, v) { // it has waited
		h.front.Retry(h.queue, id, v.job.Try, now)
		return
	}
	a.Evidence.Attempts = c.retries.take(id)
	answered := c.hosts.claimedBy(v.job)
	isRefused := isRefusal(a) && !answered.isGivenUp()
	switch {
	case isRefused && answered.limitsRate:
		a.Outcome = outcome.RateLimited
	case !isRefused && wasRefused(a.Evidence.Attempts):
		answered.limitsRate = true
	}

	notes := c.pages.notes(v)
	d := verdict.Decide(evidenceOf(v, notes), c.engine.settings)
	c.recorder.complete(newCheck(v, d, notes), now)
	c.pages.noteErrorPage(v, now)
	entry.Clear(urltable.Readable)
	if a.Status/100 == 2 && a.Wall == "" {
		entry.Set(urltable.Readable)
	}
	c.pages.noteKinds(entry, v, notes, d)
	c.recorder.diagnosis.noteCheck(v, d, c.policy)
	c.pages.handleContent(v, now)
}

// retry queues an address to be tried again. The last time is when the host has
// nothing else to do, so that the load of the scan can't be the reason for a
// failure.
func (c *coordinator) retry(h *host, v *visit, now time.Time) {
	try := v.job.Try + 1
	due := now.Add(c.retries.pause(try, v.answer))
	if try == maxRetries {
		h.front.RetryWhenQuiet(h.queue, v.job.ID, try, due)
		return
	}
	h.front.Retry(h.queue, v.job.ID, try, due)
}

// pageRecorder records what was read on pages.
type pageRecorder struct {
	opts      Options
	settings  verdict.Settings
	policy    *policy.Policy
	table     *urltable.Table
	recorder  *recorder
	fragments *fragmentChecks
	discovery *discovery
	soft404   *soft404.Detector[*visit]
}

// noteErrorPage records with the start page how the site answers for addresses that
// do not exist, once that is known (check 95).
func (r *pageRecorder) noteErrorPage(v *visit, now time.Time) {
	bare, isKnown := r.soft404.ErrorPage()
	if !v.isStart || !isKnown {
		return
	}
	d := verdict.ErrorPage(bare, r.settings)
	r.recorder.addPlace(result.PlaceCheck{
		Target: v.job.ID, Fragment: result.WholeSite, Status: v.answer.Status,
		Outcome: d.Outcome, Verdict: d.Verdict, Severity: d.Severity, Reason: d.Reason, At: now,
	}, now)
}

// handleContent records what was delivered with a page: its links, its anchors,
// and the address that it was redirected to.
func (r *pageRecorder) handleContent(v *visit, now time.Time) {
	if v.answer.Status/100 != 2 || v.answer.Wall != "" {
		r.addPicture(v.job.ID, v, now)
		return
	}
	page := v.job.ID
	if isRedirected(v) {
		page = r.handleRedirectTarget(v, now)
	}
	if page != v.job.ID {
		r.addAnchors(v.job.ID, v, now)
	}
	r.addPicture(page, v, now)
	switch {
	case page == 0:
	case !r.policy.IsInternal(v.answer.Final), !r.table.At(page).Is(urltable.Followed):
		r.addAnchors(page, v, now)
	default:
		r.addPage(page, v, now)
	}
}

// addPage records the links and anchors of what was delivered at an address.
func (r *pageRecorder) addPage(page result.ID, v *visit, now time.Time) {
	links := v.links
	r.recorder.omit(v.omitted)
	if v.sitemap != nil {
		links = r.discovery.sitemapLinks(page, v.sitemap)
	}
	if v.document == nil && len(links) == 0 {
		return
	}
	if r.opts.ObeyNofollow && forbidsFollowing(v) {
		for i := range links {
			links[i].Nofollow = true
		}
	}
	p := &result.Page{Address: page, Document: v.document != nil}
	var on *policy.Lookalike
	e := r.table.At(page)
	if e.Is(urltable.Read) { // it was reopened
		r.recorder.batch.dropPage(page)
	}
	if p.Document && !e.Is(urltable.Read) {
		on = r.policy.Compare(policy.Content{
			URL: v.answer.Final, Title: v.document.Title, Signature: v.document.Signature, Words: v.document.Words, Links: len(links),
		})
		r.recorder.progress.pages++
		if v.document.ScriptSign != "" && v.rendering == nil {
			r.recorder.progress.scriptPages++
		}
		e.Set(urltable.Read)
	}
	if p.Document {
		r.fragments.handlePage(p, v, now) // before its links, because a page may link to itself
		p.Facts = factsOf(v)
		r.recorder.madeWith.page(v)
	}
	r.discovery.addPage(p, links, on, now)
}

// addAnchors records only the anchors of a page: its links are not followed, or
// they belong to the address that it was redirected to.
func (r *pageRecorder) addAnchors(page result.ID, v *visit, now time.Time) {
	if v.document == nil {
		return
	}
	p := &result.Page{Address: page}
	r.fragments.handlePage(p, v, now)
	if p.Anchored {
		r.recorder.batch.addPage(p, now)
	}
}

// addPicture records how a browser showed a page, if it took a picture.
func (r *pageRecorder) addPicture(page result.ID, v *visit, now time.Time) {
	if page != 0 && v.picture != nil {
		r.recorder.batch.addPicture(result.Picture{Address: page, JPEG: v.picture, At: v.answer.At, Status: v.answer.Status}, now)
	}
	v.picture = nil
}

// handleAnchors handles a page that was requested once more for its anchors. Its
// check does not change.
func (r *pageRecorder) handleAnchors(v *visit, now time.Time) {
	entry := r.table.At(v.job.ID)
	entry.Clear(urltable.AnchorsDue | urltable.Scripts)
	if v.document == nil || v.answer.Status/100 != 2 || v.answer.Wall != "" {
		r.fragments.checkAwaiting(v.job.ID, now)
		return
	}
	r.addPicture(v.job.ID, v, now)
	if entry.Is(urltable.Internal) { // the page was stored when it was read the first time
		r.fragments.handlePage(&result.Page{Address: v.job.ID}, v, now)
		return
	}
	r.addAnchors(v.job.ID, v, now)
}

// handleRedirectTarget records the page of the site that a redirect ended at, and
// returns its ID. It is checked by that, whether it is new or queued, because its
// content is here. The ID is 0 if there is no such page or it was read before.
func (r *pageRecorder) handleRedirectTarget(v *visit, now time.Time) result.ID {
	final := v.answer.Final.WithoutFragment()
	if !v.internal || !r.policy.IsInternal(final) || v.document == nil {
		return 0
	}
	id, isNew := r.table.Add(final.Key())
	if id == 0 { // the scan may find no more addresses
		r.recorder.omit(1)
		return 0
	}
	if id == v.job.ID { // it redirected to itself, to set a cookie
		return id
	}
	if isNew {
		from := *r.table.At(v.job.ID)
		r.discovery.addWebAddress(id, final, found{
			address: final.Key(), kind: result.KindPage, depth: int(from.Depth), follow: from.Is(urltable.Followed),
		}, now)
	}
	r.discovery.depths.lower(id, int(r.table.At(v.job.ID).Depth), now)
	if e := r.table.At(id); e.Host != 0 && result.KindPage.Outranks(e.Kind()) {
		r.discovery.setKind(id, result.KindPage, now)
	}
	if r.table.At(id).Is(urltable.Done) {
		return 0
	}
	target := targetOf(v, id)
	notes := r.notes(target)
	r.recorder.complete(newCheck(target, verdict.Decide(targetEvidence(target, notes), r.settings), notes), now)
	return id
}
