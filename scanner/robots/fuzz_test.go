package robots

import (
	"regexp"
	"strings"
	"testing"
)

// Parse accepts any input. A pattern matches what the equivalent regular
// expression matches, Allowed decides as a search through all rules does, and
// neither line endings nor the spelling of an address change the result.
//
// check 79
func FuzzRobots(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a*b$\nAllow: /a\nSitemap: /s.xml\nCrawl-delay: 1.5"), "/axb")
	f.Add([]byte("\xef\xbb\xbfuseragent Sitewell\rdisalow: /%7e%C3%BC\x00\r\n"), "/~ü")
	f.Fuzz(func(t *testing.T, body []byte, uri string) {
		rules := Parse(body)
		allowed, m := rules.Allowed(Token, uri)
		if m.Line < 0 || (m.Line == 0) != (m.Rule == "") {
			t.Errorf("match %+v", m)
		}
		rules.Sitemaps()
		if d, _ := rules.CrawlDelay(Token); d < 0 || d > maxDelay {
			t.Errorf("crawl-delay %v", d)
		}
		if want := allowedBySearch(rules, uri); allowed != want {
			t.Errorf("%q: allowed %v by line %d, the weightiest rule says %v", uri, allowed, m.Line, want)
		}
		plain := normaliseURI(uri)
		if again := normaliseURI(plain); again != plain {
			t.Errorf("%q is normalised as %q, and that as %q", uri, plain, again)
		}
		if len(body) < maxSize/2 {
			other := Parse([]byte(strings.ReplaceAll(string(body), "\n", "\r\n")))
			if got, _ := other.Allowed(Token, uri); got != allowed {
				t.Errorf("%q: allowed %v, with other line ends %v", uri, allowed, got)
			}
		}
		value := string(body[:min(len(body), 200)])
		if got, want := newPattern(value).matches(normaliseURI(uri)), expression(value).MatchString(normaliseURI(uri)); got != want {
			t.Errorf("pattern %q on %q: got %v, want %v", value, uri, got, want)
		}
	})
}

// expression returns the regular expression that is equivalent to a pattern.
func expression(value string) *regexp.Regexp {
	value, anchored := strings.CutSuffix(value, "$")
	re := "^" + strings.ReplaceAll(regexp.QuoteMeta(normalise(value, true)), `\*`, ".*")
	if anchored {
		re += "$"
	}
	return regexp.MustCompile("(?s)" + re)
}

// allowedBySearch tries every rule for Token. The longest matching rule decides;
// of several, one that allows (RFC 9309 §2.2.2).
func allowedBySearch(r *Rules, uri string) bool {
	if path, _, _ := strings.Cut(uri, "?"); path == "/robots.txt" {
		return true
	}
	allowed, longest := true, -1
	for _, g := range r.groupsFor(Token) {
		for _, rule := range r.groups[g].rules {
			switch n := rule.pattern.length; {
			case !rule.pattern.matches(normaliseURI(uri)) || n < longest:
			case n > longest:
				allowed, longest = rule.allow, n
			default:
				allowed = allowed || rule.allow
			}
		}
	}
	return allowed
}
