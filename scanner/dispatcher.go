package scanner

import (
	"slices"
	"time"

	"sitewell/scanner/frontier"
	"sitewell/scanner/soft404"
	"sitewell/scanner/weburl"
)

// dispatcher decides what is requested next: it takes addresses from the frontiers
// and hands tasks to the workers.
//
// Auxiliary requests are those without an address to check: for robots.txt, for
// the usual place of a sitemap, for an address that can't exist. They go first,
// and count at their host like all others, because a server that can handle one
// request at a time must not get two.
type dispatcher struct {
	tasks     chan task
	inFlight  int // tasks that a worker has
	auxiliary []task
	delayed   []delayedTask // auxiliary
	current   weburl.URL    // the address that was handed out last

	hosts     *hosts
	texts     *textLoader
	soft404   *soft404.Detector[*visit]
	offline   *offlineWatch
	handles   *handleLimiter
	redirects *redirects
	// isFull reports whether no further page of the site should be requested.
	isFull func() bool
	// claim is called with an address that may be requested now. It calls send or
	// settles the address.
	claim func(claim, time.Time)
}

// delayedTask is an auxiliary request that must wait.
type delayedTask struct {
	task task
	due  time.Time
}

// addAuxiliary adds an auxiliary request.
func (d *dispatcher) addAuxiliary(t task) { d.auxiliary = append(d.auxiliary, t) }

// delay adds an auxiliary request that must wait. There are few at a time: at most one
// for each of the site's own hosts and of its directories that are probed.
func (d *dispatcher) delay(t task, now time.Time, wait time.Duration) {
	d.delayed = append(d.delayed, delayedTask{task: t, due: now.Add(wait)})
}

// dispatch hands out tasks while workers are free and hosts may be asked. It
// returns how long it takes until another host may be asked, or 0 if there is
// none.
func (d *dispatcher) dispatch(now time.Time) time.Duration {
	limit, pause := d.handles.maxInFlight(now)
	if limit == 0 {
		return pause
	}
	wait := d.sendAuxiliary(now)
	if d.offline.isOffline() {
		return wait
	}
	if !d.soft404.IsFull() && !d.redirects.isFull() && !d.isFull() {
		wait = sooner(wait, d.drawFrom(d.hosts.home, limit, now))
	}
	return sooner(wait, d.drawFrom(d.hosts.others, min(limit, externalConcurrency), now))
}

// sooner returns the shorter of two times to wait, where 0 means forever.
func sooner(a, b time.Duration) time.Duration {
	if a == 0 || b > 0 && b < a {
		return b
	}
	return a
}

// drawFrom claims addresses from one frontier while less than limit of them are in
// flight.
func (d *dispatcher) drawFrom(f *frontier.Frontier, limit int, now time.Time) (wait time.Duration) {
	for d.hasRoom(now) && f.InFlight() < limit {
		job, wait, ok := f.Next(now)
		if !ok {
			return wait
		}
		d.claim(claim{f, job}, now)
	}
	return 0
}

// sendAuxiliary hands out the auxiliary requests that may be sent now. It returns
// how long it takes until another one may be, or 0 if there is none.
func (d *dispatcher) sendAuxiliary(now time.Time) (wait time.Duration) {
	d.delayed = slices.DeleteFunc(d.delayed, func(t delayedTask) bool {
		if t.due.After(now) {
			return false
		}
		d.auxiliary = append(d.auxiliary, t.task)
		return true
	})
	d.auxiliary = slices.DeleteFunc(d.auxiliary, func(t task) bool {
		if !d.hasRoom(now) {
			return false
		}
		if h := d.hosts.find(t.next()); h != nil {
			try := t.job.Try
			job, rest, ok := h.front.ClaimAuxiliary(h.queue, now)
			if !ok {
				wait = sooner(wait, rest)
				return false
			}
			t.job = job
			t.job.Try = try
		}
		d.send(t)
		return true
	})
	return wait
}

// hasRoom reports whether one more request may be in flight.
func (d *dispatcher) hasRoom(now time.Time) bool {
	limit, _ := d.handles.maxInFlight(now)
	return d.inFlight+d.texts.claims < limit
}

// send hands a task to a worker.
func (d *dispatcher) send(t task) {
	d.inFlight++
	d.current = t.next()
	d.tasks <- t // never blocks: inFlight is not more than its capacity
}

// release returns the slot of a request that did not happen.
func (d *dispatcher) release(v *visit, now time.Time) {
	if v.job.Host != nil {
		d.hosts.claimedBy(v.job).front.Done(v.job, now, frontier.Neutral, 0)
	}
}

// isIdle reports whether nothing is in flight and nothing is left to be sent.
func (d *dispatcher) isIdle() bool {
	return d.inFlight == 0 && d.hosts.areIdle() && len(d.auxiliary) == 0 && len(d.delayed) == 0 && d.texts.claims == 0
}

// untilDelayed returns how long it takes until a delayed request is due, but not
// more than atMost.
func (d *dispatcher) untilDelayed(now time.Time, atMost time.Duration) time.Duration {
	for _, t := range d.delayed {
		atMost = min(atMost, t.due.Sub(now))
	}
	return atMost
}
