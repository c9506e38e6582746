package main

import (
	"math/rand/v2"
	"strings"
)

// longest is how long a pasted text is, in characters.
const longest = 5000

// text chooses something to type: addresses of sites on this computer, and
// whatever people paste by mistake.
func (m *monkey) text() string {
	r := m.random
	odd := []string{
		m.site.URL, strings.TrimPrefix(m.site.URL, "http://"), m.site.URL + "/p/7.html", "http://[::1]:9/", "127.0.0.1:9",
		"", " ", "foo bar", "0", "-1", "99999999999999999999", "3.5", "404", "img", "*.pdf", "(", "[a-", ".*", "/p/.*", "a\tb",
		"line one\nline two\r\nline three", "X-Token: abc\nbad header", "session=1; other=2", "user@example.com",
		"javascript:alert(1)", "file:///etc/passwd", "https://bäckerei.example/straße?ü=ß#ö", "http://user:secret@127.0.0.1:9/?key=secret",
		"=HYPERLINK(\"http://127.0.0.1\")", "'; DROP TABLE site; --", "%00%zz%", "{{.Count}}", "**bold** [x](http://127.0.0.1)", "../../..", "/nonexistent/folder",
		"مرحبا بالعالم", "日本語のページ", "👩‍👩‍👧‍👦🏳️‍🌈", "e\u0301\u0301\u0301\u0301", "\u202Eright to left\u202C", "a\u0000b\u0007c", "\ufeff", "\u200b",
	}
	// The fields of Fyne's own chooser of files take a minute to draw some thousand letters.
	if r.IntN(4) > 0 || m.chooses {
		return odd[r.IntN(len(odd))]
	}
	pieces := []string{"W", "word ", "ä", "日", "👩‍👧", "\n", "http://127.0.0.1/", "a\u0301"}
	return long(r, pieces[r.IntN(len(pieces))])
}

// long repeats a piece.
func long(r *rand.Rand, piece string) string {
	return strings.Repeat(piece, 1+(longest-r.IntN(longest/2))/len([]rune(piece)))
}
