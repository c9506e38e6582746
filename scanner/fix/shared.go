package fix

import (
	"golang.org/x/net/publicsuffix"

	"sitewell/scanner/outcome"
)

// SharedCause returns why an address of another site fails, as far as that is the same for
// every site that links to it: its whole host fails (Host, with the host or the domain as
// the subject) or the address itself does (Target). ok is false for addresses of the site
// itself, and for those that only this site uses wrongly, as by http instead of https.
func SharedCause(p Problem) (cause Cause, subject string, ok bool) {
	at, located := locate(p.URL)
	switch {
	case !located || p.Internal || p.Verdict == outcome.Warning:
		return "", "", false
	case p.Outcome == outcome.AddressLocalhost || p.Outcome == outcome.AddressPrivate:
		return "", "", false
	case wall(&p):
		return Host, at.host(), true
	case !hostFails(&p):
		return Target, p.URL, true
	}
	subject = at.host()
	if info, _ := outcome.Lookup(p.Outcome); info.Class == outcome.NameLookup {
		if domain, err := publicsuffix.EffectiveTLDPlusOne(subject); err == nil {
			subject = domain
		}
	}
	return Host, subject, true
}
