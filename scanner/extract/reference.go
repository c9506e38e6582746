package extract

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/encoding/charmap"
)

// appendDecoded appends s to dst with its character references decoded (HTML
// Standard §13.2.5.72 to 80). In the value of an attribute line ends and NULs
// are made the standard's, too, and a reference without a semicolon counts only
// where neither '=' nor a letter or digit follows: "?a=1&copy=2" is an address.
// dst and s must not overlap.
func appendDecoded(dst, s []byte, inAttribute bool) []byte {
	for {
		plain := s
		n := bytes.IndexByte(s, '&')
		if n >= 0 {
			plain = s[:n]
		}
		if inAttribute {
			dst = appendNormal(dst, plain)
		} else {
			dst = append(dst, plain...)
		}
		if n < 0 {
			return dst
		}
		s = s[n:]
		dst, n = appendReference(dst, s, inAttribute)
		s = s[n:]
	}
}

// appendNormal appends s with every kind of line end as one byte (§13.2.3.5) and
// NULs replaced (§13.2.5.36).
func appendNormal(dst, s []byte) []byte {
	for i, c := range s {
		switch c {
		case '\r':
			if i+1 == len(s) || s[i+1] != '\n' {
				dst = append(dst, '\n')
			}
		case 0:
			dst = utf8.AppendRune(dst, utf8.RuneError)
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

// maxReference is the length of "CounterClockwiseContourIntegral", the longest
// name of a character.
const maxReference = 31

// appendReference appends what the reference at the start of s stands for, the
// '&' alone where it is none, and gives the length of what it has taken in.
func appendReference(dst, s []byte, inAttribute bool) ([]byte, int) {
	if bytes.HasPrefix(s, ampersand) { // nearly all there are in addresses
		return append(dst, '&'), len(ampersand)
	}
	if len(s) > 1 && s[1] == '#' {
		return appendNumeric(dst, s)
	}
	n := 1
	for n < len(s) && n <= maxReference+1 && isAlphanumeric(s[n]) {
		n++
	}
	switch {
	case n == 1, inAttribute && n < len(s) && s[n] == '=':
		return append(dst, '&'), 1
	case n < len(s) && s[n] == ';':
		n++
	}
	decoded := html.UnescapeString(string(s[:n]))
	// In a text "&notit;" is "¬it;". What stands for a whole name never ends like
	// that name, but for one.
	if inAttribute && decoded[len(decoded)-1] == s[n-1] && decoded != ";" {
		return append(dst, '&'), 1
	}
	return append(dst, decoded...), n
}

var ampersand = []byte("&amp;")

// appendNumeric does the same for "&#…".
func appendNumeric(dst, s []byte) ([]byte, int) {
	i, base := len("&#"), rune(10)
	if i < len(s) && s[i]|0x20 == 'x' {
		i, base = i+1, 16
	}
	start := i
	var r rune
	for ; i < len(s); i++ {
		d, ok := unhex(s[i])
		if !ok || rune(d) >= base {
			break
		}
		if r <= utf8.MaxRune { // it can't overflow then
			r = r*base + rune(d)
		}
	}
	if i == start {
		return append(dst, '&'), 1
	}
	if i < len(s) && s[i] == ';' {
		i++
	}
	switch {
	case r == 0:
		r = utf8.RuneError
	case 0x80 <= r && r <= 0x9f: // meant as windows-1252, where that has a character
		if c := charmap.Windows1252.DecodeByte(byte(r)); c != utf8.RuneError {
			r = c
		}
	}
	return utf8.AppendRune(dst, r), i // what is no character becomes U+FFFD
}

func isAlphanumeric(c byte) bool { return isLetter(c) || '0' <= c && c <= '9' }
