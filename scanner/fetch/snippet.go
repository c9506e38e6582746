package fetch

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

// maxSnippet is how much text of an error page is kept, in bytes.
const maxSnippet = 2 << 10

// snippet returns the text that a reader of an error page sees first: tags,
// scripts and styles taken off, white space folded, in UTF-8.
func snippet(body []byte, contentType string) string {
	body = body[:min(len(body), 64<<10)]
	if !utf8.Valid(body) {
		encoding, _, _ := charset.DetermineEncoding(body, contentType)
		if decoded, err := encoding.NewDecoder().Bytes(body); err == nil {
			body = decoded
		}
	}
	if bytes.IndexByte(body[:min(len(body), 1024)], 0) >= 0 {
		return "" // no text at all
	}
	var b strings.Builder
	z := html.NewTokenizer(bytes.NewReader(body))
	for hidden := 0; b.Len() < 4*maxSnippet; {
		switch z.Next() {
		case html.ErrorToken:
			return foldText(b.String())
		case html.TextToken:
			if hidden == 0 {
				b.Write(z.Text())
				b.WriteByte(' ')
			}
		case html.StartTagToken:
			if name, _ := z.TagName(); isHidden(name) {
				hidden++
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); isHidden(name) && hidden > 0 {
				hidden--
			}
		}
	}
	return foldText(b.String())
}

// isHidden reports whether an element's text is not shown.
func isHidden(name []byte) bool {
	return string(name) == "script" || string(name) == "style" || string(name) == "template"
}

// foldText folds white space, drops what cannot be shown, and cuts to
// maxSnippet at the end of a character.
func foldText(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\ufeff' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(html.UnescapeString(s), ""))
	s = strings.Join(strings.Fields(s), " ")
	if len(s) <= maxSnippet {
		return s
	}
	s = s[:maxSnippet]
	for !utf8.ValidString(s) {
		s = s[:len(s)-1]
	}
	return s
}
