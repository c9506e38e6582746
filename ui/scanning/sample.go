package scanning

import (
	"context"
	"sync/atomic"
	"time"

	"sitewell/scanner/result"
)

// Interval is how often a scan is looked at: often enough to seem live, seldom
// enough to cost nothing.
const Interval = 150 * time.Millisecond

// Every returns ticks of Interval.
func Every() (ticks <-chan time.Time, stop func()) {
	t := time.NewTicker(Interval)
	return t.C, t.Stop
}

// Opened begins to sample the scan; Left ends that.
func (s *Screen) Opened() {
	if s.leave != nil {
		return
	}
	left := make(chan struct{})
	s.leave = func() { close(left) }
	s.o.Run.Go(func(ctx context.Context) {
		ticks, stop := s.o.Tick()
		defer stop()
		follow(ctx, left, ticks, s.o.Job, func(p result.Progress, applied func()) {
			s.o.Run.Do(func() {
				defer applied()
				if s.leave != nil {
					s.apply(p)
				}
			})
		})
	})
}

// Left ends what Opened began.
func (s *Screen) Left() {
	if s.leave != nil {
		s.leave()
		s.leave = nil
	}
}

// follow hands a snapshot to show at every tick until the scan or ctx ends or
// left is closed. While the one before waits to be applied it takes none, so
// that a busy window is never flooded.
func follow(ctx context.Context, left <-chan struct{}, ticks <-chan time.Time, run Run, show func(p result.Progress, applied func())) {
	var pending atomic.Bool
	for {
		select {
		case <-ctx.Done():
			return
		case <-left:
			return
		case <-run.Done():
			show(run.Progress(), func() {})
			return
		case <-ticks:
			if pending.CompareAndSwap(false, true) {
				show(run.Progress(), func() { pending.Store(false) })
			}
		}
	}
}
