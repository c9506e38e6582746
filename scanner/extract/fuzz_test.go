package extract

import (
	"bytes"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// checkLinks holds what is true of every list of links.
func checkLinks(t *testing.T, links []result.Link) {
	t.Helper()
	line := 0
	for i, l := range links {
		if l.Element == "" || l.Kind == "" {
			t.Fatalf("link %d has no element or kind: %+v", i, l)
		}
		if l.Line < line {
			t.Fatalf("link %d stands on line %d, the one before on line %d", i, l.Line, line)
		}
		line = l.Line
		if strings.Contains(l.Fragment, ":~:") {
			t.Fatalf("link %d: fragment %q has a directive", i, l.Fragment)
		}
		if len(l.Text) > maxLinkText || !utf8.ValidString(l.Text) || !utf8.ValidString(l.URL) {
			t.Fatalf("link %d: text %q or address %q", i, l.Text, l.URL)
		}
		if l.Outcome != "" {
			if l.Fragment != "" {
				t.Fatalf("link %d is no address and has a fragment: %+v", i, l)
			}
			continue
		}
		u, err := weburl.Parse(l.URL)
		if err != nil {
			t.Fatalf("link %d: %q can't be read again: %v", i, l.URL, err)
		}
		if u.Key() != l.URL {
			t.Fatalf("link %d: %q is read again as %q", i, l.URL, u.Key())
		}
		if u, err = weburl.Parse(l.URL + "#" + l.Fragment); err != nil {
			t.Fatalf("link %d: %q with its fragment: %v", i, l.URL, err)
		} else if f, _ := u.Fragment(); f != l.Fragment {
			t.Fatalf("link %d: fragment %q is read again as %q", i, l.Fragment, f)
		}
	}
}

func FuzzHTML(f *testing.F) {
	f.Add([]byte("<a href=?x><a href=#ü><a href='http:?x'><a href='ht\ntp:?'><a href='http:\t'><a href=#{x}><a href=''><a href='/\tx'>"), "text/html")
	for _, kind := range []string{"text/html", "text/html; charset=utf-8", "application/xhtml+xml", "image/svg+xml"} {
		f.Add([]byte(`<base href=/b/><a href="#x" id=x>A<img srcset="a 1x, b" alt=c></a><svg><title><a xlink:href=d></svg><iframe srcdoc="<a href=e>">`), kind)
		f.Add([]byte("<title>\xff</title><style>@import 'a';</style><p style='background:url(b&#41;'><![CDATA[<a href=c>]]><template><a href=d>\r\n"), kind)
		f.Add([]byte(`<meta http-equiv=refresh content="0;url=x"><script type=importmap>{"imports":{"a":"/b"}}</script><form action=c><input type=password>`), kind)
	}
	base, sibling := at(f, page), at(f, "http://example.com/dir/sibling")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		kept := bytes.Clone(body)
		r := Reader{Options: Options{StructuredData: true}}
		d := r.HTML(body, base, contentType)
		if !bytes.Equal(kept, body) {
			t.Fatal("the body was changed")
		}
		checkLinks(t, d.Links)
		if !slices.IsSorted(d.Anchors) {
			t.Fatal("anchors are not sorted")
		}
		for _, s := range []string{d.Title, d.Heading, d.Lang, d.Sample, d.Robots, d.Generator, d.Clue} {
			if !utf8.ValidString(s) || len(s) > maxSample {
				t.Fatalf("text %q", s)
			}
		}
		// What the reader remembers of another page of the directory changes nothing.
		// It remembers from the second page on.
		r.HTML(body, base, contentType)
		fresh := Reader{Options: r.Options}
		if diff := cmp.Diff(fresh.HTML(body, sibling, contentType), r.HTML(body, sibling, contentType), cmpopts.EquateComparable(base)); diff != "" {
			t.Fatalf("(-fresh +reused)\n%s", diff)
		}
		Sniff(contentType, body)
	})
}

// FuzzCSS: what is found in any style is sound, and an address that is written
// with escapes is read as it was meant, in every place that takes one.
//
// check 30
func FuzzCSS(f *testing.F) {
	f.Add([]byte(`@import "a" layer(x);@font-face{src:url(b)}c{d:image-set("e" 1x,url('f')2x)}/*`))
	for _, style := range []string{`a{b:SRC("x")}`, `a{b:Image("x")}`, `@IMPORT "x"`, `a{b:-webkit-image-set("x" 1x)}`, `a{b:URL(x)}`, `url(x`, `a{b:\75 rl("x")}`, `@media{a{b:calc(1) rgb(0)}}`} {
		f.Add([]byte(style))
	}
	f.Add([]byte("a{b:url(c\\)\\20 d);e:\\75rl(\"f\\\ng\")}h{i:url(j k)}@namespace url(l);"))
	base := at(f, page)
	f.Fuzz(func(t *testing.T, body []byte) {
		kept := bytes.Clone(body)
		links, _ := CSS(body, base, "text/css")
		checkLinks(t, links)
		if !bytes.Equal(kept, body) {
			t.Fatal("the body was changed")
		}
		for ref := range cssRefs(body, true) {
			if !mayContainURL(body) {
				t.Fatalf("address %q in what holds none", ref.address)
			}
			if len(ref.address) > len(body) {
				t.Fatalf("address %q is longer than the style", ref.address)
			}
		}
		meant := strings.Map(func(r rune) rune {
			if r == 0 || r == utf8.RuneError { // stand for U+FFFD by the grammar
				return -1
			}
			return r
		}, string(body[:min(len(body), 100)]))
		if len(trim([]byte(meant))) != len(meant) || meant == "" || meant[0] == '#' || isOldFont([]byte(meant)) {
			return // an address is trimmed, a place in the same file is none, and old fonts are passed over
		}
		address := cssEscaped(meant)
		for _, style := range []string{
			`a{b:url("` + address + `")}`, `a{b:url( '` + address + `' )}`, `a{b:url(` + address + `)}`, `a{b:image-set("` + address + `" 1x)}`,
			`@import "` + address + `";`, `@import url(` + address + `) screen;`, `@font-face{src:url("` + address + `") format("woff2")}`,
		} {
			n := 0
			for ref := range cssRefs([]byte(style), false) {
				if n++; string(ref.address) != meant {
					t.Fatalf("%q is read as %q, want %q", style, ref.address, meant)
				}
			}
			if n != 1 {
				t.Fatalf("%q: %d addresses, want 1", style, n)
			}
		}
	})
}

// cssEscaped writes every character as an escape (CSS Syntax §4.3.7).
func cssEscaped(s string) string {
	var b strings.Builder
	for _, r := range s {
		fmt.Fprintf(&b, "\\%x ", r)
	}
	return b.String()
}

// FuzzSrcset: candidates are those of the standard's algorithm, done step by step.
//
// checks 22, 112
func FuzzSrcset(f *testing.F) {
	f.Add("a,b.png 1x,data:image/png;base64,AAAA 2x, c.png (x,y) 3w")
	f.Add(",, a ,b,c d, ,")
	f.Add("a ((,) b,c")
	f.Add("a 1w 2h, b 1x 2w, c .5x, d 1.x, e 0w, f -1x, g 1h, h 1w 1w, i +1x, j 1e1x, k (1w), l 1 x, m 1.5w")
	f.Fuzz(func(t *testing.T, value string) {
		var got []string
		for c := range candidates([]byte(value)) {
			got = append(got, string(c))
		}
		if diff := cmp.Diff(srcsetByTheBook(value), got); diff != "" {
			t.Fatalf("%q (-want +got)\n%s", value, diff)
		}
	})
}

// srcsetByTheBook is "parse a srcset attribute" of the HTML Standard
// (§4.8.4.2.2) word for word, for the addresses only.
func srcsetByTheBook(input string) (urls []string) {
	const space = " \t\r\n\f"
	for {
		input = strings.TrimLeft(input, space+",")
		if input == "" {
			return urls
		}
		end := strings.IndexAny(input, space)
		if end < 0 {
			end = len(input)
		}
		url := input[:end]
		input = input[end:]
		if trimmed := strings.TrimRight(url, ","); trimmed != url {
			urls = append(urls, trimmed)
			continue
		}
		var all []string
		current, state := "", "in descriptor"
		next := func() {
			if current != "" {
				all = append(all, current)
			}
			current = ""
		}
		input = strings.TrimLeft(input, space)
		i := 0
	descriptors:
		for ; i < len(input); i++ {
			switch c := input[i]; state {
			case "in descriptor":
				switch {
				case strings.IndexByte(space, c) >= 0:
					next()
					state = "after descriptor"
				case c == ',':
					i++
					break descriptors
				case c == '(':
					current += string(rune(c))
					state = "in parens"
				default:
					current += input[i : i+1]
				}
			case "in parens":
				current += input[i : i+1]
				if c == ')' {
					state = "in descriptor"
				}
			case "after descriptor":
				if strings.IndexByte(space, c) < 0 {
					state = "in descriptor"
					i--
				}
			}
		}
		next()
		input = input[i:]
		if descriptorsByTheBook(all) {
			urls = append(urls, url)
		}
	}
}

var (
	bookInteger = regexp.MustCompile(`^[0-9]+$`)
	bookFloat   = regexp.MustCompile(`^-?(?:[0-9]+|[0-9]*\.[0-9]+)(?:[eE][-+]?[0-9]+)?$`)
)

// descriptorsByTheBook is the "descriptor parser" of the same.
func descriptorsByTheBook(all []string) bool {
	width, density, height := false, false, false
	for _, d := range all {
		number, unit := d[:len(d)-1], d[len(d)-1:]
		switch {
		case unit == "w" && bookInteger.MatchString(number):
			if width || density || strings.Trim(number, "0") == "" {
				return false
			}
			width = true
		case unit == "x" && bookFloat.MatchString(number):
			if v, err := strconv.ParseFloat(number, 64); width || density || height || v < 0 || err != nil {
				return false
			}
			density = true
		case unit == "h" && bookInteger.MatchString(number):
			if height || density || strings.Trim(number, "0") == "" {
				return false
			}
			height = true
		default:
			return false
		}
	}
	return !height || width
}

func FuzzRefresh(f *testing.F) {
	f.Add("5; URL = 'x'")
	f.Add(".5,\"y\"")
	f.Fuzz(func(t *testing.T, value string) {
		delay, ref, ok := parseRefresh([]byte(value))
		if delay < 0 || delay > maxDelay || !ok && (delay != 0 || ref != nil) {
			t.Fatalf("%q: %v, %q, %v", value, delay, ref, ok)
		}
		if !strings.Contains(value, string(ref)) {
			t.Fatalf("%q: address %q is no part of it", value, ref)
		}
	})
}

func FuzzLinkHeader(f *testing.F) {
	f.Add(`<a>; rel="x \" y", <b>;rel=next;;as=style, junk`)
	f.Add(`<a,b>;title="<c>, d";REL=prev`)
	base := at(f, page)
	f.Fuzz(func(t *testing.T, value string) {
		checkLinks(t, Header(http.Header{"Link": {value}, "Refresh": {value}, "Content-Location": {value}}, base))
		n := 0
		for l := range linkValues(value) {
			if n++; !strings.Contains(value, "<"+l.target+">") {
				t.Fatalf("%q: target %q", value, l.target)
			}
		}
		if n > strings.Count(value, "<") {
			t.Fatalf("%q: %d links", value, n)
		}
	})
}
