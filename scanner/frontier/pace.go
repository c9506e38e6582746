package frontier

import "time"

// Reaction is how a host took a request.
type Reaction uint8

const (
	// Fine: it answered, whatever it said.
	Fine Reaction = iota
	// Strained: it asked for less (429, 503) or did not keep up (a time-out).
	Strained
	// Failed: it answered with what may pass (500, a reset). One says nothing
	// of the host, many do.
	Failed
	// Neutral: nothing to be learned, such as a cancelled request.
	Neutral
)

// pace learns how many requests at once a host bears: one more after a clean
// window, half after a sign of strain (AIMD, as TCP does). It remembers the
// number that was too many and tries it again ever more seldom, one step at a
// time, so that a server with a fixed capacity is pushed over it in less than
// one request of a hundred and is used to the full otherwise.
type pace struct {
	min, max int
	now      int
	clean    int // answers since the last change, or the last full window
	failed   int // failures among them
	// ceiling is a number that was too many, 0 for none known; patience is how
	// many clean answers must come before it is tried again.
	ceiling, patience, waited int
	latency                   latency
	settled                   time.Time // requests that began by then count for the last cut
}

// Clean answers under a known ceiling before it is tried again: at first, and
// at most, as each trial that fails doubles them.
const (
	firstPatience = 200
	mostPatience  = 6400
)

func newPace(l Limits) pace {
	start := max(1, l.Start)
	return pace{min: 1, max: max(start, l.Max), now: start}
}

func (p *pace) limit() int { return p.now }

// learn takes in how one request went that began and was answered then, the
// latter being now.
func (p *pace) learn(how Reaction, thought time.Duration, began, now time.Time) {
	switch how {
	case Neutral:
		return
	case Strained:
		p.cut(began, now)
		return
	case Failed:
		p.failed++
	case Fine:
		p.clean++
		p.waited++
		if began.After(p.settled) && p.latency.doubled(thought) && p.now > p.min {
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

// raise goes up by one, unless that is known to be too many, or it has yet to
// be seen whether it helped to go down.
func (p *pace) raise() {
	switch {
	case p.now == p.max, p.now+1 == p.ceiling && p.waited < p.patience,
		p.latency.before > 0 && p.waited < latencyWindow:
		return
	}
	p.now++
	p.waited = 0
}

// cut goes down, once for all requests that were under way together: by half,
// or by the one step that turned out to be too many again.
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
		p.ceiling++ // nothing below is left to go to
	}
	p.now = max(p.min, p.now/2)
}

// latency notices when answers take at least twice as long as they did at the
// best. It compares means of many answers: pages of one site take very
// different times without any strain.
type latency struct {
	sum  time.Duration
	n    int
	best time.Duration // least mean so far, 0 for none
	// before is the mean for which fewer at once were tried, 0 for none.
	before time.Duration
}

const (
	// latencyFirst is the window at the beginning, before there is any crowd,
	// and that which tells whether fewer at once helped.
	latencyFirst  = 8
	latencyWindow = 32
	// latencyNoise: answers that come so fast are no sign of strain, whatever
	// they were before.
	latencyNoise = 50 * time.Millisecond
)

// doubled takes in how long a host thought, 0 for unknown, and reports whether
// a window has just ended whose mean is twice the best.
func (l *latency) doubled(thought time.Duration) bool {
	if thought <= 0 {
		return false
	}
	l.sum += thought
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
		// The last: fewer at once did not help, so load was not the reason.
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
