package scanner

import (
	"errors"
	"time"

	"sitewell/scanner/fetch"
	"sitewell/scanner/frontier"
	"sitewell/scanner/outcome"
	"sitewell/scanner/policy"
	"sitewell/scanner/result"
	"sitewell/scanner/urltable"
	"sitewell/scanner/weburl"
)

// redirects are the addresses that were redirected and wait for the turn of the host
// that they lead to (check 121). The host that redirected them is asked for others
// meanwhile, and no worker waits. What is known of such an address so far is kept in
// memory only: after an interruption it is requested from its beginning.
type redirects struct {
	waiting      map[result.ID]task
	outside      int // of them that lead to other sites
	most         int // maxRedirects
	policy       *policy.Policy
	hosts        *hosts
	dispatcher   *dispatcher
	bans         *bans
	hostOf       func(u weburl.URL, isInternal bool) *host
	ignoreRobots bool
}

// maxRedirects is how many addresses that lead to other sites wait before no further
// address of the site is requested, because of the memory that they take. Those that
// lead to the site itself go before its other addresses.
const maxRedirects = 5000

func newRedirects(c *coordinator) *redirects {
	return &redirects{
		waiting: make(map[result.ID]task), most: maxRedirects, policy: c.policy, hosts: c.hosts, dispatcher: c.dispatcher, bans: c.bans,
		hostOf: c.discovery.hostOf, ignoreRobots: c.engine.opts.IgnoreRobots,
	}
}

// isFull reports whether no further address should be requested that may be redirected.
func (r *redirects) isFull() bool { return r.outside >= r.most }

// follow queues a request that was redirected at the host that it leads to.
func (r *redirects) follow(v *visit, now time.Time) {
	t := v.task
	t.paused = v.answer
	if v.isAuxiliary() {
		if v.job.Host != nil {
			r.hosts.claimedBy(v.job).front.Done(v.job, now, reactionOf(v.answer), 0)
		}
		if t.purpose != requestRobots && !r.hosts.robotsAllow(t.next()) {
			t.refusal = errRobotsForbid
		}
		t.job = frontier.Job{Try: v.job.Try}
		r.dispatcher.addAuxiliary(t)
		return
	}
	from := r.hosts.claimedBy(v.job)
	r.hosts.updateHost(from, v, now)
	r.bans.note(from, v, now)
	h := r.hostOf(t.next(), r.policy.IsInternal(t.next()))
	r.waiting[v.job.ID] = t
	if !h.isInternal {
		r.outside++
	}
	h.front.Retry(h.queue, v.job.ID, v.job.Try, now)
}

// take returns the task to go on with an address whose turn has come, if it was
// redirected. What it was redirected to is not requested if the policy or the host
// does not allow that.
func (r *redirects) take(job frontier.Job, e *urltable.Entry) (t task, ok bool) {
	if t, ok = r.waiting[job.ID]; !ok {
		return t, false
	}
	delete(r.waiting, job.ID)
	if !r.hosts.find(t.next()).isInternal {
		r.outside--
	}
	if t.purpose == checkAddress && e.Is(urltable.Done) { // checked in the meantime, as the target of another redirect
		return t, false
	}
	t.job = job
	t.refusal = r.blocks(r.hosts.claimedBy(job), t.next(), job.ID == startID)
	return t, true
}

// blocks returns why the target of a redirect must not be requested, or nil if it may
// be.
func (r *redirects) blocks(h *host, to weburl.URL, isStart bool) error {
	if key, reason := h.blocks(); key != "" {
		return &fetch.Error{Op: "request", Host: to.Host(), Outcome: key, Err: errors.New(reason)}
	}
	if r.ignoreRobots {
		return nil
	}
	if key, reason, _ := h.robotsBlock(to, isStart); key != "" {
		switch key {
		case outcome.RobotsBlocked:
			return errRobotsForbid
		case outcome.RobotsUnreachable:
			return &fetch.Refusal{Outcome: key, Reason: reason}
		}
		return &fetch.Error{Op: "request", Host: to.Host(), Outcome: key, Err: errors.New(reason)}
	}
	return nil
}

var errRobotsForbid = &fetch.Refusal{Outcome: outcome.RobotsBlocked, Reason: "robots.txt forbids the target of a redirect"}
