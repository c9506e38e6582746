package frontier

import (
	"container/heap"
	"time"

	"sitewell/scanner/result"
)

// Host is the queue of one host. Its methods must only be called by the
// goroutine that owns the frontier.
type Host struct {
	Key string

	limits    Limits
	pace      pace
	rate      rate
	queue     fifo
	retries   retryHeap
	quiet     retryHeap // to be retried when nothing else is left
	inFlight  int
	nextStart time.Time
	holdUntil time.Time
	closed    bool

	strains int // signs of strain in a row, without a response in between

	// quietLimit is the number of concurrent requests for addresses in quiet, 0
	// for one. quietHelped is true if one of them has succeeded.
	quietLimit  int
	quietHelped bool

	at    time.Time // key in the heap
	index int       // in the heap, -1 if it is not there
}

// Pending returns the number of addresses in this host's queues.
func (h *Host) Pending() int { return h.pending() }

// Untried returns the number of addresses that have not been tried.
func (h *Host) Untried() int { return h.queue.len() }

// InFlight returns the number of requests in flight.
func (h *Host) InFlight() int { return h.inFlight }

// SetGap sets the minimum time between the starts of two requests.
func (h *Host) SetGap(gap time.Duration) { h.limits.Gap = gap }

// BackedOffUntil returns the time until which the host is backed off from, zero for none.
func (h *Host) BackedOffUntil() time.Time { return h.holdUntil }

// NextRetry returns the time of the earliest retry, zero for none.
func (h *Host) NextRetry() time.Time {
	switch {
	case len(h.retries) > 0:
		return h.retries[0].due
	case len(h.quiet) > 0:
		return h.quiet[0].due
	}
	return time.Time{}
}

func (h *Host) pending() int { return h.queue.len() + len(h.retries) + len(h.quiet) }

// idle reports whether only addresses of the quiet queue are left.
func (h *Host) idle() bool { return h.queue.len()+len(h.retries) == 0 }

// limit returns the number of concurrent requests that are allowed now.
func (h *Host) limit() int {
	if h.idle() {
		return min(h.pace.limit(), max(1, h.quietLimit))
	}
	return h.pace.limit()
}

// updateQuiet adapts quietLimit to the result of a quiet retry.
func (h *Host) updateQuiet(how Reaction) {
	switch how {
	case Fine:
		h.quietHelped, h.quietLimit = true, 1
	case Failed, Refused:
		if !h.quietHelped && !h.rate.isActive() {
			h.quietLimit = min(max(1, h.quietLimit)+1, h.pace.max)
		}
	}
}

// readyAt returns the earliest time at which an address of the queues may be
// requested.
func (h *Host) readyAt() time.Time {
	at := h.restedAt()
	// Fresh addresses come first. If only retries are left, the earliest of
	// them decides.
	if next := h.NextRetry(); h.queue.len() == 0 && next.After(at) {
		at = next
	}
	return at
}

// restedAt returns the earliest time at which the host may be sent a request.
func (h *Host) restedAt() time.Time { return later(h.nextStart, h.holdUntil) }

// start records a request that begins now.
func (h *Host) start(now time.Time) {
	h.inFlight++
	if gap := max(h.limits.Gap, h.rate.gap); gap > 0 {
		h.nextStart = now.Add(gap)
	}
}

// update adapts the number of concurrent requests, and the time between them, to the
// result of a request. A host that refuses requests which come one at a time, or
// apart from each other, is asked less often and not fewer at once.
func (h *Host) update(j Job, how Reaction, latency time.Duration, now time.Time) {
	switch {
	case how == Refused && (h.rate.isActive() || h.pace.isLeast(j.began)):
		h.rate.refuse(j.began, now)
		h.nextStart = later(h.nextStart, now.Add(h.rate.gap))
		return
	case how == Fine:
		h.rate.answer()
	}
	h.pace.update(how, latency, j.began, now)
}

// IsSearching reports whether the host refuses requests, and is asked less and less
// often until it answers them.
func (h *Host) IsSearching() bool { return h.rate.isActive() }

// backOff delays the next request to a host that shows strain repeatedly.
func (h *Host) backOff(how Reaction, now time.Time) {
	switch how {
	case Fine, Failed:
		h.strains = 0
	case Strained, Refused:
		if h.rate.isActive() {
			return // its gap is the pause
		}
		h.strains++
		if h.strains > 1 {
			rest := h.limits.Backoff << min(h.strains-2, 3)
			h.nextStart = later(h.nextStart, now.Add(rest))
		}
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// pop claims the next address. There must be one that may be requested at now.
func (h *Host) pop(now time.Time) Job {
	h.start(now)
	due := len(h.retries) > 0 && !h.retries[0].due.After(now)
	switch {
	case h.idle():
		a := heap.Pop(&h.quiet).(retry)
		return Job{ID: a.id, Try: a.try, Host: h, began: now, quiet: true}
	case due || h.queue.len() == 0:
		a := heap.Pop(&h.retries).(retry)
		return Job{ID: a.id, Try: a.try, Host: h, began: now}
	}
	return Job{ID: h.queue.pop(), Host: h, began: now}
}

// fifo is a queue in chunks, so that its memory is freed as it empties.
type fifo struct {
	chunks [][]result.ID
	head   int // first used index of chunks[0]
	n      int
}

const chunkSize = 1024

func (q *fifo) len() int { return q.n }

func (q *fifo) push(id result.ID) {
	if last := len(q.chunks) - 1; last < 0 || len(q.chunks[last]) == chunkSize {
		size := chunkSize
		if last < 0 {
			size = 8 // most hosts have few addresses
		}
		q.chunks = append(q.chunks, make([]result.ID, 0, size))
	}
	last := len(q.chunks) - 1
	q.chunks[last] = append(q.chunks[last], id)
	q.n++
}

func (q *fifo) pop() result.ID {
	id := q.chunks[0][q.head]
	q.head++
	q.n--
	if q.head == len(q.chunks[0]) {
		q.chunks[0] = nil
		q.chunks = q.chunks[1:]
		q.head = 0
	}
	return id
}

// retry is an address that is to be retried.
type retry struct {
	id  result.ID
	try int
	due time.Time
}

type retryHeap []retry

func (r retryHeap) Len() int           { return len(r) }
func (r retryHeap) Less(i, j int) bool { return r[i].due.Before(r[j].due) }
func (r retryHeap) Swap(i, j int)      { r[i], r[j] = r[j], r[i] }
func (r *retryHeap) Push(x any)        { *r = append(*r, x.(retry)) }
func (r *retryHeap) Pop() any {
	old := *r
	x := old[len(old)-1]
	*r = old[:len(old)-1]
	return x
}
