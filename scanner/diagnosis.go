package scanner

import (
	"strconv"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/verdict"
	"sitewell/scanner/weburl"
)

// diagnosis watches for the reasons why a scan may find suspiciously little, or
// may not have read all that it was meant to read (check 91).
type diagnosis struct {
	found    result.Diagnosis // from the start address and robots.txt
	sample   string
	signedIn bool
	pages    pageCount
}

// pageCount counts what came of the site's own pages.
type pageCount struct {
	checked    int
	unverified int // Can't verify
	signIn     int // of these, pages that ask for a sign-in
}

// add counts a page of the site.
func (c *pageCount) add(found outcome.Key, v outcome.Verdict) {
	if v == outcome.Skipped || v == outcome.Unchecked {
		return
	}
	c.checked++
	if v == outcome.CantVerify {
		c.unverified++
	}
	switch found {
	case "401", outcome.LoginWall, outcome.RedirectLogin:
		c.signIn++
	}
}

// A few pages that can't be read say nothing about a site.
const fewPages = 3

// many reports whether n is a share of the pages that is worth telling.
func (c *pageCount) many(n, share int) bool { return n >= fewPages && n*share > c.checked }

// see looks at a checked address; only the start address counts.
func (d *diagnosis) see(id result.ID, v *visit, decision verdict.Decision, s *scope) {
	if id != startID {
		return
	}
	a := v.answer
	needsSignIn := asksForSignIn(v, decision.Outcome)
	switch {
	case d.signedIn && (needsSignIn || a.Status == 403):
		d.found, d.sample = result.SignInRefused, a.Final.Key()
	case needsSignIn:
		d.found, d.sample = result.SignInNeeded, a.Final.Key()
	case a.Wall == outcome.BotChallenge || a.Wall == outcome.RateLimited, a.Status == 403, a.Status == 429:
		d.found, d.sample = result.Blocked, a.Final.Key()
	case a.Status/100 != 2:
		d.found, d.sample = result.StartUnreachable, string(decision.Outcome)
	case d.found == result.RobotsUnreachable: // explains more than what the page is
	case !s.internal(a.Final):
		d.found, d.sample = result.RedirectsElsewhere, a.Final.Key()
	case v.document == nil:
		d.found, d.sample = result.NotAPage, v.media
	case v.document.ScriptOnly:
		d.found, d.sample = result.ScriptOnly, a.Final.Key()
	case !leads(v, s):
		d.found, d.sample = result.NoLinks, a.Final.Key()
	}
}

// asksForSignIn reports whether an answer asks for a sign-in: by status 401, by
// a form in place of the page, or with a refusal that offers a sign-in (RFC
// 9110 §11.6.1 lets any answer do that).
func asksForSignIn(v *visit, found outcome.Key) bool {
	a := v.answer
	switch {
	case a.Wall == outcome.LoginWall, found == outcome.RedirectLogin:
		return true
	case a.Wall != "":
		return false
	case a.Status == 401:
		return true
	}
	return a.Status == 403 && (a.Header.Get("WWW-Authenticate") != "" || v.signInForm)
}

// recall takes in what an earlier run of the scan found of the start address.
// What it found of a page that works is lost, which only matters to a scan that
// has no other page, and such a scan has nothing left to be resumed for.
func (d *diagnosis) recall(found outcome.Key, v outcome.Verdict, address string) {
	needsSignIn := pageCount{}
	needsSignIn.add(found, v)
	switch {
	case v == outcome.Unchecked:
	case needsSignIn.signIn > 0 && d.signedIn:
		d.found, d.sample = result.SignInRefused, address
	case needsSignIn.signIn > 0:
		d.found, d.sample = result.SignInNeeded, address
	case found == outcome.BotChallenge, found == outcome.RateLimited, found == "403", found == "429":
		d.found, d.sample = result.Blocked, address
	case found == outcome.RobotsBlocked, found == outcome.RobotsUnreachable:
		d.settled(found, address)
	case v == outcome.Broken, v == outcome.CantVerify:
		d.found, d.sample = result.StartUnreachable, string(found)
	}
}

// leads reports whether a page has a link to another page of the site.
func leads(v *visit, s *scope) bool {
	for i := range v.document.Links {
		l := &v.document.Links[i]
		if l.Outcome != "" || l.Kind != result.KindPage && l.Kind != result.KindFrame || l.URL == v.answer.Final.Key() {
			continue
		}
		if u, err := weburl.Parse(l.URL); err == nil && s.internal(u) {
			return true
		}
	}
	return false
}

// settled takes in that the start address was not asked for at all.
func (d *diagnosis) settled(key outcome.Key, reason string) {
	switch key {
	case outcome.RobotsBlocked:
		d.found, d.sample = result.StartForbidden, reason
	case outcome.RobotsUnreachable:
		d.found, d.sample = result.RobotsUnreachable, reason
	}
}

// unruled takes in that robots.txt of the site could not be read.
func (d *diagnosis) unruled(reason string) {
	if d.found == result.NoDiagnosis {
		d.found, d.sample = result.RobotsUnreachable, reason
	}
}

// conclude returns the diagnosis of a scan, with its sample; offline says that
// it ended without a network.
func (d *diagnosis) conclude(c *count, offline bool) (result.Diagnosis, string) {
	p := &d.pages
	switch {
	case offline:
		return result.Offline, ""
	case d.found == result.RobotsUnreachable, d.found == result.SignInRefused, c.pages <= 1 && d.found != result.NoDiagnosis:
		return d.found, d.sample
	case p.many(p.signIn, 10):
		return result.PagesNeedSignIn, strconv.Itoa(p.signIn)
	case p.many(p.unverified, 2):
		return result.MostUnverified, strconv.Itoa(p.unverified)
	case c.omitted > 0:
		return result.LimitReached, strconv.Itoa(c.omitted)
	default:
		return result.NoDiagnosis, ""
	}
}
