package sitemap

import (
	"testing"
)

// No file may panic, pass the limits or give an address that is none.
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
	})
}
