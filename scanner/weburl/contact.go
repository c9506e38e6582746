package weburl

import (
	"net/mail"
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// The following functions check the form of addresses that are never fetched.
// Each takes the text after "scheme:" and returns why the address can't work, ""
// if it can. They are more lenient than the RFCs where mail programs and
// telephones are, since a link that works in practice must not be reported as
// broken.

// checkMailto follows RFC 6068: percent-encoded recipients, separated by commas,
// then "?" and header fields. The recipient may be missing if there is a field
// ("mailto:?subject=..." on share buttons).
func checkMailto(rest string) string {
	rest, _, _ = strings.Cut(rest, "#")
	to, fields, _ := strings.Cut(rest, "?")
	if to == "" {
		if fields == "" {
			return "no recipient"
		}
		return ""
	}
	if strings.HasPrefix(to, "//") {
		return "slashes before the recipient"
	}
	if len(to) > 16<<10 {
		return "too many recipients"
	}
	plain, err := url.PathUnescape(to)
	if err != nil {
		return "bad percent-encoding"
	}
	list, err := mail.ParseAddressList(strings.TrimSuffix(strings.TrimSpace(plain), ","))
	if err != nil {
		return mailReason(plain)
	}
	for _, a := range list {
		if reason := checkMailDomain(a.Address[strings.LastIndexByte(a.Address, '@')+1:]); reason != "" {
			return reason
		}
	}
	return ""
}

func mailReason(plain string) string {
	switch {
	case !strings.Contains(plain, "@"):
		return "recipient has no @"
	case strings.Contains(plain, ";"):
		return "recipients must be separated by commas"
	default:
		return "recipient is no mail address"
	}
}

func checkMailDomain(domain string) string {
	if strings.HasPrefix(domain, "[") { // an address literal
		return ""
	}
	ascii, err := idna.Lookup.ToASCII(domain)
	if err != nil {
		return "mail domain is no valid name"
	}
	if !strings.Contains(strings.TrimSuffix(ascii, "."), ".") {
		return "mail domain has no dot"
	}
	return ""
}

// checkTel follows RFC 3966, and allows what people write and telephones accept:
// spaces and slashes between digits, "//" in front, '*' and '#' codes, pauses,
// local numbers without a phone-context, and the invisible and typographic characters
// that come along when a number is pasted: telephones pass over them (check 106).
func checkTel(rest string) string {
	rest, _, _ = strings.Cut(rest, "#")
	if len(rest) > 1<<10 {
		return "too long"
	}
	number, _, _ := strings.Cut(strings.TrimPrefix(rest, "//"), ";")
	number, _, _ = strings.Cut(number, "?")
	plain, err := url.PathUnescape(number)
	if err != nil {
		return "bad percent-encoding"
	}
	plain = strings.TrimSpace(plainTel(plain))
	digits, letters := 0, false
	for i, c := range plain {
		switch {
		case '0' <= c && c <= '9':
			digits++
		case c == '+' && i == 0:
		case strings.ContainsRune("-.()/ *#,pPwW", c):
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
			letters = true
		default:
			return "character that no telephone number has"
		}
	}
	global := strings.HasPrefix(plain, "+")
	switch {
	case digits == 0:
		return "no digits"
	case letters && !vanity(plain):
		return "letters in the number"
	case digits == 1 && !letters && !strings.ContainsAny(plain, "*#"):
		return "only one digit"
	case global && digits > 15:
		return "more than 15 digits (ITU-T E.164)"
	}
	return ""
}

// plainTel returns a number without invisible characters (Unicode category Cf), with
// every space and dash as those of ASCII, and with full-width digits and plus as those
// that a telephone dials.
func plainTel(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c < 0x80:
			return c
		case unicode.Is(unicode.Cf, c), unicode.Is(unicode.Mn, c):
			return -1
		case unicode.Is(unicode.Zs, c):
			return ' '
		case unicode.Is(unicode.Pd, c), c == '\u2212': // the minus sign
			return '-'
		case '\uff10' <= c && c <= '\uff19':
			return c - '\uff10' + '0'
		case c == '\uff0b':
			return '+'
		}
		return c
	}, s)
}

// telReason says what an acceptable number is.
func telReason(rest string) string {
	plain, err := url.PathUnescape(rest)
	if err == nil && plainTel(plain) != plain {
		return "telephone number, with invisible or typographic characters in it"
	}
	return "telephone number"
}

// vanity reports whether a number is a vanity number ("1-800-FLOWERS"): at least
// four digits first, then letters only at the end.
func vanity(s string) bool {
	i := strings.IndexFunc(s, func(c rune) bool { return c >= 'A' })
	digits := 0
	for _, c := range s[:i] {
		if '0' <= c && c <= '9' {
			digits++
		}
	}
	return digits >= 4 && !strings.ContainsAny(s[i:], "0123456789")
}

// checkData follows RFC 2397 and the WHATWG Fetch Standard ("data: URL
// processor"): a comma ends the header, and base64 data must be valid. It reads
// the text once and copies nothing.
func checkData(rest string) string {
	if i := strings.IndexByte(rest, '#'); i >= 0 {
		rest = rest[:i]
	}
	comma := strings.IndexByte(rest, ',')
	if comma < 0 {
		return "no comma before the data"
	}
	header := strings.TrimRight(rest[:comma], " ")
	const mark = "base64"
	if len(header) < len(mark) || !strings.EqualFold(header[len(header)-len(mark):], mark) {
		return ""
	}
	if !strings.HasSuffix(strings.TrimRight(header[:len(header)-len(mark)], " "), ";") {
		return ""
	}
	return checkBase64(rest[comma+1:])
}

// checkBase64 validates percent-encoded text by the forgiving-base64 decode of
// the WHATWG Infra Standard, without storing the decoded data.
func checkBase64(s string) string {
	n, pad := 0, 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) {
			if hi, lo := unhex(s[i+1]), unhex(s[i+2]); hi < 16 && lo < 16 {
				c = hi<<4 | lo
				i += 2
			}
		}
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r':
		case c == '=':
			pad++
		case pad > 0, !base64Byte(c):
			return "data is no valid base64"
		default:
			n++
		}
	}
	if n%4 == 1 || pad > 2 || pad > 0 && (n+pad)%4 != 0 {
		return "base64 data is cut short"
	}
	return ""
}

func base64Byte(c byte) bool {
	return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '+' || c == '/'
}

func unhex(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10
	default:
		return 16
	}
}
