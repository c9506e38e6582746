package scanner

import (
	"context"
	"time"

	"sitewell/scanner/policy"
	"sitewell/scanner/result"
	"sitewell/scanner/soft404"
	"sitewell/scanner/urltable"
)

// coordinator is one run of a scan. Its goroutine owns all state except for the
// channels, so there are no locks. Workers get tasks and send visits; the writer
// gets batches. The coordinator never blocks on either of them: it hands out a
// task only if a worker is free, and it handles visits until the batch is so large
// that the writer must catch up first.
type coordinator struct {
	engine     *Engine
	policy     *policy.Policy
	table      *urltable.Table
	hosts      *hosts
	retries    *retries
	offline    *offlineWatch
	dispatcher *dispatcher
	recorder   *recorder
	fragments  *fragmentChecks
	discovery  *discovery
	soft404    *soft404.Detector[*visit]
	pages      *pageRecorder
	auxiliary  *auxiliary
	cloaked    *cloaked
	cutOff     *cutOff
	bans       *bans
	redirects  *redirects
	rendering  *renderings
	writer     *writer
	visits     chan *visit // see worker.work
	isSignedIn bool
	timer      *time.Timer // of the step
}

const idleHeartbeat = time.Second

func newCoordinator(e *Engine, p *policy.Policy, canRecall bool) *coordinator {
	o, n := e.opts, workers(e.opts)
	texts := e.memory.texts
	if !canRecall {
		texts.Blocks = 0 // all of them are kept
	}
	c := &coordinator{
		engine:     e,
		policy:     p,
		table:      urltable.New(texts),
		hosts:      newHosts(o),
		retries:    newRetries(o),
		offline:    newOfflineWatch(o),
		visits:     make(chan *visit),
		isSignedIn: signedIn(o),
		timer:      time.NewTimer(idleHeartbeat),
	}
	c.soft404 = soft404.New[*visit](soft404.Options{Start: e.start, IsInternal: p.IsInternal, MayRequest: c.hosts.robotsAllow})
	c.recorder = &recorder{
		table: c.table, batch: newBatcher(), progress: newProgressCounter(time.Now()), diagnosis: newDiagnosis(o),
		hosts: c.hosts, retries: c.retries, settings: e.settings, isStart: o.isStart,
	}
	c.writer = newWriter(c.recorder.batch.recycle, e.redactor)
	c.dispatcher = &dispatcher{
		tasks: make(chan task, n), hosts: c.hosts, texts: newTextLoader(c.table), soft404: c.soft404,
		offline: c.offline, handles: newHandleLimiter(n, o, e.log), claim: c.handleClaim,
	}
	c.fragments = newFragmentChecks(c.recorder, o, e.memory.anchorWords)
	c.discovery = &discovery{
		start: e.start, policy: p, marks: e.marks, table: c.table, hosts: c.hosts, recorder: c.recorder, fragments: c.fragments,
		nofollow: &nofollowPages{obey: o.ObeyNofollow, table: c.table, hosts: c.hosts},
		sitemaps: newSitemapCount(), disabled: o.listed != nil || o.isList(), isList: o.isList(),
	}
	c.discovery.depths = &depths{
		limit: p.MaxDepth(), table: c.table, recorder: c.recorder, enqueue: c.discovery.enqueue, canRetrace: canRecall,
	}
	c.pages = &pageRecorder{
		opts: o, settings: e.settings, policy: p, table: c.table, recorder: c.recorder, fragments: c.fragments,
		discovery: c.discovery, soft404: c.soft404,
	}
	c.auxiliary = &auxiliary{
		engine: e, policy: p, table: c.table, hosts: c.hosts, retries: c.retries, offline: c.offline,
		dispatcher: c.dispatcher, recorder: c.recorder, discovery: c.discovery, pages: c.pages,
	}
	c.discovery.prepareHost = c.auxiliary.prepareHost
	c.cloaked = &cloaked{requestHome: c.auxiliary.requestHome, conclude: c.conclude, disabled: o.NoProbes}
	c.cutOff = &cutOff{conclude: c.decide, settle: c.settleHeld, count: c.recorder.diagnosis.noteCutOff}
	c.bans = newBans(c)
	c.auxiliary.pauseOfBan = firstBanWait / c.bans.hurry
	c.redirects = newRedirects(c)
	c.dispatcher.redirects = c.redirects
	c.rendering = newRenderings(c)
	c.dispatcher.isFull = c.rendering.isFull
	c.fragments.rendering = c.rendering
	return c
}

// step hands out tasks and waits until there is something to handle, which it
// handles. It reports whether there is a next step: not once everything is checked,
// ctx has ended, nothing can be stored any more, or nothing can be requested.
func (c *coordinator) step(ctx context.Context) (more bool) {
	if ctx.Err() != nil {
		return false
	}
	now := time.Now()
	if c.dispatcher.inFlight == 0 && c.dispatcher.handles.giveUp(now) {
		return false
	}
	wait := c.rendering.dispatch(now) // first, since a browser waits
	wait = sooner(wait, c.dispatcher.dispatch(now))
	c.publish(now, false)
	if c.isIdle() {
		return c.release(ctx, now)
	}
	c.timer.Reset(c.timeout(now, wait))
	batches, visits := c.openChannels(now)
	block, isWanted := c.dispatcher.texts.next()
	var wanted chan<- textBlock
	if isWanted {
		wanted = c.writer.wanted
	}
	select {
	case <-ctx.Done():
	case <-c.writer.ended: // it failed; Run has its error, and ctx ends
		return false
	case batches <- c.recorder.batch.batch:
		c.nextBatch()
	case wanted <- block:
		c.dispatcher.texts.isLoading = true
	case b := <-c.writer.loaded:
		now := time.Now()
		for _, claim := range c.dispatcher.texts.handleLoaded(b) {
			c.handleClaim(claim, now)
		}
	case v := <-visits:
		c.handleResult(v, time.Now())
	case v := <-c.renderedPages():
		c.handleRendered(v, time.Now())
	case l := <-c.rendering.loads:
		c.rendering.pending = append(c.rendering.pending, l)
	case l := <-c.rendering.loaded:
		c.rendering.release(l, time.Now())
	case <-c.timer.C:
	}
	return true
}

// release lets go what waited until nothing else was left to be requested. It
// reports whether there is a next step.
func (c *coordinator) release(ctx context.Context, now time.Time) (more bool) {
	if !c.retrace(ctx) {
		return false
	}
	if !c.isIdle() || c.bans.settle(now) || c.discovery.nofollow.release() || c.cloaked.settle(c.hosts.list, now) || c.cutOff.decide(now) {
		return true
	}
	c.discovery.depths.settle(now)
	return false
}

// isIdle reports whether nothing is in flight and nothing is left to be requested or
// shown.
func (c *coordinator) isIdle() bool { return c.dispatcher.isIdle() && c.rendering.isIdle() }

// openChannels returns the channel to the writer if there is enough to store, and
// the one from the workers unless there is too much.
func (c *coordinator) openChannels(now time.Time) (batches chan<- *result.Batch, visits <-chan *visit) {
	if c.recorder.batch.isDue(now) {
		batches = c.writer.batches
	}
	if !c.recorder.batch.isFull() {
		visits = c.visits
	}
	return batches, visits
}

// nextBatch begins a new batch, after the one before was handed over.
func (c *coordinator) nextBatch() {
	c.recorder.batch.next()
	// The writer reads addresses back only after it has stored the batch before.
	c.table.DropStored(result.ID(c.table.Len()))
}

// timeout returns how long to wait at most: until a host may be asked again or the
// batch is old enough, but never so long that progress seems to stop.
func (c *coordinator) timeout(now time.Time, wait time.Duration) time.Duration {
	d := idleHeartbeat
	if wait > 0 {
		d = min(d, wait)
	}
	d = c.dispatcher.untilDelayed(now, d)
	if due := c.recorder.batch.untilDue(now); due > 0 {
		d = min(d, due)
	}
	return max(d, time.Millisecond)
}

// finish waits for what is in flight, has the last batch stored, and lets workers
// and writer end: it closes the channels that it sends on.
func (c *coordinator) finish() {
	c.timer.Stop()
	c.publish(time.Now(), true)
	close(c.dispatcher.tasks)
	c.rendering.finish()
	for c.dispatcher.inFlight > 0 {
		c.handleResult(<-c.visits, time.Now())
	}
	if batch := c.recorder.batch.batch; !batch.Empty() {
		select {
		case c.writer.batches <- batch:
		case <-c.writer.ended:
		}
	}
	close(c.writer.batches)
	<-c.writer.ended
	c.publish(time.Now(), true)
}
