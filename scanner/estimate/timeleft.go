// Package estimate says how large a site is likely to be and how long its scan still
// takes, from what its progress was so far. It must not know who shows that.
package estimate

import "time"

// The time left is told once it can be told honestly: a scan finds new
// addresses as it goes, so that the number that waits first grows for a while.
// Only when it has been falling all through the last window, an end is in sight.
const (
	window  = 20 * time.Second // of samples looked at
	spacing = time.Second      // between two of them
)

// TimeLeft works the time left out from samples of what waits. The zero value knows nothing.
type TimeLeft struct {
	samples []sample // oldest first, at most window old
}

type sample struct {
	at      time.Time
	waiting int
}

// Add notes how many addresses wait at a moment.
func (e *TimeLeft) Add(at time.Time, waiting int) {
	if n := len(e.samples); n > 0 && at.Sub(e.samples[n-1].at) < spacing {
		return
	}
	e.samples = append(e.samples, sample{at, waiting})
	for len(e.samples) > 2 && at.Sub(e.samples[1].at) >= window {
		e.samples = e.samples[1:]
	}
}

// Left returns the time that the rest will take, and whether that may be said.
func (e *TimeLeft) Left() (time.Duration, bool) {
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
