package weburl

import (
	"net/url"
	"strings"
)

// StdURL gives the address for net/http, which then sends exactly RequestURI:
// bad escapes, double slashes and odd characters stay as they are. The
// fragment is left out. Each call gives a new value, so the caller may change it.
func (u URL) StdURL() *url.URL {
	std := &url.URL{
		Scheme:     u.Scheme(),
		Host:       u.Host(),
		RawQuery:   u.Query(),
		ForceQuery: u.pathEnd != u.keyEnd,
	}
	path := u.Path()
	if only(path, inPlainPath) { // net/url rewrites none of these
		std.Path = path
		return std
	}
	if plain, err := url.PathUnescape(path); err == nil {
		std.Path, std.RawPath = plain, path
		if std.EscapedPath() == path {
			return std
		}
		std.Path, std.RawPath = "", ""
	}
	// net/url would rewrite this path. Opaque is sent as it stands, but for a
	// leading "//", which net/http takes for a host: there the absolute form
	// is sent, which every server must read (RFC 9112 §3.2.2) and which
	// HTTP/2 shortens to the path.
	std.Opaque = path
	if strings.HasPrefix(path, "//") {
		std.Opaque = "//" + std.Host + path
	}
	return std
}

// StdURLForProxy is StdURL for a plain http request that goes through a proxy.
// Such a request names the whole address, which net/http would not do for the
// odd paths.
func (u URL) StdURLForProxy() *url.URL {
	std := u.StdURL()
	if std.Opaque != "" && !strings.HasPrefix(std.Opaque, "//") {
		std.Opaque = "//" + std.Host + std.Opaque
	}
	return std
}
