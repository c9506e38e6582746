package scanning

import "sitewell/scanner/result"

// A scan finds new addresses as it reads pages, so that what is found so far says
// little about how many there are. How many the last pages brought says more: where
// each of them brings half a new one, the site has about twice of what waits.
const (
	horizonSteps = 40   // how many of the last changes are looked at
	halfGrowth   = 0.5  // up to here the size of the site is told
	mostGrowth   = 0.95 // from here on the end is out of sight
	outOfSight   = 0.1  // of the bar, at most, while it is
)

// horizon estimates how large a site is. The zero value knows nothing.
type horizon struct {
	seen  []result.Share // as it was at the last changes, oldest first
	shown float64        // the share that was returned last
}

// add takes note of how far a scan is.
func (h *horizon) add(own result.Share) {
	if n := len(h.seen); n > 0 && h.seen[n-1].Done == own.Done {
		h.seen[n-1] = own
		return
	}
	h.seen = append(h.seen, own)
	if len(h.seen) > horizonSteps {
		h.seen = h.seen[1:]
	}
}

// growth returns how many new addresses each one brought of late.
func (h *horizon) growth() float64 {
	n := len(h.seen)
	if n == 0 || h.seen[n-1].Done == h.seen[n-1].Found {
		return 0
	}
	first, last := result.Share{}, h.seen[n-1]
	if n == horizonSteps {
		first = h.seen[0]
	}
	if last.Done <= first.Done {
		return mostGrowth
	}
	return min(float64(last.Found-first.Found)/float64(last.Done-first.Done), mostGrowth)
}

// total returns about how many addresses the site has, and whether that can be said.
func (h *horizon) total() (n int, known bool) {
	if len(h.seen) == 0 {
		return 0, false
	}
	own, growth := h.seen[len(h.seen)-1], h.growth()
	return own.Found + int(float64(own.Found-own.Done)*growth/(1-growth)), growth <= halfGrowth
}

// share returns how much of the site is done, from 0 to 1. It never goes back.
func (h *horizon) share() float64 {
	total, _ := h.total()
	if total == 0 {
		return 0
	}
	share := float64(h.seen[len(h.seen)-1].Done) / float64(total)
	if h.growth() == mostGrowth {
		share = min(share, outOfSight)
	}
	h.shown = max(h.shown, share)
	return h.shown
}
