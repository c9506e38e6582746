package scanner

import (
	"cmp"
	"slices"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// count is the numbers of a scan, kept as they change.
type count struct {
	began     time.Time
	found     int
	verdicts  [6]int
	skipped   map[outcome.Key]int // by reason
	pages     int
	omitted   int // links left out because of a limit
	bytes     int64
	current   weburl.URL
	published time.Time
	// samples are the numbers of checks at the ends of the last seconds.
	samples []sample
	session int // checks since this run began
}

type sample struct {
	at time.Time
	n  int
}

// rateWindow is how far back the rate looks.
const rateWindow = 10 * time.Second

func newCount(now time.Time) count {
	return count{began: now, skipped: make(map[outcome.Key]int)}
}

// tally counts an address by what came of it.
func (c *count) tally(k outcome.Key, v outcome.Verdict) {
	c.verdicts[v]++
	if v == outcome.Skipped {
		c.skipped[k]++
	}
}

func (c *count) done(k outcome.Key, v outcome.Verdict, now time.Time) {
	c.tally(k, v)
	if v == outcome.Skipped {
		return
	}
	c.session++
	if n := len(c.samples); n == 0 || now.Sub(c.samples[n-1].at) >= time.Second {
		c.samples = append(c.samples, sample{now, c.session})
	}
	for len(c.samples) > 1 && now.Sub(c.samples[0].at) > rateWindow {
		c.samples = c.samples[1:]
	}
}

// rate is checks a second, over the last ten seconds or what there is of them.
func (c *count) rate(now time.Time) float64 {
	if len(c.samples) == 0 {
		return 0
	}
	span := now.Sub(c.samples[0].at)
	if span < time.Second {
		span = max(now.Sub(c.began), time.Second)
		return float64(c.session) / span.Seconds()
	}
	return float64(c.session-c.samples[0].n) / span.Seconds()
}

// publish gives the engine a snapshot, not more often than anybody looks.
func (r *run) publish(now time.Time, finishing bool) {
	if !finishing && now.Sub(r.count.published) < publishEvery {
		return
	}
	r.count.published = now
	r.e.publish(r.snapshot(now, finishing))
}

func (r *run) snapshot(now time.Time, finishing bool) result.Progress {
	c := &r.count
	p := result.Progress{
		Started:   c.began,
		Found:     c.found,
		Skipped:   c.verdicts[outcome.Skipped],
		Pages:     c.pages,
		Omitted:   c.omitted,
		Verdicts:  c.verdicts,
		Bytes:     c.bytes,
		Rate:      c.rate(now),
		Finishing: finishing,
	}
	for v, n := range c.verdicts {
		if outcome.Verdict(v) != outcome.Skipped {
			p.Checked += n
		}
		if outcome.Verdict(v).IsProblem() {
			p.Problems += n
		}
	}
	for k, n := range c.skipped {
		p.SkippedBy = append(p.SkippedBy, result.Skips{Outcome: k, Count: n})
	}
	slices.SortFunc(p.SkippedBy, func(a, b result.Skips) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Outcome, b.Outcome))
	})
	p.Waiting = p.Found - p.Checked - p.Skipped
	if !c.current.IsZero() {
		p.Current = c.current.Key()
	}
	p.Slow = r.slow(now)
	return p
}

// slow lists the hosts that make the scan wait, longest first, at most five.
func (r *run) slow(now time.Time) []result.HostWait {
	if w, ok := r.waitingForNetwork(); ok {
		return []result.HostWait{w}
	}
	if w, ok := r.waitingForHandles(); ok {
		return []result.HostWait{w}
	}
	var waits []result.HostWait
	for key, h := range r.hosts {
		if h.queue.Pending() == 0 {
			continue
		}
		until, reason := h.queue.HeldUntil(), result.WaitRetryAfter
		if !until.After(now) {
			retry := h.queue.NextRetry()
			if !retry.After(now) || h.queue.Fresh() > 0 {
				continue
			}
			until, reason = retry, result.WaitRetry
		}
		waits = append(waits, result.HostWait{Host: key, Until: until, Reason: reason})
	}
	slices.SortFunc(waits, func(a, b result.HostWait) int {
		return cmp.Or(b.Until.Compare(a.Until), cmp.Compare(a.Host, b.Host))
	})
	return waits[:min(len(waits), 5)]
}

func (r *run) summary() result.Summary {
	now := time.Now()
	s := result.Summary{Progress: r.snapshot(now, true), Ended: now}
	s.Diagnosis, s.Sample = r.diagnosis.conclude(&r.count, r.offline.active())
	return s
}
