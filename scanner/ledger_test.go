package scanner

import (
	"context"
	"testing"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/urltable"
)

// runWatched is Engine.Run that calls watch before the first step of the coordinator
// and after each of them.
func runWatched(ctx context.Context, e *Engine, sink Sink, journal Journal, watch func(*coordinator)) (result.Summary, error) {
	r, err := e.begin(ctx, sink, journal)
	if err != nil {
		return result.Summary{}, err
	}
	watch(r.coordinator)
	for r.coordinator.step(r.ctx) {
		watch(r.coordinator)
	}
	return r.end()
}

// audit returns a function that holds the coordinator's own numbers to truth 1
// between any two of its steps: by count, and by address whenever a batch was
// handed over, because that looks at every address.
func audit(t *testing.T) func(c *coordinator) {
	t.Helper()
	batch := (*result.Batch)(nil)
	return func(c *coordinator) {
		p := c.snapshot(c.recorder.progress.began, false)
		skipped := 0
		for _, s := range p.SkippedBy {
			skipped += s.Count
			if info, known := outcome.Lookup(s.Outcome); !known || info.Internal != outcome.Skipped && info.External != outcome.Skipped {
				t.Errorf("%d addresses are skipped for %q", s.Count, s.Outcome)
			}
		}
		if p.Found != p.Checked+p.Skipped+p.Waiting || p.Waiting < 0 || skipped != p.Skipped || p.Found != c.table.Len() {
			t.Errorf("found %d of %d, checked %d, skipped %d (%d by reason), waiting %d", p.Found, c.table.Len(), p.Checked, p.Skipped, skipped, p.Waiting)
		}
		if p.PlacesChecked != c.fragments.checked.Len() {
			t.Errorf("%d places checked, %d marked", p.PlacesChecked, c.fragments.checked.Len())
		}
		if c.recorder.batch.batch == batch {
			return
		}
		batch = c.recorder.batch.batch
		home, others := c.hosts.home, c.hosts.others
		waiting, kept := 0, home.Waiting()+home.InFlight()+others.Waiting()+others.InFlight()+c.soft404.Deferred()+len(c.cutOff.held)
		for id := result.ID(1); int(id) <= c.table.Len(); id++ {
			e := c.table.At(id)
			if e.Is(urltable.Done) {
				continue
			}
			waiting++
			if e.Host == 0 {
				t.Errorf("address %d waits for nothing", id)
			}
			if e.Is(urltable.SetAside) || e.Is(urltable.TooDeep) {
				kept++
			}
		}
		for _, h := range c.hosts.list {
			kept += h.domain.Deferred() + h.cloaking.Deferred() + len(h.ban.held)
		}
		if waiting != p.Waiting {
			t.Errorf("%d addresses have no check, progress says %d", waiting, p.Waiting)
		}
		if waiting > kept {
			t.Errorf("%d addresses wait, but only %d are queued, in flight or deferred", waiting, kept)
		}
	}
}
