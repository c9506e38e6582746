package sitemap

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// No file may panic, pass the limits or give an address that is none; packed it
// says the same; and its addresses, written out by the rules, are read again as
// they are.
//
// check 81
func FuzzSitemap(f *testing.F) {
	for _, s := range []string{
		head + open09 + `<url><loc>https://example.com/?a&amp;b</loc><lastmod>2026-03-01</lastmod></url></urlset>`,
		`<sitemapindex><sitemap><loc>a.xml</loc></sitemap></sitemapindex>`,
		`<urlset xmlns:x="http://www.w3.org/1999/xhtml"><url><loc>/</loc><x:link rel="alternate" hreflang="de" href="/de"/></url>`,
		`<rss><channel><item><link>/a</link><guid>b</guid></item></channel></rss>`,
		`<feed><entry><link href="/a"/></entry></feed>`,
		"https://example.com/1\nhttps://example.com/2\n", "\xff\xfe<\x00a\x00", "<!DOCTYPE html>",
	} {
		f.Add([]byte(s))
		f.Add(zip(f, []byte(s)))
	}
	u := at(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		m, err := Parse(body, u)
		if (m == nil) == (err == nil) {
			t.Fatalf("map %v, error %v", m, err)
		}
		if err != nil {
			return
		}
		if len(m.Pages) > MaxEntries || len(m.Children) > MaxEntries || m.Format == "" {
			t.Errorf("%d pages, %d children, format %q", len(m.Pages), len(m.Children), m.Format)
		}
		for _, e := range append(m.Pages, m.Children...) {
			if e.URL.IsZero() || e.Line < 1 {
				t.Errorf("entry %+v", e)
			}
		}
		packed, err := Parse(zip(t, body), at(t))
		if err != nil {
			t.Fatalf("packed: %v", err)
		}
		if diff := cmp.Diff(plainly(m), plainly(packed)); diff != "" && !doubly(body) {
			t.Errorf("packed (-plain +packed):\n%s", diff)
		}
		rewritten, err := Parse([]byte(written(m.Pages)), u)
		if err != nil {
			t.Fatalf("written out: %v", err)
		}
		if diff := cmp.Diff(addresses(m.Pages), addresses(rewritten.Pages)); diff != "" || len(rewritten.Notes) > 0 {
			t.Errorf("written out (-want +got):\n%s%+v", diff, rewritten.Notes)
		}
	})
}

// doubly reports whether a body is packed twice already, which is as much as
// is taken off.
func doubly(body []byte) bool { return len(body) > 2 && body[0] == 0x1f && body[1] == 0x8b }

// written is a sitemap by the rules.
func written(pages []Entry) string {
	var b strings.Builder
	b.WriteString(head + open09)
	for _, e := range pages {
		b.WriteString("<url><loc>")
		_ = xml.EscapeText(&b, []byte(e.URL.String())) // never fails on a Builder
		b.WriteString("</loc></url>\n")
	}
	b.WriteString("</urlset>")
	return b.String()
}

func addresses(pages []Entry) []string {
	list := []string{}
	for _, e := range pages {
		list = append(list, e.URL.String())
	}
	return list
}
