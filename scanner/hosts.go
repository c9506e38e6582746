package scanner

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"sitewell/scanner/cloaking"
	"sitewell/scanner/fetch"
	"sitewell/scanner/frontier"
	"sitewell/scanner/outcome"
	"sitewell/scanner/parked"
	words "sitewell/scanner/reason"
	"sitewell/scanner/result"
	"sitewell/scanner/robots"
	"sitewell/scanner/urltable"
	"sitewell/scanner/verdict"
	"sitewell/scanner/weburl"
)

// host is what the coordinator knows about a host, beside its queue.
type host struct {
	id         urltable.HostID
	front      *frontier.Frontier
	queue      *frontier.Host
	isInternal bool

	// rules are nil until robots.txt was read, and for other sites.
	rules *robots.Rules
	// robotsError is why nothing may be requested: robots.txt could not be read.
	// If that is because there was no connection, every other request has the same
	// outcome, robotsOutcome, and robotsAttempts prove it.
	robotsError    string
	robotsOutcome  outcome.Key
	robotsAttempts []result.Attempt

	// The circuit breaker counts failures to connect in a row.
	failures    int
	lastFailure outcome.Key
	pauses      int  // how often requests to the site itself were paused because of that
	isDead      bool // nothing more is requested
	isBackedOff bool // it asked for a longer pause than a scan waits
	limitsRate  bool // it answered an address that it had refused before

	ban ban // see bans
	// Of another site:
	isCutOff bool // so are all others; see cutOff
	domain   parked.Domain[*visit]
	cloaking cloaking.Host[*visit]
}

// hosts are all hosts of a scan. Those of the site and all others have separate
// frontiers, so that other sites that are slow never delay the site.
type hosts struct {
	home, others *frontier.Frontier
	opts         Options
	byKey        map[string]*host // by weburl.URL.PaceHost
	list         []*host          // by ID - 1
}

// breakAfter is how many failures in a row, at different addresses, make a host of
// another site dead.
const breakAfter = 4

// Requests to the site itself are paused instead, several times: when a server
// restarts, a thousand pages must not be reported as broken.
const (
	pauseAfter = 8 // failures
	maxPauses  = 4
	firstPause = 5 * time.Second // then three times as long each time
)

// maxRetryAfter is the longest pause that a server can ask of a scan. If it asks
// for more, its addresses end as Can't verify.
const (
	maxRetryAfter         = 5 * time.Minute // for the site itself
	maxRetryAfterExternal = time.Minute
)

// maxCrawlDelay is the longest pause between requests that robots.txt can ask of a
// scan. Some files ask for minutes, and a scan would take days.
const maxCrawlDelay = 5 * time.Second

// maxRateGap is the longest time between two requests to a host that limits how many
// it answers.
const maxRateGap = 10 * time.Second

// maxRefusals is how often an address may be refused while it is found out how often
// its host may be asked.
const maxRefusals = 12

// maxRobotsRedirects is how many redirects are followed to read a robots.txt.
const maxRobotsRedirects = 5

func newHosts(o Options) *hosts {
	return &hosts{home: frontier.New(), others: frontier.New(), opts: o, byKey: make(map[string]*host)}
}

// get returns the host of an address, and whether it is new.
func (s *hosts) get(u weburl.URL, internal bool) (h *host, isNew bool) {
	key := u.PaceHost()
	if h, ok := s.byKey[key]; ok {
		return h, false
	}
	h = &host{id: urltable.HostID(len(s.list) + 1), isInternal: internal, front: s.others}
	if internal {
		h.front = s.home
	}
	h.queue = h.front.Host(key, s.limits(internal))
	s.byKey[key] = h
	s.list = append(s.list, h)
	return h, true
}

// find returns the host of an address, or nil if there is none yet.
func (s *hosts) find(u weburl.URL) *host { return s.byKey[u.PaceHost()] }

// claimedBy returns the host that a job is a claim on.
func (s *hosts) claimedBy(j frontier.Job) *host { return s.byKey[j.Host.Key] }

// of returns the host of an entry, or nil if it has none.
func (s *hosts) of(e *urltable.Entry) *host {
	if e.Host == 0 {
		return nil
	}
	return s.list[e.Host-1]
}

// push queues an address at its host.
func (s *hosts) push(id result.ID, e *urltable.Entry) {
	h := s.of(e)
	h.front.Push(h.queue, id)
}

// areIdle reports whether no address is queued.
func (s *hosts) areIdle() bool { return s.home.Waiting() == 0 && s.others.Waiting() == 0 }

func (s *hosts) limits(internal bool) frontier.Limits {
	l := frontier.Limits{Start: perExternalHost, Max: perExternalHost, Backoff: strainRest, MostGap: maxRateGap}
	switch {
	case internal && (s.opts.Concurrency > 0 || s.opts.NoDelay):
		l.Start, l.Max = concurrency(s.opts), concurrency(s.opts)
	case internal:
		l.Start, l.Max = startConcurrency, defaultConcurrency
	case !s.opts.NoDelay:
		l.Gap = externalGap
	}
	if s.opts.NoDelay {
		l.Backoff /= 10
		l.MostGap /= 10
	}
	return l
}

func robotsAddress(u weburl.URL) weburl.URL {
	at, err := u.Resolve("/robots.txt")
	if err != nil {
		return u // impossible: a constant path resolves against any address
	}
	return at
}

// applyRobots applies the answer to robots.txt (check 80): 4xx allows everything;
// 5xx or no answer forbids everything, and the addresses say so. If the host can't
// be reached at all, its addresses have the same outcome as its robots.txt. It
// reports false if robots.txt should be requested again, which mayRetry allows.
func (s *hosts) applyRobots(v *visit, mayRetry bool) (h *host, done bool) {
	a := v.answer
	h, _ = s.get(v.url, true)
	h.robotsAttempts = append(h.robotsAttempts, a.Evidence.Attempts...)
	switch {
	case len(a.Hops)-1 > maxRobotsRedirects: // as if there were none (RFC 9309 §2.3.1.2)
		h.rules = robots.AllowAll()
	case a.Status/100 == 2 && (a.Err == nil || isCertificateFailure(a.Outcome)):
		// The file also counts if the certificate is bad: there are no other rules.
		h.rules = robots.Parse(a.Body)
	case a.Status/100 == 4 && a.Status != 429, a.Outcome == outcome.RedirectTooMany, a.Outcome == outcome.RedirectLoop,
		a.Outcome == outcome.RedirectNoTarget, a.Outcome == outcome.RedirectBadTarget, a.Status/100 == 3:
		h.rules = robots.AllowAll()
	default:
		if mayRetry {
			return h, false
		}
		h.rules = robots.DenyAll()
		h.robotsError = fmt.Sprintf("robots.txt could not be read (%s)", words.OfOutcome(a.Outcome))
		if hadNoConnection(a) {
			h.robotsOutcome = a.Outcome
		}
	}
	if delay, asked := h.rules.CrawlDelay(robots.Token); asked && !s.opts.NoDelay {
		h.queue.SetGap(min(delay, maxCrawlDelay))
	}
	h.front.Open(h.queue)
	return h, true
}

// isCertificateFailure reports whether there was a connection that browsers would
// not have used.
func isCertificateFailure(k outcome.Key) bool {
	switch k {
	case outcome.TLSExpired, outcome.TLSNotYetValid, outcome.TLSWrongHost, outcome.TLSSelfSigned,
		outcome.TLSUnknownAuthority, outcome.TLSOldProtocol:
		return true
	}
	return false
}

// hadNoConnection reports whether a host could not be reached, so that requests
// for other addresses would fail as well.
func hadNoConnection(a *fetch.Answer) bool {
	var failure *fetch.Error
	switch {
	case !errors.As(a.Err, &failure), a.Status != 0, len(a.Hops) != 1, a.Outcome == outcome.HTTP2Error:
		return false
	case a.Outcome == outcome.TLSClientCertificate: // TLS 1.3 reports it after the handshake
		return true
	}
	return failure.Op == "look-up" || failure.Op == "connect" || failure.Op == "tls"
}

// blocks returns why nothing is requested from a host any more, or "" if the host
// works.
func (h *host) blocks() (key outcome.Key, reason string) {
	switch {
	case h.isDead:
		return h.lastFailure, fmt.Sprintf("%s; this host failed %d times in a row, so it was not asked again", words.OfOutcome(h.lastFailure), h.failures)
	case h.isBackedOff:
		return outcome.RateLimited, "the server asked for a longer pause than a scan waits"
	}
	return "", ""
}

// isGivenUp reports whether nothing is requested from a host any more.
func (h *host) isGivenUp() bool { return h.isDead || h.isBackedOff }

// robotsBlock returns why robots.txt does not allow a request, or "" if it does,
// and the attempts that prove it, if there are any. The start address is requested
// even if robots.txt could not be read, because the person asked for it.
func (h *host) robotsBlock(u weburl.URL, isStart bool) (key outcome.Key, reason string, evidence []result.Attempt) {
	switch {
	case h.rules == nil:
		return "", "", nil
	case h.robotsOutcome != "" && !isStart:
		return h.robotsOutcome, fmt.Sprintf("%s; the same host was asked for its robots.txt %d times", words.OfOutcome(h.robotsOutcome), len(h.robotsAttempts)), h.robotsAttempts
	case h.robotsError != "" && !isStart:
		return outcome.RobotsUnreachable, h.robotsError, nil
	case h.robotsError != "":
		return "", "", nil
	}
	if allowed, match := h.rules.Allowed(robots.Token, u.RequestURI()); !allowed {
		return outcome.RobotsBlocked, fmt.Sprintf("robots.txt line %d: %s", match.Line, match.Rule), nil
	}
	return "", "", nil
}

// robotsAllow reports whether robots.txt allows a request, as far as it is known.
func (s *hosts) robotsAllow(u weburl.URL) bool {
	h := s.find(u)
	if h == nil || h.rules == nil || s.opts.IgnoreRobots {
		return true
	}
	allowed, _ := h.rules.Allowed(robots.Token, u.RequestURI())
	return allowed
}

// updateHost learns from the answer of a host to a request: how fast the host may be asked,
// whether it wants a pause, and whether it works at all.
func (s *hosts) updateHost(h *host, v *visit, now time.Time) {
	a := v.answer
	h.front.Done(v.job, now, reactionOf(a), latencyOf(v))

	if wanted := a.RetryAfter; wanted > 0 && (a.Status == 429 || a.Status == 503) {
		longest := maxRetryAfterExternal
		if h.isInternal {
			longest = maxRetryAfter
		}
		if wanted > longest {
			h.isBackedOff = true
		} else if !s.opts.NoDelay || h.isInternal {
			h.front.BackOff(h.queue, now.Add(wanted))
		}
	}
	switch a.Outcome {
	case outcome.DNSNotFound, outcome.DNSNoAddress, outcome.DNSFailure, outcome.DNSTimeout, outcome.ConnectionRefused,
		outcome.ConnectTimeout, outcome.Unreachable:
		h.failures++
		h.lastFailure = a.Outcome
		s.breakCircuit(h, now)
	case outcome.Cancelled:
	default:
		h.failures = 0
	}
}

// breakCircuit pauses requests to a host that fails, or gives it up.
func (s *hosts) breakCircuit(h *host, now time.Time) {
	if !h.isInternal {
		h.isDead = h.failures > breakAfter
		return
	}
	if h.failures%pauseAfter != 0 {
		return
	}
	if h.pauses == maxPauses {
		h.isDead = true
		return
	}
	pause := firstPause
	for range h.pauses {
		pause *= 3
	}
	if s.opts.NoDelay {
		pause /= 100
	}
	h.pauses++
	h.front.BackOff(h.queue, now.Add(pause))
}

func reactionOf(a *fetch.Answer) frontier.Reaction {
	if isRefusal(a) {
		return frontier.Refused
	}
	switch a.Outcome {
	case outcome.TimeoutHeaders, outcome.TimeoutBody, outcome.ConnectTimeout:
		return frontier.Strained
	case outcome.Cancelled, outcome.DNSNotFound, outcome.DNSFailure, outcome.DNSNoAddress, outcome.DNSTimeout:
		return frontier.Neutral
	}
	if verdict.IsTransient(outcomeOf(a)) {
		return frontier.Failed
	}
	return frontier.Fine
}

// isRefusal reports whether a host answered that it was asked too much, as far as its
// status tells. 508, 509 and 529 are what hosting companies send for that.
func isRefusal(a *fetch.Answer) bool {
	switch a.Outcome {
	case "429", "503", "508", "509", "529", outcome.RateLimited:
		return true
	}
	return false
}

// wasRefused reports whether an attempt was a refusal.
func wasRefused(attempts []result.Attempt) bool {
	return slices.ContainsFunc(attempts, func(a result.Attempt) bool { return isRefusal(&fetch.Answer{Outcome: a.Outcome}) })
}

// latencyOf returns how long a host took to build a page, without the time for the
// body. It returns 0 for everything else, because files only come from a disk.
func latencyOf(v *visit) time.Duration {
	if len(v.answer.Hops) > 1 || v.document == nil {
		return 0
	}
	return v.answer.Evidence.Timing.FirstByte
}
