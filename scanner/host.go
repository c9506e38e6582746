package scanner

import (
	"errors"
	"fmt"
	"time"

	"sitewell/scanner/fetch"
	"sitewell/scanner/frontier"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/robots"
	"sitewell/scanner/verdict"
	"sitewell/scanner/weburl"
)

// host is what the coordinator knows of one host beside its queue.
type host struct {
	front    *frontier.Frontier
	queue    *frontier.Host
	internal bool
	rules    *robots.Rules // nil until robots.txt was read, and for other sites
	// unruled is why nothing may be asked: robots.txt could not be read.
	// unreached is what every other request would meet, too, where that was for
	// want of a connection, and asked are the attempts that prove it.
	unruled   string
	unreached outcome.Key
	asked     []result.Attempt
	// The circuit breaker: failures to connect in a row, without any answer.
	failures int
	failure  outcome.Key
	rests    int  // how often the site itself was left alone for it
	dead     bool // given up: what is left of it is settled without asking
	parked   bool // it asked for a longer pause than we wait
	sale     sale // whether its domain is for sale, of another site
}

// A host that fails this often in a row, to different addresses, is given up.
const breakAfter = 4

// The site itself is left alone for a while instead, four times at the most:
// a server that restarts must not make a thousand pages broken.
const (
	restAfter = 8
	maxRests  = 4
	firstRest = 5 * time.Second // then three times as long each time
)

// maxRetryAfter is the longest pause that a server can ask of a scan. One that
// asks for more is parked: its addresses end as Can't verify.
const (
	maxRetryAfter         = 5 * time.Minute // for the site itself
	maxRetryAfterExternal = time.Minute
)

// maxCrawlDelay is the longest pause between requests that robots.txt can ask
// of a scan. Some files name minutes, which would make a scan last for days.
const maxCrawlDelay = 5 * time.Second

// maxRobotsRedirects is how many redirects on the way to a robots.txt are
// followed.
const maxRobotsRedirects = 5

// hostOf gives the host of an address, made and, for the site's own, waiting
// for its robots.txt.
func (r *run) hostOf(u weburl.URL, internal bool) *host {
	key := u.PaceHost()
	if h, ok := r.hosts[key]; ok {
		return h
	}
	h := &host{internal: internal, front: r.others}
	if internal {
		h.front = r.home
	}
	h.queue = h.front.Host(key, r.limits(internal))
	r.hosts[key] = h
	if internal && !r.e.opts.IgnoreRobots {
		h.front.Close(h.queue)
		r.errands = append(r.errands, task{purpose: toRobots, url: robotsAddress(u), internal: true})
	} else if internal {
		h.rules = robots.AllowAll()
		r.seekSiteMap(h, u)
	}
	return h
}

func robotsAddress(u weburl.URL) weburl.URL {
	at, err := u.Resolve("/robots.txt")
	if err != nil {
		return u // can't be: a constant path resolves against any address
	}
	return at
}

func (r *run) limits(internal bool) frontier.Limits {
	o := r.e.opts
	l := frontier.Limits{Start: perExternalHost, Max: perExternalHost, Rest: strainRest}
	switch {
	case internal && (o.Concurrency > 0 || o.NoDelay):
		l.Start, l.Max = concurrency(o), concurrency(o)
	case internal:
		l.Start, l.Max = startConcurrency, defaultConcurrency
	case !o.NoDelay:
		l.Gap = externalGap
	}
	if o.NoDelay {
		l.Rest /= 10
	}
	return l
}

// ruled takes in the answer to robots.txt (check 80): 4xx allows everything;
// 5xx and silence forbid everything, and say so. A host that can't be reached
// at all has no rules to be broken: its addresses meet what robots.txt met.
func (r *run) ruled(v *visit, now time.Time) {
	a := v.answer
	h := r.hostOf(v.url, true)
	h.asked = append(h.asked, a.Evidence.Attempts...)
	switch {
	case len(a.Hops)-1 > maxRobotsRedirects: // as if there were none (RFC 9309 §2.3.1.2)
		h.rules = robots.AllowAll()
	case a.Status/100 == 2 && (a.Err == nil || certificateFailed(a.Outcome)):
		// Behind a bad certificate, too: these are the only rules that there are.
		h.rules = robots.Parse(a.Body)
	case a.Status/100 == 4 && a.Status != 429, a.Outcome == outcome.RedirectTooMany, a.Outcome == outcome.RedirectLoop,
		a.Outcome == outcome.RedirectNoTarget, a.Outcome == outcome.RedirectBadTarget, a.Status/100 == 3:
		h.rules = robots.AllowAll()
	default:
		if v.job.Try < maxTries {
			v.job.Try++
			r.later(v.task, now, r.pause(v.job.Try, a))
			return
		}
		h.rules = robots.DenyAll()
		h.unruled = fmt.Sprintf("robots.txt could not be read (%s)", a.Outcome)
		if noConnection(a) {
			h.unreached = a.Outcome
		}
		if v.url.Origin() == r.e.start.Origin() {
			r.diagnosis.unruled(h.unruled)
		}
	}
	if delay, asked := h.rules.CrawlDelay(robots.Token); asked && !r.e.opts.NoDelay {
		h.queue.SetGap(min(delay, maxCrawlDelay))
	}
	r.e.rules.Store(v.url.PaceHost(), h.rules)
	h.front.Open(h.queue)
	if h.unruled == "" {
		r.seekSiteMap(h, v.url)
	}
}

// certificateFailed reports whether a connection came about that browsers would
// not have used.
func certificateFailed(k outcome.Key) bool {
	switch k {
	case outcome.TLSExpired, outcome.TLSNotYetValid, outcome.TLSWrongHost, outcome.TLSSelfSigned,
		outcome.TLSUnknownAuthority, outcome.TLSOldProtocol:
		return true
	}
	return false
}

// noConnection reports whether a host could not be reached, whatever it would
// have been asked for.
func noConnection(a *fetch.Answer) bool {
	var failure *fetch.Error
	switch {
	case !errors.As(a.Err, &failure), a.Status != 0, len(a.Hops) != 1, a.Outcome == outcome.HTTP2Error:
		return false
	case a.Outcome == outcome.TLSClientCertificate: // TLS 1.3 tells it behind the handshake
		return true
	}
	return failure.Op == "look-up" || failure.Op == "connect" || failure.Op == "tls"
}

// forbidden says why an address may not be asked for now, "" where it may.
func (r *run) forbidden(e *entry, id result.ID, u weburl.URL) (outcome.Key, string) {
	h := e.host
	switch {
	case h.dead:
		return h.failure, fmt.Sprintf("%s; this host failed %d times in a row, so it was not asked again", h.failure, h.failures)
	case h.parked:
		return outcome.RateLimited, "the server asked for a longer pause than a scan waits"
	}
	// The last gate before a request: what waits may have been found by an
	// earlier run (truth 5).
	if key, reason := r.scope.harm(u); key != "" && id != startID {
		return key, reason
	}
	switch {
	case !e.is(internal) || r.e.opts.IgnoreRobots || h.rules == nil:
		return "", ""
	case h.unreached != "" && id != startID:
		r.tries[id] = h.asked
		return h.unreached, fmt.Sprintf("%s; the same host was asked for its robots.txt %d times", h.unreached, len(h.asked))
	case h.unruled != "" && id != startID:
		return outcome.RobotsUnreachable, h.unruled
	case h.unruled != "":
		return "", "" // the person asked for this one address
	}
	if allowed, match := h.rules.Allowed(robots.Token, u.RequestURI()); !allowed {
		return outcome.RobotsBlocked, fmt.Sprintf("robots.txt line %d: %s", match.Line, match.Rule)
	}
	return "", ""
}

// learn takes in how a host took a request: its pace, its wishes, its health.
func (r *run) learn(v *visit, now time.Time) {
	h := r.book.at(v.job.ID).host
	a := v.answer
	h.front.Done(v.job, now, reaction(a), latency(v))

	if wish := a.RetryAfter; wish > 0 && (a.Status == 429 || a.Status == 503) {
		most := maxRetryAfterExternal
		if h.internal {
			most = maxRetryAfter
		}
		if wish > most {
			h.parked = true
		} else if !r.e.opts.NoDelay || h.internal {
			h.front.Hold(h.queue, now.Add(wish))
		}
	}
	switch a.Outcome {
	case outcome.DNSNotFound, outcome.DNSNoAddress, outcome.DNSFailure, outcome.DNSTimeout, outcome.ConnectionRefused,
		outcome.ConnectTimeout, outcome.Unreachable:
		if len(a.Hops) > 1 {
			return // another host failed, further down the chain
		}
		h.failures++
		h.failure = a.Outcome
		r.rest(h, now)
	case outcome.Cancelled:
	default:
		h.failures = 0
	}
}

// rest leaves a host alone that has stopped to answer, or gives it up.
func (r *run) rest(h *host, now time.Time) {
	if !h.internal {
		h.dead = h.failures > breakAfter
		return
	}
	if h.failures%restAfter != 0 {
		return
	}
	if h.rests == maxRests {
		h.dead = true
		return
	}
	pause := firstRest
	for range h.rests {
		pause *= 3
	}
	if r.e.opts.NoDelay {
		pause /= 100
	}
	h.rests++
	h.front.Hold(h.queue, now.Add(pause))
}

func reaction(a *fetch.Answer) frontier.Reaction {
	switch a.Outcome {
	case "429", "503", outcome.RateLimited, outcome.TimeoutHeaders, outcome.TimeoutBody, outcome.ConnectTimeout:
		return frontier.Strained
	case outcome.Cancelled, outcome.DNSNotFound, outcome.DNSFailure, outcome.DNSNoAddress, outcome.DNSTimeout:
		return frontier.Neutral
	}
	if verdict.TryAgain(outcomeOf(a)) {
		return frontier.Failed
	}
	return frontier.Fine
}

// latency is how long the host thought about a page, without the time the body
// took; 0 for all else: a picture comes from the disk, a page is made.
func latency(v *visit) time.Duration {
	if len(v.answer.Hops) > 1 || v.document == nil {
		return 0
	}
	return v.answer.Evidence.Timing.FirstByte
}

// pause is how long to wait before a later attempt.
func (r *run) pause(try int, a *fetch.Answer) time.Duration {
	d := time.Second
	for range try - 1 {
		d *= 4
	}
	if r.e.opts.NoDelay {
		d /= 10
	}
	return max(d, a.RetryAfter)
}
