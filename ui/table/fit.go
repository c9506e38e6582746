package table

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"sitewell/ui/theme"
)

// Cut says where a text that is too long for its cell is shortened.
type Cut int

const (
	CutEnd    Cut = iota // "https://example.com/a/lo…"
	CutMiddle            // "https://example…/page.html": both ends of an address tell something
)

// meter measures text by adding up the widths of its characters, each of which
// is measured once. It is a hundred times cheaper than laying the text out,
// and a little too wide where letters are kerned, so nothing is ever cut off.
type meter struct {
	size   float32
	height float32 // of a line
	bold   bool
	widths map[rune]float32
}

func newMeter(size fyne.ThemeSizeName, bold bool) *meter {
	m := &meter{size: theme.Size(size), bold: bold, widths: map[rune]float32{}}
	m.height = fyne.MeasureText("X", m.size, fyne.TextStyle{Bold: bold}).Height
	return m
}

func (m *meter) rune(r rune) float32 {
	w, ok := m.widths[r]
	if !ok {
		w = fyne.MeasureText(string(r), m.size, fyne.TextStyle{Bold: m.bold}).Width
		m.widths[r] = w
	}
	return w
}

func (m *meter) width(s string) (w float32) {
	for _, r := range s {
		w += m.rune(r)
	}
	return w
}

const ellipsis = '…'

// fit shortens s to the width. Line breaks become spaces: a row has one line.
func (m *meter) fit(s string, width float32, cut Cut) string {
	if strings.ContainsAny(s, "\n\r\t") {
		s = strings.Join(strings.Fields(s), " ")
	}
	if m.width(s) <= width {
		return s
	}
	room := width - m.rune(ellipsis)
	if room <= 0 {
		return ""
	}
	if cut == CutEnd {
		head, _ := m.head(s, room)
		return strings.TrimRight(s[:head], " ") + string(ellipsis)
	}
	head, used := m.head(s, room*0.6)
	tail := m.tail(s[head:], room-used)
	return s[:head] + string(ellipsis) + s[head+tail:]
}

// head gives how many bytes of s fit into width, and how wide they are.
func (m *meter) head(s string, width float32) (bytes int, used float32) {
	for i, r := range s {
		w := m.rune(r)
		if used+w > width {
			return i, used
		}
		used += w
	}
	return len(s), used
}

// tail gives where the longest end of s begins that fits into width.
func (m *meter) tail(s string, width float32) int {
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
