package core

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"

	"sitewell/scanner/fetch"
	"sitewell/scanner/profile"
	"sitewell/scanner/weburl"
)

// Given is what a person gives to sign in with, as they typed or pasted it. It
// prints as "(hidden)".
type SecretInput struct {
	Kind profile.Kind
	User string // of profile.Password
	// Text is the secret: a password; cookies, as a browser's developer tools
	// show them or a cookies.txt holds them; or a header, "Name: value".
	Text string
}

// Format hides what was given from every verb of package fmt.
func (SecretInput) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "(hidden)") }

// Check says whether a site that a person typed can be signed in to with this.
// The error is a *SecretInputError; an address that can't be used is none.
func (g SecretInput) Check(typed string) error {
	candidates, err := weburl.ParseInput(typed)
	if err != nil {
		return nil
	}
	return g.check(candidates[0])
}

func (g SecretInput) check(start weburl.URL) error {
	_, err := secretFrom(g, start)
	var given *SecretInputError
	if errors.As(err, &given) && given.Reason == InputOtherCookies {
		return nil // the address that answers may be another one
	}
	return err
}

// secret is what a site is signed in to with. It is kept in the key store and
// in memory, nowhere else.
type secret struct {
	// Origin is the only one that it is sent to.
	Origin   string `json:"origin"`
	User     string `json:"user,omitempty"`
	Password string `json:"password,omitempty"`
	Cookie   string `json:"cookie,omitempty"`
	Header   string `json:"header,omitempty"`
	Value    string `json:"value,omitempty"`
}

// Format hides a secret from every verb of package fmt.
func (secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "(hidden)") }

func (s secret) credential() fetch.Credential {
	return fetch.Credential{User: s.User, Password: s.Password, Cookie: s.Cookie, Header: s.Header, Value: s.Value}
}

// text is the secret as the key store holds it.
func (s secret) text() (string, error) {
	b, err := json.Marshal(s)
	return string(b), err
}

func secretOf(text string) (s secret, err error) {
	err = json.Unmarshal([]byte(text), &s)
	return s, err
}

// SecretInputError says why what a person gave can't be used to sign in.
type SecretInputError struct {
	Reason SecretInputReason
	Detail string // host or name of a header, never a secret
}

// Error names the fault.
func (e *SecretInputError) Error() string { return "sign-in can't be used: " + string(e.Reason) }

// SecretInputReason is why a SecretInput can't be used.
type SecretInputReason string

const (
	InputEmpty          SecretInputReason = "empty"
	InputUser           SecretInputReason = "user name"       // with a colon, which HTTP forbids (RFC 7617 §2)
	InputCharacters     SecretInputReason = "characters"      // that no header can carry
	InputNoCookies      SecretInputReason = "no cookies"      // no name=value
	InputOtherCookies   SecretInputReason = "other cookies"   // all of another site, expired, or for https only; Detail is the host
	InputNoHeader       SecretInputReason = "no header"       // not "Name: value"
	InputReservedHeader SecretInputReason = "reserved header" // Sitewell writes it; Detail is its name
	InputSecretHeader   SecretInputReason = "secret header"   // must not be stored; Detail is its name
)

// secretFrom reads what a person gave for the site that starts at start.
func secretFrom(g SecretInput, start weburl.URL) (secret, error) {
	s := secret{Origin: start.Origin()}
	var err error
	switch g.Kind {
	case profile.Password:
		s.User, s.Password = g.User, strings.TrimRight(g.Text, "\r\n")
		switch {
		case s.User == "":
			err = &SecretInputError{Reason: InputEmpty}
		case strings.Contains(s.User, ":"):
			err = &SecretInputError{Reason: InputUser}
		case strings.ContainsFunc(s.User+s.Password, isControl):
			err = &SecretInputError{Reason: InputCharacters}
		}
	case profile.Cookie:
		s.Cookie, err = cookiesFrom(g.Text, start)
	case profile.Header:
		s.Header, s.Value, err = headerFrom(g.Text)
		if err == nil && s.Header == "Cookie" {
			s.Header, s.Value = "", ""
			s.Cookie, err = cookiesFrom(g.Text, start)
		}
	default:
		err = fmt.Errorf("kind of sign-in %q is unknown", g.Kind)
	}
	return s, err
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

// headerFrom reads "Name: value". A scheme with a token alone, such as
// "Bearer abc", is the header Authorization.
func headerFrom(text string) (name, value string, err error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", "", &SecretInputError{Reason: InputEmpty}
	}
	name, value, found := strings.Cut(text, ":")
	for _, scheme := range []string{"Bearer ", "Basic ", "Token "} {
		if len(text) > len(scheme) && strings.EqualFold(text[:len(scheme)], scheme) && (!found || strings.Contains(name, " ")) {
			name, value, found = "Authorization", text, true
		}
	}
	name, value = http.CanonicalHeaderKey(strings.TrimSpace(name)), strings.TrimSpace(value)
	switch {
	case !found, !httpguts.ValidHeaderFieldName(name), value == "":
		return "", "", &SecretInputError{Reason: InputNoHeader}
	case !httpguts.ValidHeaderFieldValue(value):
		return "", "", &SecretInputError{Reason: InputCharacters}
	case reserved(name):
		return "", "", &SecretInputError{Reason: InputReservedHeader, Detail: name}
	}
	return name, value, nil
}

// reserved reports whether a header is Sitewell's own to write: those of the
// connection, and those that decide which answer comes back.
func reserved(name string) bool {
	switch name {
	case "Host", "Connection", "Keep-Alive", "Te", "Trailer", "Transfer-Encoding", "Upgrade", "Content-Length", "Content-Type",
		"Expect", "Accept-Encoding", "Range", "Referer", "User-Agent", "Http2-Settings":
		return true
	}
	return strings.HasPrefix(name, "Proxy-") || strings.HasPrefix(name, "If-")
}

// plainHeader reads a header that is stored with the settings, and refuses
// what looks like a secret.
func plainHeader(text string) (name, value string, err error) {
	if name, value, err = headerFrom(text); err != nil {
		return "", "", err
	}
	lower := strings.ToLower(name)
	for _, word := range []string{"auth", "cookie", "token", "secret", "pass", "key", "session", "credential", "signature", "jwt"} {
		if strings.Contains(lower, word) {
			return "", "", &SecretInputError{Reason: InputSecretHeader, Detail: name}
		}
	}
	return name, value, nil
}

// cookiesFrom reads cookies in the forms that browsers and their tools give
// them, and leaves those that the site at start gets to see.
func cookiesFrom(text string, start weburl.URL) (string, error) {
	if strings.TrimSpace(text) == "" {
		return "", &SecretInputError{Reason: InputEmpty}
	}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	pairs, dropped, err := netscapeCookies(lines, start)
	if err == nil && pairs == nil && !dropped {
		pairs, err = headerCookies(lines)
	}
	switch {
	case err != nil:
		return "", err
	case len(pairs) == 0 && dropped:
		return "", &SecretInputError{Reason: InputOtherCookies, Detail: start.Host()}
	case len(pairs) == 0:
		return "", &SecretInputError{Reason: InputNoCookies}
	}
	return strings.Join(pairs, "; "), nil
}

// headerCookies reads a Cookie header: alone, among all headers of a request,
// or as the two lines that some tools copy. A Set-Cookie line counts with its
// first pair, for the rest describes it.
func headerCookies(lines []string) (pairs []string, err error) {
	var values []string
	named := false
	for i, line := range lines {
		name, value, found := strings.Cut(strings.TrimSpace(line), ":")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "cookie":
			named = true
			if !found && i+1 < len(lines) {
				value = lines[i+1]
			}
			values = append(values, value)
		case "set-cookie":
			named = true
			value, _, _ = strings.Cut(value, ";")
			values = append(values, value)
		}
	}
	if !named {
		values = lines
	}
	for pair := range strings.SplitSeq(strings.Join(values, ";"), ";") {
		if pair = strings.TrimSpace(pair); pair == "" {
			continue
		}
		name, value, found := strings.Cut(pair, "=")
		switch {
		case !found, !httpguts.ValidHeaderFieldName(name):
			return nil, &SecretInputError{Reason: InputNoCookies}
		case !httpguts.ValidHeaderFieldValue(value):
			return nil, &SecretInputError{Reason: InputCharacters}
		}
		pairs = append(pairs, pair)
	}
	return pairs, nil
}

// Fields of a line of cookies.txt, as Netscape wrote it and curl and wget do.
const (
	fieldDomain = iota
	fieldSubdomains
	fieldPath
	fieldSecure
	fieldExpires
	fieldName
	fieldValue
	fields
)

// netscapeCookies reads lines of cookies.txt. pairs is nil where they are none;
// dropped tells that some were left out because the site does not get them.
func netscapeCookies(lines []string, start weburl.URL) (pairs []string, dropped bool, err error) {
	for _, line := range lines {
		line = strings.TrimPrefix(line, "#HttpOnly_")
		f := strings.Split(line, "\t")
		if len(f) != fields || strings.HasPrefix(line, "#") {
			continue
		}
		if !sees(start, f) {
			dropped = true
			continue
		}
		name, value := strings.TrimSpace(f[fieldName]), strings.TrimSpace(f[fieldValue])
		switch {
		case !httpguts.ValidHeaderFieldName(name):
			return nil, false, &SecretInputError{Reason: InputNoCookies}
		case !httpguts.ValidHeaderFieldValue(value):
			return nil, false, &SecretInputError{Reason: InputCharacters}
		}
		pairs = append(pairs, name+"="+value)
	}
	return pairs, dropped, nil
}

// sees reports whether a site gets a cookie now (RFC 6265 §5.4), its path left
// out: a scan asks for all of them.
func sees(start weburl.URL, f []string) bool {
	host, domain := start.Hostname(), strings.ToLower(strings.TrimPrefix(f[fieldDomain], "."))
	wide := strings.EqualFold(f[fieldSubdomains], "TRUE") || strings.HasPrefix(f[fieldDomain], ".")
	if host != domain && (!wide || !strings.HasSuffix(host, "."+domain)) {
		return false
	}
	if strings.EqualFold(f[fieldSecure], "TRUE") && start.Scheme() != "https" && !loopback(host) {
		return false
	}
	expires, err := strconv.ParseFloat(f[fieldExpires], 64)
	return err != nil || expires <= 0 || time.Unix(int64(expires), 0).After(time.Now())
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return host == "localhost" || err == nil && ip.IsLoopback()
}
