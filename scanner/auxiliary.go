package scanner

import (
	"time"

	"sitewell/scanner/policy"
	"sitewell/scanner/robots"
	"sitewell/scanner/urltable"
	"sitewell/scanner/verdict"
	"sitewell/scanner/weburl"
)

// auxiliary sends and handles the requests that have no address to check: for
// robots.txt, for the usual place of a sitemap, for the home page of another site,
// and to find out whether there is a network. Soft 404 probes are not among them,
// because pages wait for those.
type auxiliary struct {
	engine     *Engine
	policy     *policy.Policy
	table      *urltable.Table
	hosts      *hosts
	retries    *retries
	offline    *offlineWatch
	dispatcher *dispatcher
	recorder   *recorder
	discovery  *discovery
	pages      *pageRecorder
	pauseOfBan time.Duration // see bans
}

// prepareHost begins with a new host of the site: its robots.txt is requested
// before anything else.
func (aux *auxiliary) prepareHost(h *host, u weburl.URL) {
	if aux.engine.opts.IgnoreRobots {
		h.rules = robots.AllowAll()
		aux.addSitemaps(h, u)
		return
	}
	h.front.Close(h.queue)
	aux.dispatcher.addAuxiliary(task{purpose: requestRobots, url: robotsAddress(u), internal: true})
}

// isOffline reports whether an answer failed because there is no network.
func (aux *auxiliary) isOffline(v *visit, now time.Time) bool {
	sendAgain, probe := aux.offline.noteOffline(v.answer)
	if probe {
		aux.dispatcher.addAuxiliary(aux.networkProbe())
	}
	return sendAgain
}

// retry requests an address once more if its failure may be temporary, or if the
// host refuses everything for a while. It reports whether it does.
func (aux *auxiliary) retry(v *visit, isBanned bool, now time.Time) bool {
	a := v.answer
	if !isBanned && !verdict.IsTransient(outcomeOf(a)) || a.RetryAfter > maxRetryAfter {
		return false
	}
	most := maxRetries
	if h := aux.hosts.find(v.url); isRefusal(a) && h.queue.IsSearching() {
		most = maxRefusals
	}
	if v.job.Try >= most {
		return false
	}
	a.Release()
	v.job.Try++
	pause := aux.retries.pause(min(v.job.Try, maxRetries), a)
	if isBanned {
		pause = max(pause, aux.pauseOfBan)
	}
	aux.dispatcher.delay(v.task, now, pause)
	return true
}

func (aux *auxiliary) networkProbe() task {
	return task{purpose: probeNetwork, url: aux.engine.start, internal: true}
}

// requestHome requests the home page of another site; see package cloaking.
func (aux *auxiliary) requestHome(v *visit) {
	home, err := v.url.Resolve("/")
	if err != nil { // impossible: a constant path resolves against any address
		return
	}
	aux.dispatcher.addAuxiliary(task{purpose: probeHome, url: home})
}

// handleNetworkProbe handles the answer of the start address, which was requested
// to find out whether there is a network.
func (aux *auxiliary) handleNetworkProbe(v *visit, now time.Time) {
	wasOffline := aux.offline.isOffline()
	if !aux.offline.handleProbe(v.answer, now) {
		return
	}
	if !wasOffline {
		aux.engine.log.Info("this computer seems to be offline, waiting")
	}
	aux.dispatcher.delay(aux.networkProbe(), now, aux.offline.interval)
}

// handleRobots applies a robots.txt, or requests it again.
func (aux *auxiliary) handleRobots(v *visit, now time.Time) {
	if aux.isOffline(v, now) {
		aux.dispatcher.delay(v.task, now, offlineInterval)
		return
	}
	h, done := aux.hosts.applyRobots(v, v.job.Try < maxRetries)
	switch {
	case !done:
		v.job.Try++
		aux.dispatcher.delay(v.task, now, aux.retries.pause(v.job.Try, v.answer))
	case h.robotsError == "":
		aux.addSitemaps(h, v.url)
	case v.url.Origin() == aux.engine.start.Origin():
		aux.recorder.diagnosis.noteRobotsError(h.robotsError)
	}
}
