package scanner

import (
	"cmp"
	"slices"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// progressCounter counts what a scan has found, as it finds it.
type progressCounter struct {
	began     time.Time
	found     int
	outside   result.Share        // of other sites
	verdicts  [6]int              // of addresses
	places    [6]int              // of places within pages, and of the site as a whole
	wholeSite int                 // how many of these are of the site as a whole
	skipped   map[outcome.Key]int // by reason
	pages     int
	// scriptPages look as if scripts make them, and were not shown in a browser.
	scriptPages int
	omitted     int // links left out because of a limit
	bytes       int64
	published   time.Time // when the last snapshot was
	// samples are the numbers of checks at the ends of the last seconds.
	samples []sample
	recent  int // checks since this run began
}

type sample struct {
	at time.Time
	n  int
}

const (
	rateWindow   = 10 * time.Second // that rate looks at
	publishEvery = 50 * time.Millisecond
)

func newProgressCounter(now time.Time) *progressCounter {
	return &progressCounter{began: now, skipped: make(map[outcome.Key]int)}
}

// countFound counts an address that was found.
func (c *progressCounter) countFound(internal bool) {
	c.found++
	if !internal {
		c.outside.Found++
	}
}

// countVerdict counts an address by its verdict.
func (c *progressCounter) countVerdict(internal bool, k outcome.Key, v outcome.Verdict) {
	c.verdicts[v]++
	if !internal {
		c.outside.Done++
	}
	if v == outcome.Skipped {
		c.skipped[k]++
	}
}

// takeBack counts an address that was checked as one that was not.
func (c *progressCounter) takeBack(internal bool, k outcome.Key, v outcome.Verdict) {
	c.verdicts[v]--
	if !internal {
		c.outside.Done--
	}
	if v != outcome.Skipped {
		return
	}
	if c.skipped[k]--; c.skipped[k] == 0 {
		delete(c.skipped, k)
	}
}

// addCheck counts a check of this run.
func (c *progressCounter) addCheck(internal bool, k outcome.Key, v outcome.Verdict, now time.Time) {
	c.countVerdict(internal, k, v)
	if v == outcome.Skipped {
		return
	}
	c.recent++
	if n := len(c.samples); n == 0 || now.Sub(c.samples[n-1].at) >= time.Second {
		c.samples = append(c.samples, sample{now, c.recent})
	}
	for len(c.samples) > 1 && now.Sub(c.samples[0].at) > rateWindow {
		c.samples = c.samples[1:]
	}
}

// rate returns the number of checks per second, over the last ten seconds or the
// time that there was.
func (c *progressCounter) rate(now time.Time) float64 {
	if len(c.samples) == 0 {
		return 0
	}
	span := now.Sub(c.samples[0].at)
	if span < time.Second {
		span = max(now.Sub(c.began), time.Second)
		return float64(c.recent) / span.Seconds()
	}
	return float64(c.recent-c.samples[0].n) / span.Seconds()
}

// addPlace counts a place that was looked for, or what was found of the whole site.
func (c *progressCounter) addPlace(fragment string, v outcome.Verdict) {
	c.places[v]++
	if fragment == result.WholeSite {
		c.wholeSite++
	}
}

// snapshot returns the numbers as they are now. Current and Slow are missing.
func (c *progressCounter) snapshot(now time.Time, finishing bool) result.Progress {
	p := result.Progress{
		Started:     c.began,
		Found:       c.found,
		Skipped:     c.verdicts[outcome.Skipped],
		Pages:       c.pages,
		ScriptPages: c.scriptPages,
		Omitted:     c.omitted,
		Verdicts:    c.verdicts,
		Bytes:       c.bytes,
		Rate:        c.rate(now),
		Finishing:   finishing,
	}
	for v, n := range c.verdicts {
		if outcome.Verdict(v) != outcome.Skipped {
			p.Checked += n
		}
		if outcome.Verdict(v).IsProblem() {
			p.Verdicts[v] += c.places[v]
			p.PlaceProblems += c.places[v]
			p.Problems += p.Verdicts[v]
		}
		p.PlacesChecked += c.places[v]
	}
	p.PlacesChecked -= c.wholeSite
	for k, n := range c.skipped {
		p.SkippedBy = append(p.SkippedBy, result.Skips{Outcome: k, Count: n})
	}
	slices.SortFunc(p.SkippedBy, func(a, b result.Skips) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Outcome, b.Outcome))
	})
	p.Waiting = p.Found - p.Checked - p.Skipped
	p.Other = c.outside
	p.Own = result.Share{Done: p.Checked + p.Skipped - p.Other.Done, Found: p.Found - p.Other.Found}
	return p
}

// publish hands a snapshot to the engine, but not more often than anybody looks.
func (c *coordinator) publish(now time.Time, finishing bool) {
	progress := c.recorder.progress
	if !finishing && now.Sub(progress.published) < publishEvery {
		return
	}
	progress.published = now
	c.engine.publish(c.snapshot(now, finishing))
}

func (c *coordinator) snapshot(now time.Time, finishing bool) result.Progress {
	p := c.recorder.progress.snapshot(now, finishing)
	if current := c.dispatcher.current; !current.IsZero() {
		p.Current = current.Key()
	}
	p.Slow = c.waits(now)
	p.Rendered, p.RenderTotal = c.rendering.progress()
	return p
}

// waits returns why the scan waits: for this computer, or for hosts, the longest
// first and at most five.
func (c *coordinator) waits(now time.Time) []result.HostWait {
	if w, ok := c.offline.wait(); ok {
		return []result.HostWait{w}
	}
	if w, ok := c.dispatcher.handles.wait(); ok {
		return []result.HostWait{w}
	}
	return c.hosts.waits(now)
}

// waits returns which hosts make the scan wait, the longest first and at most
// five.
func (s *hosts) waits(now time.Time) []result.HostWait {
	var waits []result.HostWait
	for key, h := range s.byKey {
		if h.queue.Pending() == 0 {
			continue
		}
		until, reason := h.queue.BackedOffUntil(), result.WaitRetryAfter
		switch {
		case until.After(now):
		case h.queue.IsSearching():
			until, reason = time.Time{}, result.WaitRate
		default:
			retry := h.queue.NextRetry()
			if !retry.After(now) || h.queue.Untried() > 0 {
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

func (c *coordinator) summary() result.Summary {
	now := time.Now()
	s := result.Summary{Progress: c.snapshot(now, true), Ended: now}
	s.Diagnosis, s.Sample = c.recorder.diagnosis.result(c.recorder.progress, c.offline.isOffline())
	if c.dispatcher.handles.gaveUp {
		s.Diagnosis, s.Sample = result.NoHandles, ""
	}
	return s
}
