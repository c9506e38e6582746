package extract

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"sitewell/scanner/outcome"
)

// held returns how many bytes are held by what a function gives, and how many it
// allocated meanwhile.
func held(f func() *Document) (d *Document, kept, allocated int) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	d = f()
	runtime.GC()
	runtime.ReadMemStats(&after)
	return d, int(after.HeapAlloc) - int(before.HeapAlloc), int(after.TotalAlloc - before.TotalAlloc)
}

// check 36: whatever a page of 16 MB holds, what is read of it takes little more
// memory than its links may have, and what is left out is counted.
func TestLimits(t *testing.T) {
	const size = 16 << 20
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	numbered := func(format string) string {
		var b strings.Builder
		for i := 0; b.Len() < size-100; i++ {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	count := func(s, part string) int { return strings.Count(s, part) }
	tests := []struct {
		name, body string
		total      func(body string) int // of links on the page
		links      int                   // that are kept
	}{
		{"new links", numbered("<a href=/%d>x</a>"), func(s string) int { return count(s, "<a ") }, MaxLinks},
		{"links that are one", fill("<a href=x>"), func(s string) int { return count(s, "<a ") }, MaxLinks},
		{"a long base", "<base href='https://example.com/" + strings.Repeat("b", 60_000) + "/'>" + fill("<a href=x>x</a>"), func(s string) int { return count(s, "<a ") }, -1},
		{"srcset", "<img srcset='" + fill("a 1x,") + "'>", func(s string) int { return count(s, "a 1x") }, maxCandidates},
		{"images without a map", fill("<img usemap='#x'>"), func(s string) int { return count(s, "<img") }, maxLocals},
		{"style attribute", "<p style='" + fill("a:url(b);") + "'>", func(s string) int { return count(s, "url(") }, maxCandidates},
		{"style element", "<style>" + fill("a{b:url(c)}") + "</style>", func(s string) int { return count(s, "url(") }, MaxLinks},
		{"images in a link", "<a href=x>" + fill("<img src=y alt=z>"), func(s string) int { return 1 + count(s, "<img") }, MaxLinks},
		{"refreshes", fill("<meta http-equiv=refresh content='0;url=x'>"), func(s string) int { return count(s, "<meta") }, MaxLinks},
		{"import map", "<script type=importmap>{\"imports\":{" + numbered(`"%d":"./x",`) + "\"x\":\"./y\"}}</script>", func(string) int { return 1 }, 0},
		{"nothing but brackets", "<script type=importmap>{\"imports\":{\"a\":[" + fill("[],") + "[]]}}</script>", func(string) int { return 1 }, 0},
		{"JSON-LD", "<script type=application/ld+json>{\"url\":[" + fill(`"/x",`) + "\"/y\"]}</script>", func(string) int { return 1 }, 0},
		{"JSON-LD in parts", fill("<script type=application/ld+json>{\"url\":\"/x\"}</script>"), func(s string) int { return count(s, "<script") }, MaxLinks},
		{"ids", numbered("<p id=%d>"), func(string) int { return 0 }, 0},
		{"one address", "<a href='/" + fill("x") + "'>x</a>", func(string) int { return 1 }, 1},
		{"one fragment", "<a href='#" + fill("x") + "'>x</a>", func(string) int { return 1 }, 1},
		{"one data: address", "<img src='data:image/png;base64," + fill("AAAA") + "'>", func(string) int { return 1 }, 1},
		{"one text", "<a href=x>" + fill("x"), func(string) int { return 1 }, 1},
		{"text over elements", "<a href=x>" + fill("<b>x"), func(string) int { return 1 }, 1},
		{"one alternative text", "<a href=x><img alt='" + fill("x &amp; ") + "'>", func(string) int { return 1 }, 1},
		{"one title", "<title>" + fill("x &amp; ") + "</title><a href=x title='" + fill("y")[:size/2] + "'></a>", func(string) int { return 1 }, 1},
		{"one description", "<meta name=robots content='" + fill("x ") + "'><meta name=generator content='y'>", func(string) int { return 0 }, 0},
		{"documents in documents", "<iframe srcdoc=\"<iframe srcdoc='" + fill("&lt;a href=x&gt;") + "'>\">", nil, -1},
		{"nesting", fill("<div><svg><a href=x>"), func(s string) int { return count(s, "<a ") }, MaxLinks},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body, u := []byte(tt.body), at(t, page)
			d, kept, allocated := held(func() *Document {
				r := Reader{Options: Options{StructuredData: true}}
				return r.HTML(body, u, "text/html; charset=utf-8")
			})
			t.Logf("%d links, %d omitted, %d KiB kept, %d KiB allocated", len(d.Links), d.Omitted, kept>>10, allocated>>10)
			// The links themselves are 9 MB, their addresses as much as is allowed.
			if most := 40 << 20; kept > most {
				t.Errorf("%d MiB are kept, want at most %d", kept>>20, most>>20)
			}
			if most := 256 << 20; allocated > most {
				t.Errorf("%d MiB were allocated, want at most %d", allocated>>20, most>>20)
			}
			if tt.links >= 0 && len(d.Links) != tt.links {
				t.Errorf("%d links are kept, want %d", len(d.Links), tt.links)
			}
			if tt.total != nil && len(d.Links)+d.Omitted != tt.total(tt.body) {
				t.Errorf("%d links are kept and %d omitted, but the page has %d", len(d.Links), d.Omitted, tt.total(tt.body))
			}
			for _, l := range d.Links {
				if len(l.URL) > 3*maxAddress+100 || len(l.Fragment) > maxAddress || len(l.Text) > maxLinkText {
					t.Fatalf("a link has an address of %d bytes, a fragment of %d and a text of %d", len(l.URL), len(l.Fragment), len(l.Text))
				}
			}
			if len(d.Anchors) > MaxAnchors || d.AnchorsCut != (tt.name == "ids") {
				t.Errorf("%d anchors, cut %v", len(d.Anchors), d.AnchorsCut)
			}
			runtime.KeepAlive(body)
		})
	}
}

// At the limit itself nothing is left out; what a link past it says does not
// become part of the last one that is kept.
func TestLimitIsExact(t *testing.T) {
	links := strings.Repeat("<a href=x>text</a>", MaxLinks-1)
	for _, tt := range []struct {
		more    string
		omitted int
		last    string
	}{
		{"<a href=y>last</a>", 0, "last"},
		{"<a href=y>last</a><a href=z>beyond</a>", 1, "last"},
		{"<a href=y>last</a><img src=z alt=beyond>", 1, "last"},
		{"<a href=y>last <img src=z alt=too> </a><base href=/b><link rel=canonical href=/c>", 2, "last too"},
		{"<area href=y alt=last><img src=z alt=beyond srcset='a 1x, b 2x'>", 3, "last"},
	} {
		d := HTML([]byte(links+tt.more), at(t, page), "text/html; charset=utf-8")
		got := d.Links[len(d.Links)-1]
		if len(d.Links) != MaxLinks || d.Omitted != tt.omitted || got.Text != tt.last || !strings.HasSuffix(got.URL, "/y") || d.Canonical != "" {
			t.Errorf("%s: %d links, %d omitted, the last is %+v, canonical %q", tt.more, len(d.Links), d.Omitted, got, d.Canonical)
		}
	}
	d := HTML([]byte(links+"<link rel=canonical href=/c>"+links), at(t, page), "text/html; charset=utf-8")
	if !strings.HasSuffix(d.Canonical, "/c") || d.Omitted != MaxLinks-1 {
		t.Errorf("canonical %q, %d omitted", d.Canonical, d.Omitted)
	}
}

// What is too long to be an address is told as such, and two of them apart.
func TestLongAddresses(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	for ref, want := range map[string]outcome.Key{
		"/" + long:                outcome.AddressMalformed,
		"javascript:" + long:      outcome.UnsupportedScheme,
		"data:,abc%20" + long:     outcome.UnsupportedScheme,
		"/" + long[:maxAddress-1]: "",
	} {
		d := HTML([]byte("<a href='"+ref+"'></a><a href='"+ref+"y'></a>"), at(t, page), "text/html; charset=utf-8")
		if l := d.Links; len(l) != 2 || l[0].Outcome != want || l[0].URL == l[1].URL || len(l[0].URL) > maxAddress+100 {
			t.Errorf("%.20s…: outcomes %q and %q, addresses of %d bytes, want %q", ref, l[0].Outcome, l[1].Outcome, len(l[0].URL), want)
		}
	}
}
