package scanner

import (
	"time"

	"sitewell/scanner/fetch"
	"sitewell/scanner/result"
)

// handles notices when this computer has no file handles, memory or ports left
// for more connections, so that no address is blamed for it. The scan then has
// half as many requests under way, asks nothing for a moment, and asks again
// what failed for it. Each run of answers without such a failure allows one
// more request at once.
type handles struct {
	limit int // requests under way at most, 0 for no limit
	until time.Time
	pause time.Duration
	fine  int // answers in a row
}

const (
	handlesPause    = 500 * time.Millisecond // then twice as long each time
	handlesMostWait = 10 * time.Second
	handlesFine     = 20 // answers that allow one more request at once
)

// short reports whether requests are limited.
func (h *handles) short() bool { return h.limit > 0 }

// noteHandles takes in whether a request failed for want of handles. It reports
// whether it must be sent again because of that.
func (r *run) noteHandles(a *fetch.Answer, now time.Time) bool {
	h := &r.handles
	if !fetch.OutOfHandles(a.Err) {
		if h.short() && a.Status != 0 {
			h.pause = 0
			if h.fine++; h.fine >= handlesFine {
				h.fine = 0
				if h.limit++; h.limit >= cap(r.tasks) {
					*h = handles{}
				}
			}
		}
		return false
	}
	h.fine = 0
	if now.Before(h.until) {
		return true // it was under way when another one failed
	}
	if !h.short() {
		r.e.log.Warn("no file handles left for more connections, scanning more slowly", "error", a.Err)
		h.limit = r.flying + 1
	}
	h.limit = max(1, h.limit/2)
	first := handlesPause
	if r.e.opts.NoDelay {
		first /= 10
	}
	h.pause = min(max(first, 2*h.pause), handlesMostWait)
	h.until = now.Add(h.pause)
	return true
}

// sendAgain puts what a failure of this computer kept from being asked back
// where it came from, as if it had not been.
func (r *run) sendAgain(v *visit, now time.Time) {
	switch v.purpose {
	case toCheck, toAnchor:
		host := r.book.at(v.job.ID).host
		host.front.Retry(v.job.Host, v.job.ID, v.job.Try, now)
		host.sale.asked = host.sale.asked && !v.look
		r.release(v, now)
	default:
		r.later(v.task, now, max(r.handles.until.Sub(now), time.Millisecond))
	}
}

// atOnce is how many requests may be under way now, and how long that is to be
// waited for where it is none.
func (r *run) atOnce(now time.Time) (n int, wait time.Duration) {
	switch h := &r.handles; {
	case h.until.After(now):
		return 0, h.until.Sub(now)
	case h.short():
		return min(h.limit, cap(r.tasks)), 0
	default:
		return cap(r.tasks), 0
	}
}

// waitingForHandles is what progress says of it.
func (r *run) waitingForHandles() (result.HostWait, bool) {
	if !r.handles.short() {
		return result.HostWait{}, false
	}
	return result.HostWait{Until: r.handles.until, Reason: result.WaitHandles}, true
}
