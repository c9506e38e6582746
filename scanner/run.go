package scanner

import (
	"context"
	"time"

	"sitewell/scanner/fetch"
	"sitewell/scanner/frontier"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// run is the state of one scan. One goroutine, the coordinator, owns all of
// it but the channels, so there are no locks. Workers get tasks and send
// visits; the writer gets batches. The coordinator never blocks on either: it
// hands out a task only where a worker is free, and takes visits in until the
// batch is so large that the writer must catch up first.
type run struct {
	e     *Engine
	scope *scope
	book  *book
	// The site's own hosts and all others wait apart, so that slow strangers
	// never hold up the site.
	home, others *frontier.Frontier

	tasks   chan task
	visits  chan *visit
	batches chan *result.Batch
	spare   chan *result.Batch // stored, to be filled again
	asks    chan int           // blocks of addresses to be read back
	answers chan recalled
	// stored is closed when the writer has ended, for whatever reason.
	stored chan struct{}

	batch      *result.Batch
	batchLinks int
	batchBytes int // about what it takes in memory
	batchSince time.Time

	parked  map[int][]parked // claims that wait for their address, by block
	missing []int            // blocks that they wait for
	asking  bool             // for the first of them
	waiting int              // claims that wait

	flying  int    // tasks under way
	errands []task // robots.txt and the like, before anything else
	delayed []delayed
	aside   []result.ID // pages that only nofollow links lead to so far

	hosts     map[string]*host               // by pace key
	tries     map[result.ID][]result.Attempt // of addresses that are tried again
	fragments fragments
	siteMaps  siteMaps
	count     count
	doubts    doubts
	offline   offline
	handles   handles
	diagnosis diagnosis
}

const (
	batchRows     = 8_000   // addresses, checks and links that make a batch worth storing
	batchMost     = 8 << 20 // bytes in memory, roughly, from which on the writer must catch up
	batchAge      = 400 * time.Millisecond
	publishEvery  = 50 * time.Millisecond
	finalCommit   = 30 * time.Second // for the last batch after a stop
	maxTries      = 2                // later attempts (check 61)
	idleHeartbeat = time.Second
)

// About what a batch takes in memory for each of its parts, texts left out.
const (
	addressBytes = 120
	checkBytes   = 700
	settledBytes = 110
	linkBytes    = 170
)

func newRun(e *Engine, s *scope) *run {
	n := workers(e.opts)
	return &run{
		e:         e,
		scope:     s,
		book:      newBook(),
		home:      frontier.New(),
		others:    frontier.New(),
		tasks:     make(chan task, n),
		visits:    make(chan *visit), // see worker.work
		batches:   make(chan *result.Batch),
		spare:     make(chan *result.Batch, 1),
		asks:      make(chan int),
		answers:   make(chan recalled, 1), // the writer never waits for the coordinator
		parked:    make(map[int][]parked),
		stored:    make(chan struct{}),
		batch:     new(result.Batch),
		hosts:     make(map[string]*host),
		tries:     make(map[result.ID][]result.Attempt),
		fragments: newFragments(),
		siteMaps:  newSiteMaps(),
		doubts:    newDoubts(e.start),
		count:     newCount(time.Now()),
		diagnosis: diagnosis{signedIn: e.opts.Credential != (fetch.Credential{})},
	}
}

// coordinate hands out work and takes in results until all is checked or ctx
// ends. It closes the channels that it sends on.
func (r *run) coordinate(ctx context.Context) {
	timer := time.NewTimer(idleHeartbeat)
	defer timer.Stop()
	for ctx.Err() == nil {
		now := time.Now()
		wait := r.dispatch(now)
		r.publish(now, false)
		if r.e.watch != nil {
			r.e.watch(r)
		}
		if r.flying == 0 && r.home.Waiting() == 0 && r.others.Waiting() == 0 && len(r.errands) == 0 && len(r.delayed) == 0 && r.waiting == 0 {
			if r.takeUp() {
				continue
			}
			break
		}
		timer.Reset(r.sleep(now, wait))
		batches, visits := r.gates(now)
		asks, block := r.question()
		select {
		case <-ctx.Done():
		case <-r.stored: // the writer failed; Run has its error, and ctx ends
			r.finish()
			return
		case batches <- r.batch:
			r.fresh()
		case asks <- block:
			r.asking = true
		case a := <-r.answers:
			r.unpark(a, time.Now())
		case v := <-visits:
			r.take(v, time.Now())
		case <-timer.C:
		}
	}
	r.finish()
}

// gates opens the way to the writer when there is enough to store, and closes
// the one from the workers when there is too much.
func (r *run) gates(now time.Time) (chan<- *result.Batch, <-chan *visit) {
	size := len(r.batch.Found) + len(r.batch.Checks) + len(r.batch.Settled) + r.batchLinks
	var out chan<- *result.Batch
	if size >= batchRows || r.batchBytes >= batchMost || size > 0 && now.Sub(r.batchSince) >= batchAge {
		out = r.batches
	}
	if r.batchBytes >= batchMost {
		return out, nil
	}
	return out, r.visits
}

// sleep is how long to wait at most: until a host may be asked again, until
// the batch is old enough, and never so long that progress stands still.
func (r *run) sleep(now time.Time, wait time.Duration) time.Duration {
	d := idleHeartbeat
	if wait > 0 {
		d = min(d, wait)
	}
	for _, e := range r.delayed {
		d = min(d, e.due.Sub(now))
	}
	if !r.batch.Empty() {
		if age := now.Sub(r.batchSince); age < batchAge {
			d = min(d, batchAge-age)
		}
	}
	return max(d, time.Millisecond)
}

// fresh begins a new batch. The one before is the writer's, which answers
// questions behind it.
func (r *run) fresh() {
	select {
	case r.batch = <-r.spare:
	default:
		r.batch = new(result.Batch)
	}
	r.batchLinks, r.batchBytes, r.batch.Omitted = 0, 0, r.count.omitted
	r.book.texts.forget(result.ID(r.book.seen.Len()))
}

// touched starts a batch's clock with the first thing in it.
func (r *run) touched(now time.Time) {
	if r.batch.Empty() {
		r.batchSince = now
	}
}

// finish waits for what is under way, stores the last batch and lets workers
// and writer end.
func (r *run) finish() {
	r.publish(time.Now(), true)
	close(r.tasks)
	for ; r.flying > 0; r.flying-- {
		if v := <-r.visits; !v.cut {
			r.flying++ // take counts it down itself
			r.take(v, time.Now())
		}
	}
	if !r.batch.Empty() {
		select {
		case r.batches <- r.batch:
		case <-r.stored:
		}
	}
	close(r.batches)
	<-r.stored
	r.publish(time.Now(), true)
}

// store is the writer: it commits batches in order until there are no more, and
// reads back addresses in between. It outlives a cancelled ctx, so that what was
// found is kept, but not for long.
func (r *run) store(ctx context.Context, sink Sink) error {
	defer close(r.stored)
	ctx = context.WithoutCancel(ctx)
	recaller, _ := sink.(Recaller)
	for {
		select {
		case b, more := <-r.batches:
			if !more {
				return nil
			}
			if err := sink.Commit(ctx, b); err != nil {
				return err
			}
			r.reuse(b)
		case block := <-r.asks:
			back, err := r.recallBlock(ctx, recaller, block)
			if err != nil {
				return err
			}
			r.answers <- back
		}
	}
}

// mostSpare is how many checks a batch may have had to be filled again.
const mostSpare = 4_000

// reuse gives the coordinator the room of a batch that was stored, without what
// stands in it.
func (r *run) reuse(b *result.Batch) {
	if max(cap(b.Found), cap(b.Checks), cap(b.Settled)) > mostSpare {
		return
	}
	clear(b.Found)
	clear(b.Checks)
	clear(b.Settled)
	clear(b.Pages)
	b.Found, b.Checks, b.Settled, b.Pages = b.Found[:0], b.Checks[:0], b.Settled[:0], b.Pages[:0]
	select {
	case r.spare <- b:
	default:
	}
}

// dispatch hands out tasks while workers are free and hosts may be asked. It
// gives the time after which another host may be, 0 for none.
func (r *run) dispatch(now time.Time) time.Duration {
	most, pause := r.atOnce(now)
	if most == 0 {
		return pause
	}
	wait := r.runErrands(now)
	if r.offline.active() {
		return wait
	}
	if r.doubts.heldBytes < maxAllHeldBytes {
		wait = sooner(wait, r.drawFrom(r.home, most, now))
	}
	return sooner(wait, r.drawFrom(r.others, min(most, externalConcurrency), now))
}

// sooner is the shorter of two times to wait, 0 meaning for ever.
func sooner(a, b time.Duration) time.Duration {
	if a == 0 || b > 0 && b < a {
		return b
	}
	return a
}

// drawFrom claims from one frontier, up to most at once.
func (r *run) drawFrom(f *frontier.Frontier, most int, now time.Time) (wait time.Duration) {
	for r.hasRoom(now) && f.Flying() < most {
		job, wait, ok := f.Next(now)
		if !ok {
			return wait
		}
		r.claim(f, job, now)
	}
	return 0
}

// hasRoom reports whether one more request may be under way.
func (r *run) hasRoom(now time.Time) bool {
	most, _ := r.atOnce(now)
	return r.flying+r.waiting < most
}

func (r *run) hand(t task) {
	r.flying++
	r.count.current = t.url
	r.tasks <- t // never blocks: flying is less than its capacity
}

// claim turns a claimed address into a task, or settles it at once where its
// host's rules or state say so.
func (r *run) claim(f *frontier.Frontier, job frontier.Job, now time.Time) {
	entry := r.book.at(job.ID)
	if entry.is(done) && !entry.is(anchorsDue) { // settled meanwhile, by a redirect that ended there
		f.Done(job, now, frontier.Neutral, 0)
		return
	}
	text, here := r.book.texts.get(job.ID)
	if !here {
		r.park(f, job)
		return
	}
	u, err := weburl.Parse(text)
	if err != nil { // can't be: only parsed addresses are queued
		f.Done(job, now, frontier.Neutral, 0)
		r.settle(job.ID, outcome.AddressMalformed, err.Error(), now)
		return
	}
	if key, reason := r.forbidden(entry, job.ID, u); key != "" {
		f.Done(job, now, frontier.Neutral, 0)
		r.settle(job.ID, key, reason, now)
		return
	}
	t := task{job: job, url: u, kind: entry.kind.kind(), internal: entry.is(internal), byGet: entry.is(byGet)}
	switch {
	case entry.is(anchorsDue):
		t.purpose, t.read = toAnchor, true
	case t.internal:
		t.read = t.kind != result.KindOther
	default:
		t.read = r.fragments.wanted(job.ID)
		t.look = t.kind == result.KindPage && entry.host.look()
	}
	t.structured = r.e.opts.StructuredData
	r.hand(t)
}
