package fetch

import (
	"net/http"
	"net/http/cookiejar"
	"strings"

	"golang.org/x/net/publicsuffix"

	"sitewell/scanner/outcome"
	"sitewell/scanner/weburl"
)

// follows reports whether a status is a redirect that browsers follow. 300
// and 304 are told as they are (check 49).
func follows(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// isPermanent reports whether a redirect says that the address has moved for
// good (RFC 9110 §15.4.2, §15.4.9).
func isPermanent(status int) bool {
	return status == http.StatusMovedPermanently || status == http.StatusPermanentRedirect
}

// target reads where a redirect at from leads. Every error is an *Error.
func target(from weburl.URL, h http.Header) (weburl.URL, error) {
	fail := func(key outcome.Key, err error) (weburl.URL, error) {
		return weburl.URL{}, &Error{Op: "request", Host: from.Host(), Outcome: key, Err: err}
	}
	var location string
	for _, field := range h["Location"] {
		field = strings.Trim(field, " \t\r\n\f")
		if location != "" && field != location {
			return fail(outcome.RedirectBadTarget, errTwoTargets)
		}
		location = field
	}
	if location == "" {
		return fail(outcome.RedirectNoTarget, errNoTarget)
	}
	to, err := from.Resolve(escapeBytes(location))
	if err != nil {
		return fail(noWebOutcome(location), err)
	}
	if _, ok := to.Fragment(); !ok {
		if fragment, ok := from.Fragment(); ok { // RFC 9110 §10.2.2, check 45
			if whole, err := to.Resolve("#" + fragment); err == nil {
				to = whole
			}
		}
	}
	return to, nil
}

// noWebOutcome returns the outcome of a redirect to what is no web address.
// Browsers hand mail addresses, telephone numbers and the schemes of applications
// over to other programs, so these work for visitors; they are reported and never
// opened. What browsers refuse is a bad target (check 55).
func noWebOutcome(location string) outcome.Key {
	scheme, _, _ := strings.Cut(location, ":")
	switch strings.ToLower(scheme) {
	case "file", "ftp", "data", "javascript", "vbscript", "blob", "about", "view-source", "filesystem", "ws", "wss":
		return outcome.RedirectBadTarget
	}
	switch key := weburl.Classify(location); key {
	case outcome.UnsupportedScheme, outcome.MailtoBad, outcome.TelBad:
		return key
	}
	return outcome.RedirectBadTarget
}

// escapeBytes percent-encodes what is not ASCII byte by byte, as Chrome does:
// so UTF-8 keeps its meaning, and Latin-1 reaches the server as it was sent
// (check 50).
func escapeBytes(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c < 0x80 {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}

// redirectChain remembers the addresses of one chain of redirects, and its
// cookies, which are sent in no other chain (checks 51, 52).
type redirectChain struct {
	jar    *cookiejar.Jar // nil until a cookie is set
	seen   map[string]bool
	method string
	// referer is that of the first request, until the chain leaves its origin.
	referer     weburl.URL
	isTemporary bool // one of the redirects was
	requests    int
	from        weburl.URL // where the last redirect was
}

// cookies returns the Cookie header for an address, "" for none.
func (c *redirectChain) cookies(u weburl.URL) string {
	if c.jar == nil {
		return ""
	}
	var pairs []string
	for _, cookie := range c.jar.Cookies(u.StdURL()) {
		pairs = append(pairs, cookie.Name+"="+cookie.Value)
	}
	return strings.Join(pairs, "; ")
}

// storeCookies keeps the cookies of an answer. Chains go on in the same way without
// a jar, so its failure, which cannot happen, would lose cookies only.
func (c *redirectChain) storeCookies(u weburl.URL, r *http.Response) {
	cookies := r.Cookies()
	if len(cookies) == 0 {
		return
	}
	if c.jar == nil {
		jar, err := cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List})
		if err != nil {
			return
		}
		c.jar = jar
	}
	c.jar.SetCookies(u.StdURL(), cookies)
}

// isRepeated is hasSeen, and remembers the address.
func (c *redirectChain) isRepeated(u weburl.URL) bool {
	if c.hasSeen(u) {
		return true
	}
	if c.seen == nil {
		c.seen = make(map[string]bool)
	}
	c.seen[c.visitKey(u)] = true
	return false
}

// hasSeen reports whether the chain has been at an address with the cookies that it
// has now.
func (c *redirectChain) hasSeen(u weburl.URL) bool { return c.seen[c.visitKey(u)] }

func (c *redirectChain) visitKey(u weburl.URL) string { return u.Key() + "\n" + c.cookies(u) }
