package suggest

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// fold removes differences of spelling: case, accents, the form of spaces and
// hyphens, and percent escapes. "/Br%C3%B6tchen_2" and "broetchen-2" become the
// same.
func fold(s string) string {
	plain := true
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || c == '%' {
			plain = false
			break
		}
	}
	if !plain {
		s = letters(unescape(s))
	}
	b := make([]byte, 0, len(s))
	for i := range len(s) {
		switch c := s[i]; {
		case 'A' <= c && c <= 'Z':
			b = append(b, c+'a'-'A')
		case c == '-', c == '_', c == ' ', c == '+', c == '\t', c == '\n':
		default:
			b = append(b, c)
		}
	}
	return string(b)
}

// unescape decodes percent escapes. Bytes that are not UTF-8 are decoded as
// windows-1252, which old pages use.
func unescape(s string) string {
	if strings.Contains(s, "%") {
		if plain, err := url.PathUnescape(s); err == nil {
			s = plain
		}
	}
	if !utf8.ValidString(s) {
		if plain, err := charmap.Windows1252.NewDecoder().String(s); err == nil {
			s = plain
		}
	}
	return s
}

// letters returns a text without accents. German umlauts become two letters.
func letters(s string) string {
	s = german.Replace(norm.NFC.String(s))
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}

var german = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "ae", "Ö", "oe", "Ü", "ue", "ß", "ss", "ẞ", "ss")

// foldText folds a title or the text of a link: only its letters and digits are
// kept.
func foldText(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, letters(s))
}
