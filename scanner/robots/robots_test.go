package robots

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The cases are those published with RFC 9309 and google/robotstxt. Where
// Google's parser differs from the RFC, the RFC applies, and a comment says so.
//
// checks 79, 80
func TestAllowed(t *testing.T) {
	type ask struct {
		agent, uri string
		want       bool
	}
	const (
		groups = "allow: /foo/bar/\n\nuser-agent: FooBot\ndisallow: /\nallow: /x/\nuser-agent: BarBot\ndisallow: /\nallow: /y/\n\n\n" +
			"allow: /w/\nuser-agent: BazBot\n\nuser-agent: FooBot\nallow: /z/\ndisallow: /\n"
		bar = "User-agent: BarBot\n"
		foo = "User-agent: FooBot\n"
		all = "User-agent: *\n"
	)
	tests := []struct {
		name, body string
		asks       []ask
	}{
		{"empty file", "", []ask{{"FooBot", "/", true}}},
		{"no agent", "disallow: /\n", []ask{{"FooBot", "/x", true}}},
		{"plain", "user-agent: FooBot\ndisallow: /\n", []ask{{"FooBot", "/x/y", false}, {"BarBot", "/x/y", true}, {"", "/x/y", true}}},
		{"unknown keys", "foo: FooBot\nbar: /\n", []ask{{"FooBot", "/x/y", true}}},
		{"no colon", "user-agent FooBot\ndisallow /\n", []ask{{"FooBot", "/x/y", false}}},
		{"no colon, too many words", "user-agent FooBot\ndisallow / now\n", []ask{{"FooBot", "/x/y", true}}},
		{"groups", groups, []ask{
			{"FooBot", "/x/b", true},
			{"FooBot", "/z/d", true},
			{"FooBot", "/y/c", false},
			{"BarBot", "/y/c", true},
			{"BarBot", "/w/a", true},
			{"BarBot", "/z/d", false},
			{"BazBot", "/z/d", true},
			{"BazBot", "/y/c", false},
			{"FooBot", "/foo/bar/", false},
			{"BarBot", "/foo/bar/", false},
			{"BazBot", "/foo/bar/", false},
		}},
		{"sitemap does not split a group", bar + "Sitemap: https://foo.bar/sitemap\n" + all + "Disallow: /\n", []ask{{"FooBot", "/", false}, {"BarBot", "/", false}}},
		{"unknown line does not split a group", foo + "Unknown-Line: unknown\n" + all + "Disallow: /\n", []ask{{"FooBot", "/", false}, {"BarBot", "/", false}}},
		{"crawl-delay does not split a group", foo + "Crawl-delay: 1\n" + all + "Disallow: /\n", []ask{{"FooBot", "/", false}, {"BarBot", "/", false}}},
		{"keys in any case", "USER-AGENT: FooBot\nALLOW: /x/\nDISALLOW: /\n", []ask{{"FooBot", "/x/y", true}, {"FooBot", "/a/b", false}}},
		{"agents in any case", "User-Agent: FOO BAR\nAllow: /x/\nDisallow: /\n", []ask{{"foo", "/x/y", true}, {"Foo", "/a/b", false}, {"FOO", "/a/b", false}}},
		{"agent up to the first other character", "User-Agent: *\nDisallow: /\nUser-Agent: Foo/1.2 Bar\nAllow: /x/\nDisallow: /\n", []ask{{"Foo", "/x/y", true}, {"Foo/3.4", "/x/y", true}, {"FooBot", "/x/y", false}}},
		{"the agent's own group alone counts", all + "allow: /\n" + foo + "disallow: /\n", []ask{{"FooBot", "/x/y", false}, {"BarBot", "/x/y", true}}},
		{"no group for the agent", foo + "allow: /\n" + bar + "disallow: /\nUser-agent: BazBot\ndisallow: /\n", []ask{{"QuxBot", "/x/y", true}}},
		{"star with a remark", "User-agent: * baz\nDisallow: /x\n", []ask{{"FooBot", "/x", false}}},
		{"star is no name", "User-agent: *bot\nDisallow: /x\n", []ask{{"FooBot", "/x", true}}},
		{"an empty group of one's own", all + "Disallow: /\n\n" + foo + "Disallow:\n", []ask{{"FooBot", "/x", true}, {"BarBot", "/x", false}}},
		{"own group does not add to that for all", all + "Disallow: /x/\n" + foo + "Disallow: /y/\n", []ask{{"FooBot", "/x/page", true}, {"FooBot", "/y/page", false}}},
		{"values keep their case", foo + "Disallow: /X/\n", []ask{{"FooBot", "/x/y", true}, {"FooBot", "/X/y", false}}},
		{"slips of the pen", "useragent: FooBot\ndisalow: /a\ndissallow: /b\ndissalow: /c\ndiasllow: /d\ndisallaw: /e\n", []ask{
			{"FooBot", "/a", false},
			{"FooBot", "/b", false},
			{"FooBot", "/c", false},
			{"FooBot", "/d", false},
			{"FooBot", "/e", false},
			{"FooBot", "/f", true},
		}},

		{"longest, disallow", foo + "disallow: /x/page.html\nallow: /x/\n", []ask{{"FooBot", "/x/page.html", false}, {"FooBot", "/x/page", true}}},
		{"longest, allow", foo + "allow: /x/page.html\ndisallow: /x/\n", []ask{{"FooBot", "/x/page.html", true}, {"FooBot", "/x/", false}}},
		{"tie of empties", foo + "disallow:\nallow:\n", []ask{{"FooBot", "/x/page.html", true}}},
		{"tie of roots", foo + "disallow: /\nallow: /\n", []ask{{"FooBot", "/x/page.html", true}}},
		{"tie", foo + "disallow: /x/page.html\nallow: /x/page.html\n", []ask{{"FooBot", "/x/page.html", true}}},
		{"slash at the end", foo + "disallow: /x\nallow: /x/\n", []ask{{"FooBot", "/x", false}, {"FooBot", "/x/", true}}},
		{"longer wildcard", foo + "allow: /page\ndisallow: /*.html\n", []ask{{"FooBot", "/page.html", false}, {"FooBot", "/page", true}}},
		{"shorter wildcard", foo + "allow: /x/page.\ndisallow: /*.html\n", []ask{{"FooBot", "/x/page.html", true}, {"FooBot", "/x/y.html", false}}},

		{"query", foo + "disallow: /foo/bar?qux=taz&baz=http://foo.bar?tar&par\n", []ask{
			{"FooBot", "/foo/bar?qux=taz&baz=http://foo.bar?tar&par", false},
			{"FooBot", "/foo/bar?qux=taz&baz=http%3A%2F%2Ffoo.bar?tar&par", false},
			{"FooBot", "/foo/bar", true},
		}},
		{"query of any page", foo + "disallow: /*?print=\n", []ask{{"FooBot", "/a/b?print=1", false}, {"FooBot", "/a/b?x=1&print=1", true}}},
		{"query, percent-encoded in the file", foo + "disallow: /foo?u=http%3a%2f%2fx\n", []ask{{"FooBot", "/foo?u=http://x", false}}},
		{"UTF-8 in the file", foo + "disallow: /foo/bar/\u30c4\n", []ask{{"FooBot", "/foo/bar/%E3%83%84", false}, {"FooBot", "/foo/bar/\u30c4", false}}},
		{"percent-encoded in the file", foo + "disallow: /foo/bar/%e3%83%84\n", []ask{{"FooBot", "/foo/bar/%E3%83%84", false}, {"FooBot", "/foo/bar/\u30c4", false}}},
		// Google's parser compares these as text; RFC 9309 §2.2.2 decodes them.
		{"unreserved, encoded in the file", foo + "disallow: /foo/bar/%62%61%7A\n", []ask{{"FooBot", "/foo/bar/baz", false}, {"FooBot", "/foo/bar/%62%61%7A", false}}},
		{"reserved stays encoded in the path", foo + "disallow: /a%2Fb\n", []ask{{"FooBot", "/a/b", true}, {"FooBot", "/a%2fb", false}}},
		{"what follows a bad escape is not made part of it", foo + "disallow: /%A1x\ndisallow: /%%41\n", []ask{{"FooBot", "/%%411x", false}, {"FooBot", "/%%4", true}, {"FooBot", "/%A%31x", true}, {"FooBot", "/%A1x", false}}},
		{"bad escapes are text", foo + "disallow: /a%zz%\n", []ask{{"FooBot", "/a%zz%b", false}}},

		{"star in the middle", foo + "Disallow: /foo/bar/quz\nAllow: /foo/*/quz\n", []ask{
			{"FooBot", "/foo/bar/quz", false},
			{"FooBot", "/foo/quz", true},
			{"FooBot", "/foo//quz", true},
			{"FooBot", "/foo/bax/quz", true},
		}},
		{"anchor", foo + "Disallow: /foo/bar$\nAllow: /foo/bar/qux\n", []ask{
			{"FooBot", "/foo/bar", false},
			{"FooBot", "/foo/bar/qux", true},
			{"FooBot", "/foo/bar/", true},
			{"FooBot", "/foo/bar/baz", true},
		}},
		{"comments", foo + "# Disallow: /\nDisallow: /foo/quz#qux\nAllow: /\n", []ask{{"FooBot", "/foo/bar", true}, {"FooBot", "/foo/quz", false}}},
		{"literal star and dollar", foo + "Disallow: /a-with-a-%2A.html\nDisallow: /b-%24.html\nDisallow: /c$d\n", []ask{
			{"FooBot", "/a-with-a-*.html", false},
			{"FooBot", "/a-with-a-%2a.html", false},
			{"FooBot", "/a-with-a-x.html", true},
			{"FooBot", "/b-$.html", false},
			{"FooBot", "/c$d", false},
			{"FooBot", "/c", true},
		}},

		// Google's documentation of path matching.
		{"/fish", foo + "disallow: /fish\n", []ask{
			{"FooBot", "/bar", true},
			{"FooBot", "/fish", false},
			{"FooBot", "/fish.html", false},
			{"FooBot", "/fish/salmon.html", false},
			{"FooBot", "/fishheads/yummy.html", false},
			{"FooBot", "/fish.html?id=anything", false},
			{"FooBot", "/Fish.asp", true},
			{"FooBot", "/catfish", true},
			{"FooBot", "/?id=fish", true},
		}},
		{"/fish*", foo + "disallow: /fish*\n", []ask{{"FooBot", "/fish", false}, {"FooBot", "/fishheads/catfish.php?parameters", false}, {"FooBot", "/Fish", true}, {"FooBot", "/catfish", true}}},
		{"/fish/", foo + "disallow: /fish/\n", []ask{{"FooBot", "/fish/", false}, {"FooBot", "/fish/salmon", false}, {"FooBot", "/fish", true}, {"FooBot", "/fish.html", true}}},
		{"fish without slash", foo + "disallow: fish/\n", []ask{{"FooBot", "/fish/", true}}},
		{"/*.php", foo + "disallow: /*.php\n", []ask{
			{"FooBot", "/filename.php", false},
			{"FooBot", "/folder/filename.php?parameters", false},
			{"FooBot", "/folder/any.php.file.html", false},
			{"FooBot", "/filename.php/", false},
			{"FooBot", "/index?f=filename.php/", false},
			{"FooBot", "/php/", true},
			{"FooBot", "/windows.PHP", true},
		}},
		{"/*.php$", foo + "disallow: /*.php$\n", []ask{
			{"FooBot", "/folder/filename.php", false},
			{"FooBot", "/filename.php?parameters", true},
			{"FooBot", "/filename.php/", true},
			{"FooBot", "/filename.php5", true},
			{"FooBot", "/aaaphp", true},
		}},
		{"/fish*.php", foo + "disallow: /fish*.php\n", []ask{{"FooBot", "/fish.php", false}, {"FooBot", "/fishheads/catfish.php?parameters", false}, {"FooBot", "/Fish.PHP", true}}},
		{"precedence", foo + "allow: /p\ndisallow: /\n", []ask{{"FooBot", "/page", true}}},
		{"precedence of folders", foo + "allow: /folder\ndisallow: /folder\n", []ask{{"FooBot", "/folder/page", true}}},
		{"precedence of an end", foo + "disallow: /abc$\nallow: /abc\n", []ask{{"FooBot", "/abc", false}, {"FooBot", "/abcd", true}}},
		{"fragments are no part", foo + "disallow: /a$\n", []ask{{"FooBot", "/a#b", false}}},
		{"precedence of home", foo + "allow: /$\ndisallow: /\n", []ask{{"FooBot", "/", true}, {"FooBot", "/page.html", false}}},
		{"several stars", foo + "disallow: *a**b*c$\n", []ask{{"FooBot", "/xaxbxc", false}, {"FooBot", "/abcabc", false}, {"FooBot", "/abcx", true}, {"FooBot", "/cba", true}}},
		{"star then anchor", foo + "disallow: /a*$\n", []ask{{"FooBot", "/a", false}, {"FooBot", "/abc", false}, {"FooBot", "/b", true}}},
		{"anchor does not overlap", foo + "disallow: /ab*b$\n", []ask{{"FooBot", "/ab", true}, {"FooBot", "/abb", false}}},

		{"byte order mark", "\xef\xbb\xbfUser-Agent: FooBot\nDisallow: /x\n", []ask{{"FooBot", "/x", false}}},
		{"part of a mark", "\xef\xbbUser-Agent: FooBot\nDisallow: /x\n", []ask{{"FooBot", "/x", false}}},
		{"broken mark", "\xef\x11\xbfUser-Agent: FooBot\nDisallow: /x\n", []ask{{"FooBot", "/x", true}}},
		{"mark in the middle", foo + "\xef\xbb\xbfDisallow: /x\nDisallow: /y\n", []ask{{"FooBot", "/x", true}, {"FooBot", "/y", false}}},
		{"carriage returns", "User-Agent: FooBot\rDisallow: /x\r\r\nDisallow: /y", []ask{{"FooBot", "/x", false}, {"FooBot", "/y", false}}},
		{"NUL", foo + "Disallow: /a\x00b\nDisallow: /x\n", []ask{{"FooBot", "/x", false}, {"FooBot", "/a", true}, {"FooBot", "/a%00b", false}}},
		{"the file itself", all + "Disallow: /\n", []ask{{"FooBot", "/robots.txt", true}, {"FooBot", "/robots.txt?x", true}, {"FooBot", "/robots.txt.html", false}}},
		{"a page instead", "<!DOCTYPE html>\n<html><title>Disallow: /</title>\n<p>user-agent: *\n", []ask{{"FooBot", "/x", true}}},
		{"long line", foo + "disallow: /x" + strings.Repeat("y", maxLine) + "\nallow: /x/z\n", []ask{{"FooBot", "/x/z", true}, {"FooBot", "/x" + strings.Repeat("y", maxLine-len("disallow: /x")), false}}},
	}
	for _, tt := range tests {
		rules := Parse([]byte(tt.body))
		for _, a := range tt.asks {
			if got, m := rules.Allowed(a.agent, a.uri); got != a.want {
				t.Errorf("%s: %s asks for %.60s: got %v by line %d, want %v", tt.name, a.agent, a.uri, got, m.Line, a.want)
			}
		}
	}
}

// check 80: a rule after the first 500 KiB is ignored.
func TestSizeLimit(t *testing.T) {
	const start = "User-agent: *\nDisallow: /a\n"
	body := start + strings.Repeat("#", maxSize-len(start)-1) + "\nDisallow: /b\n"
	rules := Parse([]byte(body))
	if ok, _ := rules.Allowed(Token, "/a"); ok {
		t.Error("the first rule is lost")
	}
	if ok, m := rules.Allowed(Token, "/b"); !ok {
		t.Errorf("a rule past 500 KiB counts: %+v", m)
	}
}

func TestMatch(t *testing.T) {
	const body = "# ours\r\nUser-agent: Sitewell\r\n\r\n  Disallow: /private # secret\r\nAllow: /private/open\rDisallow: /*.pdf$\n"
	tests := []struct {
		uri     string
		allowed bool
		want    Match
	}{
		{"/private/x", false, Match{Line: 4, Rule: "Disallow: /private"}},
		{"/private/open", true, Match{Line: 5, Rule: "Allow: /private/open"}},
		{"/a.pdf", false, Match{Line: 6, Rule: "Disallow: /*.pdf$"}},
		{"/", true, Match{}},
	}
	rules := Parse([]byte(body))
	for _, tt := range tests {
		allowed, got := rules.Allowed(Token, tt.uri)
		if diff := cmp.Diff(tt.want, got); diff != "" || allowed != tt.allowed {
			t.Errorf("%s: allowed %v (-want +got):\n%s", tt.uri, allowed, diff)
		}
	}
}

// check 80
func TestAllAndNothing(t *testing.T) {
	for _, uri := range []string{"/", "/x?y", "/robots.txt"} {
		if ok, m := AllowAll().Allowed(Token, uri); !ok || m != (Match{}) {
			t.Errorf("AllowAll: %s: %v, %+v", uri, ok, m)
		}
		if ok, m := DenyAll().Allowed(Token, uri); ok != (uri == "/robots.txt") || m != (Match{}) {
			t.Errorf("DenyAll: %s: %v, %+v", uri, ok, m)
		}
	}
	if _, ok := AllowAll().CrawlDelay(Token); ok {
		t.Error("AllowAll asks for a pause")
	}
}

// check 81
func TestSitemaps(t *testing.T) {
	const body = "\xef\xbb\xbfSitemap: https://example.com/a.xml\nUser-agent: *\nDisallow: /\nsite-map: /b.xml # relative\nSITEMAP https://example.com/c.xml\nSitemap:\n"
	want := []string{"https://example.com/a.xml", "/b.xml", "https://example.com/c.xml"}
	if diff := cmp.Diff(want, Parse([]byte(body)).Sitemaps()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCrawlDelay(t *testing.T) {
	tests := []struct {
		body string
		want time.Duration
		ok   bool
	}{
		{"User-agent: *\nCrawl-delay: 10\n", 10 * time.Second, true},
		{"User-agent: *\nCrawl-delay: 0.5\n", 500 * time.Millisecond, true},
		{"User-agent: *\nCrawl-delay: 0\n", 0, true},
		{"User-agent: *\nCrawl-delay: -1\n", 0, false},
		{"User-agent: *\nCrawl-delay: NaN\n", 0, false},
		{"User-agent: *\nCrawl-delay: Inf\n", maxDelay, true},
		{"User-agent: *\nCrawl-delay: 1e300\n", maxDelay, true},
		{"User-agent: *\nCrawl-delay: soon\n", 0, false},
		{"Crawl-delay: 10\n", 0, false},
		{"User-agent: Sitewell\nCrawl-delay: 1\nUser-agent: *\nCrawl-delay: 9\n", 9 * time.Second, true}, // one group
		{"User-agent: Sitewell\nCrawl-delay: 1\nAllow: /\nUser-agent: *\nCrawl-delay: 9\n", time.Second, true},
		{"User-agent: Sitewell\nCrawl-delay: 3\nAllow: /\nUser-agent: Sitewell\nCrawl-delay: 2\n", 3 * time.Second, true},
		{"User-agent: sitewell/2\nCrawl-delay: 1\nAllow: /\nUser-agent: Sitewell\nCrawl-delay: 2\n", 2 * time.Second, true},
	}
	for _, tt := range tests {
		if got, ok := Parse([]byte(tt.body)).CrawlDelay(Token); got != tt.want || ok != tt.ok {
			t.Errorf("%q: got %v, %v; want %v, %v", tt.body, got, ok, tt.want, tt.ok)
		}
	}
}

// Patterns with wildcards are matched in linear time. A matcher that backtracks
// would not finish here.
func TestWildcardsAreLinear(t *testing.T) {
	uri := "/" + strings.Repeat("a", 8<<10)
	rules := Parse([]byte("User-agent: *\nDisallow: /" + strings.Repeat("*a", 4<<10) + "b\nDisallow: " + strings.Repeat("*a*a*a", 1<<10) + "$x\n"))
	if ok, m := rules.Allowed(Token, uri); !ok {
		t.Fatalf("matched %.40q", fmt.Sprint(m))
	}
}

func BenchmarkAllowed(b *testing.B) {
	var body strings.Builder
	body.WriteString("User-agent: *\n")
	for i := range 200 {
		fmt.Fprintf(&body, "Disallow: /folder%d/\nDisallow: /*/print%d$\n", i, i)
	}
	rules := Parse([]byte(body.String()))
	b.ReportAllocs()
	for b.Loop() {
		rules.Allowed(Token, "/shop/bread/sourdough.html?size=large")
	}
}
