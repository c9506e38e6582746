package weburl

import (
	"errors"
	"strings"

	"sitewell/scanner/outcome"
)

// Classify returns the outcome of a reference that can't be fetched, whatever its
// page: an empty one, an unfilled placeholder, a mail or telephone link that
// can't work, an address on the author's own disk, or a scheme for other
// programs. It returns "" for everything that Resolve should read, including "#"
// and "?".
//
// A valid mail or telephone link is UnsupportedScheme: it is recorded and never
// fetched.
func Classify(ref string) outcome.Key {
	key, _ := Inspect(ref)
	return key
}

// Explain returns a short English phrase in technical words that says why a
// reference can't be fetched: the reason of Classify, or what the parser refuses
// in an absolute address. It returns "" if there is no reason.
func Explain(ref string) string {
	if key, reason := Inspect(ref); key != "" {
		return reason
	}
	s := clean(ref)
	if strings.HasPrefix(s, "//") {
		s = "http:" + s
	}
	if schemeOf(s) == "" {
		return ""
	}
	var e *Error
	if _, err := Parse(s); errors.As(err, &e) {
		return e.Reason
	}
	return ""
}

// Inspect returns what Classify returns, and the reason for it as Explain returns
// it. A reference of any length is judged by the whole of it (check 99).
func Inspect(ref string) (outcome.Key, string) {
	s := clean(ref)
	if s == "" {
		return outcome.AddressEmpty, "nothing in it"
	}
	scheme := schemeOf(s)
	switch scheme {
	case "":
	case "http", "https":
		if strings.Trim(s[len(scheme)+1:], `/\`) == "" {
			return outcome.AddressPlaceholder, "scheme without an address"
		}
	default:
		return inspectScheme(scheme, s)
	}
	// What follows '#' is never sent, and a place may have any name (check 108).
	address, _, _ := strings.Cut(s, "#")
	if p := placeholder(address); p != "" {
		return outcome.AddressPlaceholder, "unfilled placeholder " + p
	}
	return "", ""
}

// inspectScheme classifies a cleaned reference of any scheme but http and https.
// It must be fast for a data: address of many megabytes.
func inspectScheme(scheme, s string) (outcome.Key, string) {
	rest := s[len(scheme)+1:]
	if len(scheme) == 1 && (strings.HasPrefix(rest, `\`) || strings.HasPrefix(rest, "/")) {
		return outcome.AddressLocalhost, "file on a drive of the author's computer"
	}
	switch scheme {
	case "mailto":
		if reason := checkMailto(rest); reason != "" {
			return outcome.MailtoBad, reason
		}
		return outcome.UnsupportedScheme, "mail address"
	case "tel":
		if reason := checkTel(rest); reason != "" {
			return outcome.TelBad, reason
		}
		return outcome.UnsupportedScheme, telReason(rest)
	case "data":
		if reason := checkData(rest); reason != "" {
			return outcome.DataBad, reason
		}
		return outcome.UnsupportedScheme, "data within the page"
	case "file":
		return outcome.AddressLocalhost, "file on the author's computer"
	}
	if strings.HasPrefix(rest, "//") && misspelt(scheme) {
		return outcome.AddressMalformed, "scheme is misspelt"
	}
	if len(scheme) > 32 {
		return outcome.UnsupportedScheme, "scheme of another program"
	}
	return outcome.UnsupportedScheme, "scheme " + scheme
}

// misspelt reports whether a scheme has an edit distance of one from http or https
// ("htp", "htttp", "hhtps"): one letter is missing, added, replaced, or two
// neighbours are swapped. "hppt" has a distance of two and is an unknown scheme.
func misspelt(scheme string) bool {
	switch scheme {
	case "shttp", "httpu", "httpg": // registered or in use for something else
		return false
	}
	return oneSlip(scheme, "http") || oneSlip(scheme, "https")
}

func oneSlip(a, b string) bool {
	if a == b || len(a) > len(b)+1 || len(b) > len(a)+1 {
		return false
	}
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	switch x, y := a[i:], b[i:]; {
	case len(x) > len(y):
		return x[1:] == y
	case len(x) < len(y):
		return x == y[1:]
	case x[1:] == y[1:]:
		return true
	default:
		return len(x) >= 2 && x[0] == y[1] && x[1] == y[0] && x[2:] == y[2:]
	}
}

// placeholder returns the unfilled placeholder of a template language that a
// reference contains, as written. Words such as TODO and undefined are not
// placeholders, since a file can have such a name, so a request decides.
func placeholder(s string) string {
	if !strings.ContainsAny(s, "{<%[") {
		return ""
	}
	for _, mark := range [...]struct{ open, end string }{
		{"{{", "}}"}, {"${", "}"}, {"{%", "%}"}, {"<%", "%>"}, {"<?", "?>"},
	} {
		if p := between(s, mark.open, mark.end); p != "" {
			return p
		}
	}
	if p := encodedPlaceholder(s); p != "" {
		return p
	}
	if s == "[object Object]" || s == "[object%20Object]" {
		return s
	}
	// "%url%" is a whole segment between percent signs. "{url}" and "[url]" are
	// placeholders only if they are the whole reference.
	for segment := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '/' || r == '?' || r == '=' || r == '&' }) {
		if n := len(segment); n > 3 && segment[0] == '%' && segment[n-1] == '%' && name(strings.Trim(segment, "%")) {
			return short(segment)
		}
	}
	if n := len(s); n > 2 && (s[0] == '{' && s[n-1] == '}' || s[0] == '[' && s[n-1] == ']') && name(s[1:n-1]) {
		return short(s)
	}
	return ""
}

// encodedPlaceholder returns a placeholder whose braces are percent-encoded, as a part
// of the path or as the whole value of a parameter. Within a longer value they are
// text, such as a program in a link to a playground.
func encodedPlaceholder(s string) string {
	path, query, _ := strings.Cut(s, "?")
	for _, mark := range [...]struct{ open, end string }{{"%7B%7B", "%7D%7D"}, {"%7b%7b", "%7d%7d"}} {
		if p := between(path, mark.open, mark.end); p != "" {
			return p
		}
		for pair := range strings.SplitSeq(query, "&") {
			_, value, _ := strings.Cut(pair, "=")
			if len(value) > len(mark.open)+len(mark.end) && strings.HasPrefix(value, mark.open) && strings.HasSuffix(value, mark.end) {
				return short(value)
			}
		}
	}
	return ""
}

// between returns the first part of s from open to end, including both.
func between(s, open, end string) string {
	i := strings.Index(s, open)
	if i < 0 {
		return ""
	}
	j := strings.Index(s[i+len(open):], end)
	if j < 0 {
		return ""
	}
	return short(s[i : i+len(open)+j+len(end)])
}

// name reports whether s is the name of a variable: a letter or underscore,
// followed by letters, digits, '_', '-' and '.'.
func name(s string) bool {
	for i, c := range s {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '_':
		case i > 0 && ('0' <= c && c <= '9' || c == '-' || c == '.'):
		default:
			return false
		}
	}
	return s != ""
}

func short(s string) string {
	if len(s) <= 60 {
		return s
	}
	return strings.ToValidUTF8(s[:57], "") + "..."
}
