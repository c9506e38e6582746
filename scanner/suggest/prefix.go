package suggest

import (
	"strings"

	"golang.org/x/net/publicsuffix"

	"sitewell/scanner/outcome"
	"sitewell/scanner/weburl"
)

// WithPrefix returns the intended address of a link that lacks "mailto:" before a
// mail address or "https://" before a host name. Browsers request a page of that
// name from the site itself.
func WithPrefix(t Target) (Suggestion, bool) {
	if !t.Internal || t.Verdict != outcome.Broken {
		return Suggestion{}, false
	}
	_, rest, ok := strings.Cut(t.URL, "://")
	if !ok {
		return Suggestion{}, false
	}
	_, path, _ := strings.Cut(rest, "/")
	name := path[strings.LastIndexByte(path, '/')+1:]
	_, domain, at := strings.Cut(name, "@")
	if mail := "mailto:" + name; at && registered(domain) && weburl.Classify(mail) == outcome.UnsupportedScheme {
		return Suggestion{URL: mail, Reason: NoMailto, Confidence: Likely}, true
	}
	for at := 0; ; { // the first folder that has the name of a host
		host, _, more := strings.Cut(path[at:], "/")
		if namesHost(host) {
			return Suggestion{URL: "https://" + path[at:], Reason: NoScheme, Confidence: Likely}, true
		}
		if !more {
			return Suggestion{}, false
		}
		at += len(host) + 1
	}
}

// namesHost reports whether the name of a folder or file is that of a host: "www."
// and a domain below a public suffix (publicsuffix.org). Without "www." it may
// also be a file.
func namesHost(s string) bool {
	s, _, _ = strings.Cut(strings.ToLower(s), "?")
	domain, ok := strings.CutPrefix(s, "www.")
	return ok && registered(domain)
}

// registered reports whether a domain can be registered: it is below a public
// suffix that exists, unlike that of "2x.png".
func registered(domain string) bool {
	suffix, icann := publicsuffix.PublicSuffix(strings.ToLower(domain))
	known := icann || strings.Contains(suffix, ".")
	return known && suffix != strings.ToLower(domain)
}
