// Package frontier contains the addresses that a scan still has to check and
// decides which may be requested next. There is a queue for each host, with its
// own pace. A Frontier is owned by one goroutine: it takes no locks, starts no
// goroutines and never sleeps. It must not know how an address is fetched or
// what a response means.
package frontier

import (
	"container/heap"
	"time"

	"sitewell/scanner/result"
)

// Limits limit the requests to a host.
type Limits struct {
	// Start is the initial number of concurrent requests and Max the highest.
	// If they are equal the number is fixed; otherwise it adapts to the host.
	Start, Max int
	// Gap is the minimum time between the starts of two requests.
	Gap time.Duration
	// Backoff is how long a host is backed off from after it shows strain twice in
	// a row, when fewer concurrent requests do not help any more. It doubles
	// each time, up to eight times Backoff.
	Backoff time.Duration
	// MostGap is the largest gap that is kept for a host that refuses requests which
	// come one at a time; 0: none.
	MostGap time.Duration
}

// Frontier is the set of waiting addresses, by host. Create one with New.
type Frontier struct {
	hosts    map[string]*Host
	ready    readyHeap
	waiting  int
	inFlight int
}

// New returns an empty frontier.
func New() *Frontier { return &Frontier{hosts: make(map[string]*Host)} }

// Job is a claim: an address that may be requested now, and its host, of whose
// concurrent requests it is one.
type Job struct {
	ID    result.ID
	Try   int // 0 for the first try
	Host  *Host
	began time.Time // when it was claimed
	quiet bool      // claimed while only addresses of the quiet queue were left
}

// Host returns the queue of a host by its pace key. It creates the queue with
// the given limits if there is none.
func (f *Frontier) Host(key string, limits Limits) *Host {
	h, ok := f.hosts[key]
	if !ok {
		h = &Host{Key: key, limits: limits, pace: newPace(limits), rate: rate{most: limits.MostGap}, index: -1}
		f.hosts[key] = h
	}
	return h
}

// Waiting returns the number of addresses in all queues, including those to be
// retried, without those in flight.
func (f *Frontier) Waiting() int { return f.waiting }

// InFlight returns the number of claims in flight.
func (f *Frontier) InFlight() int { return f.inFlight }

// Push adds an address to the end of its host's queue.
func (f *Frontier) Push(h *Host, id result.ID) {
	h.queue.push(id)
	f.waiting++
	f.place(h)
}

// Retry adds a claimed address to the queue again, to be retried at due at the
// earliest. The claim itself must still be released by Done.
func (f *Frontier) Retry(h *Host, id result.ID, try int, due time.Time) {
	heap.Push(&h.retries, retry{id: id, try: try, due: due})
	f.waiting++
	f.place(h)
}

// RetryWhenQuiet is Retry for an address that may have failed because of the
// concurrent requests: it waits until nothing else of its host is waiting or in
// flight. Such addresses are retried one at a time. If they keep failing, load
// was not the reason, and the number of concurrent retries grows.
func (f *Frontier) RetryWhenQuiet(h *Host, id result.ID, try int, due time.Time) {
	heap.Push(&h.quiet, retry{id: id, try: try, due: due})
	f.waiting++
	f.place(h)
}

// Next claims an address whose host may be sent a request at now. If there is
// none, ok is false and wait is the time until there can be one, or 0 if only a
// Done, a Push or an Open can change that.
func (f *Frontier) Next(now time.Time) (job Job, wait time.Duration, ok bool) {
	for len(f.ready) > 0 {
		h := f.ready[0]
		if at := h.readyAt(); at.After(now) {
			if at.After(h.at) { // the time has moved since the host was placed
				h.at = at
				heap.Fix(&f.ready, 0)
				continue
			}
			return Job{}, at.Sub(now), false
		}
		heap.Remove(&f.ready, 0)
		job = h.pop(now)
		f.waiting--
		f.inFlight++
		f.place(h)
		return job, 0, true
	}
	return Job{}, 0, false
}

// ClaimAuxiliary claims one of a host's concurrent requests for an address that is not
// queued, such as its robots.txt. The host may be closed. If no request is free,
// or the host may not be sent one at now, ok is false and wait is the time until
// that can change, or 0 if only a Done can change it. The claim must be released
// by Done.
func (f *Frontier) ClaimAuxiliary(h *Host, now time.Time) (job Job, wait time.Duration, ok bool) {
	if at := h.restedAt(); at.After(now) {
		return Job{}, at.Sub(now), false
	}
	if h.inFlight >= h.pace.limit() {
		return Job{}, 0, false
	}
	h.start(now)
	f.inFlight++
	f.place(h)
	return Job{Host: h, began: now}, 0, true
}

// Done releases a claim and records how the host reacted. latency is the time
// that the host took to respond, 0 if it can't be compared with that of other
// requests.
func (f *Frontier) Done(j Job, now time.Time, how Reaction, latency time.Duration) {
	j.Host.inFlight--
	f.inFlight--
	j.Host.update(j, how, latency, now)
	j.Host.backOff(how, now)
	if j.quiet {
		j.Host.updateQuiet(how)
	}
	f.place(j.Host)
}

// BackOff keeps a host from being sent requests before until. The latest time
// applies.
func (f *Frontier) BackOff(h *Host, until time.Time) {
	if until.After(h.holdUntil) {
		h.holdUntil = until
	}
	f.place(h)
}

// Close keeps a host from being sent requests until Open. A new host is open.
func (f *Frontier) Close(h *Host) {
	h.closed = true
	f.place(h)
}

// Open lets a closed host be sent requests again.
func (f *Frontier) Open(h *Host) {
	h.closed = false
	f.place(h)
}

// place adds a host to the heap, moves it or removes it, as its state requires.
func (f *Frontier) place(h *Host) {
	eligible := !h.closed && h.pending() > 0 && h.inFlight < h.limit()
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

// readyHeap orders hosts by the time of their next possible request.
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
