package frontier

import (
	"container/heap"
	"time"

	"sitewell/scanner/result"
)

// Host is the queue of one host. Its methods may be called by the goroutine
// that owns the frontier only.
type Host struct {
	Key string

	limits    Limits
	pace      pace
	queue     fifo
	again     againHeap
	quiet     againHeap // tried again when nothing else is left
	flying    int
	nextStart time.Time
	holdUntil time.Time
	closed    bool

	strains int // in a row, without any answer between

	// side is how many of quiet may be under way at once, 0 for one; cured
	// tells that quiet has mended something.
	side  int
	cured bool

	at    time.Time // where the heap has it
	index int       // in the heap, -1 outside
}

// Pending is the number of addresses in this host's queue.
func (h *Host) Pending() int { return h.pending() }

// Fresh is how many of them were never tried.
func (h *Host) Fresh() int { return h.queue.len() }

// Flying is the number of its requests under way.
func (h *Host) Flying() int { return h.flying }

// Limit is the number of requests at once that is thought right for it now.
func (h *Host) Limit() int { return h.pace.limit() }

// SetGap changes the least time between the starts of two requests.
func (h *Host) SetGap(gap time.Duration) { h.limits.Gap = gap }

// HeldUntil tells until when the host was asked to be left alone.
func (h *Host) HeldUntil() time.Time { return h.holdUntil }

// NextRetry is the time of the earliest second try, zero for none.
func (h *Host) NextRetry() time.Time {
	switch {
	case len(h.again) > 0:
		return h.again[0].due
	case len(h.quiet) > 0:
		return h.quiet[0].due
	}
	return time.Time{}
}

func (h *Host) pending() int { return h.queue.len() + len(h.again) + len(h.quiet) }

// idle reports whether only what waits for quiet is left.
func (h *Host) idle() bool { return h.queue.len()+len(h.again) == 0 }

// limit is how many may be under way at once, as things stand.
func (h *Host) limit() int {
	if h.idle() {
		return min(h.pace.limit(), max(1, h.side))
	}
	return h.pace.limit()
}

// learnQuiet takes in how an address took it to be asked alone.
func (h *Host) learnQuiet(how Reaction) {
	switch how {
	case Fine:
		h.cured, h.side = true, 1
	case Failed:
		if !h.cured {
			h.side = min(max(1, h.side)+1, h.pace.max)
		}
	}
}

// readyAt is the earliest time at which the host may be asked for something it has.
func (h *Host) readyAt() time.Time {
	at := h.restedAt()
	// Fresh addresses come first; where only second tries are left, the
	// earliest of them settles it.
	if next := h.NextRetry(); h.queue.len() == 0 && next.After(at) {
		at = next
	}
	return at
}

// restedAt is the earliest time at which the host may be asked for anything.
func (h *Host) restedAt() time.Time { return later(h.nextStart, h.holdUntil) }

// start counts a request that begins now.
func (h *Host) start(now time.Time) {
	h.flying++
	if h.limits.Gap > 0 {
		h.nextStart = now.Add(h.limits.Gap)
	}
}

// learnStrain leaves a host alone that shows strain again and again.
func (h *Host) learnStrain(how Reaction, now time.Time) {
	switch how {
	case Fine, Failed:
		h.strains = 0
	case Strained:
		h.strains++
		if h.strains > 1 {
			rest := h.limits.Rest << min(h.strains-2, 3)
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

// take removes the next address. The caller has made sure that there is one
// that may be taken at now.
func (h *Host) take(now time.Time) Job {
	h.start(now)
	due := len(h.again) > 0 && !h.again[0].due.After(now)
	switch {
	case h.idle():
		a := heap.Pop(&h.quiet).(again)
		return Job{ID: a.id, Try: a.try, Host: h, began: now, quiet: true}
	case due || h.queue.len() == 0:
		a := heap.Pop(&h.again).(again)
		return Job{ID: a.id, Try: a.try, Host: h, began: now}
	}
	return Job{ID: h.queue.pop(), Host: h, began: now}
}

// fifo is a queue in chunks, so that its memory goes back as it empties.
type fifo struct {
	chunks [][]result.ID
	head   int // first used place of chunks[0]
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

// again is an address to be tried once more.
type again struct {
	id  result.ID
	try int
	due time.Time
}

type againHeap []again

func (a againHeap) Len() int           { return len(a) }
func (a againHeap) Less(i, j int) bool { return a[i].due.Before(a[j].due) }
func (a againHeap) Swap(i, j int)      { a[i], a[j] = a[j], a[i] }
func (a *againHeap) Push(x any)        { *a = append(*a, x.(again)) }
func (a *againHeap) Pop() any {
	old := *a
	x := old[len(old)-1]
	*a = old[:len(old)-1]
	return x
}
