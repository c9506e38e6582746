package suggest

import (
	"sitewell/scanner/outcome"
	"sitewell/scanner/weburl"
)

// MayBeGone reports whether an old copy of a target may be missed. On the site itself
// it is where nothing is found any more; what fails there for now is still there.
func MayBeGone(t Target) bool {
	if !t.Internal {
		return true
	}
	switch t.Outcome {
	case "404", "410", outcome.Soft404, outcome.RedirectHome:
		return true
	}
	return false
}

// ArchiveURL returns the page of the Wayback Machine that lists its copies of an
// address. It returns "" for addresses that can't have one: those that are not
// web addresses, or can be reached only from this computer or network. It sends
// no request, so there may be no copy.
func ArchiveURL(address string) string {
	u, err := weburl.Parse(address)
	if err != nil || u.Scheme() != "http" && u.Scheme() != "https" || weburl.LocalOutcome(weburl.URL{}, u) != "" {
		return ""
	}
	return "https://web.archive.org/web/*/" + u.Key()
}
