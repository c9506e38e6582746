package suggest

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// fold sets spelling aside: case, accents, how spaces and hyphens are written,
// percent escapes. "/Br%C3%B6tchen_2" and "broetchen-2" are the same then.
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

// unescape undoes percent escapes; bytes that are no UTF-8 are read as
// windows-1252, which old pages write addresses in.
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

// letters writes a text without accents, the German ones as Germans do.
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

// foldText sets spelling aside in a title or the text of a link: what is left
// are its letters and digits.
func foldText(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, letters(s))
}
