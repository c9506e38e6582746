// Package weburl parses, normalises and resolves web addresses as browsers do, by
// the WHATWG URL Standard. Two addresses have the same key unless a server may
// distinguish them. The package also reports which references can't be fetched
// and why, and which addresses are inside a private network.
//
// It opens no connections and looks up no names. It must not know pages, the
// scan, or the settings of a site.
package weburl

import (
	"log/slog"
	"net/url"
	"strconv"
	"strings"
)

// URL is an absolute http or https address in normalised form. It is an
// immutable value that may be compared with ==, copied, and used by several
// goroutines. The zero value is not an address; only IsZero, String and Key may
// be called on it.
//
// User info ("user:password@") is removed when an address is parsed, so a URL
// can be logged and stored. Methods return slices of the text, without
// allocation, unless they say otherwise.
type URL struct {
	s string // the serialisation, including the fragment

	// The ends of the parts in s. The path always begins with '/'.
	hostEnd, authorityEnd, pathEnd, keyEnd uint32
}

// IsZero reports whether u is the zero value.
func (u URL) IsZero() bool { return u.s == "" }

// String returns the whole address in normalised form, including its fragment,
// without user info.
func (u URL) String() string { return u.s }

// Key returns the identity of the resource: the normalised address without
// fragment and user info. Percent-encoding is kept as written, since servers may
// distinguish "%2F" from "%2f" and "~" from "%7E".
func (u URL) Key() string { return u.s[:u.keyEnd] }

// Fragment returns the percent-encoded text after '#', and whether there is a
// '#'.
func (u URL) Fragment() (fragment string, ok bool) {
	if int(u.keyEnd) == len(u.s) {
		return "", false
	}
	return u.s[u.keyEnd+1:], true
}

// WithoutFragment returns the address without its fragment.
func (u URL) WithoutFragment() URL {
	u.s = u.s[:u.keyEnd]
	return u
}

// Scheme is "http" or "https".
func (u URL) Scheme() string { return u.s[:u.hostStart()-len("://")] }

// Host returns the host in lower case, with the port unless that is the scheme's
// default. International names are in punycode, IPv6 addresses in brackets.
func (u URL) Host() string { return u.s[u.hostStart():u.authorityEnd] }

// Hostname returns Host without port and without the brackets of IPv6.
func (u URL) Hostname() string {
	h := u.s[u.hostStart():u.hostEnd]
	if h[0] == '[' {
		return h[1 : len(h)-1]
	}
	return h
}

// Port returns the port to connect to, which may be the scheme's default.
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

// Path returns the path, which begins with '/'. Its escapes are kept as written.
func (u URL) Path() string { return u.s[u.authorityEnd:u.pathEnd] }

// Query returns the text after '?', without the fragment.
func (u URL) Query() string {
	if u.pathEnd == u.keyEnd {
		return ""
	}
	return u.s[u.pathEnd+1 : u.keyEnd]
}

// RequestURI returns path and query as they are sent in the request line.
func (u URL) RequestURI() string { return u.s[u.authorityEnd:u.keyEnd] }

// Origin is scheme, host and port: "https://example.com:8443".
func (u URL) Origin() string { return u.s[:u.authorityEnd] }

// PaceHost returns the key under which requests are paced: host and effective
// port, without a trailing dot, since "example.com." is the same machine as
// "example.com".
func (u URL) PaceHost() string {
	host := strings.TrimSuffix(u.s[u.hostStart():u.hostEnd], ".")
	return host + ":" + strconv.Itoa(u.Port())
}

// LogValue returns the address as it may be logged: the values of query
// parameters that look like secrets are redacted.
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

// located returns the URL of an http or https address that is already serialised
// by the standard, without user info.
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
