package weburl

import (
	"errors"
	"net/mail"
	"net/netip"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"sitewell/scanner/outcome"
)

// InputKind is what is wrong with an address that a person typed.
type InputKind string

const (
	InputEmpty  InputKind = "empty"   // nothing, or only spaces
	InputSpace  InputKind = "space"   // words separated by a space, as in a search
	InputScheme InputKind = "scheme"  // a scheme other than http and https; Detail is the scheme
	InputNoDot  InputKind = "no-dot"  // a single word that is not a host name; Detail is the word
	InputEmail  InputKind = "email"   // a mail address; Detail is its domain
	InputFile   InputKind = "file"    // a file on this computer
	InputPort   InputKind = "port"    // not a number up to 65535; Detail is the port as typed
	InputIDN    InputKind = "idn"     // a host name that breaks the rules for international names
	InputBad    InputKind = "invalid" // anything else; Detail is the reason in technical words
)

// InputError is the reason why a typed text is not an address, with the details
// for a message.
type InputError struct {
	Kind InputKind
	// Input is the text without outer white space. It may contain a password.
	Input string
	// Detail is the part that is wrong, as described for each kind, or "".
	Detail string
}

func (e *InputError) Error() string {
	if e.Detail == "" {
		return "typed address: " + string(e.Kind)
	}
	return "typed address: " + string(e.Kind) + ": " + strconv.Quote(e.Detail)
}

// Suggestion returns an address that the person may have meant, in a form that
// ParseInput takes; "" for none.
func (e *InputError) Suggestion() string {
	var meant string
	switch e.Kind {
	case InputEmail:
		meant = e.Detail
	case InputNoDot:
		meant = e.Detail + ".com"
	case InputSpace: // "bakery. example"
		parts := strings.Fields(e.Input)
		if len(parts) != 2 || !strings.HasSuffix(parts[0], ".") && !strings.HasPrefix(parts[1], ".") {
			return ""
		}
		meant = strings.Join(parts, "")
	default:
		return ""
	}
	if _, err := ParseInput(meant); err != nil {
		return ""
	}
	return meant
}

// ParseInput parses the text that a person typed into an address field. It returns
// the addresses to try, in this order: one if the scheme was typed, otherwise
// https and http, or http and https for this computer and private networks. The
// addresses have no fragment. Every error is a *InputError.
func ParseInput(s string) (candidates []URL, err error) {
	s = strings.Trim(strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' }), `"'<>“”„«»`)
	s = strings.TrimSpace(s)
	if s == "" {
		return nil, &InputError{Kind: InputEmpty}
	}
	if isFile(s) {
		return nil, &InputError{Kind: InputFile, Input: s}
	}
	if domain, ok := mailAddress(s); ok {
		return nil, &InputError{Kind: InputEmail, Input: s, Detail: domain}
	}
	if a, err := netip.ParseAddr(s); err == nil && a.Is6() {
		s = "[" + s + "]"
	}
	scheme, rest := typedScheme(s)
	if scheme != "" && scheme != "http" && scheme != "https" {
		return nil, &InputError{Kind: InputScheme, Input: s, Detail: scheme}
	}
	host := rest
	if i := strings.IndexAny(rest, `/\?#`); i >= 0 {
		host = rest[:i]
	}
	if strings.ContainsFunc(host, unicode.IsSpace) {
		return nil, &InputError{Kind: InputSpace, Input: s}
	}
	if host == "" {
		return nil, &InputError{Kind: InputBad, Input: s, Detail: "no host name"}
	}
	for _, try := range schemesFor(scheme, rest) {
		u, err := Parse(try + "://" + rest)
		if err != nil {
			return nil, typedError(s, host, err)
		}
		candidates = append(candidates, u.WithoutFragment())
	}
	if scheme == "" && candidates[0].single() && !strings.Contains(host, ":") {
		return nil, &InputError{Kind: InputNoDot, Input: s, Detail: host}
	}
	return candidates, nil
}

// schemesFor returns the schemes to try for the text after the scheme.
func schemesFor(scheme, rest string) []string {
	if scheme != "" {
		return []string{scheme}
	}
	u, err := Parse("http://" + rest)
	switch {
	case err != nil:
		return []string{"https"} // fails in the same way
	case u.hostEnd < u.authorityEnd && u.Port() == 443:
		return []string{"https"}
	case typedPort(rest) == "80":
		return []string{"http"}
	case placeOf(u) != public || u.Port() == 8080:
		return []string{"http", "https"}
	default:
		return []string{"https", "http"}
	}
}

// typedPort returns the port in the text after the scheme, as typed.
func typedPort(rest string) string {
	if i := strings.IndexAny(rest, `/\?#`); i >= 0 {
		rest = rest[:i]
	}
	i := strings.LastIndexByte(rest, ':')
	if i < 0 || strings.HasSuffix(rest, "]") {
		return ""
	}
	return rest[i+1:]
}

func typedError(input, host string, err error) *InputError {
	e := &InputError{Kind: InputBad, Input: input}
	if OutcomeOf(err) == outcome.AddressIDN {
		e.Kind, e.Detail = InputIDN, host
		return e
	}
	var reason *Error
	if errors.As(err, &reason) {
		e.Detail = reason.Reason
	}
	if strings.HasPrefix(e.Detail, "port ") {
		e.Kind, e.Detail = InputPort, typedPort(host)
	}
	return e
}

// single reports whether the host is a single word and not this computer.
func (u URL) single() bool {
	h := strings.TrimSuffix(u.Hostname(), ".")
	return !strings.ContainsAny(h, ".:") && h != "localhost"
}

// typedScheme splits the scheme off. A word before a colon and a number is a
// host with its port. "http//", "http:example.com" and the like are read as meant.
func typedScheme(s string) (scheme, rest string) {
	for _, scheme := range [...]string{"https", "http"} {
		if len(s) <= len(scheme) || !strings.EqualFold(s[:len(scheme)], scheme) {
			continue
		}
		if rest := s[len(scheme):]; rest[0] == ':' || strings.HasPrefix(rest, "//") || strings.HasPrefix(rest, ";//") {
			return scheme, strings.TrimLeft(rest, `:;/\ `)
		}
	}
	scheme = schemeOf(s)
	if scheme == "" {
		return "", strings.TrimLeft(s, "/")
	}
	rest = s[len(scheme)+1:]
	digits := strings.TrimLeft(rest, "0123456789")
	if len(digits) < len(rest) && (digits == "" || strings.ContainsRune(`/\?#`, rune(digits[0]))) {
		return "", s
	}
	if strings.Contains(scheme, ".") && !strings.HasPrefix(rest, "//") { // "example.com:abc"
		return "", s
	}
	return scheme, rest
}

// mailAddress reports whether s is "info@example.com", with or without mailto:.
func mailAddress(s string) (domain string, ok bool) {
	if rest, cut := strings.CutPrefix(strings.ToLower(s), "mailto:"); cut {
		s, _, _ = strings.Cut(rest, "?")
	}
	if !strings.Contains(s, "@") || strings.ContainsAny(s, "/:") {
		return "", false
	}
	a, err := mail.ParseAddress(s)
	if err != nil {
		return "", false
	}
	return a.Address[strings.LastIndexByte(a.Address, '@')+1:], true
}

// fileEndings are extensions of files that people open from a disk and that are
// not top-level domains.
var fileEndings = []string{".html", ".htm", ".xhtml", ".php", ".pdf", ".txt", ".docx", ".xlsx", ".csv", ".xml", ".json", ".db", ".css", ".js"}

// isFile reports whether s is a path on this computer.
func isFile(s string) bool {
	switch {
	case strings.HasPrefix(strings.ToLower(s), "file:"):
		return true
	case len(s) > 2 && s[1] == ':' && (s[2] == '\\' || s[2] == '/') && schemeOf(s) != "":
		return true
	case strings.HasPrefix(s, `\\`), strings.HasPrefix(s, "~/"), strings.HasPrefix(s, "./"), strings.HasPrefix(s, "../"):
		return true
	case strings.HasPrefix(s, "/"):
		return !strings.HasPrefix(s, "//")
	case strings.ContainsAny(s, `/\:`):
		return false
	default:
		return slices.Contains(fileEndings, strings.ToLower(path.Ext(s)))
	}
}
