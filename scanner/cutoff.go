package scanner

import (
	"fmt"
	"strings"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/verdict"
)

// cutOff finds out whether other sites can be reached at all from this computer
// (check 116). Until one of them was reached, addresses of other sites that fail wait
// for their verdict. If none was reached in the end, and all of them failed in the
// same way, a firewall, a proxy or the name look-up of this computer may be the
// reason, so they can't be verified.
type cutOff struct {
	held      []heldAddress
	isReached bool   // another site was reached
	way       string // in which all of them fail; "" if that is not known
	// conclude is called with each address that has waited, and settle with each that
	// was not requested, because its host had failed too often.
	conclude func(v *visit, now time.Time)
	settle   func(h heldAddress, now time.Time)
	count    func(addresses int) // of how many addresses of other sites it is the reason
}

// heldAddress is an address that waits for its verdict: visit if it was requested, or
// the rest.
type heldAddress struct {
	visit  *visit
	host   *host
	id     result.ID
	key    outcome.Key
	reason string
	way    string
}

const (
	minCutOffHosts = 5 // must fail, none or two dead links prove nothing
	maxCutOffHeld  = 1000
)

// Ways to fail.
const (
	byLookUp     = "look-up"
	byConnection = "connection"
)

// wayOf returns in which way another site can't be reached, by an outcome, or "" if
// it is no failure of that kind.
func wayOf(k outcome.Key) string {
	switch k {
	case outcome.DNSNotFound, outcome.DNSNoAddress, outcome.DNSFailure, outcome.DNSTimeout:
		return byLookUp
	case outcome.ConnectionRefused, outcome.ConnectTimeout, outcome.Unreachable:
		return byConnection
	case outcome.ProxyFailure:
		return string(k)
	}
	return ""
}

// wayOfVisit returns in which way a request to another site failed, or "" if it
// reached the site. What a proxy answers in place of all sites is the same for all.
func wayOfVisit(v *visit) string {
	a := v.answer
	if isRedirected(v) || a.Wall != "" {
		return ""
	}
	switch a.Status {
	case 0:
		return wayOf(a.Outcome)
	case 403, 407, 451, 502, 503, 504, 511:
		var words []string
		for word := range strings.FieldsSeq(a.Evidence.Snippet) {
			if !strings.Contains(word, v.url.Hostname()) && !strings.Contains(word, "/") {
				words = append(words, word)
			}
		}
		return fmt.Sprint(a.Status, " ", strings.Join(words, " "))
	}
	return ""
}

// note takes an answer of another site into account.
func (c *cutOff) note(v *visit, now time.Time) {
	switch {
	case v.internal, c.isReached, v.isUndecided && v.answer.Status >= 400:
	case v.answer.Outcome == outcome.Cancelled, v.answer.Outcome == outcome.AddressPrivate: // no request was sent
	case wayOfVisit(v) == "":
		c.isReached, c.way = true, ""
		c.count(0)
		c.release(now)
	}
}

// await reports whether an address that was requested waits for its verdict.
func (c *cutOff) await(h *host, v *visit, now time.Time) bool {
	if v.internal || c.isReached {
		return false
	}
	way := wayOfVisit(v)
	if c.way != "" {
		v.isCutOff = c.way == way
	}
	if way == "" || c.way != "" {
		return false
	}
	v.answer.Release()
	c.hold(heldAddress{visit: v, host: h, id: v.job.ID, way: way}, now)
	return true
}

// awaitSettled is await for an address of a host that had failed too often.
func (c *cutOff) awaitSettled(h *host, id result.ID, key outcome.Key, reason string, now time.Time) bool {
	if h.isInternal || c.isReached || c.way != "" || wayOf(key) == "" {
		return false
	}
	c.hold(heldAddress{host: h, id: id, key: key, reason: reason, way: wayOf(key)}, now)
	return true
}

func (c *cutOff) hold(a heldAddress, now time.Time) {
	c.held = append(c.held, a)
	if len(c.held) == maxCutOffHeld {
		c.decide(now)
	}
}

// decide concludes everything that waits. It reports whether there was anything.
func (c *cutOff) decide(now time.Time) bool {
	if len(c.held) == 0 {
		return false
	}
	hosts := make(map[string]map[string]bool) // by way
	for _, a := range c.held {
		if hosts[a.way] == nil {
			hosts[a.way] = make(map[string]bool)
		}
		hosts[a.way][strings.Split(a.host.queue.Key, ":")[0]] = true
	}
	way := c.held[0].way
	if len(hosts) == 2 && hosts[byLookUp] != nil && hosts[byConnection] != nil {
		way = byConnection // names that do not exist are not the fault of a firewall
		delete(hosts, byLookUp)
	}
	if len(hosts) == 1 && len(hosts[way]) >= minCutOffHosts {
		c.way = way
	}
	c.release(now)
	return true
}

// release concludes everything that waits, as it is known now.
func (c *cutOff) release(now time.Time) {
	held := c.held
	c.held = nil
	cut := 0
	for _, a := range held {
		isCutOff := c.way != "" && a.way == c.way
		if isCutOff {
			cut++
			a.host.isCutOff = true
		}
		if a.visit != nil {
			a.visit.isCutOff = isCutOff
			c.conclude(a.visit, now)
			continue
		}
		c.settle(a, now)
	}
	if cut > 0 {
		c.count(cut)
	}
}

// settleHeld settles an address of a host that had failed too often.
func (c *coordinator) settleHeld(a heldAddress, now time.Time) {
	if a.host.isCutOff {
		a.reason += "; " + verdict.CutOffReason
	}
	c.recorder.settle(a.id, a.key, a.reason, now)
}

// reached reports whether the outcome of an address of another site, in an earlier run
// of the scan, shows that the site was reached.
func reached(k outcome.Key) bool {
	code, ok := k.Status()
	return ok && code < 400 || isCertificateFailure(k)
}
