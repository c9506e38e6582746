// Package meter measures texts and shortens them to the room that they have. It
// must not know what draws them.
package meter

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"github.com/clipperhouse/uax29/v2/graphemes"

	"sitewell/ui/theme"
)

// Cut says where a text that is too long for its cell is shortened.
type Cut int

const (
	CutEnd    Cut = iota // "https://example.com/a/lo…"
	CutMiddle            // "https://example…/page.html": both ends of an address tell something
)

// Meter measures text by adding up the widths of its characters, each of which
// is measured once. It is a hundred times cheaper than laying the text out,
// and a little too wide where letters are kerned, so nothing is ever cut off.
type Meter struct {
	// Size is that of the text, Height that of a line of it.
	Size, Height float32

	bold   bool
	widths map[rune]float32
}

// New returns a meter for a text size of the present theme. It is for one
// goroutine, and for the theme that it was made under.
func New(size fyne.ThemeSizeName, bold bool) *Meter {
	m := &Meter{Size: theme.Size(size), bold: bold, widths: map[rune]float32{}}
	m.Height = fyne.MeasureText("X", m.Size, fyne.TextStyle{Bold: bold}).Height
	return m
}

func (m *Meter) rune(r rune) float32 {
	w, ok := m.widths[r]
	if !ok {
		w = fyne.MeasureText(string(r), m.Size, fyne.TextStyle{Bold: m.bold}).Width
		m.widths[r] = w
	}
	return w
}

// Width returns how wide a text of one line is.
func (m *Meter) Width(s string) (w float32) {
	for _, r := range s {
		w += m.rune(r)
	}
	return w
}

// Ellipsis stands for what was left out.
const Ellipsis = '…'

// Fit shortens s to the width. Line breaks become spaces: a row has one line. What
// is seen as one character, as a letter with its accent or an emoji with the colour
// of its skin, is shown as a whole or not at all.
func (m *Meter) Fit(s string, width float32, cut Cut) string {
	if strings.ContainsAny(s, "\n\r\t") {
		s = strings.Join(strings.Fields(s), " ")
	}
	if m.Width(s) <= width {
		return s
	}
	room := width - m.rune(Ellipsis)
	if room <= 0 {
		return ""
	}
	if cut == CutEnd {
		head, _ := m.head(s, room)
		head = wholeBefore(s, head)
		return strings.TrimRight(s[:head], " ") + string(Ellipsis)
	}
	head, used := m.head(s, room*0.6)
	tail := wholeAfter(s, head+m.tail(s[head:], room-used))
	return s[:wholeBefore(s, head)] + string(Ellipsis) + s[tail:]
}

// wholeBefore returns the last place in s up to at where a character ends.
func wholeBefore(s string, at int) int {
	whole := 0
	for _, end := range characterEnds(s, at) {
		if end > at {
			break
		}
		whole = end
	}
	return whole
}

// wholeAfter returns the first place in s from at on where a character begins.
func wholeAfter(s string, at int) int {
	for _, end := range characterEnds(s, at) {
		if end >= at {
			return end
		}
	}
	return len(s)
}

// characterEnds returns where each character of s ends, as people see them (UAX 29).
// Where s is in ASCII it is only the place that is asked for.
func characterEnds(s string, at int) []int {
	plain := true
	for i := range len(s) {
		plain = plain && s[i] < utf8.RuneSelf
	}
	if plain {
		return []int{at}
	}
	var ends []int
	for next := graphemes.FromString(s); next.Next(); {
		ends = append(ends, next.End())
	}
	return ends
}

// head returns how many bytes of s fit into width, and how wide they are.
func (m *Meter) head(s string, width float32) (bytes int, used float32) {
	for i, r := range s {
		w := m.rune(r)
		if used+w > width {
			return i, used
		}
		used += w
	}
	return len(s), used
}

// tail returns where the longest end of s begins that fits into width.
func (m *Meter) tail(s string, width float32) int {
	i := len(s)
	for i > 0 {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		if width -= m.rune(r); width < 0 {
			break
		}
		i -= n
	}
	return i
}
