package robots

import (
	"regexp"
	"strings"
	"testing"
)

// Parse takes anything, and Allowed agrees with the pattern language written
// as a regular expression.
func FuzzRobots(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a*b$\nAllow: /a\nSitemap: /s.xml\nCrawl-delay: 1.5"), "/axb")
	f.Add([]byte("\xef\xbb\xbfuseragent Sitewell\rdisalow: /%7e%C3%BC\x00\r\n"), "/~ü")
	f.Fuzz(func(t *testing.T, body []byte, uri string) {
		rules := Parse(body)
		_, m := rules.Allowed(Token, uri)
		if m.Line < 0 || (m.Line == 0) != (m.Rule == "") {
			t.Errorf("match %+v", m)
		}
		rules.Sitemaps()
		if d, _ := rules.CrawlDelay(Token); d < 0 || d > maxDelay {
			t.Errorf("crawl-delay %v", d)
		}
		value := string(body[:min(len(body), 200)])
		if got, want := newPattern(value).matches(normaliseURI(uri)), expression(value).MatchString(normaliseURI(uri)); got != want {
			t.Errorf("pattern %q on %q: got %v, want %v", value, uri, got, want)
		}
	})
}

// expression says the same as newPattern, the obvious way.
func expression(value string) *regexp.Regexp {
	value, anchored := strings.CutSuffix(value, "$")
	re := "^" + strings.ReplaceAll(regexp.QuoteMeta(normalise(value, true)), `\*`, ".*")
	if anchored {
		re += "$"
	}
	return regexp.MustCompile("(?s)" + re)
}
