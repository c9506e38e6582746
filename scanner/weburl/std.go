package weburl

import (
	"net/url"
	"strings"
)

// StdURL returns the address for net/http, which then sends exactly RequestURI:
// malformed escapes, double slashes and unusual characters are not changed. The
// fragment is omitted. Each call returns a new value that the caller may change.
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
	// net/url would rewrite this path. Opaque is sent unchanged, except that
	// net/http takes a leading "//" for a host. In that case the absolute form is
	// sent, which every server must accept (RFC 9112 §3.2.2) and which HTTP/2
	// shortens to the path.
	std.Opaque = path
	if strings.HasPrefix(path, "//") {
		std.Opaque = "//" + std.Host + path
	}
	return std
}

// StdURLForProxy is StdURL for a plain http request through a proxy. Such a
// request contains the whole address, which net/http would not send for unusual
// paths.
func (u URL) StdURLForProxy() *url.URL {
	std := u.StdURL()
	if std.Opaque != "" && !strings.HasPrefix(std.Opaque, "//") {
		std.Opaque = "//" + std.Host + std.Opaque
	}
	return std
}
