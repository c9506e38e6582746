package weburl

import (
	"errors"
	"strings"

	whatwgerrors "github.com/nlnwa/whatwg-url/errors"
	whatwg "github.com/nlnwa/whatwg-url/url"

	"sitewell/scanner/outcome"
)

// maxLength is the maximum length of an address, in bytes as written. Browsers
// accept longer ones, but no server accepts a request line of this length, and a
// page must not make us spend seconds on one link.
const maxLength = 64 << 10

// Error is the reason why a text is not a fetchable address.
type Error struct {
	// Outcome is the outcome of the address in a scan: AddressMalformed,
	// AddressIDN, UnsupportedScheme and the others of that class.
	Outcome outcome.Key
	// Reason is a short English phrase in technical words. It does not contain
	// the address, which may contain secrets.
	Reason string
}

func (e *Error) Error() string { return string(e.Outcome) + ": " + e.Reason }

// OutcomeOf returns the outcome of an error of this package, and "" for nil. For
// any other error it returns AddressMalformed.
func OutcomeOf(err error) outcome.Key {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Outcome
	}
	return outcome.AddressMalformed
}

// parser follows the current standard: '^' in a path is percent-encoded since
// March 2025 (whatwg/url#846), which the library does not do yet. It contains
// only settings and is never changed.
var parser = whatwg.NewParser(whatwg.WithPathPercentEncodeSet(whatwg.PathPercentEncodeSet.Set('^')))

// Parse parses an absolute http or https address as browsers parse links. Every
// error is an *Error.
func Parse(s string) (URL, error) {
	if u, ok := fastAbsolute(s); ok {
		return u, nil
	}
	return slow(URL{}, s)
}

// Resolve resolves a reference on a page whose address (or base element) is u. It
// follows the standard only: the empty reference is the page itself. Call
// Classify first to detect references that the standard accepts but that can't
// be fetched. Every error is an *Error. On the zero URL, Resolve is Parse.
func (u URL) Resolve(ref string) (URL, error) {
	if r, ok := fastResolve(u, ref); ok {
		return r, nil
	}
	return slow(u, ref)
}

// slow parses by the library. fastAbsolute and fastResolve must return the same
// (FuzzFastPath).
func slow(base URL, ref string) (URL, error) {
	ref = clean(ref)
	if s := schemeOf(ref); s != "" && s != "http" && s != "https" {
		key, reason := inspectScheme(s, ref)
		return URL{}, &Error{Outcome: key, Reason: reason}
	}
	if len(ref) > maxLength {
		return URL{}, malformed("longer than 64 KiB")
	}
	// The library keeps user info, and takes quadratic time for a long one.
	ref, host, err := cutUserInfo(base, ref)
	if err != nil {
		return URL{}, err
	}
	p, err := parser.ParseRef(base.s, ref)
	if whatwgerrors.Type(err) == whatwgerrors.DomainToASCII && strings.Contains(host, "_") {
		if u, ok := slowUnderscore(base, ref, host); ok {
			return u, nil
		}
	}
	if err != nil {
		return URL{}, explain(err, host)
	}
	// The library is more lenient than the standard here: "[[::1]]" and "1.-1".
	if p.IsIPv6() && (strings.Contains(host, "[[") || strings.Contains(host, "]]")) ||
		p.IsIPv4() && strings.ContainsAny(host, "+-") {
		return URL{}, malformed("bad IP address")
	}
	if s := p.Scheme(); s != "http" && s != "https" || p.Hostname() == "" {
		return URL{}, malformed("no host name")
	}
	return located(p.Href(false)), nil
}

// slowUnderscore parses a reference whose international host has underscores.
func slowUnderscore(base URL, ref, host string) (URL, bool) {
	masked, labels, ok := replaceUnderscores(host)
	if !ok {
		return URL{}, false
	}
	p, err := parser.ParseRef(base.s, strings.Replace(ref, host, masked, 1))
	if err != nil || p.IsIPv4() || p.IsIPv6() {
		return URL{}, false
	}
	href := restoreUnderscores(p.Href(false), p.Hostname(), labels)
	if href == "" {
		return URL{}, false
	}
	return located(href), true
}

func malformed(reason string) *Error {
	return &Error{Outcome: outcome.AddressMalformed, Reason: reason}
}

// explain returns a short phrase for an error of the library.
func explain(err error, host string) *Error {
	switch whatwgerrors.Type(err) {
	case whatwgerrors.DomainToASCII:
		return &Error{Outcome: outcome.AddressIDN, Reason: "host name breaks the rules for international names"}
	case whatwgerrors.DomainInvalidCodePoint:
		return malformed("host name contains a character that is not allowed")
	case whatwgerrors.HostMissing, whatwgerrors.InvalidCredentials:
		return malformed("no host name")
	case whatwgerrors.PortOutOfRange:
		return malformed("port is over 65535")
	case whatwgerrors.PortInvalid:
		return malformed("port is not a number")
	case whatwgerrors.MissingSchemeNonRelativeURL:
		return malformed("no scheme and nothing to resolve against")
	}
	if strings.HasPrefix(host, "[") {
		return malformed("bad IPv6 address")
	}
	return malformed("bad IP address")
}

// clean is the first step of the standard's parser: it removes C0 control
// characters and spaces from both ends, and tabs and line breaks everywhere.
func clean(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool { return r <= ' ' })
	if strings.ContainsAny(s, "\t\r\n") {
		s = strings.NewReplacer("\t", "", "\r", "", "\n", "").Replace(s)
	}
	return s
}

// schemeOf returns the scheme of a cleaned reference in lower case, "" for none.
func schemeOf(s string) string {
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
		case i > 0 && ('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'):
		case i > 0 && c == ':':
			return strings.ToLower(s[:i])
		default:
			return ""
		}
	}
	return ""
}

// cutUserInfo removes "user:password@" from a cleaned http, https or relative
// reference. It also returns the host with its port, "" if the reference has no
// host.
func cutUserInfo(base URL, ref string) (rest, host string, err error) {
	start := 0
	scheme := schemeOf(ref)
	if scheme != "" {
		start = len(scheme) + 1
	}
	slashes := start
	for slashes < len(ref) && (ref[slashes] == '/' || ref[slashes] == '\\') {
		slashes++
	}
	// A host follows two slashes, or any number of them after a scheme that
	// differs from the base's (WHATWG URL §4.4, special authority slashes state).
	relative := scheme == "" || !base.IsZero() && scheme == base.Scheme()
	if relative && slashes-start < 2 {
		return ref, "", nil
	}
	end := slashes + len(ref[slashes:])
	if i := strings.IndexAny(ref[slashes:], `/\?#`); i >= 0 {
		end = slashes + i
	}
	at := strings.LastIndexByte(ref[slashes:end], '@')
	if at < 0 {
		return ref, ref[slashes:end], nil
	}
	host = ref[slashes+at+1 : end]
	if host == "" {
		return "", "", malformed("no host name")
	}
	return ref[:slashes] + ref[slashes+at+1:], host, nil
}
