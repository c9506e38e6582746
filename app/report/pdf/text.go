package pdf

import (
	_ "embed"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"

	"sitewell/app/report"
)

// Noto Sans with Latin, Greek and Cyrillic letters (font/README.md). Only the letters
// that a report has are written into it.
var (
	//go:embed font/NotoSans-Regular.ttf
	regular []byte
	//go:embed font/NotoSans-Bold.ttf
	bold []byte
)

// unprintable is what a reader sees in the place of letters that the font lacks, once
// for all that follow each other.
const unprintable = "[…]"

// letters knows which letters the font has.
type letters struct {
	font  *sfnt.Font
	buf   sfnt.Buffer
	known map[rune]bool
}

func newLetters() (*letters, error) {
	font, err := sfnt.Parse(regular)
	if err != nil {
		return nil, fmt.Errorf("read font: %w", err)
	}
	return &letters{font: font, known: make(map[rune]bool)}, nil
}

func (l *letters) has(r rune) bool {
	has, known := l.known[r]
	if !known {
		glyph, err := l.font.GlyphIndex(&l.buf, r)
		has = err == nil && glyph != 0
		l.known[r] = has
	}
	return has
}

// printable returns a text with what the font has. Letters that it lacks are taken apart
// where that helps ("ﬁ"), written as %E6%9D%B1 in an address, which means the same, and
// otherwise become "[…]".
func (l *letters) printable(text string) string {
	text = norm.NFC.String(strings.ToValidUTF8(report.Inert(text), "\ufffd"))
	address := report.IsWeb(text)
	var b strings.Builder
	missing := false
	for _, r := range text {
		switch {
		case r == '\u00ad': // a hyphen only where a line ends
			continue
		case l.has(r):
			b.WriteRune(r)
			missing = false
			continue
		case address:
			for _, c := range []byte(string(r)) {
				fmt.Fprintf(&b, "%%%02X", c)
			}
			continue
		case unicode.IsSpace(r):
			b.WriteByte(' ')
			missing = false
			continue
		case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r), unicode.Is(unicode.Mn, r):
			continue // is not seen without the letters around it
		}
		if apart := norm.NFKD.String(string(r)); l.hasAll(apart) {
			b.WriteString(apart)
			missing = false
			continue
		}
		if !missing {
			b.WriteString(unprintable)
			missing = true
		}
	}
	return b.String()
}

func (l *letters) hasAll(text string) bool {
	for _, r := range text {
		if !l.has(r) {
			return false
		}
	}
	return text != ""
}

// wrap divides a text into lines of a width, at most so many: the last one ends with
// "…" where more would follow. Words that are too long are broken. width measures a
// text.
func wrap(text string, limit float64, most int, width func(string) float64) []string {
	var lines []string
	line := ""
	words := strings.Fields(text)
	for i := 0; i < len(words); i++ {
		next := strings.TrimPrefix(line+" "+words[i], " ")
		if width(next) <= limit {
			line = next
			continue
		}
		if line != "" && width(words[i]) <= limit {
			lines, line = append(lines, line), ""
			i-- // once more on a line of its own
		} else { // a word that no line holds fills this one
			head, tail := split(next, limit, width)
			lines, line = append(lines, head), ""
			words[i] = tail
			i--
		}
		if len(lines) > most {
			break
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	if len(lines) > most {
		lines = lines[:most]
		last := lines[most-1]
		for last != "" && width(last+"…") > limit {
			runes := []rune(last)
			last = string(runes[:len(runes)-1])
		}
		lines[most-1] = strings.TrimRight(last, " ") + "…"
	}
	return lines
}

// split divides a text where a line ends, after "/", "?", "&" or "-" if one is near.
func split(text string, limit float64, width func(string) float64) (head, tail string) {
	runes := []rune(text)
	n, used := 0, 0.0
	for n < len(runes) {
		if used += width(string(runes[n])); used > limit && n > 0 {
			break
		}
		n++
	}
	n = max(n, 1)
	for i := n; i > n*2/3 && n < len(runes); i-- {
		if strings.ContainsRune("/?&-", runes[i-1]) {
			n = i
			break
		}
	}
	return strings.TrimSpace(string(runes[:n])), strings.TrimSpace(string(runes[n:]))
}
