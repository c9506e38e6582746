package extract

import (
	"bytes"
	"unicode/utf8"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/css"

	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// CSS reads the addresses of a style sheet: what it imports, its images and
// its fonts. at is its address after redirects, which relative ones are
// resolved against. body is not changed. omitted is the number of those past
// the limits of one page.
func CSS(body []byte, at weburl.URL, contentType string) (links []result.Link, omitted int) {
	text := decodeCSS(body, contentType)
	r := Reader{doc: &Document{}}
	r.begin()
	r.passState = passState{z: tokenizer{body: text.body}, line: 1, open: -1, inBody: true}
	for f := range cssRefs(text.body, false) {
		r.addRef(ref{
			raw: f.address, element: f.element("css[import]", "css[url]"), kind: f.kind,
			place: result.PlaceStyle, line: r.lineAt(f.off),
		})
	}
	// Queries in a style sheet are sent as UTF-8 (CSS Values 4, "URL Processing Model").
	return r.links([maxFrames]weburl.URL{at}, decoded{}), r.omitted
}

// decodeCSS goes by CSS Syntax §3.2: byte order mark, header, @charset, UTF-8.
func decodeCSS(body []byte, contentType string) decoded {
	if hasBOM(body) {
		return decodeHTML(body, "")
	}
	label := ""
	if rest, ok := bytes.CutPrefix(body, []byte(`@charset "`)); ok {
		if i := bytes.IndexByte(rest[:min(len(rest), 64)], '"'); i >= 0 {
			label = string(rest[:i])
		}
	}
	for _, l := range [...]string{charsetParam(contentType), label, "utf-8"} {
		if d, ok := decodeAs(body, l); ok {
			return d
		}
	}
	return decoded{body: body, name: "utf-8"}
}

// styleElement takes in a text token of a style element.
func (r *Reader) styleElement(text []byte) {
	if r.noStyle || !mayContainURL(text) {
		return
	}
	start := r.z.start
	// A decoded text has its lines where its token begins.
	inPlace := len(text) == r.z.end-r.z.start
	for f := range cssRefs(text, false) {
		off := start
		if inPlace {
			off += f.off
		}
		r.addRef(ref{
			raw: f.address, element: f.element("style[import]", "style[url]"), kind: f.kind,
			place: result.PlaceStyle, line: r.lineAt(off), frame: uint8(r.frame),
		})
	}
}

// isStyleType reports whether a style element of this type is one: type is empty or
// "text/css", in any case and without parameters (HTML, "Update a style block").
func isStyleType(mediaType []byte) bool {
	return len(mediaType) == 0 || equalFold(mediaType, "text/css")
}

// styleAttribute takes in style="…".
func (r *Reader) styleAttribute(off int) {
	style := r.z.tag.get(attrStyle)
	if !mayContainURL(style) {
		return
	}
	n := 0
	for f := range cssRefs(style, true) {
		if n++; r.omits(n) {
			continue
		}
		r.addValue(off, "*[style]", f.kind, f.address)
	}
}

// mayContainURL reports whether a style may hold an address: after "@import" or in a
// function that takes one, unless an escape hides these. Most hold none, and to
// see that costs little beside reading them token by token.
func mayContainURL(s []byte) bool {
	if bytes.IndexByte(s, '\\') >= 0 {
		return true
	}
	for rest := s; ; {
		i := bytes.IndexByte(rest, '@')
		if i < 0 {
			break
		}
		if rest = rest[i+1:]; len(rest) > 0 && rest[0]|0x20 == 'i' {
			return true
		}
	}
	for i := 0; ; i++ {
		n := bytes.IndexByte(s[i:], '(')
		if n < 0 {
			return false
		}
		i += n
		for _, function := range [...]string{"url", "src", "image", "-set"} {
			if j := i - len(function); j >= 0 && equalFold(s[j:i], function) {
				return true
			}
		}
	}
}

// cssRef is an address in a style sheet.
type cssRef struct {
	address  []byte
	kind     result.Kind
	off      int // of its token
	imported bool
}

func (f cssRef) element(imported, url string) string {
	if f.imported {
		return imported
	}
	return url
}

// cssRefs walks through the addresses of a style sheet, or of a list of
// declarations. What only refers to a place in the page itself ("#clip") asks
// for nothing (CSS Values 4, "Relative URLs").
func cssRefs(text []byte, declarations bool) func(yield func(cssRef) bool) {
	return func(yield func(cssRef) bool) {
		// The lexer writes behind the slice where there is room.
		s := cssScanner{lexer: css.NewLexer(parse.NewInputBytes(text[:len(text):len(text)])), late: declarations}
		for off := 0; ; {
			tt, data := s.lexer.Next()
			if tt == css.ErrorToken {
				return
			}
			if f, ok := s.token(tt, data); ok && len(f.address) > 0 && f.address[0] != '#' {
				f.off = off
				if !yield(f) {
					return
				}
			}
			off += len(data)
		}
	}
}

// cssScanner knows in what context a token of CSS stands.
type cssScanner struct {
	lexer *css.Lexer
	// rule is the at-rule whose prelude is read, "" for none.
	rule string
	// late: there was a rule, so that @import does not count any more (CSS Cascade 5,
	// "Importing Style Sheets").
	late bool
	// font is the depth of braces at which a @font-face block stands, 0 for none.
	font, depth int
	// functions: a bit for each open parenthesis tells whether strings within
	// it are addresses, as in image-set("a.png" 1x).
	functions uint64
	parens    int
}

func (s *cssScanner) token(tt css.TokenType, data []byte) (cssRef, bool) {
	switch tt {
	case css.WhitespaceToken, css.CommentToken:
		return cssRef{}, false
	case css.AtKeywordToken:
		s.rule = string(bytes.ToLower(cssUnescaped(data[1:])))
		s.late = s.late || s.rule != "import" && s.rule != "charset" && s.rule != "layer"
		return cssRef{}, false
	case css.URLToken:
		return s.found(cssURL(data))
	case css.BadURLToken:
		if address, ok := modifiedURL(data); ok {
			return s.found(address)
		}
	case css.StringToken:
		if s.rule == "import" && s.parens == 0 || s.addresses() {
			return s.found(cssString(data))
		}
		return cssRef{}, false
	case css.FunctionToken:
		name := string(bytes.ToLower(cssUnescaped(data[:len(data)-1])))
		s.open(name == "url" || name == "src" || name == "image-set" || name == "-webkit-image-set" || name == "image")
	case css.LeftParenthesisToken:
		s.open(s.addresses())
	case css.RightParenthesisToken:
		s.parens = max(0, s.parens-1)
	case css.SemicolonToken:
		s.rule, s.parens = "", 0
	case css.LeftBraceToken:
		s.depth++
		s.late = true
		if s.rule == "font-face" {
			s.font = s.depth
		}
		s.rule, s.parens = "", 0
	case css.RightBraceToken:
		if s.depth == s.font {
			s.font = 0
		}
		s.depth = max(0, s.depth-1)
		s.parens = 0
	}
	return cssRef{}, false
}

// found makes a reference of an address, unless it is only a name: those of
// @namespace are.
func (s *cssScanner) found(address []byte) (cssRef, bool) {
	f := cssRef{address: trim(address), kind: result.KindImage}
	switch {
	case s.rule == "import":
		f.kind, f.imported = result.KindStyle, true
		s.rule = "" // what follows are conditions
		return f, !s.late
	case s.rule != "":
		return cssRef{}, false
	case s.font > 0:
		f.kind = result.KindFont
		return f, !isOldFont(f.address)
	}
	return f, true
}

// isOldFont reports whether a font is of a format that only old browsers know, which
// pages name beside others: Embedded OpenType and SVG (CSS Fonts 4, "font format
// definitions", has neither). Nothing else loads it.
func isOldFont(address []byte) bool {
	if i := bytes.IndexAny(address, "?#"); i >= 0 {
		address = address[:i]
	}
	n := len(address)
	return n > 4 && (equalFold(address[n-4:], ".eot") || equalFold(address[n-4:], ".svg"))
}

func (s *cssScanner) open(addresses bool) {
	if s.parens < 64 {
		s.functions &^= 1 << s.parens
		if addresses {
			s.functions |= 1 << s.parens
		}
	}
	s.parens++
}

// addresses reports whether a string here is an address. type("image/png") in
// an image-set is not.
func (s *cssScanner) addresses() bool {
	return s.parens > 0 && s.parens <= 64 && s.functions&(1<<(s.parens-1)) != 0
}

// cssURL returns the address in a url token: url( x ), url("x").
func cssURL(token []byte) []byte {
	i := bytes.IndexByte(token, '(')
	token = token[i+1:]
	start := skipSpace(token, 0)
	token = bytes.TrimSuffix(token[start:], []byte(")"))
	if len(token) > 0 && (token[0] == '"' || token[0] == '\'') {
		if n := len(trim(token)); n > 0 {
			return cssString(trim(token))
		}
	}
	return cssUnescaped(token)
}

// modifiedURL reads url("x" crossorigin(anonymous)), which the lexer calls a
// bad url token: to the standard it is a function (CSS Values 4, "URL Modifiers").
func modifiedURL(token []byte) (address []byte, ok bool) {
	token = token[bytes.IndexByte(token, '(')+1:]
	i := skipSpace(token, 0)
	if i == len(token) || token[i] != '"' && token[i] != '\'' {
		return nil, false
	}
	for j := i + 1; j < len(token); j++ {
		switch c := token[j]; {
		case c == '\\':
			j++
		case c == '\n' || c == '\f' || c == '\r':
			return nil, false
		case c == token[i]:
			k := skipSpace(token, j+1)
			// A modifier is a name or a function.
			return cssString(token[i : j+1]), k < len(token) && (token[k]|0x20 >= 'a' && token[k]|0x20 <= 'z' || token[k] == '-')
		}
	}
	return nil, false
}

// cssString returns the text of a string token, whose closing quote may be
// missing at the end of the file.
func cssString(token []byte) []byte {
	quote := token[0]
	token = token[1:]
	if n := len(token); n > 0 && token[n-1] == quote && !escapedAt(token, n-1) {
		token = token[:n-1]
	}
	return cssUnescaped(token)
}

// escapedAt reports whether an odd number of backslashes stands before s[i].
func escapedAt(s []byte, i int) bool {
	n := 0
	for i > 0 && s[i-1] == '\\' {
		n++
		i--
	}
	return n%2 == 1
}

// cssUnescaped decodes escapes (CSS Syntax §4.3.7).
func cssUnescaped(s []byte) []byte {
	if bytes.IndexByte(s, '\\') < 0 {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			out = append(out, s[i])
			continue
		}
		i++
		if i == len(s) {
			break
		}
		v, n := rune(0), 0
		for n < 6 && i+n < len(s) {
			d, ok := unhex(s[i+n])
			if !ok {
				break
			}
			v = v<<4 | rune(d)
			n++
		}
		switch {
		case n > 0:
			if v == 0 || v > utf8.MaxRune || v >= 0xd800 && v <= 0xdfff {
				v = utf8.RuneError
			}
			out = utf8.AppendRune(out, v)
			i += n - 1
			if i+1 < len(s) && isSpace(s[i+1]) {
				i++
				if s[i] == '\r' && i+1 < len(s) && s[i+1] == '\n' {
					i++
				}
			}
		case s[i] == '\n' || s[i] == '\f': // a line that goes on
		case s[i] == '\r':
			if i+1 < len(s) && s[i+1] == '\n' {
				i++
			}
		default:
			out = append(out, s[i])
		}
	}
	return out
}
