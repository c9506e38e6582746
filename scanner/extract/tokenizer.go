package extract

import (
	"bytes"

	"golang.org/x/net/html/atom"
)

// tokenKind is what a token is.
type tokenKind uint8

const (
	endOfPage  tokenKind = iota
	textToken            // with character references
	rawToken             // the content of an element that the tokenizer was told of
	cdataToken           // <![CDATA[…]]>
	startTag
	endTag
	// otherToken is what a page does not show: comments, declarations,
	// instructions, and what browsers take for a comment.
	otherToken
)

// tokenizer parts a page into tokens by the grammar of the HTML Standard
// (§13.2.5). The whole page is in memory and stays where it is: a token is an
// extent of the body, and the tokens partition it up to the end, or to a tag
// that the end of the page cuts off, which is none. Nothing is allocated.
//
// Two things depend on where a tag stands, which the standard leaves to the
// tree: the reader sets raw and cdata after each start tag. FuzzTokenizer holds
// it against golang.org/x/net/html, TestHTML5Lib against the standard's tests.
type tokenizer struct {
	body []byte
	// The token that was read last is body[start:end].
	start, end int
	// tag is the start tag or end tag that was read last. Of an end tag only
	// the name counts.
	tag tag
	// raw is the element whose content the next token is, 0 for markup: one of
	// script, style, title and the like.
	raw atom.Atom
	// rawOf is the element whose content a rawToken is.
	rawOf atom.Atom
	cdata bool // CDATA sections are text, as they are in SVG, MathML and XML
	xml   bool // prefixes are taken off the names of tags
}

// token returns the bytes of the token that was read last.
func (z *tokenizer) token() []byte { return z.body[z.start:z.end] }

// cdataText returns the text in a cdataToken.
func (z *tokenizer) cdataText() []byte {
	return bytes.TrimSuffix(z.token()[len(cdataStart):], cdataEnd)
}

// next reads the next token.
func (z *tokenizer) next() tokenKind {
	i := z.end
	z.start = i
	if z.raw != 0 {
		z.rawOf, z.raw = z.raw, 0
		if z.end = z.rawEnd(i, z.rawOf); z.end > i {
			return rawToken
		}
	}
	if z.end = textEnd(z.body, i); z.end > i {
		return textToken
	}
	if i == len(z.body) {
		return endOfPage
	}
	// What is left begins with '<' and a character that makes it markup.
	switch z.body[i+1] {
	case '/':
		return z.endTag(i)
	case '!':
		return z.declaration(i)
	case '?':
		return z.bogus(i + 2)
	}
	if z.end = z.tag.read(z.body, i+1, z.xml); z.end == 0 {
		z.end = i
		return endOfPage
	}
	return startTag
}

// textEnd returns the place of the first '<' from i on that begins markup, else
// the end of the page (tag open state, §13.2.5.6).
func textEnd(body []byte, i int) int {
	for {
		if i == len(body) || body[i] != '<' {
			n := bytes.IndexByte(body[i:], '<')
			if n < 0 {
				return len(body)
			}
			i += n
		}
		if i+1 == len(body) {
			return len(body)
		}
		if beginsMarkup[body[i+1]] {
			return i
		}
		i++
	}
}

var beginsMarkup = func() (t [256]bool) {
	for c := 'a'; c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = true, true
	}
	t['/'], t['!'], t['?'] = true, true, true
	return t
}()

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// endTag reads what begins with "</" at body[i] (end tag open state, §13.2.5.7).
func (z *tokenizer) endTag(i int) tokenKind {
	switch {
	case i+2 == len(z.body):
		z.end = i + 2
		return textToken
	case !isLetter(z.body[i+2]):
		return z.bogus(i + 2)
	}
	if z.end = z.tag.read(z.body, i+2, z.xml); z.end == 0 {
		z.end = i
		return endOfPage
	}
	return endTag
}

// bogus ends a token behind the first '>' from i on, or with the page (bogus
// comment state, §13.2.5.41).
func (z *tokenizer) bogus(i int) tokenKind {
	z.end = len(z.body)
	if n := bytes.IndexByte(z.body[i:], '>'); n >= 0 {
		z.end = i + n + 1
	}
	return otherToken
}

// declaration reads what begins with "<!" at body[i] (markup declaration open
// state, §13.2.5.42). A doctype ends at the first '>', as a wrong comment does.
func (z *tokenizer) declaration(i int) tokenKind {
	rest := z.body[i:]
	switch {
	case bytes.HasPrefix(rest, commentStart):
		z.end = commentEnd(z.body, i+len(commentStart))
		return otherToken
	case z.cdata && bytes.HasPrefix(rest, cdataStart):
		z.end = len(z.body)
		if n := bytes.Index(rest[len(cdataStart):], cdataEnd); n >= 0 {
			z.end = i + len(cdataStart) + n + len(cdataEnd)
		}
		return cdataToken
	}
	return z.bogus(i + len("<!"))
}

var (
	commentStart = []byte("<!--")
	cdataStart   = []byte("<![CDATA[")
	cdataEnd     = []byte("]]>")
)

// commentEnd returns the place behind a comment whose text begins at body[start]:
// behind "-->" or "--!>", or behind a '>' with nothing but one '-' before it
// (comment states, §13.2.5.43 to 52).
func commentEnd(body []byte, start int) int {
	for i := start; ; i++ {
		n := bytes.IndexByte(body[i:], '>')
		if n < 0 {
			return len(body)
		}
		i += n
		text := body[start:i]
		if bytes.HasSuffix(text, []byte("--")) || bytes.HasSuffix(text, []byte("--!")) || len(text) == 0 || len(text) == 1 && text[0] == '-' {
			return i + 1
		}
	}
}
