package robots

import "strings"

// pattern is the value of an allow or disallow line: a prefix of addresses, in
// which '*' matches any number of characters, and '$' at the end matches the end
// of the address (RFC 9309 §2.2.3).
type pattern struct {
	// pieces are the normalised texts between the '*'. The first is a prefix.
	pieces []string
	// anchored is true if the address must end where the pattern ends.
	anchored bool
	// length decides between matching patterns. It counts the octets of the
	// normalised pattern, including wildcards.
	length int
}

func newPattern(s string) pattern {
	var p pattern
	s, p.anchored = strings.CutSuffix(s, "$")
	s = normalise(s, true)
	p.length = len(s)
	if p.anchored {
		p.length++
	}
	p.pieces = strings.Split(s, "*")
	// "**" is the same as "*", so empty pieces in the middle are dropped.
	kept := p.pieces[:1]
	for i, piece := range p.pieces[1:] {
		if piece != "" || i == len(p.pieces)-2 {
			kept = append(kept, piece)
		}
	}
	p.pieces = kept
	return p
}

// matches reports whether the pattern matches a normalised address. Each piece
// is matched at its first occurrence after the previous piece. A later
// occurrence could not match more, so no backtracking is needed.
func (p pattern) matches(uri string) bool {
	rest, ok := strings.CutPrefix(uri, p.pieces[0])
	if !ok {
		return false
	}
	last := len(p.pieces) - 1
	if last == 0 {
		return !p.anchored || rest == ""
	}
	for _, piece := range p.pieces[1:last] {
		i := strings.Index(rest, piece)
		if i < 0 {
			return false
		}
		rest = rest[i+len(piece):]
	}
	if p.anchored {
		return strings.HasSuffix(rest, p.pieces[last])
	}
	return strings.Contains(rest, p.pieces[last])
}

// normaliseURI returns an address in the form in which it is compared with
// patterns. A '*' or '$' in it is an ordinary character, which a pattern writes
// as %2A or %24.
func normaliseURI(uri string) string {
	uri, _, _ = strings.Cut(uri, "#")
	return normalise(uri, false)
}

// normalise follows RFC 9309 §2.2.2: octets outside ASCII are percent-encoded,
// escapes of unreserved characters are decoded, and other escapes are kept with
// upper-case digits. In the query, where ':', '/', '?' and '@' have no special
// meaning, their escapes are decoded as well, so that "?u=http://x" and
// "?u=http%3A%2F%2Fx" are the same. A '%' that does not begin an escape is kept,
// and the text after it is not decoded into an escape.
func normalise(s string, isPattern bool) string {
	if isPlain(s, isPattern) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	query, bad := false, -2 // bad is the position of such a '%' in b
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			if d := unhex(s[i+1])<<4 | unhex(s[i+2]); b.Len() > bad+2 && (unreserved(d) || query && strings.IndexByte(":/?@", d) >= 0) {
				b.WriteByte(d)
			} else {
				escape(&b, d)
			}
			i += 2
		case c == '*' && !isPattern, c == '$', c >= 0x80, c < ' ':
			escape(&b, c)
		default:
			if c == '%' {
				bad = b.Len()
			}
			query = query || c == '?'
			b.WriteByte(c)
		}
	}
	return b.String()
}

// isPlain reports whether normalise would return s unchanged.
func isPlain(s string, isPattern bool) bool {
	for i := range len(s) {
		if c := s[i]; c == '%' || c == '$' || c == '*' && !isPattern || c >= 0x80 || c < ' ' {
			return false
		}
	}
	return true
}

func escape(b *strings.Builder, c byte) {
	const hex = "0123456789ABCDEF"
	b.Write([]byte{'%', hex[c>>4], hex[c&15]})
}

func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}
