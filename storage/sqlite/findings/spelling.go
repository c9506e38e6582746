package findings

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// Spellings returns the folded texts of which an address has at least one where a
// person who looks for text would expect it: the text itself and, where it has
// letters beyond ASCII, the codes that addresses have instead ("ü" is "%c3%bc"
// in a path, "bücher" is "xn--bcher-kva" in the name of a host). Such letters may
// be large or small in the address.
func Spellings(text string) []string {
	all := []string{Fold(text)}
	if !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return all
	}
	for _, cased := range []string{text, strings.ToLower(text), strings.ToUpper(text)} {
		all = append(all, Fold(escaped(cased)))
	}
	if host, err := idna.Lookup.ToASCII(strings.Trim(text, ".")); err == nil {
		all = append(all, host)
	}
	slices.Sort(all[1:])
	return slices.Compact(all)
}

// escaped writes the bytes of letters beyond ASCII as escapes.
func escaped(text string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(text) {
		if c := text[i]; c < utf8.RuneSelf {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', digits[c>>4], digits[c&15]})
		}
	}
	return b.String()
}
