package article

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2/widget"
)

// glue keeps brackets, quotes and punctuation together with the code beside them. Fyne's
// rich text may break a line wherever one piece of text ends and another begins, so that
// a line would end with "(" or begin with ")": such characters become part of the code.
func glue(segments []widget.RichTextSegment) {
	for i, s := range segments {
		switch s := s.(type) {
		case *widget.ListSegment:
			glue(s.Items)
		case *widget.ParagraphSegment:
			glue(s.Texts)
		case *widget.TextSegment:
			if s.Style.TextStyle.Monospace && s.Style.Inline {
				glueTo(s, neighbour(segments, i-1), neighbour(segments, i+1))
			}
		}
	}
}

// neighbour returns the plain text at a place, nil if there is none.
func neighbour(segments []widget.RichTextSegment, at int) *widget.TextSegment {
	if at < 0 || at >= len(segments) {
		return nil
	}
	t, ok := segments[at].(*widget.TextSegment)
	if !ok || t.Style.TextStyle.Monospace {
		return nil
	}
	return t
}

// glueTo moves to code what must not be parted from it.
func glueTo(code, before, after *widget.TextSegment) {
	if before != nil && before.Style.Inline {
		end := strings.TrimRightFunc(before.Text, func(r rune) bool { return strings.ContainsRune("([{“„‘‚«»\"'", r) })
		code.Text, before.Text = before.Text[len(end):]+code.Text, end
	}
	if after != nil && code.Style.Inline {
		rest := after.Text
		for rest != "" {
			r, size := utf8.DecodeRuneInString(rest)
			if unicode.IsSpace(r) || !unicode.IsPunct(r) || strings.ContainsRune("([{–—", r) {
				break
			}
			rest = rest[size:]
		}
		code.Text += after.Text[:len(after.Text)-len(rest)]
		after.Text = rest
	}
}
