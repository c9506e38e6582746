package suggest

import "sitewell/scanner/weburl"

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
