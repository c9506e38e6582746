package scanning

import (
	"slices"
	"strings"
	"testing"
	"time"

	"sitewell/scanner/estimate"
	"sitewell/scanner/result"
	"sitewell/ui/uitest"
)

func TestWords(t *testing.T) {
	uitest.New(t)
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	wait := func(reason result.WaitReason, d time.Duration) result.Progress {
		return result.Progress{Slow: []result.HostWait{{Host: "a.example", Until: now.Add(d), Reason: reason}}}
	}
	tests := []struct{ got, want string }{
		{ownSoFar(own(1204, 2963), halves(1204, 2963)), "1,204 of about 4,800 addresses"},
		{ownSoFar(own(3, 12), &estimate.Size{}), "3 addresses checked"},
		{ownSoFar(own(1, 1), halves(1, 1)), "1 address checked"},
		{ownSoFar(own(1204, 1204), halves(1204, 1204)), "1,204 addresses checked"},
		{otherSoFar(result.Progress{}), "No links to other sites so far"},
		{otherSoFar(result.Progress{Other: result.Share{Done: 3, Found: 1200}}), "3 of 1,200 addresses found so far"},
		{otherSoFar(result.Progress{Other: result.Share{Done: 1200, Found: 1200}}), "1,200 addresses checked"},
		{pace(result.Progress{}, 0, false), "Getting started …"},
		{pace(result.Progress{Checked: 40}, time.Minute, true), "Waiting for answers …"},
		{pace(result.Progress{Rate: 14.2}, 0, false), "14 addresses a second"},
		{pace(result.Progress{Rate: 1}, 3*time.Minute, true), "1 address a second, about 3 minutes left"},
		{pace(result.Progress{Rate: 0.2}, 0, false), "12 addresses a minute"},
		{pace(result.Progress{Rate: 9, Finishing: true}, time.Minute, true), "Storing the last results …"},
		{withRendered("14 addresses a second", result.Progress{}), "14 addresses a second"},
		{withRendered("14 addresses a second", result.Progress{Rendered: 12, RenderTotal: 1040}), "14 addresses a second · Showing pages in a browser: 12 of about 1,040"},
		{withRendered("Storing the last results …", result.Progress{Rendered: 12, RenderTotal: 12, Finishing: true}), "Storing the last results …"},
		{slow(result.Progress{}, now), ""},
		{slow(wait(result.WaitRetryAfter, 30*time.Second), now), "a.example asked us to wait; going on there in 30 s."},
		{slow(wait(result.WaitRetry, 4*time.Second), now), "a.example failed just now; trying again in 4 s."},
		{slow(wait(result.WaitRetryAfter, -time.Second), now), "a.example asked us to wait; going on there in 1 s."},
		{slow(result.Progress{Slow: slices.Repeat(wait(result.WaitRetry, 4*time.Second).Slow, 5)}, now), strings.Repeat("a.example failed just now; trying again in 4 s.\n", 3) + "2 more hosts make the scan wait."},
		{slow(wait(result.WaitRate, 0), now), "a.example answers only so many requests a second, so Sitewell asks it more slowly."},
		// check 78
		{slow(wait(result.WaitOffline, 0), now), "This computer is offline. The scan goes on by itself as soon as there is a network again; nothing counts as broken for it."},
		{slow(wait(result.WaitFull, 0), now), "The disk is full. Make some room, and the scan goes on by itself; what was found is kept."},
		{slow(wait(result.WaitReadOnly, 0), now), "The history can't be written at the moment. The scan goes on by itself as soon as it can; what was found is kept."},
		{slow(wait(result.WaitBusy, 0), now), "Another program is using the history. The scan goes on by itself as soon as it lets go."},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestRoundUp(t *testing.T) {
	for n, want := range map[int]int{0: 0, 99: 99, 100: 100, 101: 110, 1234: 1300, 2963: 3000, 99_500: 100_000, 1_000_001: 1_100_000} {
		if got := estimate.RoundUp(n); got != want || got < n {
			t.Errorf("RoundUp(%d): got %d, want %d", n, got, want)
		}
	}
}

func own(done, found int) result.Progress {
	return result.Progress{Own: result.Share{Done: done, Found: found}}
}

// halves is a site on which each address brought half a new one, up to a state.
func halves(done, found int) *estimate.Size {
	s := &estimate.Size{}
	for i := 50; i >= 0; i-- {
		s.Add(result.Share{Done: done - 2*i, Found: found - i})
	}
	return s
}
