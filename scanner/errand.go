package scanner

import (
	"slices"
	"time"
)

// Errands are requests that have no address of the scan's own to check: for
// robots.txt, for the usual place of a site map, for what can't exist. They go
// before everything else, and take a slot of their host like any other: a
// server that bears one request at a time must not get two.

// runErrands hands out what may be asked for now, and gives the time after
// which something else may be, 0 for none.
func (r *run) runErrands(now time.Time) (wait time.Duration) {
	r.wake(now)
	r.errands = slices.DeleteFunc(r.errands, func(t task) bool {
		if !r.hasRoom(now) {
			return false
		}
		if h := r.hosts[t.url.PaceHost()]; h != nil {
			try := t.job.Try
			job, rest, ok := h.front.Borrow(h.queue, now)
			if !ok {
				wait = sooner(wait, rest)
				return false
			}
			t.job = job
			t.job.Try = try
		}
		r.hand(t)
		return true
	})
	return wait
}

// delayed is an errand that must wait.
type delayed struct {
	task task
	due  time.Time
}

// later puts an errand off. There are never more than one for each of the
// site's own hosts.
func (r *run) later(t task, now time.Time, d time.Duration) {
	r.delayed = append(r.delayed, delayed{task: t, due: now.Add(d)})
}

// wake moves the errands that are due to the others.
func (r *run) wake(now time.Time) {
	r.delayed = slices.DeleteFunc(r.delayed, func(d delayed) bool {
		if d.due.After(now) {
			return false
		}
		r.errands = append(r.errands, d.task)
		return true
	})
}
