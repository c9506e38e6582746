package weburl

import (
	"net/netip"
	"strings"
)

// The fast path: nearly all addresses on real pages are plain ASCII and already
// normalised, which one pass over their bytes proves. All others are parsed by
// the library. FuzzFastPath tests that both return the same.

// The parts of an address in which a byte is not rewritten.
const (
	inHost = 1 << iota
	inPath
	inQuery
	inFragment
	inPlainPath // a path that net/url does not rewrite either
)

// classes follows the percent-encode sets of the standard (§1.3). None of them
// encodes '%'. A backslash is not a path byte, since it becomes '/'. An
// apostrophe is encoded only in the query of http addresses.
var classes = func() (t [256]uint8) {
	for c := 0x21; c <= 0x7e; c++ {
		t[c] = inPath | inQuery | inFragment
	}
	clear := func(bytes string, class uint8) {
		for i := range len(bytes) {
			t[bytes[i]] &^= class
		}
	}
	clear("\"#<>?^`{}\\", inPath)
	clear("\"#<>'", inQuery)
	clear("\"<>`", inFragment)
	for _, c := range "abcdefghijklmnopqrstuvwxyz0123456789-" {
		t[c] |= inHost
	}
	for _, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~/" {
		t[c] |= inPlainPath
	}
	return t
}()

// fastAbsolute parses a normalised http or https address. It returns false for
// any other.
func fastAbsolute(s string) (URL, bool) {
	if len(s) > maxLength {
		return URL{}, false
	}
	var start int
	switch {
	case strings.HasPrefix(s, "https://"):
		start = len("https://")
	case strings.HasPrefix(s, "http://"):
		start = len("http://")
	default:
		return URL{}, false
	}
	hostEnd, ok := fastHost(s, start)
	if !ok {
		return URL{}, false
	}
	authorityEnd, ok := fastPort(s, hostEnd, start == len("https://"))
	if !ok {
		return URL{}, false
	}
	switch {
	case authorityEnd == len(s):
		s += "/"
	case s[authorityEnd] == '/':
	default: // "?", "#" or an invalid character
		return URL{}, false
	}
	return fastTail(URL{s: s, hostEnd: uint32(hostEnd), authorityEnd: uint32(authorityEnd)}, authorityEnd)
}

// fastHost accepts names of plain labels, and IPv4 addresses of four decimal
// numbers without leading zeros. It rejects whatever else may be an IPv4 number (a
// last label that does not begin with a letter), punycode and empty labels.
func fastHost(s string, start int) (end int, ok bool) {
	label := start
	for end = start; end < len(s); end++ {
		if s[end] != '.' {
			if classes[s[end]]&inHost == 0 {
				break
			}
			continue
		}
		if !plainLabel(s[label:end]) {
			return 0, false
		}
		label = end + 1
	}
	last := s[label:end]
	if last != "" && last[0] <= '9' {
		ip, err := netip.ParseAddr(s[start:end])
		return end, err == nil && ip.Is4()
	}
	return end, plainLabel(last) && last[0] >= 'a'
}

// plainLabel rejects the labels that have special rules: empty ones, those with a
// hyphen at an end, and those with hyphens as third and fourth character
// ("xn--").
func plainLabel(l string) bool {
	n := len(l)
	return n > 0 && n <= 63 && l[0] != '-' && l[n-1] != '-' && (n < 4 || l[2] != '-' || l[3] != '-')
}

func fastPort(s string, i int, https bool) (end int, ok bool) {
	if i == len(s) || s[i] != ':' {
		return i, true
	}
	port, end := 0, i+1
	for ; end < len(s) && end-i <= 5 && '0' <= s[end] && s[end] <= '9'; end++ {
		port = port*10 + int(s[end]-'0')
	}
	switch {
	case end == i+1, s[i+1] == '0', port > 65535:
		return 0, false
	case https && port == 443, !https && port == 80:
		return 0, false
	}
	return end, true
}

// fastResolve resolves simple references against a base. It returns false for any
// other.
func fastResolve(base URL, ref string) (URL, bool) {
	if base.IsZero() {
		return fastAbsolute(ref)
	}
	if len(ref) > maxLength {
		return URL{}, false
	}
	if ref == "" {
		return base.WithoutFragment(), true
	}
	r := URL{hostEnd: base.hostEnd, authorityEnd: base.authorityEnd}
	switch ref[0] {
	case '#':
		r.s, r.pathEnd, r.keyEnd = base.s[:base.keyEnd]+ref, base.pathEnd, base.keyEnd
		return r, only(ref[1:], inFragment)
	case '?':
		r.s = base.s[:base.pathEnd] + ref
		return fastQuery(r, int(base.pathEnd))
	case '/':
		if strings.HasPrefix(ref, "//") {
			return fastAbsolute(base.Scheme() + ":" + ref)
		}
		r.s = base.s[:base.authorityEnd] + ref
		return fastTail(r, int(base.authorityEnd))
	}
	if hasColon(ref) {
		return fastAbsolute(ref)
	}
	dir := base.dirEnd(int(base.pathEnd))
	for {
		if rest, ok := strings.CutPrefix(ref, "./"); ok {
			ref = rest
		} else if rest, ok := strings.CutPrefix(ref, "../"); ok {
			ref = rest
			if dir-1 > int(base.authorityEnd) {
				dir = base.dirEnd(dir - 1)
			}
		} else {
			break
		}
	}
	r.s = base.s[:dir] + ref
	return fastTail(r, dir-1)
}

// dirEnd returns the index after the last '/' of the path that ends at end.
func (u URL) dirEnd(end int) int {
	return int(u.authorityEnd) + strings.LastIndexByte(u.s[u.authorityEnd:end], '/') + 1
}

// hasColon reports whether the first segment contains a ':', so that the text
// before it may be a scheme.
func hasColon(ref string) bool {
	i := strings.IndexAny(ref, ":/?#")
	return i >= 0 && ref[i] == ':'
}

// fastTail parses path, query and fragment, which begin at i with a '/'.
func fastTail(u URL, i int) (URL, bool) {
	s := u.s
	for ; i < len(s); i++ {
		c := s[i]
		if classes[c]&inPath == 0 {
			break
		}
		if c == '/' && dotSegment(s[i+1:]) {
			return URL{}, false
		}
		if c == '%' && i+2 < len(s) && s[i+1] == '2' && s[i+2]|0x20 == 'e' {
			return URL{}, false // "%2e" counts as a dot
		}
	}
	switch {
	case i == len(s):
		u.pathEnd, u.keyEnd = uint32(i), uint32(i)
		return u, true
	case s[i] == '?':
		u.pathEnd = uint32(i)
		return fastQuery(u, i)
	case s[i] == '#':
		u.pathEnd, u.keyEnd = uint32(i), uint32(i)
		return u, only(s[i+1:], inFragment)
	}
	return URL{}, false
}

// fastQuery parses query and fragment, which begin at i with a '?'.
func fastQuery(u URL, i int) (URL, bool) {
	u.pathEnd, u.keyEnd = uint32(i), uint32(len(u.s))
	query, fragment := u.s[i+1:], ""
	if j := strings.IndexByte(query, '#'); j >= 0 {
		u.keyEnd = uint32(i + 1 + j)
		query, fragment = query[:j], query[j+1:]
	}
	return u, only(query, inQuery) && only(fragment, inFragment)
}

// dotSegment reports whether the segment at the start of s is "." or "..".
func dotSegment(s string) bool {
	if s == "" || s[0] != '.' {
		return false
	}
	s = strings.TrimPrefix(s[1:], ".")
	return s == "" || s[0] == '/' || s[0] == '?' || s[0] == '#'
}

func only(s string, class uint8) bool {
	for i := range len(s) {
		if classes[s[i]]&class == 0 {
			return false
		}
	}
	return true
}
