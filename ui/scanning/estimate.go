package scanning

import "time"

// The time left is told once it can be told honestly: a scan finds new
// addresses as it goes, so that the number that waits first grows for a while.
// Only when it has been falling all through the last window, an end is in sight.
const (
	window  = 20 * time.Second // of samples looked at
	spacing = time.Second      // between two of them
)

// estimate works the time left out from samples of what waits.
type estimate struct {
	samples []sample // oldest first, at most window old
}

type sample struct {
	at      time.Time
	waiting int
}

// add takes note of how many addresses wait at a moment.
func (e *estimate) add(at time.Time, waiting int) {
	if n := len(e.samples); n > 0 && at.Sub(e.samples[n-1].at) < spacing {
		return
	}
	e.samples = append(e.samples, sample{at, waiting})
	for len(e.samples) > 2 && at.Sub(e.samples[1].at) >= window {
		e.samples = e.samples[1:]
	}
}

// left returns the time that the rest will take, and whether that may be said.
func (e *estimate) left() (time.Duration, bool) {
	n := len(e.samples)
	if n < 4 {
		return 0, false
	}
	first, middle, last := e.samples[0], e.samples[n/2], e.samples[n-1]
	span := last.at.Sub(first.at)
	if span < window-spacing || middle.waiting >= first.waiting || last.waiting >= middle.waiting {
		return 0, false
	}
	perSecond := float64(first.waiting-last.waiting) / span.Seconds()
	rest := time.Duration(float64(last.waiting) / perSecond * float64(time.Second))
	return rest, rest < 48*time.Hour
}
