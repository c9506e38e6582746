package frontier

import "time"

// Reaction is how a host took a request.
type Reaction uint8

const (
	// Fine: it answered, whatever it said.
	Fine Reaction = iota
	// Strained: it asked for less (429, 503) or did not keep up (a time-out).
	Strained
	// Neutral: nothing to be learned, such as a cancelled request.
	Neutral
)

// pace learns how many requests at once a host bears: one more after a clean
// window, half after a sign of strain (AIMD, as TCP does). It remembers the
// number that was too many and goes near it only now and then, so that a
// server with a fixed capacity is pushed over it seldom.
type pace struct {
	min, max int
	now      float64
	clean    int           // answers since the last change
	ceiling  float64       // a number that was too many, 0 for none known
	patience int           // clean windows left before the ceiling is tried again
	best     time.Duration // smoothed best latency
	latency  time.Duration // smoothed latency now
	settled  time.Time     // answers to requests sent before count for the last cut
}

// Windows that must pass cleanly under a known ceiling before it is tried again.
const ceilingPatience = 50

func newPace(l Limits) pace {
	start := max(1, l.Start)
	return pace{min: 1, max: max(start, l.Max), now: float64(start)}
}

func (p *pace) limit() int { return max(p.min, int(p.now)) }

// learn takes in how one request went. now is the time of its answer.
func (p *pace) learn(how Reaction, took time.Duration, now time.Time) {
	switch how {
	case Neutral:
		return
	case Strained:
		p.cut(now, took)
		return
	}
	if p.slowed(took) {
		p.cut(now, took)
		return
	}
	p.clean++
	if p.clean < p.limit() {
		return
	}
	p.clean = 0
	next := min(p.now+1, float64(p.max))
	if p.ceiling > 0 && next >= p.ceiling {
		if p.patience > 0 {
			p.patience--
			return
		}
		p.ceiling = 0
	}
	p.now = next
}

// cut halves the number, once for all requests that were under way together.
func (p *pace) cut(now time.Time, took time.Duration) {
	if now.Add(-took).Before(p.settled) {
		return
	}
	p.settled = now
	p.ceiling = float64(p.limit())
	p.patience = ceilingPatience
	p.clean = 0
	p.now = max(float64(p.min), p.now/2)
	p.latency = 0
}

// slowed reports whether latency has at least doubled against the best seen.
// Answers under 50 ms are noise, not strain.
func (p *pace) slowed(took time.Duration) bool {
	if took <= 0 {
		return false
	}
	if p.latency == 0 {
		p.latency = took
	} else {
		p.latency += (took - p.latency) / 8
	}
	if p.best == 0 || p.latency < p.best {
		p.best = p.latency
	}
	// The best fades slowly, so that a host that is slower for good is not
	// held back for ever.
	p.best += p.best / 256
	return p.now > float64(p.min) && p.latency > 2*p.best && p.latency > 50*time.Millisecond
}
