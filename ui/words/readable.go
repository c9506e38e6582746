package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2/lang"
	"golang.org/x/net/idna"

	"sitewell/scanner/result"
)

// Readable returns a text in which addresses have letters instead of codes, as
// browsers show them: "/caf%C3%A9" becomes "/café", "xn--bcher-kva.example"
// becomes "bücher.example". A code stays where it would not be read as the same
// address: those of ASCII, of bytes that are no UTF-8, of characters that are
// invisible or change the direction of the text, and names of hosts that look
// like others. What is found of the site as a whole is called that, in place of its address.
// It is for what is shown only; what is copied is the text itself.
func Readable(text string) string {
	if result.IsWholeSite(text) {
		return lang.L("The whole site")
	}
	if strings.Contains(text, "%") {
		text = decodeEscapes(text)
	}
	if strings.Contains(text, punycode) {
		text = decodeHosts(text)
	}
	return text
}

// decodeEscapes decodes each run of escapes as far as it is letters.
func decodeEscapes(text string) string {
	var b strings.Builder
	var run [utf8.UTFMax]byte
	for i := 0; i < len(text); {
		n := 0 // escaped bytes from here
		for n < len(run) && i+3*n+2 < len(text) && text[i+3*n] == '%' {
			high, low := hexDigit(text[i+3*n+1]), hexDigit(text[i+3*n+2])
			if high < 0 || low < 0 {
				break
			}
			run[n] = byte(high<<4 | low)
			n++
		}
		r, size := utf8.DecodeRune(run[:n])
		if n > 0 && r >= utf8.RuneSelf && (r != utf8.RuneError || size == 3) && isShown(r, b.String()) {
			b.WriteRune(r)
			i += 3 * size
			continue
		}
		b.WriteByte(text[i])
		i++
	}
	return b.String()
}

func hexDigit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	default:
		return -1
	}
}

const (
	joiner    = '\u200d' // between the parts of an emoji
	emojiForm = '\ufe0f' // after a character that has a form as an emoji
)

// isShown reports whether a decoded character says all by its looks. before is what
// it follows.
func isShown(r rune, before string) bool {
	switch {
	case r == joiner, r == emojiForm: // invisible anywhere else
		last, _ := utf8.DecodeLastRuneInString(before)
		return unicode.Is(unicode.So, last) || unicode.Is(unicode.Sk, last) || r == joiner && last == emojiForm
	case r == utf8.RuneError, r == '\u115f', r == '\u1160', r == '\u3164', r == '\uffa0', r == '\u2800': // which look like a space
		return false
	case unicode.Is(unicode.Variation_Selector, r):
		return false
	default:
		return unicode.IsGraphic(r) && !unicode.IsSpace(r)
	}
}

const punycode = "xn--"

// decodeHosts decodes the names of hosts.
func decodeHosts(text string) string {
	var b strings.Builder
	for {
		i := strings.Index(text, punycode)
		if i < 0 {
			break
		}
		end := i + len(punycode)
		for end < len(text) && isHostByte(text[end]) {
			end++
		}
		label := text[i:end]
		b.WriteString(text[:i])
		if starts := i == 0 || !isHostByte(text[i-1]); starts && !inPath(b.String()) {
			b.WriteString(decodeLabel(label))
		} else {
			b.WriteString(label)
		}
		text = text[end:]
	}
	return b.String() + text
}

func isHostByte(c byte) bool {
	return c == '-' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// inPath reports whether what follows a text belongs to the path of an address.
func inPath(before string) bool {
	word := before[strings.LastIndexAny(before, " \t\n")+1:]
	if _, rest, ok := strings.Cut(word, "://"); ok {
		word = rest
	}
	return strings.ContainsAny(word, "/?#")
}

// decodeLabel returns one label of a host's name in letters, or as it is where it
// might be mistaken for another.
func decodeLabel(label string) string {
	plain, err := idna.Display.ToUnicode(label)
	if err != nil || plain == label {
		return label
	}
	if back, err := idna.Lookup.ToASCII(plain); err != nil || back != label {
		return label
	}
	if !isOneScript(plain) || looksLatin(plain) {
		return label
	}
	return plain
}

// together are scripts that are written together.
var together = [][]*unicode.RangeTable{
	{unicode.Latin},
	{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Latin},
	{unicode.Han, unicode.Hangul, unicode.Latin},
	{unicode.Han, unicode.Bopomofo, unicode.Latin},
	{unicode.Cyrillic},
	{unicode.Greek},
	{unicode.Arabic},
	{unicode.Hebrew},
	{unicode.Armenian},
	{unicode.Georgian},
	{unicode.Devanagari},
	{unicode.Bengali},
	{unicode.Tamil},
	{unicode.Telugu},
	{unicode.Thai},
	{unicode.Khmer},
}

// isOneScript reports whether the letters of a label are those of one way of
// writing, as Chrome asks of names that it shows (UTS 39, "highly restrictive").
func isOneScript(label string) bool {
	for _, scripts := range together {
		all := true
		for _, r := range label {
			if all = r == '-' || '0' <= r && r <= '9' || unicode.In(r, scripts...); !all {
				break
			}
		}
		if all {
			return true
		}
	}
	return false
}

// likeLatin are the letters that look the same as one of ASCII.
const likeLatin = "асԁеһіјӏорԛѕԝхуъЬҽпгѵѡ" + "αινορυ"

// looksLatin reports whether a label of another script could be read as a word in
// ASCII.
func looksLatin(label string) bool {
	return strings.Trim(label, likeLatin+"-0123456789") == ""
}
