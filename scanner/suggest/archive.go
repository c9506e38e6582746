package suggest

import "sitewell/scanner/weburl"

// Archive gives the page of the Wayback Machine that lists the copies it keeps
// of an address; "" for what it can't know: no web address, or one that only
// this computer or network can reach. Nothing is asked: whether there is a copy
// a person finds out by opening it.
func Archive(address string) string {
	u, err := weburl.Parse(address)
	if err != nil || u.Scheme() != "http" && u.Scheme() != "https" || weburl.Local(weburl.URL{}, u) != "" {
		return ""
	}
	return "https://web.archive.org/web/*/" + u.Key()
}
