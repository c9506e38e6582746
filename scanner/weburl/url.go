// Package weburl holds web addresses as browsers understand them: parsed,
// normalised and resolved by the WHATWG URL Standard, with an identity that
// tells two addresses apart exactly where a server may. It also says what is no
// fetchable address and why, and which addresses lie inside a private network.
//
// It opens no connection and looks up no name. It must not know pages, the
// scan, or what a site's owner has set.
package weburl

import (
	"log/slog"
	"net/url"
	"strconv"
	"strings"
)

// URL is an absolute http or https address in normalised form. It is an
// immutable value: compare with ==, copy freely, share between goroutines.
// The zero value is no address; only IsZero, String and Key may be called on it.
//
// User info ("user:password@") is dropped when an address is parsed, so a URL
// can be logged and stored. All parts but those that say so are slices of the
// text and cost no allocation.
type URL struct {
	s string // the serialisation, fragment included

	// Ends of the parts within s. The path always begins with '/'.
	hostEnd, authorityEnd, pathEnd, keyEnd uint32
}

// IsZero reports whether u is the zero value.
func (u URL) IsZero() bool { return u.s == "" }

// String gives the whole address in normalised form, with its fragment,
// without user info.
func (u URL) String() string { return u.s }

// Key is the identity of what the address names: the normalised address
// without fragment and user info. Percent-encoding stays as written, as
// servers may tell "%2F" from "%2f" and "~" from "%7E".
func (u URL) Key() string { return u.s[:u.keyEnd] }

// Fragment gives what follows '#', percent-encoded, without the '#', and
// whether there is a '#' at all.
func (u URL) Fragment() (fragment string, ok bool) {
	if int(u.keyEnd) == len(u.s) {
		return "", false
	}
	return u.s[u.keyEnd+1:], true
}

// WithoutFragment gives the same address without '#' and what follows.
func (u URL) WithoutFragment() URL {
	u.s = u.s[:u.keyEnd]
	return u
}

// Scheme is "http" or "https".
func (u URL) Scheme() string { return u.s[:u.hostStart()-len("://")] }

// Host is the host in lower case, with the port where it is not the scheme's
// default. International names are in punycode, IPv6 addresses in brackets.
func (u URL) Host() string { return u.s[u.hostStart():u.authorityEnd] }

// Hostname is Host without port and without the brackets of IPv6.
func (u URL) Hostname() string {
	h := u.s[u.hostStart():u.hostEnd]
	if h[0] == '[' {
		return h[1 : len(h)-1]
	}
	return h
}

// Port is the port that a connection goes to, the scheme's default included.
func (u URL) Port() int {
	if u.hostEnd < u.authorityEnd {
		n, _ := strconv.Atoi(u.s[u.hostEnd+1 : u.authorityEnd])
		return n
	}
	if u.hostStart() == len("https://") {
		return 443
	}
	return 80
}

// Path begins with '/'. Its escapes stand as written.
func (u URL) Path() string { return u.s[u.authorityEnd:u.pathEnd] }

// Query is what follows '?', without the '?'.
func (u URL) Query() string {
	if u.pathEnd == u.keyEnd {
		return ""
	}
	return u.s[u.pathEnd+1 : u.keyEnd]
}

// RequestURI is path and query as they stand in the request line.
func (u URL) RequestURI() string { return u.s[u.authorityEnd:u.keyEnd] }

// Origin is scheme, host and port: "https://example.com:8443".
func (u URL) Origin() string { return u.s[:u.authorityEnd] }

// PaceHost is what politeness counts by: host and effective port, a trailing
// dot taken off, as "example.com." is the same machine as "example.com".
func (u URL) PaceHost() string {
	host := strings.TrimSuffix(u.s[u.hostStart():u.hostEnd], ".")
	return host + ":" + strconv.Itoa(u.Port())
}

// LogValue is the address as a log may hold it: values of query parameters
// that look like secrets are left out.
func (u URL) LogValue() slog.Value {
	if u.IsZero() {
		return slog.StringValue("")
	}
	q := u.Query()
	if q == "" {
		return slog.StringValue(u.Key())
	}
	pairs := strings.Split(q, "&")
	for i, p := range pairs {
		name, value, _ := strings.Cut(p, "=")
		if value != "" && secretName(name) {
			pairs[i] = name + "=redacted"
		}
	}
	return slog.StringValue(u.s[:u.pathEnd] + "?" + strings.Join(pairs, "&"))
}

// secretName reports whether a query parameter of this name may hold a secret.
func secretName(name string) bool {
	if plain, err := url.QueryUnescape(name); err == nil {
		name = plain
	}
	name = strings.ToLower(name)
	for _, word := range [...]string{"pass", "pwd", "secret", "token", "key", "auth", "sig", "session", "sid", "jwt", "code", "nonce"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

func (u URL) hostStart() int {
	if u.s[len("http")] == 's' {
		return len("https://")
	}
	return len("http://")
}

// located finds the parts of an address that is already serialised by the
// standard, http or https, without user info.
func located(s string) URL {
	u := URL{s: s}
	start := u.hostStart()
	authorityEnd := start + strings.IndexByte(s[start:], '/')
	hostEnd := authorityEnd
	if s[start] == '[' {
		hostEnd = start + strings.IndexByte(s[start:authorityEnd], ']') + 1
	} else if i := strings.IndexByte(s[start:authorityEnd], ':'); i >= 0 {
		hostEnd = start + i
	}
	keyEnd := len(s)
	if i := strings.IndexByte(s, '#'); i >= 0 {
		keyEnd = i
	}
	pathEnd := keyEnd
	if i := strings.IndexByte(s[:keyEnd], '?'); i >= 0 {
		pathEnd = i
	}
	u.hostEnd, u.authorityEnd = uint32(hostEnd), uint32(authorityEnd)
	u.pathEnd, u.keyEnd = uint32(pathEnd), uint32(keyEnd)
	return u
}
