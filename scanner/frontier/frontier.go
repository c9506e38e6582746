// Package frontier holds the addresses that a scan has yet to check and
// decides which may be asked for next: a queue for each host, each with a
// pace of its own. One goroutine owns a Frontier; it takes no locks, starts
// no goroutines and never sleeps. It must not know how an address is fetched
// or what the answer means.
package frontier

import (
	"container/heap"
	"time"

	"sitewell/scanner/result"
)

// Limits say how a host is treated.
type Limits struct {
	// Start and Max bound how many requests may be under way at once. With
	// Start == Max the number is fixed, otherwise it is learned in between.
	Start, Max int
	// Gap is the least time between the starts of two requests.
	Gap time.Duration
	// Rest is how long a host is left alone that shows strain twice in a row,
	// when fewer at once are no answer any more. It doubles each time, up to
	// eight times as long.
	Rest time.Duration
}

// Frontier is the set of waiting addresses, by host. Make one with New.
type Frontier struct {
	hosts   map[string]*Host
	ready   readyHeap
	waiting int
	flying  int
}

// New gives an empty frontier.
func New() *Frontier { return &Frontier{hosts: make(map[string]*Host)} }

// Job is one claim: an address and the host whose slot it holds.
type Job struct {
	ID    result.ID
	Try   int // 0 for the first try
	Host  *Host
	began time.Time // when it was claimed
	quiet bool      // claimed while the host had nothing else to do
}

// Host finds the queue of a host by its pace key, or makes it with limits.
func (f *Frontier) Host(key string, limits Limits) *Host {
	h, ok := f.hosts[key]
	if !ok {
		h = &Host{Key: key, limits: limits, pace: newPace(limits), index: -1}
		f.hosts[key] = h
	}
	return h
}

// Waiting is the number of addresses in all queues, those to be tried again
// included, those under way not.
func (f *Frontier) Waiting() int { return f.waiting }

// Flying is the number of claims under way.
func (f *Frontier) Flying() int { return f.flying }

// Push adds an address to the end of its host's queue.
func (f *Frontier) Push(h *Host, id result.ID) {
	h.queue.push(id)
	f.waiting++
	f.place(h)
}

// Retry puts a claimed address back, to be tried again at due at the earliest.
// The claim itself must still be given back by Done.
func (f *Frontier) Retry(h *Host, id result.ID, try int, due time.Time) {
	heap.Push(&h.again, again{id: id, try: try, due: due})
	f.waiting++
	f.place(h)
}

// RetryWhenQuiet is Retry for what may have failed because of all that was
// asked beside it: it waits until nothing else of its host is waiting or under
// way. One such address is asked after the other; while they fail again all
// the same, load was not the reason, and more of them go at once.
func (f *Frontier) RetryWhenQuiet(h *Host, id result.ID, try int, due time.Time) {
	heap.Push(&h.quiet, again{id: id, try: try, due: due})
	f.waiting++
	f.place(h)
}

// Next claims an address whose host may be asked at now. Where none may, ok is
// false and wait is how long until that can change by itself: 0 if only a Done,
// a Push or an Open can change it.
func (f *Frontier) Next(now time.Time) (job Job, wait time.Duration, ok bool) {
	for len(f.ready) > 0 {
		h := f.ready[0]
		if at := h.readyAt(); at.After(now) {
			if at.After(h.at) { // it had become later since it was placed
				h.at = at
				heap.Fix(&f.ready, 0)
				continue
			}
			return Job{}, at.Sub(now), false
		}
		heap.Remove(&f.ready, 0)
		job = h.take(now)
		f.waiting--
		f.flying++
		f.place(h)
		return job, 0, true
	}
	return Job{}, 0, false
}

// Borrow claims one of a host's slots for what is in no queue, such as its
// robots.txt; the host may be closed. Where none is free, or the host may not
// be asked at now, ok is false and wait is how long until that can change by
// itself, 0 for only by a Done. The claim must be given back by Done.
func (f *Frontier) Borrow(h *Host, now time.Time) (job Job, wait time.Duration, ok bool) {
	if at := h.restedAt(); at.After(now) {
		return Job{}, at.Sub(now), false
	}
	if h.flying >= h.pace.limit() {
		return Job{}, 0, false
	}
	h.start(now)
	f.flying++
	f.place(h)
	return Job{Host: h, began: now}, 0, true
}

// Done gives a claim back and tells how the host took it. thought is how long
// the host thought about its answer, 0 where that can't be compared with that
// of others.
func (f *Frontier) Done(j Job, now time.Time, how Reaction, thought time.Duration) {
	j.Host.flying--
	f.flying--
	j.Host.pace.learn(how, thought, j.began, now)
	j.Host.learnStrain(how, now)
	if j.quiet {
		j.Host.learnQuiet(how)
	}
	f.place(j.Host)
}

// Hold keeps a host from being asked before until. A later time wins.
func (f *Frontier) Hold(h *Host, until time.Time) {
	if until.After(h.holdUntil) {
		h.holdUntil = until
	}
	f.place(h)
}

// Close keeps a host from being asked until Open. A host is made open.
func (f *Frontier) Close(h *Host) {
	h.closed = true
	f.place(h)
}

// Open lets a closed host be asked.
func (f *Frontier) Open(h *Host) {
	h.closed = false
	f.place(h)
}

// Drain empties a host's queues and gives what was in them.
func (f *Frontier) Drain(h *Host) []result.ID {
	var ids []result.ID
	for h.queue.len() > 0 {
		ids = append(ids, h.queue.pop())
	}
	for _, a := range h.again {
		ids = append(ids, a.id)
	}
	for _, a := range h.quiet {
		ids = append(ids, a.id)
	}
	h.again, h.quiet = nil, nil
	f.waiting -= len(ids)
	f.place(h)
	return ids
}

// Hosts calls yield for every host until it reports false.
func (f *Frontier) Hosts(yield func(*Host) bool) {
	for _, h := range f.hosts {
		if !yield(h) {
			return
		}
	}
}

// place puts a host into the heap, moves it or takes it out, as its state asks.
func (f *Frontier) place(h *Host) {
	eligible := !h.closed && h.pending() > 0 && h.flying < h.limit()
	switch {
	case eligible && h.index < 0:
		h.at = h.readyAt()
		heap.Push(&f.ready, h)
	case eligible:
		h.at = h.readyAt()
		heap.Fix(&f.ready, h.index)
	case h.index >= 0:
		heap.Remove(&f.ready, h.index)
	}
}

// readyHeap orders hosts by the time at which they may be asked.
type readyHeap []*Host

func (r readyHeap) Len() int           { return len(r) }
func (r readyHeap) Less(i, j int) bool { return r[i].at.Before(r[j].at) }
func (r readyHeap) Swap(i, j int) {
	r[i], r[j] = r[j], r[i]
	r[i].index, r[j].index = i, j
}

func (r *readyHeap) Push(x any) {
	h := x.(*Host)
	h.index = len(*r)
	*r = append(*r, h)
}

func (r *readyHeap) Pop() any {
	old := *r
	h := old[len(old)-1]
	*r = old[:len(old)-1]
	h.index = -1
	return h
}
