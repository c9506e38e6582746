package estimate

import (
	"math"

	"sitewell/scanner/result"
)

// A scan finds new addresses as it reads pages, so that what is found so far says
// little about how many there are. How many the last pages brought says more: where
// each of them brings half a new one, the site has about twice of what waits.
const (
	horizonSteps = 40   // how many of the last changes are looked at
	halfGrowth   = 0.5  // up to here the size of the site is told
	mostGrowth   = 0.95 // from here on the end is out of sight
	outOfSight   = 0.1  // of the bar, at most, while it is
)

// Size estimates how large a site is. The zero value knows nothing.
type Size struct {
	seen  []result.Share // as it was at the last changes, oldest first
	shown float64        // the share that was returned last
}

// Add notes how far the site itself is.
func (s *Size) Add(own result.Share) {
	if n := len(s.seen); n > 0 && s.seen[n-1].Done == own.Done {
		s.seen[n-1] = own
		return
	}
	s.seen = append(s.seen, own)
	if len(s.seen) > horizonSteps {
		s.seen = s.seen[1:]
	}
}

// growth returns how many new addresses each one brought of late.
func (s *Size) growth() float64 {
	n := len(s.seen)
	if n == 0 || s.seen[n-1].Done == s.seen[n-1].Found {
		return 0
	}
	first, last := result.Share{}, s.seen[n-1]
	if n == horizonSteps {
		first = s.seen[0]
	}
	if last.Done <= first.Done {
		return mostGrowth
	}
	return min(float64(last.Found-first.Found)/float64(last.Done-first.Done), mostGrowth)
}

// Total returns about how many addresses the site has, and whether that can be said.
func (s *Size) Total() (n int, known bool) {
	if len(s.seen) == 0 {
		return 0, false
	}
	own, growth := s.seen[len(s.seen)-1], s.growth()
	return own.Found + int(float64(own.Found-own.Done)*growth/(1-growth)), growth <= halfGrowth
}

// Share returns how much of the site is done, from 0 to 1. It never goes back.
func (s *Size) Share() float64 {
	total, _ := s.Total()
	if total == 0 {
		return 0
	}
	share := float64(s.seen[len(s.seen)-1].Done) / float64(total)
	if s.growth() == mostGrowth {
		share = min(share, outOfSight)
	}
	s.shown = max(s.shown, share)
	return s.shown
}

// OtherShare returns how much of the other sites is done, where own is the share of the
// site itself: what is not read yet brings as many new ones as what is.
func OtherShare(p result.Progress, own float64) float64 {
	if p.Other.Found == 0 {
		return own
	}
	return own * float64(p.Other.Done) / float64(p.Other.Found)
}

// RoundUp rounds a number of addresses to two digits, which is what can be promised. It is
// never below n.
func RoundUp(n int) int {
	if n < 100 {
		return n
	}
	unit := int(math.Pow10(int(math.Log10(float64(n))) - 1))
	return (n + unit - 1) / unit * unit
}
