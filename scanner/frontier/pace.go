package frontier

import "time"

// Reaction is how a host reacted to a request.
type Reaction uint8

const (
	// Fine means that the host responded, with whatever status.
	Fine Reaction = iota
	// Strained means that the host did not keep up (a time-out).
	Strained
	// Refused means that the host asked for fewer requests (429, 503).
	Refused
	// Failed means a failure that may be temporary (500, a reset). A single one
	// says nothing about the load of the host, but many do.
	Failed
	// Neutral means that the result says nothing about the host, as that of a
	// cancelled request.
	Neutral
)

// pace adapts the number of concurrent requests to what a host can handle: one
// more after a window without failures, half after a sign of strain (additive
// increase, multiplicative decrease, as in TCP). It remembers the number that was
// too many and tries it again less and less often, one step at a time. So a
// server with a fixed capacity is overloaded by fewer than one request in a
// hundred, and its capacity is used otherwise.
type pace struct {
	min, max int
	now      int
	clean    int // responses since the last change or the last full window
	failed   int // failures since then
	// ceiling is a number that was too many, 0 if none is known. patience is the
	// number of clean responses before it is tried again, and waited counts them.
	ceiling, patience, waited int
	latency                   latency
	settled                   time.Time // requests that began before belong to the last cut
}

// The number of clean responses before a known ceiling is tried again. It begins
// with firstPatience and doubles with each failed trial, up to mostPatience.
const (
	firstPatience = 200
	mostPatience  = 6400
)

func newPace(l Limits) pace {
	start := max(1, l.Start)
	return pace{min: 1, max: max(start, l.Max), now: start}
}

func (p *pace) limit() int { return p.now }

// isLeast reports whether a request that began at began was the only one at once.
func (p *pace) isLeast(began time.Time) bool { return p.now == p.min && began.After(p.settled) }

// update adapts the pace to the result of a request that began at began and
// ended at now.
func (p *pace) update(how Reaction, latency time.Duration, began, now time.Time) {
	switch how {
	case Neutral:
		return
	case Strained, Refused:
		p.cut(began, now)
		return
	case Failed:
		p.failed++
	case Fine:
		p.clean++
		p.waited++
		if began.After(p.settled) && p.latency.doubled(latency) && p.now > p.min {
			p.cut(began, now)
			return
		}
	}
	if p.clean+p.failed < p.now {
		return
	}
	failed := p.failed
	p.clean, p.failed = 0, 0
	switch {
	case 2*failed > p.now:
		p.cut(began, now)
	case failed == 0:
		p.raise()
	}
}

// raise allows one more concurrent request, unless that is known to be too many
// or it is not clear yet whether the last cut helped.
func (p *pace) raise() {
	switch {
	case p.now == p.max, p.now+1 == p.ceiling && p.waited < p.patience,
		p.latency.before > 0 && p.waited < latencyWindow:
		return
	}
	p.now++
	p.waited = 0
}

// cut reduces the number of concurrent requests, once for all requests that were
// in flight together: by half, or by one if that one turned out to be too many
// again.
func (p *pace) cut(began, now time.Time) {
	if !began.After(p.settled) {
		return
	}
	p.settled = now
	p.clean, p.failed, p.waited = 0, 0, 0
	p.latency.reset()
	if p.now == p.ceiling && p.now > p.min {
		p.now--
		p.patience = min(2*p.patience, mostPatience)
		return
	}
	p.ceiling, p.patience = p.now, firstPatience
	if p.now == p.min {
		p.ceiling++ // there is no lower number
	}
	p.now = max(p.min, p.now/2)
}

// latency detects that responses take at least twice as long as at best. It
// compares means of many responses, since pages of one site take very different
// times without any strain.
type latency struct {
	sum  time.Duration
	n    int
	best time.Duration // lowest mean so far, 0 for none
	// before is the mean that caused the last cut, 0 for none.
	before time.Duration
}

const (
	// latencyFirst is the window at the beginning, when there are few concurrent
	// requests, and the window after a cut, to see whether it helped.
	latencyFirst  = 8
	latencyWindow = 32
	// latencyNoise is the latency up to which responses are never a sign of
	// strain.
	latencyNoise = 50 * time.Millisecond
)

// doubled records the latency of a response, 0 if it is unknown, and reports
// whether a window has just ended whose mean is more than twice the best.
func (l *latency) doubled(taken time.Duration) bool {
	if taken <= 0 {
		return false
	}
	l.sum += taken
	l.n++
	window := latencyWindow
	if l.best == 0 || l.before > 0 {
		window = latencyFirst
	}
	if l.n < window {
		return false
	}
	mean := l.sum / time.Duration(l.n)
	l.reset()
	if l.best == 0 || mean < l.best || l.before > 0 && mean > l.before*3/4 {
		// In the last case the cut did not help, so load was not the reason.
		l.best = mean
	}
	l.before = 0
	if mean <= 2*l.best || mean <= latencyNoise {
		return false
	}
	l.before = mean
	return true
}

func (l *latency) reset() { l.sum, l.n = 0, 0 }
