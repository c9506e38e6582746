package extract

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/atom"
)

// Limits of what is kept of a text, in bytes.
const (
	maxLinkText = 200
	maxTitle    = 500
	maxHeading  = 200
	maxSample   = 1 << 10

	maxDescription = 160 // search engines show no more
)

// appendText appends text to dst with white space folded: a run of it becomes
// one space, except at the start of the text, which begins at dst[from]. It stops
// once that text has more than limit bytes; cutText then removes the rest.
func appendText(dst []byte, from int, text []byte, limit int) []byte {
	for i := 0; i < len(text) && len(dst)-from <= limit; i++ {
		switch c := text[i]; {
		case c == 0:
		case isSpace(c):
			dst = appendSpace(dst, from)
		case c == 0xc2 && i+1 < len(text) && text[i+1] == 0xa0: // no-break space
			dst = appendSpace(dst, from)
			i++
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

// appendSpace appends one space unless the text that begins at dst[from] is
// empty or ends with one.
func appendSpace(dst []byte, from int) []byte {
	if n := len(dst); n > from && dst[n-1] != ' ' {
		dst = append(dst, ' ')
	}
	return dst
}

// cutText takes a space off the end and cuts the text that begins at dst[from]
// to limit bytes, between characters.
func cutText(dst []byte, from, limit int) []byte {
	if len(dst)-from > limit {
		end := from + limit
		for end > from && !utf8.RuneStart(dst[end]) {
			end--
		}
		dst = dst[:end]
	}
	if n := len(dst); n > from && dst[n-1] == ' ' {
		dst = dst[:n-1]
	}
	return dst
}

// foldText returns an attribute's value, its references decoded already, with
// white space folded and cut to limit bytes.
func foldText(s []byte, limit int) string {
	s = s[:min(len(s), 16*limit)] // enough, unless it is nearly all space
	return cutString(strings.Join(strings.Fields(string(s)), " "), limit)
}

// cutString cuts s to limit bytes, between characters.
func cutString(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return strings.TrimSpace(s[:limit])
}

// isSeparator reports whether an element parts words that stand before and
// behind it, as a line break or a box of its own does.
func isSeparator(a atom.Atom) bool {
	switch a {
	case atom.A, atom.Abbr, atom.Acronym, atom.B, atom.Bdi, atom.Bdo, atom.Big, atom.Cite, atom.Code,
		atom.Data, atom.Del, atom.Dfn, atom.Em, atom.Font, atom.I, atom.Ins, atom.Kbd, atom.Mark,
		atom.Nobr, atom.Q, atom.S, atom.Samp, atom.Small, atom.Span, atom.Strike, atom.Strong,
		atom.Sub, atom.Sup, atom.Time, atom.Tt, atom.U, atom.Var, atom.Wbr, 0:
		return false
	}
	return true
}
