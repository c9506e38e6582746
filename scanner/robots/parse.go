package robots

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	// maxSize is the size up to which a file is read, the least that RFC 9309
	// §2.5 allows.
	maxSize = 500 << 10
	// maxLine is the length at which Google's parser cuts a line: eight times
	// the length of the longest address that Internet Explorer accepts.
	maxLine = 2083 * 8
	// maxDelay caps a crawl-delay, so that it fits a time.Duration.
	maxDelay = 24 * time.Hour
)

// Parse parses a robots.txt. It never fails: invalid lines are skipped, as
// RFC 9309 §2.2 requires, so that a file of another kind allows everything.
// Bytes after the first 500 KiB are ignored.
func Parse(body []byte) *Rules {
	p := parser{rules: &Rules{agents: map[string][]int{}}}
	body = skipBOM(body[:min(len(body), maxSize)])
	for n := 1; len(body) > 0; n++ {
		var line []byte
		line, body = cutLine(body)
		p.line(n, line[:min(len(line), maxLine)])
	}
	for i := range p.rules.groups {
		slices.SortStableFunc(p.rules.groups[i].rules, compare)
	}
	return p.rules
}

// parser keeps track of the group that the next rule belongs to.
type parser struct {
	rules   *Rules
	current int  // index of the group, meaningless before the first user-agent
	inGroup bool // a user-agent line has been seen
	closed  bool // a rule has followed, so a user-agent line begins a new group
}

func (p *parser) line(n int, line []byte) {
	key, value, ok := field(line)
	if !ok {
		return
	}
	switch kindOf(key) {
	case userAgent:
		p.userAgent(value)
	case allow:
		p.rule(n, line, value, true)
	case disallow:
		p.rule(n, line, value, false)
	case sitemap:
		if value != "" {
			p.rules.sitemaps = append(p.rules.sitemaps, value)
		}
	case crawlDelay:
		p.crawlDelay(value)
	}
}

func (p *parser) userAgent(value string) {
	if !p.inGroup || p.closed {
		p.rules.groups = append(p.rules.groups, group{})
		p.current = len(p.rules.groups) - 1
		p.inGroup, p.closed = true, false
	}
	agent := strings.ToLower(productToken(value))
	if value == "*" || strings.HasPrefix(value, "* ") || strings.HasPrefix(value, "*\t") {
		agent = "*"
	}
	if agent == "" {
		return
	}
	if groups := p.rules.agents[agent]; len(groups) == 0 || groups[len(groups)-1] != p.current {
		p.rules.agents[agent] = append(groups, p.current)
	}
}

func (p *parser) rule(n int, line []byte, value string, allow bool) {
	if !p.inGroup { // the rule applies to no agent
		return
	}
	p.closed = true
	if value == "" { // "disallow:" forbids nothing
		return
	}
	text, _, _ := bytes.Cut(line, []byte("#"))
	g := &p.rules.groups[p.current]
	g.rules = append(g.rules, rule{
		pattern: newPattern(value),
		allow:   allow,
		line:    n,
		text:    strings.ToValidUTF8(string(bytes.TrimSpace(text)), "\ufffd"),
	})
}

// crawlDelay applies to the current group and does not end it.
func (p *parser) crawlDelay(value string) {
	seconds, err := strconv.ParseFloat(value, 64)
	if !p.inGroup || err != nil || math.IsNaN(seconds) || seconds < 0 {
		return
	}
	g := &p.rules.groups[p.current]
	delay := maxDelay
	if seconds < maxDelay.Seconds() {
		delay = time.Duration(seconds * float64(time.Second))
	}
	g.delay, g.timed = max(g.delay, delay), true
}

// kind is the kind of a line.
type kind uint8

const (
	unknown kind = iota
	userAgent
	allow
	disallow
	sitemap
	crawlDelay
)

// keys are matched as prefixes, as in Google's parser, with the misspellings
// that it accepts.
var keys = []struct {
	prefix string
	kind   kind
}{
	{"user-agent", userAgent},
	{"useragent", userAgent},
	{"user agent", userAgent},
	{"disallow", disallow},
	{"dissallow", disallow},
	{"dissalow", disallow},
	{"disalow", disallow},
	{"diasllow", disallow},
	{"disallaw", disallow},
	{"allow", allow},
	{"sitemap", sitemap},
	{"site-map", sitemap},
	{"crawl-delay", crawlDelay},
	{"crawldelay", crawlDelay},
}

func kindOf(key string) kind {
	for _, k := range keys {
		if len(key) >= len(k.prefix) && strings.EqualFold(key[:len(k.prefix)], k.prefix) {
			return k.kind
		}
	}
	return unknown
}

// field splits "key: value # comment". Without a colon, a line of two words is
// read as key and value, since people forget the colon.
func field(line []byte) (key, value string, ok bool) {
	line, _, _ = bytes.Cut(line, []byte("#"))
	line = bytes.TrimSpace(line)
	if k, v, found := bytes.Cut(line, []byte(":")); found {
		key, value = string(bytes.TrimSpace(k)), string(bytes.TrimSpace(v))
		if word, rest, two := strings.Cut(key, " "); two && kindOf(word) == sitemap { // "sitemap https://..."
			key, value = word, strings.TrimSpace(rest)+":"+value
		}
		return key, value, key != ""
	}
	words := bytes.Fields(line)
	if len(words) != 2 {
		return "", "", false
	}
	return string(words[0]), string(words[1]), true
}

// productToken returns the leading letters, '-' and '_' of a user agent
// (RFC 9309 §2.2.1): "Sitewell" of "Sitewell/1.0".
func productToken(s string) string {
	end := strings.IndexFunc(s, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '-' || r == '_')
	})
	if end < 0 {
		return s
	}
	return s[:end]
}

// cutLine cuts b at the first line feed, carriage return or CRLF.
func cutLine(b []byte) (line, rest []byte) {
	i := bytes.IndexAny(b, "\r\n")
	if i < 0 {
		return b, nil
	}
	line, rest = b[:i], b[i+1:]
	if b[i] == '\r' && len(rest) > 0 && rest[0] == '\n' {
		rest = rest[1:]
	}
	return line, rest
}

// skipBOM removes a UTF-8 byte order mark or the beginning of one, as Google's
// parser does.
func skipBOM(b []byte) []byte {
	for _, c := range [...]byte{0xef, 0xbb, 0xbf} {
		if len(b) == 0 || b[0] != c {
			break
		}
		b = b[1:]
	}
	return b
}
