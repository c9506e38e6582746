package scanner

import (
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/verdict"
	"sitewell/scanner/weburl"
)

// diagnosis watches for the reasons why a scan may find suspiciously little
// (check 91).
type diagnosis struct {
	found    result.Diagnosis
	sample   string
	signedIn bool
}

// see takes in the verdict of a checked address; only the start address counts.
func (d *diagnosis) see(id result.ID, v *visit, decision verdict.Decision, s *scope) {
	if id != startID {
		return
	}
	a := v.answer
	switch {
	case d.signedIn && (a.Status == 401 || a.Status == 403 || a.Wall == outcome.LoginWall || decision.Outcome == outcome.RedirectLogin):
		d.found, d.sample = result.SignInRefused, a.Final.Key()
	case a.Wall == outcome.BotChallenge || a.Wall == outcome.LoginWall || a.Wall == outcome.RateLimited,
		decision.Outcome == outcome.RedirectLogin, a.Status == 401, a.Status == 403, a.Status == 429:
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

// tell gives the diagnosis, if the scan is short enough to need one.
func (d *diagnosis) tell(c count) (result.Diagnosis, string) {
	// A scan that is signed out against its owner's wish may be long.
	if c.pages > 1 && d.found != result.RobotsUnreachable && d.found != result.SignInRefused {
		return result.NoDiagnosis, ""
	}
	return d.found, d.sample
}
