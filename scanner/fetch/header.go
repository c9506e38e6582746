package fetch

import (
	"net/http"
	"strings"

	"sitewell/scanner/weburl"
)

// accept is what Firefox says when a link is followed. Servers that choose
// among pictures answer 406 or 415 where none is named.
const accept = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/png,image/svg+xml,*/*;q=0.8"

// headerTransport adds what every request says: who asks and what is understood.
type headerTransport struct {
	next      http.RoundTripper
	userAgent string
}

// RoundTrip implements http.RoundTripper. The request is this package's own,
// so its header may be changed.
func (h *headerTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Header.Get("User-Agent") == "" {
		r.Header.Set("User-Agent", h.userAgent)
	}
	r.Header.Set("Accept", accept)
	// Any language: sites that choose by it show what they show to everybody, and some
	// refuse requests without it (RFC 9110 §12.5.4).
	if r.Header.Get("Accept-Language") == "" {
		r.Header.Set("Accept-Language", "*")
	}
	return h.next.RoundTrip(r)
}

// credentialTransport adds the owner's headers and credentials to requests for the
// site's own origin, and to no other (checks 53, 90). Each hop of a chain
// passes here, so a redirect that leaves the origin leaves them behind.
type credentialTransport struct {
	next       http.RoundTripper
	origin     string // "" for none
	header     http.Header
	credential Credential
}

// RoundTrip implements http.RoundTripper.
func (c *credentialTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if c.origin == "" || exchangeFrom(r.Context()).origin != c.origin {
		return c.next.RoundTrip(r)
	}
	for name, values := range c.header {
		r.Header[name] = append([]string(nil), values...)
	}
	if c.credential.User != "" || c.credential.Password != "" {
		r.SetBasicAuth(c.credential.User, c.credential.Password)
	}
	if c.credential.Cookie != "" {
		r.Header.Set("Cookie", merged(c.credential.Cookie, r.Header.Get("Cookie")))
	}
	if c.credential.Header != "" {
		r.Header.Set(c.credential.Header, c.credential.Value)
	}
	return c.next.RoundTrip(r)
}

// merged returns the cookies of a browser that had some and was given newer ones
// on the way: of the same name the newer one counts (RFC 6265 §5.3).
func merged(had, newer string) string {
	if newer == "" {
		return had
	}
	given := make(map[string]bool)
	for pair := range strings.SplitSeq(newer, ";") {
		name, _, _ := strings.Cut(strings.TrimSpace(pair), "=")
		given[name] = true
	}
	var pairs []string
	for pair := range strings.SplitSeq(had, ";") {
		pair = strings.TrimSpace(pair)
		if name, _, _ := strings.Cut(pair, "="); !given[name] {
			pairs = append(pairs, pair)
		}
	}
	return strings.Join(append(pairs, newer), "; ")
}

// referer returns the Referer that to may see (Referrer Policy,
// strict-origin-when-cross-origin): the whole address on the same origin, the
// origin elsewhere, nothing on the way from https to http.
func referer(from, to weburl.URL) string {
	switch {
	case from.IsZero(), from.Scheme() == "https" && to.Scheme() == "http":
		return ""
	case from.Origin() == to.Origin():
		return from.WithoutFragment().String()
	default:
		return from.Origin() + "/"
	}
}
