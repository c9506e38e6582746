package scanner

import (
	"strconv"

	"sitewell/scanner/outcome"
	"sitewell/scanner/policy"
	"sitewell/scanner/result"
	"sitewell/scanner/verdict"
	"sitewell/scanner/weburl"
)

// diagnosis collects reasons why a scan may have found suspiciously little, or may
// not have read everything that it should (check 91).
type diagnosis struct {
	found    result.Diagnosis // by the start address and robots.txt
	sample   string
	signedIn bool
	pages    pageCount
	cutOff   int // addresses of other sites, if none can be reached
}

func newDiagnosis(o Options) *diagnosis {
	return &diagnosis{signedIn: o.Credential != (Credential{})}
}

// pageCount counts the pages of the site by whether they could be read.
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

// minPages is how many pages must be affected to say something about the site.
const minPages = 3

// isMany reports whether n is more than one in share of the pages.
func (c *pageCount) isMany(n, share int) bool { return n >= minPages && n*share > c.checked }

// noteCheck looks at an address that was checked; only the start address counts.
func (d *diagnosis) noteCheck(v *visit, decision verdict.Decision, p *policy.Policy) {
	if !v.isStart {
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
	case !p.IsInternal(a.Final):
		d.found, d.sample = result.RedirectsElsewhere, a.Final.Key()
	case v.document == nil:
		d.found, d.sample = result.NotAPage, v.media
	case v.document.ScriptOnly && !v.isFoundByScript:
		d.found, d.sample = result.ScriptOnly, a.Final.Key()
	case !hasInternalLink(v, p):
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
	return a.Status == 403 && (a.Header.Get("WWW-Authenticate") != "" || v.hasSignInForm)
}

// restore notes what an earlier run of the scan found out about the start address.
// What it read on a page that works is not stored. That matters only to a scan that
// has no other page, and such a scan has nothing left to do when it is resumed.
func (d *diagnosis) restore(found outcome.Key, v outcome.Verdict, address string) {
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
		d.noteSettled(found, address)
	case v == outcome.Broken, v == outcome.CantVerify:
		d.found, d.sample = result.StartUnreachable, string(found)
	}
}

// hasInternalLink reports whether a page has a link to another page of the site.
func hasInternalLink(v *visit, p *policy.Policy) bool {
	for i := range v.document.Links {
		l := &v.document.Links[i]
		if l.Outcome != "" || l.Kind != result.KindPage && l.Kind != result.KindFrame || l.URL == v.answer.Final.Key() {
			continue
		}
		if u, err := weburl.Parse(l.URL); err == nil && p.IsInternal(u) {
			return true
		}
	}
	return false
}

// noteSettled notes that the start address was not requested at all.
func (d *diagnosis) noteSettled(key outcome.Key, reason string) {
	switch key {
	case outcome.RobotsBlocked:
		d.found, d.sample = result.StartForbidden, reason
	case outcome.RobotsUnreachable:
		d.found, d.sample = result.RobotsUnreachable, reason
	}
}

// noteCutOff notes that addresses of other sites can't be reached, nor any others; 0
// takes that back.
func (d *diagnosis) noteCutOff(addresses int) { d.cutOff = addresses }

// noteRobotsError notes that robots.txt of the site could not be read.
func (d *diagnosis) noteRobotsError(reason string) {
	if d.found == result.NoDiagnosis {
		d.found, d.sample = result.RobotsUnreachable, reason
	}
}

// result returns the diagnosis of a scan, with its sample; offline says that
// it ended without a network.
func (d *diagnosis) result(c *progressCounter, offline bool) (result.Diagnosis, string) {
	p := &d.pages
	switch {
	case offline:
		return result.Offline, ""
	case d.cutOff > 0 && d.found == result.NoLinks:
		return result.CutOff, strconv.Itoa(d.cutOff)
	case d.found == result.RobotsUnreachable, d.found == result.SignInRefused, c.pages <= 1 && d.found != result.NoDiagnosis:
		return d.found, d.sample
	case p.isMany(p.signIn, 10):
		return result.PagesNeedSignIn, strconv.Itoa(p.signIn)
	case p.isMany(p.unverified, 2):
		return result.MostUnverified, strconv.Itoa(p.unverified)
	case c.omitted > 0:
		return result.LimitReached, strconv.Itoa(c.omitted)
	case d.cutOff > 0:
		return result.CutOff, strconv.Itoa(d.cutOff)
	default:
		return result.NoDiagnosis, ""
	}
}
