package extract

import (
	"bytes"

	"golang.org/x/net/html/atom"
)

// isRaw reports whether an element of HTML has text alone for content, so that
// only its own end tag ends it. It is markup that noscript has: scripts do not
// run here, and visitors without them follow its links (HTML Standard, "The
// noscript element").
func isRaw(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Title, atom.Textarea, atom.Iframe, atom.Noembed, atom.Noframes, atom.Xmp, atom.Plaintext:
		return true
	}
	return false
}

// rawEnd returns the place where the content of such an element ends that begins
// at body[i]: before its end tag, else the end of the page.
func (z *tokenizer) rawEnd(i int, element atom.Atom) int {
	switch element {
	case atom.Plaintext:
		return len(z.body)
	case atom.Script:
		return scriptEnd(z.body, i)
	}
	name := element.String()
	for {
		n := bytes.IndexByte(z.body[i:], '<')
		if n < 0 {
			return len(z.body)
		}
		if i += n; closes(z.body[i+1:], name) {
			return i
		}
		i++
	}
}

// closes reports whether s begins with what makes an end tag of a '<' before
// it: a solidus, the name in any case, and a byte that ends it.
func closes(s []byte, name string) bool {
	return len(s) > len(name)+1 && s[0] == '/' && equalFold(s[1:1+len(name)], name) && ends[s[1+len(name)]]
}

// scriptEnd follows the script data states (§13.2.5.4, 15 to 31). In a comment
// that has a script's start tag in it, the next end tag is that one's: so were
// scripts hidden from browsers which did not know them, and programs write
// "<script>" into a page to this day.
func scriptEnd(body []byte, i int) int {
	const name = "script"
	// A comment is open, and within it a script's start tag.
	comment, double := false, false
	for i < len(body) {
		if comment && body[i] == '-' {
			if bytes.HasPrefix(body[i:], dashes) {
				// Any number of dashes and '>' end the comment.
				for i += len(dashes); i < len(body) && body[i] == '-'; i++ {
				}
				if i < len(body) && body[i] == '>' {
					comment, double = false, false
				}
				continue
			}
			i++
			continue
		}
		if body[i] != '<' {
			n := bytes.IndexByte(body[i:], '<')
			if comment {
				n = bytes.IndexAny(body[i:], "<-")
			}
			if n < 0 {
				return len(body)
			}
			i += n
			continue
		}
		rest := body[i+1:]
		switch {
		case double:
			if closes(rest, name) {
				double = false
				i += len("</") + len(name)
			}
		case closes(rest, name):
			return i
		case comment:
			if len(rest) > len(name) && equalFold(rest[:len(name)], name) && ends[rest[len(name)]] {
				double = true
				i += len(name)
			}
		case bytes.HasPrefix(rest, commentStart[1:]):
			comment = true
			// Its own dashes may end it: "<!-->".
			i += len("<!") - 1
		}
		i++
	}
	return len(body)
}

var dashes = []byte("--")
