package article

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2/widget"
)

// glue keeps brackets and quotes together with the code that they are around. Fyne's
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

// pairs are what opens and what closes around code.
var pairs = map[rune]string{'(': ")", '[': "]", '{': "}", '“': "”", '„': "“", '‘': "’", '‚': "‘", '«': "»", '»': "«", '"': "\"", '\'': "'"}

// glueTo moves to code what opens before it, and what closes that after it. Other
// punctuation stays where it is: in the code it would be read as a part of that.
func glueTo(code, before, after *widget.TextSegment) {
	if before == nil || !before.Style.Inline {
		return
	}
	for {
		last, size := utf8.DecodeLastRuneInString(before.Text)
		closing, opens := pairs[last]
		if !opens {
			return
		}
		before.Text = before.Text[:len(before.Text)-size]
		code.Text = string(last) + code.Text
		if after == nil {
			continue
		}
		if rest, ok := strings.CutPrefix(after.Text, closing); ok {
			code.Text, after.Text = code.Text+closing, rest
		}
	}
}
