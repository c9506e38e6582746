package redirects

import (
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sitewell/storage"
)

const start = "https://www.example.com/"

// Each format writes an address as its program reads it back.
func TestBuild(t *testing.T) {
	rules := []Rule{
		{start + "old", start + "new"},
		{start + "Stra%C3%9Fe%20(1).htm?id=2&x=$1", start + "neu%20e#top"},
		{"http://blog.example.com/a", "https://example.org/?q=$x{y}\"z"},
	}
	want := map[Format][]string{
		Apache: {
			`RewriteCond %{THE_REQUEST} "^[A-Za-z]+\x20/old\x20HTTP/"`,
			`RewriteRule ^ "https://www.example.com/new" [R=301,L,NE,QSD]`,
			`RewriteCond %{THE_REQUEST} "^[A-Za-z]+\x20/Stra%[cC]3%9[fF]e%20\x281\x29\x2ehtm\x3fid\x3d2\x26x\x3d\x241\x20HTTP/"`,
			`RewriteRule ^ "https://www.example.com/neu\%20e#top" [R=301,L,NE,QSD]`,
			`RewriteCond %{HTTP_HOST} "^blog\x2eexample\x2ecom$" [NC]`,
			`RewriteCond %{THE_REQUEST} "^[A-Za-z]+\x20/a\x20HTTP/"`,
			`RewriteRule ^ "https://example.org/?q=\%24x\%7By\%7D\%22z" [R=301,L,NE,QSD]`,
		},
		NGINX: {
			`"~^[^/]*/old$" "https://www.example.com/new";`,
			`"~^[^/]*/Stra%[cC]3%9[fF]e%20\x281\x29\x2ehtm\x3fid\x3d2\x26x\x3d\x241$" "https://www.example.com/neu%20e#top";`,
			`"~^blog\x2eexample\x2ecom/a$" "https://example.org/?q=%24x%7By%7D%22z";`,
		},
		Caddy: {
			`"~^[^/]*/old$" "https://www.example.com/new"`,
			`"~^[^/]*/Stra%[cC]3%9[fF]e%20\x281\x29\x2ehtm\x3fid\x3d2\x26x\x3d\x241$" "https://www.example.com/neu%20e#top"`,
			`"~^blog\x2eexample\x2ecom/a$" "https://example.org/?q=%24x%7By%7D%22z"`,
		},
		IIS: {
			`<add key="/old" value="https://www.example.com/new" />`,
			`<add key="/Stra%C3%9Fe%20(1).htm?id=2&amp;x=$1" value="https://www.example.com/neu%20e#top" />`,
			`<add key="blog.example.com/a" value="https://example.org/?q=%24x%7By%7D%22z" />`,
		},
		Netlify: {
			`/old https://www.example.com/new 301!`,
			`https://blog.example.com/a https://example.org/?q=%24x%7By%7D%22z 301!`,
		},
		Cloudflare: {
			`www.example.com/old,https://www.example.com/new,301,FALSE,FALSE,FALSE,FALSE`,
			`blog.example.com/a,https://example.org/?q=%24x%7By%7D%22z,301,FALSE,FALSE,FALSE,FALSE`,
		},
		WordPress: {
			`"/old","https://www.example.com/new",0,301,"url",0,"","active"`,
			`"/Stra%C3%9Fe%20(1).htm?id=2&x=$1","https://www.example.com/neu%20e#top",0,301,"url",0,"","active"`,
		},
	}
	for _, f := range Formats() {
		file := Build(f, start, rules, nil)
		for _, line := range want[f] {
			if !strings.Contains(string(file.Text), line+"\n") {
				t.Errorf("%s lacks\n%s\n--\n%s", f, line, file.Text)
			}
		}
		if file.Rules+len(file.Left) != len(rules) {
			t.Errorf("%s: %d rules, %d left out", f, file.Rules, len(file.Left))
		}
		head, _, _ := strings.Cut(string(file.Text), "https://")
		comments := f != Cloudflare && f != WordPress
		if got := strings.Contains(head, "Where: ") && strings.Contains(head, "Test: ") && strings.Contains(head, "Undo: "); got != comments {
			t.Errorf("%s: says where, how to test and how to undo: %v, want %v\n%s", f, got, comments, head)
		}
	}
}

// What a format can't express is left out with the reason.
func TestLeft(t *testing.T) {
	long := start + strings.Repeat("a", 9000)
	tests := []struct {
		rule Rule
		want map[Format]storage.RedirectTrouble
	}{
		{Rule{start + "a", "http://example.com/a#b"}, every(storage.RedirectSelf)},
		{Rule{start + "a\nb", start}, every(storage.RedirectCharacters)},
		{Rule{start + "a b", start}, every(storage.RedirectCharacters)},
		{Rule{start + "ä", start}, every(storage.RedirectCharacters)},
		{Rule{start + "a#b", start}, every(storage.RedirectCharacters)},
		{Rule{"mailto:a@example.com", start}, every(storage.RedirectCharacters)},
		{Rule{start + "a", "javascript:alert(1)"}, every(storage.RedirectCharacters)},
		{Rule{"https://a{b}.example/x", start}, every(storage.RedirectCharacters)},
		{Rule{long, start}, every(storage.RedirectLong)},
		{Rule{start + "a?b", start}, map[Format]storage.RedirectTrouble{Netlify: storage.RedirectQuery, Cloudflare: storage.RedirectQuery}},
		{Rule{start + "a", start + "a?b"}, map[Format]storage.RedirectTrouble{Netlify: storage.RedirectAlike, Cloudflare: storage.RedirectSelf}},
		{Rule{start + "a", start + "a/"}, map[Format]storage.RedirectTrouble{Netlify: storage.RedirectAlike, WordPress: storage.RedirectAlike}},
		{Rule{start + "A", start + "a"}, map[Format]storage.RedirectTrouble{WordPress: storage.RedirectAlike}},
		{Rule{"https://blog.example.com/a", start}, map[Format]storage.RedirectTrouble{WordPress: storage.RedirectHost}},
		{Rule{"https://www.example.com:81/a", start}, map[Format]storage.RedirectTrouble{WordPress: storage.RedirectHost, Cloudflare: storage.RedirectHost}},
		{Rule{start + "a*", start}, map[Format]storage.RedirectTrouble{Netlify: storage.RedirectCharacters}},
		{Rule{start + ":id", start}, map[Format]storage.RedirectTrouble{Netlify: storage.RedirectCharacters}},
		{Rule{start + ".netlify/functions/mail", start}, map[Format]storage.RedirectTrouble{Netlify: storage.RedirectCharacters}},
		{Rule{start + "a%3Fb", start + "?c"}, map[Format]storage.RedirectTrouble{Apache: storage.RedirectCharacters}},
		{Rule{start + strings.Repeat("a", 300), start}, map[Format]storage.RedirectTrouble{Apache: storage.RedirectLong}},
		{Rule{start + strings.Repeat("%C3%A4", 120), start}, nil},
		{Rule{start + "a+b", start}, map[Format]storage.RedirectTrouble{IIS: storage.RedirectCharacters}},
		{Rule{start + `a?b\`, start}, map[Format]storage.RedirectTrouble{WordPress: storage.RedirectCharacters, Netlify: storage.RedirectQuery, Cloudflare: storage.RedirectQuery}},
	}
	for _, test := range tests {
		got := make(map[Format]storage.RedirectTrouble)
		for _, f := range Formats() {
			for _, left := range Build(f, start, []Rule{test.rule}, nil).Left {
				got[f] = left.Why
			}
		}
		if diff := cmp.Diff(test.want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%.100v (-want +got):\n%s", test.rule, diff)
		}
	}
}

func every(why storage.RedirectTrouble) map[Format]storage.RedirectTrouble {
	all := make(map[Format]storage.RedirectTrouble)
	for _, f := range Formats() {
		all[f] = why
	}
	return all
}

// Of several rules for one request there is one in the file.
func TestSameRequest(t *testing.T) {
	rules := []Rule{{start + "a", start}, {"http://example.com/a", start}}
	for _, f := range Formats() {
		if file := Build(f, start, rules, nil); file.Rules != 1 {
			t.Errorf("%s: %d rules", f, file.Rules)
		}
	}
}

// lines are what a file of each format may have: nothing that an address holds gets out
// of its place in a line. Escapes are read back by the readers below.
var lines = map[Format]*regexp.Regexp{
	Apache: regexp.MustCompile(`^(#.*|</?IfModule( mod_rewrite\.c)?>|RewriteEngine On` +
		`|RewriteCond %\{THE_REQUEST\} "\^\[A-Za-z\]\+(\\x[0-9a-f]{2}|[A-Za-z0-9/%_\[\]-])+HTTP/"` +
		`|RewriteCond %\{HTTP_HOST\} "\^(\\x[0-9a-f]{2}|[A-Za-z0-9_-])+\$" \[NC\]` +
		`|RewriteRule \^ "https?://(\\%|[A-Za-z0-9._~:/?#\[\]@!&'()*+,;=-])+" \[R=301,L,NE,QSD\])$`),
	NGINX: regexp.MustCompile(`^(#.*|map \$host\$request_uri \$sitewell_redirect \{|\tdefault "";|\}` +
		`|\t"~\^(\[\^/\]\*)?(\\x[0-9a-f]{2}|[A-Za-z0-9/%_\[\]-])+\$" "https?://[A-Za-z0-9._~:/?#\[\]@!&'()*+,;=%-]+";)$`),
	Caddy: regexp.MustCompile(`^(#.*|map \{host\}\{http\.request\.orig_uri\} \{sitewell_redirect\} \{|\tdefault ""|\}` +
		`|@sitewell_redirect not vars \{sitewell_redirect\} ""|redir @sitewell_redirect \{sitewell_redirect\} 301` +
		`|\t"~\^(\[\^/\]\*)?(\\x[0-9a-f]{2}|[A-Za-z0-9/%_\[\]-])+\$" "https?://[A-Za-z0-9._~:/?#\[\]@!&'()*+,;=%-]+")$`),
	Netlify:    regexp.MustCompile(`^(#.*|(https://[a-z0-9._:\[\]-]+)?/[!-~]* https?://[!-~]+ 301!)$`),
	Cloudflare: regexp.MustCompile(`^("?)[a-z0-9._\[\]-]+/[ -~]*,"?https?://[!-~]+,301,FALSE,FALSE,FALSE,FALSE$`),
	WordPress:  regexp.MustCompile(`^(source,target,regex,code,type,hits,title,status|"/[^"\\ ]*","https?://[^"\\ ]+",0,301,"url",0,"","active")$`),
}

// FuzzBuild writes any addresses in all formats: each file has the lines that it should
// have and no others, and reading it back gives the very addresses.
func FuzzBuild(f *testing.F) {
	for _, s := range []string{
		"old", "a b", "a\nb", "a\r\nRewriteRule ^ http://evil.example/", `a"b`, `a\`, `a\"b`, "a#b", "a;b", "a{b}", "${HOME}", "$1", "%{HTTP_HOST}", "%1", "%20", "%2F", "%0a", "%ZZ",
		"a'b", "a`b", "straße", "%C3%9F", "?a=b&c=d", "?x=\\", "?x=-->", "a,b", "a//b", "*", ":splat", "a:b", "<script>", "]]>", "a\x00b", "a\x7fb", "\u2028", "a|b", "a^b$", "(a|b)*", "[a]", "~a", "+", "a+b", strings.Repeat("a", 5000),
	} {
		f.Add("https://www.example.com/"+s, "https://www.example.com/new/"+s)
		f.Add("https://blog.example.com/"+s, "https://example.org/"+s)
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, from, to string) {
		for _, format := range Formats() {
			file := Build(format, start, []Rule{{from, to}}, nil)
			if file.Rules+len(file.Left) != 1 {
				t.Fatalf("%s: %d rules, %d left out", format, file.Rules, len(file.Left))
			}
			empty := Build(format, start, nil, nil)
			if pattern := lines[format]; pattern != nil {
				for line := range strings.SplitSeq(strings.TrimSuffix(string(file.Text), "\n"), "\n") {
					if line != "" && !pattern.MatchString(line) {
						t.Fatalf("%s: a line that no reader expects: %q", format, line)
					}
				}
			}
			added := strings.Count(string(file.Text), "\n") - strings.Count(string(empty.Text), "\n")
			if file.Rules == 0 && added != 0 || added > 16 {
				t.Fatalf("%s: %d lines for %d rules:\n%s", format, added, file.Rules, file.Text)
			}
			if file.Rules == 1 {
				readBack(t, format, file.Text, from, to)
			}
		}
	})
}

// readBack reads the only rule of a file as the program that it is for does.
func readBack(t *testing.T, format Format, text []byte, from, to string) {
	t.Helper()
	host, uri, ok := split(from)
	if !ok {
		t.Fatalf("%s has a rule for %q", format, from)
	}
	switch format {
	case Apache, NGINX, Caddy:
		matches := regexp.MustCompile(`"~(\^[^"]*)"`)
		if format == Apache {
			matches = regexp.MustCompile(`THE_REQUEST\} "([^"]*)"`)
		}
		for line := range strings.SplitSeq(string(text), "\n") {
			found := matches.FindStringSubmatch(strings.TrimSpace(line))
			if found == nil {
				continue
			}
			re := regexp.MustCompile(found[1])
			request := map[Format]string{Apache: "GET " + uri + " HTTP/1.1", NGINX: withoutPort(host) + uri, Caddy: withoutPort(host) + uri}[format]
			if !re.MatchString(request) {
				t.Fatalf("%s: %s does not match %q", format, re, request)
			}
			for _, other := range []string{"x", "?", "/", "%"} {
				if changed := strings.Replace(request, uri, uri+other, 1); re.MatchString(changed) {
					t.Fatalf("%s: %s matches %q", format, re, changed)
				}
			}
			return
		}
		t.Fatalf("%s: no rule in\n%s", format, text)
	case IIS:
		var config struct {
			Maps []struct {
				Add []struct {
					Key   string `xml:"key,attr"`
					Value string `xml:"value,attr"`
				} `xml:"add"`
			} `xml:"system.webServer>rewrite>rewriteMaps>rewriteMap"`
		}
		if err := xml.Unmarshal(text, &config); err != nil {
			t.Fatalf("iis: %v\n%s", err, text)
		}
		var got []string
		for _, m := range config.Maps {
			for _, add := range m.Add {
				got = append(got, add.Key, add.Value)
			}
		}
		key := uri
		if bare(host) != "example.com" {
			key = host + uri
		}
		if want := []string{key, escape(to)}; !slices.Equal(got, want) {
			t.Fatalf("iis: got %q, want %q", got, want)
		}
	case Cloudflare, WordPress:
		rows, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		want := []string{host + uri, escape(to)}
		if format == WordPress {
			rows, want[0] = rows[1:], uri
		}
		if len(rows) != 1 || !slices.Equal(rows[0][:2], want) {
			t.Fatalf("%s: got %q, want %q", format, rows, want)
		}
	case Netlify:
		var got []string
		for line := range strings.SplitSeq(string(text), "\n") {
			if line != "" && line[0] != '#' {
				got = append(got, line)
			}
		}
		if len(got) != 1 || len(strings.Fields(got[0])) != 3 {
			t.Fatalf("netlify: %q", got)
		}
	default:
		t.Fatal(fmt.Sprint("no reader for ", format))
	}
}
