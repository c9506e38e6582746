package frontier

import (
	"testing"
	"time"

	"sitewell/scanner/result"
)

// check 103: the time between requests to a host that refuses some of them grows until
// it answers, shrinks again, and is given up where it changes nothing.
func TestGapOfAHostThatRefuses(t *testing.T) {
	f := New()
	h := f.Host("a.example:443", Limits{Start: 1, Max: 1, MostGap: 10 * time.Second})
	now, last, id := epoch, time.Time{}, result.ID(0)
	// ask sends a request, which is refused if it comes sooner than least after the one
	// before that was answered.
	ask := func(least time.Duration) (pause time.Duration, how Reaction) {
		id++
		f.Push(h, id)
		j, wait, ok := f.Next(now)
		if !ok {
			now = now.Add(wait)
			j, _, _ = f.Next(now)
		}
		how = Refused
		if pause = now.Sub(last); pause >= least {
			how, last = Fine, now
		}
		now = now.Add(time.Millisecond)
		f.Done(j, now, how, 0)
		return pause, how
	}
	refused, answered := 0, 0
	for range 200 {
		if _, how := ask(time.Second); how == Refused {
			refused++
		} else {
			answered++
		}
	}
	if took := now.Sub(epoch); answered < int(0.7*took.Seconds()) || refused > 40 {
		t.Errorf("%d answered and %d refused in %v, want nearly one answer a second", answered, refused, took)
	}
	for range 20 {
		ask(time.Hour)
	}
	if h.IsSearching() {
		t.Error("it still waits between requests, although none is answered")
	}
	last = epoch
	for range 500 { // the limit is gone
		ask(0)
	}
	if h.IsSearching() {
		t.Error("it still waits between requests, although all are answered")
	}
}
