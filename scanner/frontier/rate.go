package frontier

import "time"

// rate finds how many requests a second a host answers, if it refuses requests
// although they come one at a time (nginx limit_req, for example). It keeps a gap
// between the starts of two requests. The gap doubles with each refusal until several
// requests in a row are answered. From then on it grows by less, and shrinks as long as
// nothing is refused: by an eighth until the next refusal, and slowly after that.
//
// If nothing is answered even at the largest gap, the number of requests is not the
// reason, and there is no gap any more.
type rate struct {
	most time.Duration // largest gap; 0: none is ever kept
	gap  time.Duration // between two starts; 0: the rate is not limited
	// isFound: several requests in a row were answered with a gap.
	isFound bool
	// isKnown: a gap was too small after that, so the right one is near.
	isKnown    bool
	isHopeless bool
	answered   int       // requests in a row
	atMost     int       // refusals in a row at the largest gap
	settled    time.Time // refusals of requests that began before belong to the last change
}

const (
	firstGap       = 20 * time.Millisecond
	leastGap       = 10 * time.Millisecond // a smaller one is none
	answersPerStep = 5
	hopelessAfter  = 3
)

// isActive reports whether requests are kept apart.
func (r *rate) isActive() bool { return r.gap > 0 }

// refuse notes that a request was refused that began at began.
func (r *rate) refuse(began, now time.Time) {
	r.answered = 0
	if r.most == 0 || r.isHopeless || !began.After(r.settled) {
		return
	}
	r.settled = now
	switch {
	case r.gap == 0:
		r.gap = min(firstGap, r.most)
	case r.gap == r.most:
		if r.atMost++; r.atMost >= hopelessAfter {
			r.gap, r.isHopeless, r.isFound, r.isKnown = 0, true, false, false
		}
	case r.isFound:
		r.gap, r.isKnown = min(r.gap*13/10, r.most), true
	default:
		r.gap = min(2*r.gap, r.most)
	}
}

// answer notes that a request was answered.
func (r *rate) answer() {
	r.atMost, r.isHopeless = 0, false
	if r.gap == 0 {
		return
	}
	if r.answered++; r.answered < answersPerStep {
		return
	}
	r.answered = 0
	r.isFound = true
	if r.isKnown {
		r.gap = r.gap * 24 / 25
	} else {
		r.gap = r.gap * 7 / 8
	}
	if r.gap < leastGap {
		r.gap, r.isFound, r.isKnown = 0, false, false
	}
}
