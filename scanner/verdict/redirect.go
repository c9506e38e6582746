package verdict

import (
	"fmt"
	"net/http"
	"strings"

	"golang.org/x/net/publicsuffix"

	"sitewell/scanner/outcome"
	words "sitewell/scanner/reason"
	"sitewell/scanner/weburl"
)

// redirected decides about an address that redirects. It returns false if the
// redirect does not affect the verdict.
func redirected(e Evidence, redirects int) (Decision, bool) {
	first := e.Hops[0].Status
	chain := fmt.Sprintf("%s to %s", words.OfStatus(first), e.Hops[len(e.Hops)-1].URL)
	if redirects > 1 {
		chain = fmt.Sprintf("%s, %d redirects to %s", words.OfStatus(first), redirects, e.Hops[len(e.Hops)-1].URL)
	}
	say := func(k outcome.Key, v outcome.Verdict) (Decision, bool) {
		return Decision{Outcome: k, Verdict: v, Reason: chain}, true
	}
	def := func(k outcome.Key) (Decision, bool) { return say(k, outcome.Default(k, e.Internal)) }

	info, _ := outcome.Lookup(e.Outcome)
	if info.Class == outcome.Redirects { // loop, too many, no target …: an outcome of its own
		return Decision{}, false
	}
	if code, isStatus := e.Outcome.Status(); !isStatus || code >= 300 || code < 200 {
		if outcome.Default(e.Outcome, e.Internal) != outcome.Broken {
			return Decision{}, false // a wall or a limit behind the redirect
		}
		d, _ := say(outcome.RedirectBroken, outcome.Broken)
		d.Reason = join(chain, reason(e))
		return d, true
	}
	switch {
	case toLogin(e):
		return def(outcome.RedirectLogin)
	case e.Start.Scheme() == "https" && e.Final.Scheme() == "http":
		return def(outcome.RedirectDowngrade)
	case toHome(e):
		return def(outcome.RedirectHome)
	case !sameOwner(e) && (e.Internal || permanent(first)):
		return def(outcome.RedirectOtherSite)
	case redirects > 1 && (permanent(first) || e.Internal):
		return def(outcome.RedirectChain)
	}
	return def(outcome.FromStatus(first))
}

// parkedDomain decides about an address whose domain is for sale or has expired, by
// the final page or the host that the redirects lead to (check 93). The status of
// such a page says nothing about the page that was linked to, so it is never
// Broken.
func parkedDomain(e Evidence) (Decision, bool) {
	d := Decision{Outcome: outcome.Parked, Verdict: outcome.Default(outcome.Parked, e.Internal)}
	switch {
	case e.Parked != "":
		d.Reason = fmt.Sprintf("%s; the page says %q", reason(e), e.Parked)
	case len(e.Hops) > 1 && isParkingHost(e.Final.Hostname()) && !sameOwner(e):
		d.Reason = fmt.Sprintf("%s to %s, where domains are sold", words.OfStatus(e.Hops[0].Status), e.Final.Key())
	default:
		return Decision{}, false
	}
	return d, true
}

// isParkingHost reports whether a host serves the pages of parked domains
// (check 93).
func isParkingHost(host string) bool {
	switch registered(host) {
	case "sedo.com", "sedoparking.com", "hugedomains.com", "dan.com", "afternic.com", "bodis.com", "parkingcrew.net",
		"above.com", "undeveloped.com", "domainmarket.com", "buydomains.com", "parklogic.com", "skenzo.com", "uniregistry.com",
		"cashparking.com", "parking-page.net", "forsale.godaddy.com", "domainnamesales.com", "brandbucket.com", "atom.com":
		return true
	}
	return false
}

// permanent reports whether a redirect replaces the old address permanently
// (RFC 9110 §15.4.2, §15.4.9).
func permanent(status int) bool {
	return status == http.StatusMovedPermanently || status == http.StatusPermanentRedirect
}

// toHome reports whether a deep address redirects to a home page, as on sites that
// do not want to show a 404. A language or start page below the root does not
// count, nor does a redirect whose target contains the original address.
func toHome(e Evidence) bool {
	return e.Final.Path() == "/" && e.Final.Query() == "" && e.Start.Hostname() != "" &&
		strings.Trim(e.Start.Path(), "/") != "" && !homeName(e.Start.Path()) &&
		weburl.SameSite(e.Start, e.Final, true)
}

// homeName reports whether a path is a name of the home page.
func homeName(path string) bool {
	name := strings.ToLower(strings.Trim(path, "/"))
	switch name {
	case "home", "start", "index", "welcome", "default":
		return true
	}
	return strings.HasPrefix(name, "index.") || strings.HasPrefix(name, "default.") || strings.HasPrefix(name, "home.")
}

// toLogin reports whether the chain ends at a sign-in page, but the link does not
// lead to one itself.
func toLogin(e Evidence) bool {
	return !loginPath(e.Start.Path()) && (loginPath(e.Final.Path()) ||
		e.Login && wayBack(e.Final.Query()))
}

// wayBack reports whether a query contains the address to return to after signing
// in.
func wayBack(query string) bool {
	for pair := range strings.SplitSeq(strings.ToLower(query), "&") {
		name, _, _ := strings.Cut(pair, "=")
		switch name {
		case "next", "redirect", "redirect_to", "redirect_uri", "redirecturl", "return", "returnto", "return_to", "returnurl", "continue", "goto", "dest", "destination", "service", "target":
			return true
		}
	}
	return false
}

func loginPath(path string) bool {
	for part := range strings.SplitSeq(strings.ToLower(path), "/") {
		part, _, _ = strings.Cut(part, ".")
		switch part {
		case "login", "log-in", "log_in", "signin", "sign-in", "sign_in", "sso", "wp-login", "anmelden", "auth", "authenticate":
			return true
		}
	}
	return false
}

// sameOwner reports whether the whole chain is within one registered domain.
func sameOwner(e Evidence) bool {
	return registered(e.Start.Hostname()) == registered(e.Final.Hostname())
}

// registered returns the registered domain of a host, or the host itself if there
// is none (an IP address, a single word).
func registered(host string) string {
	if domain, err := publicsuffix.EffectiveTLDPlusOne(strings.TrimSuffix(host, ".")); err == nil {
		return domain
	}
	return host
}
