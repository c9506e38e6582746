package redirects

import (
	"fmt"
	"strings"

	"sitewell/storage"
)

// rule is a Rule as the writers need it.
type rule struct {
	own  bool   // the host is that of the site, with or without "www."
	host string // in lower case, with a port that is not the usual one
	path string // as browsers send it
	// query is with its "?", "" for none.
	query string
	to    string // with everything escaped that is not safe in any of the formats
	toOwn bool   // as own
	// toHost, toPath and toQuery are parts of to, without its fragment.
	toHost, toPath, toQuery string
}

// uri returns what a request for the address asks the server for.
func (r *rule) uri() string { return r.path + r.query }

// key returns the same for rules that answer the same requests.
func (r *rule) key() string {
	if r.own {
		return r.uri()
	}
	return r.host + r.uri()
}

// leadsHome reports whether the target is on the same host, so that the path alone tells
// it from the address.
func (r *rule) leadsHome() bool {
	return r.own && r.toOwn || !r.own && !r.toOwn && r.host == r.toHost
}

// readRule reads the addresses of a rule, and says why that can't be one.
func readRule(r Rule, start string) (rule, storage.RedirectTrouble) {
	site, _, _ := split(start)
	host, uri, ok := split(r.From)
	if !ok || !printable(r.From) {
		return rule{}, storage.RedirectCharacters
	}
	from := rule{host: host, own: bare(host) == bare(site)}
	from.path, from.query = cutQuery(uri)
	from.to = escape(r.To)
	toHost, toURI, ok := split(from.to)
	if !ok {
		return rule{}, storage.RedirectCharacters
	}
	toURI, _, _ = strings.Cut(toURI, "#")
	from.toHost, from.toOwn = toHost, bare(toHost) == bare(site)
	from.toPath, from.toQuery = cutQuery(toURI)
	if from.leadsHome() && from.uri() == from.toPath+from.toQuery {
		return rule{}, storage.RedirectSelf
	}
	return from, ""
}

// split returns the host of a web address, and what follows it. It returns false for what
// is none, and for one with a user name.
func split(address string) (host, uri string, ok bool) {
	rest, ok := strings.CutPrefix(address, "https://")
	if !ok {
		rest, ok = strings.CutPrefix(address, "http://")
	}
	if !ok {
		return "", "", false
	}
	at := strings.IndexAny(rest, "/?#")
	if at < 0 {
		at = len(rest)
	}
	host, uri = strings.ToLower(rest[:at]), rest[at:]
	if !strings.HasPrefix(uri, "/") {
		uri = "/" + uri
	}
	valid := host != "" && strings.Trim(host, "abcdefghijklmnopqrstuvwxyz0123456789.-_:[]") == ""
	return host, uri, valid
}

// bare returns a host without "www." in front.
func bare(host string) string { return strings.TrimPrefix(host, "www.") }

// cutQuery returns the query with its "?".
func cutQuery(uri string) (path, query string) {
	if at := strings.IndexByte(uri, '?'); at >= 0 {
		return uri[:at], uri[at:]
	}
	return uri, ""
}

// printable reports whether an address has nothing but printable ASCII without spaces,
// and no fragment, as requests have it.
func printable(address string) bool {
	for i := range len(address) {
		if c := address[i]; c <= ' ' || c > '~' || c == '#' {
			return false
		}
	}
	return true
}

// safe are the characters of a target that mean nothing to any of the formats but what
// they mean in addresses (RFC 3986, section 2). All others are escaped, with which they
// mean the same to servers.
const safe = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#[]@!&'()*+,;=%"

// escape returns a target with all characters escaped that are not safe.
func escape(address string) string {
	var b strings.Builder
	for i := range len(address) {
		if c := address[i]; strings.IndexByte(safe, c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// pattern returns a regular expression that matches a text of printable ASCII and no
// other one, but for the case of escapes: %C3 is the same as %c3 (RFC 3986, section
// 6.2.2.1). It has only letters, digits, and \xHH and [] around them, which PCRE and RE2
// read alike and no format takes for something else.
func pattern(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '%' && i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]):
			b.WriteByte('%')
			anyCase(&b, text[i+1])
			anyCase(&b, text[i+2])
			i += 2
		case isLetter(c), '0' <= c && c <= '9', c == '/', c == '-', c == '_':
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, `\x%02x`, c)
		}
	}
	return b.String()
}

// anyCase writes what matches a digit of an escape in both cases.
func anyCase(b *strings.Builder, c byte) {
	if isLetter(c) {
		b.Write([]byte{'[', c | 0x20, c &^ 0x20, ']'})
		return
	}
	b.WriteByte(c)
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }

// longest is how long addresses may be that servers accept by default: Apache
// (LimitRequestLine) and nginx (large_client_header_buffers) read lines of 8 KB.
const longest = 8000

func checkLong(r *rule) storage.RedirectTrouble {
	if len(r.uri()) > longest || len(r.to) > longest {
		return storage.RedirectLong
	}
	return ""
}
