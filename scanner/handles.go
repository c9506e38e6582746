package scanner

import (
	"log/slog"
	"time"

	"sitewell/scanner/fetch"
	"sitewell/scanner/result"
)

// handleLimiter notices when this computer has no file handles, memory or ports
// left for more connections, so that no address is blamed for it. Then only half
// as many requests are in flight, nothing is requested for a moment, and the
// requests that failed because of it are sent again. Each run of answers without
// such a failure allows one more request at once.
type handleLimiter struct {
	max       int // requests in flight without a limit
	limit     int // 0: no limit
	until     time.Time
	pause     time.Duration
	minPause  time.Duration
	successes int       // answers in a row
	since     time.Time // of the first failure since a request was sent; zero: none
	gaveUp    bool
	log       *slog.Logger
}

const (
	minHandlePause    = 500 * time.Millisecond // doubled each time
	maxHandlePause    = 10 * time.Second
	successesPerRaise = 20
	maxStarved        = time.Minute // without a single request, until the scan ends
)

func newHandleLimiter(maxInFlight int, o Options, log *slog.Logger) *handleLimiter {
	h := &handleLimiter{max: maxInFlight, minPause: minHandlePause, log: log}
	if o.NoDelay {
		h.minPause /= 10
	}
	return h
}

// isLimiting reports whether requests are limited.
func (h *handleLimiter) isLimiting() bool { return h.limit > 0 }

// noteAnswer looks at an answer, while inFlight other requests are in flight. It
// reports whether the request must be sent again because this computer had no
// handles left.
func (h *handleLimiter) noteAnswer(a *fetch.Answer, inFlight int, now time.Time) (sendAgain bool) {
	if !fetch.IsOutOfHandles(a.Err) {
		h.since = time.Time{}
		if h.isLimiting() && a.Status != 0 {
			h.noteSuccess()
		}
		return false
	}
	h.successes = 0
	if h.since.IsZero() {
		h.since = now
	}
	if now.Before(h.until) {
		return true // it was in flight when another one failed
	}
	if !h.isLimiting() {
		h.log.Warn("no file handles left for more connections, scanning more slowly", "error", a.Err)
		h.limit = inFlight + 1
	}
	h.limit = max(1, h.limit/2)
	h.pause = min(max(h.minPause, 2*h.pause), maxHandlePause)
	h.until = now.Add(h.pause)
	return true
}

// giveUp reports whether nothing could be requested for so long that the scan should
// end.
func (h *handleLimiter) giveUp(now time.Time) bool {
	h.gaveUp = !h.since.IsZero() && now.Sub(h.since) >= maxStarved
	return h.gaveUp
}

func (h *handleLimiter) noteSuccess() {
	h.pause = 0
	if h.successes++; h.successes < successesPerRaise {
		return
	}
	h.successes = 0
	if h.limit++; h.limit >= h.max {
		h.limit, h.until = 0, time.Time{}
	}
}

// maxInFlight returns how many requests may be in flight, and if that is 0 for how
// long.
func (h *handleLimiter) maxInFlight(now time.Time) (n int, wait time.Duration) {
	switch {
	case h.until.After(now):
		return 0, h.until.Sub(now)
	case h.isLimiting():
		return min(h.limit, h.max), 0
	default:
		return h.max, 0
	}
}

// wait returns what progress shows while requests are limited.
func (h *handleLimiter) wait() (result.HostWait, bool) {
	if !h.isLimiting() {
		return result.HostWait{}, false
	}
	return result.HostWait{Until: h.until, Reason: result.WaitHandles}, true
}
