package sitemap

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"sitewell/scanner/weburl"
)

const (
	head   = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
	open09 = `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`
)

func at(t testing.TB) weburl.URL {
	t.Helper()
	u, err := weburl.Parse("https://example.com/maps/sitemap.xml")
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// plain is a Map in words, so that tests can be read.
type plain struct {
	Format          Format
	Pages, Children []string
	Notes           []string
}

func plainly(m *Map) plain {
	p := plain{Format: m.Format}
	for _, list := range []struct {
		from []Entry
		to   *[]string
	}{{m.Pages, &p.Pages}, {m.Children, &p.Children}} {
		for _, e := range list.from {
			s := e.URL.String()
			if !e.LastMod.IsZero() {
				s += " " + e.LastMod.UTC().Format(time.RFC3339)
			}
			for _, a := range e.Alternates {
				s += " " + a.Lang + "=" + a.URL.String()
			}
			*list.to = append(*list.to, s)
		}
	}
	for _, n := range m.Notes {
		p.Notes = append(p.Notes, fmt.Sprintf("%s %d× line %d %q", n.Kind, n.Count, n.Line, n.Detail))
	}
	return p
}

// check 81
func TestParse(t *testing.T) {
	tests := []struct {
		name, body string
		want       plain
	}{
		{
			"urlset", head + open09 + `
<url><loc>https://example.com/</loc><lastmod>2026-03-01</lastmod><changefreq>daily</changefreq><priority>0.8</priority></url>
<url>
  <loc>
    https://example.com/a?b=1&amp;c=2
  </loc>
  <lastmod>2026-03-01T12:00:00+02:00</lastmod>
</url>
<url><loc><![CDATA[https://example.com/x y?a&b]]></loc></url>
</urlset>`,
			plain{FormatURLSet, []string{"https://example.com/ 2026-03-01T00:00:00Z", "https://example.com/a?b=1&c=2 2026-03-01T10:00:00Z", "https://example.com/x%20y?a&b"}, nil, nil},
		},
		{
			"index", head + `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://example.com/maps/1.xml.gz</loc><lastmod>2026</lastmod></sitemap>
<sitemap><loc>2.xml</loc></sitemap></sitemapindex>`,
			plain{FormatIndex, nil, []string{"https://example.com/maps/1.xml.gz 2026-01-01T00:00:00Z", "https://example.com/maps/2.xml"}, []string{`relative-loc 1× line 4 "2.xml"`}},
		},
		{
			"no namespace", `<urlset><url><loc>https://example.com/</loc></url></urlset>`,
			plain{FormatURLSet, []string{"https://example.com/"}, nil, []string{`missing-namespace 1× line 1 ""`}},
		},
		{
			"bad namespace, prefix", `<s:urlset xmlns:s="https://www.sitemaps.org/schemas/sitemap/0.9/"><s:url><s:loc>https://example.com/</s:loc></s:url></s:urlset>`,
			plain{FormatURLSet, []string{"https://example.com/"}, nil, []string{`bad-namespace 1× line 1 "https://www.sitemaps.org/schemas/sitemap/0.9/"`}},
		},
		{
			"extensions", head + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url><image:image><image:loc>https://example.com/i.png</image:loc></image:image><loc>https://example.com/en/</loc>
<image:loc>https://example.com/wrong.png</image:loc>
<xhtml:link rel="alternate" hreflang="de" href="https://example.com/de/"/><xhtml:link rel="alternate" hreflang="x-default" href="/"/>
<xhtml:link rel="amphtml" href="/amp"/><xhtml:link rel="canonical" hreflang="fr" href="/fr"/></url></urlset>`,
			plain{FormatURLSet, []string{"https://example.com/en/ de=https://example.com/de/ x-default=https://example.com/"}, nil, []string{`relative-loc 1× line 3 "/"`}},
		},
		{
			"bad addresses and dates", open09 + "\n<url><loc></loc></url>\n<url><loc>http://</loc></url>\n<url><loc>mailto:a@example.com</loc></url>\n<url><loc>https://example.com/a</loc><lastmod>yesterday</lastmod></url>\n<url/></urlset>",
			plain{FormatURLSet, []string{"https://example.com/a"}, nil, []string{`bad-loc 4× line 2 ""`, `bad-lastmod 1× line 5 "yesterday"`}},
		},
		{
			"bare ampersands, HTML entities, no end tags", open09 + `<url><loc>https://example.com/?a=1&b=2&copy=3&eacute;</loc></url><url><loc>https://example.com/2</loc></url>`,
			plain{FormatURLSet, []string{"https://example.com/?a=1&b=2&copy=3%C3%A9", "https://example.com/2"}, nil, []string{`malformed 1× line 1 "XML syntax error on line 1: unexpected EOF"`}},
		},
		{
			"broken in the middle", open09 + "<url><loc>https://example.com/1</loc></url>\n<url><loc>https://example.com/2</loc></url><<<",
			plain{FormatURLSet, []string{"https://example.com/1", "https://example.com/2"}, nil, []string{`malformed 1× line 2 "XML syntax error on line 2: expected element name after <"`}},
		},
		{
			"byte order mark and white space", "\xef\xbb\xbf\n " + open09 + `<url><loc>https://example.com/ü</loc></url></urlset>`,
			plain{FormatURLSet, []string{"https://example.com/%C3%BC"}, nil, nil},
		},
		{
			"text", "\xef\xbb\xbfhttps://example.com/1\r\n\r\n  https://example.com/2  \nnonsense\n",
			plain{FormatText, []string{"https://example.com/1", "https://example.com/2"}, nil, []string{`bad-loc 1× line 4 "nonsense"`}},
		},
		{
			"RSS 2.0", `<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>News</title><link>https://example.com/</link>
<atom:link rel="self" href="https://example.com/feed"/>
<item><title>A</title><link>https://example.com/a</link><atom:link href="https://example.com/no"/><pubDate>Sun, 01 Mar 2026 12:00:00 +0000</pubDate></item>
<item><guid>https://example.com/b</guid></item><item><guid isPermaLink="false">17</guid></item></channel></rss>`,
			plain{FormatRSS, []string{"https://example.com/a 2026-03-01T12:00:00Z", "https://example.com/b"}, nil, []string{`bad-loc 1× line 4 ""`}},
		},
		{
			"RSS 1.0", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><item><link>https://example.com/a</link><dc:date>2026-03</dc:date></item></rdf:RDF>`,
			plain{FormatRSS, []string{"https://example.com/a 2026-03-01T00:00:00Z"}, nil, nil},
		},
		{
			"Atom", `<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://example.com/"/><entry><link rel="edit" href="/edit"/><link href="/a"/><link rel="alternate" href="/b"/><updated>2026-03-01T12:00:00Z</updated></entry></feed>`,
			plain{FormatAtom, []string{"https://example.com/a 2026-03-01T12:00:00Z"}, nil, []string{`relative-loc 1× line 1 "/a"`}},
		},
		{
			"entries where none belong", open09 + `<group><url><loc>https://example.com/1</loc></url></group><url><x><loc>https://example.com/2</loc></x><loc>https://example.com/<b>3</b></loc></url></urlset>`,
			plain{FormatURLSet, []string{"https://example.com/3"}, nil, nil},
		},
		{
			"nothing in it", open09 + `</urlset>`,
			plain{Format: FormatURLSet},
		},
	}
	for _, tt := range tests {
		for _, packed := range []bool{false, true} {
			body := []byte(tt.body)
			if packed {
				body = zip(t, zip(t, body))
			}
			m, err := Parse(body, at(t))
			if err != nil {
				t.Errorf("%s: %v", tt.name, err)
				continue
			}
			if diff := cmp.Diff(tt.want, plainly(m)); diff != "" {
				t.Errorf("%s, packed %v (-want +got):\n%s", tt.name, packed, diff)
			}
		}
	}
}

// check 81: encodings by declaration and by mark.
func TestCharset(t *testing.T) {
	const body = `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://example.com/ü</loc></url></urlset>`
	latin, err := charmap.ISO8859_1.NewEncoder().String(`<?xml version="1.0" encoding="iso-8859-1"?>` + body)
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]string{"iso-8859-1": latin}
	for name, order := range map[string]unicode.Endianness{"utf-16le": unicode.LittleEndian, "utf-16be": unicode.BigEndian} {
		tests[name], err = unicode.UTF16(order, unicode.UseBOM).NewEncoder().String(`<?xml version="1.0" encoding="utf-16"?>` + body)
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range tests {
		m, err := Parse([]byte(text), at(t))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff([]string{"https://example.com/%C3%BC"}, plainly(m).Pages); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// check 81
func TestParseRefuses(t *testing.T) {
	tests := []struct {
		name, body string
		want       ErrorKind
	}{
		{"nothing", "", Empty},
		{"white space", " \n\t", Empty},
		{"a mark alone", "\xef\xbb\xbf", Empty},
		{"a page", "<!DOCTYPE html><html><head><title>Not found</title></head></html>", HTML},
		{"a page without doctype", "<!-- x --><HTML><body>", HTML},
		{"an old page", `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd"><html>`, HTML},
		{"other XML", "<note><loc>https://example.com/</loc></note>", NotKnown},
		{"a comment alone", "<!-- nothing -->", NotKnown},
		{"prose", "Sorry, no sitemap here.\n", NotKnown},
		{"JSON", `{"loc": "https://example.com/"}`, NotKnown},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00\x00", NotKnown},
		{"broken at once", "<urlset xmlns=", BadXML},
		{"too deep", strings.Repeat("<url>", 5) + strings.Repeat("<urlset>", 100), NotKnown},
		{"too deep within", "<urlset>" + strings.Repeat("<url>", 1<<20), BadXML},
		{"too deep, and well formed", "<urlset><url>" + strings.Repeat("<x>", 100) + strings.Repeat("</x>", 100) + "<loc>https://example.com/</loc></url></urlset>", BadXML},
		{"no gzip", "\x1f\x8b\x00\x00\x00\x00", BadGzip},
		{"gzip cut behind its header", string(zip(t, []byte(open09))[:12]), BadGzip},
		{"gzip cut in its header", "\x1f\x8b\x08", BadGzip},
		{"unknown encoding", `<?xml version="1.0" encoding="klingon"?><urlset/>`, BadXML},
	}
	for _, tt := range tests {
		m, err := Parse([]byte(tt.body), at(t))
		var got *Error
		if !errors.As(err, &got) || got.Kind != tt.want || m != nil {
			t.Errorf("%s: got %+v, %v; want %s", tt.name, m, err, tt.want)
		}
	}
}

// check 81: 50,000 addresses.
func TestTooManyEntries(t *testing.T) {
	var b strings.Builder
	b.WriteString(open09 + "\n")
	for i := range MaxEntries + 2 {
		fmt.Fprintf(&b, "<url><loc>https://example.com/%d</loc></url>\n", i)
	}
	b.WriteString("</urlset>")
	m, err := Parse([]byte(b.String()), at(t))
	if err != nil {
		t.Fatal(err)
	}
	want := []Note{{Kind: TooMany, Count: 2, Line: MaxEntries + 2}}
	if diff := cmp.Diff(want, m.Notes); diff != "" || len(m.Pages) != MaxEntries {
		t.Errorf("%d pages, notes (-want +got):\n%s", len(m.Pages), diff)
	}
}

// checks 66, 81: 50 MB unpacked, and a bomb costs no memory.
func TestTooLarge(t *testing.T) {
	if MaxSize != 50<<20 {
		t.Errorf("the limit is %d", MaxSize)
	}
	const limit = 2 << 20 // to be quick
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	fmt.Fprintln(w, "https://example.com/1")
	blank := append(bytes.Repeat([]byte(" "), 4<<10), '\n')
	for range 4 * limit / len(blank) {
		if _, err := w.Write(blank); err != nil {
			t.Fatal(err)
		}
	}
	fmt.Fprintln(w, "https://example.com/2")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	m, err := parse(packed.Bytes(), at(t), limit)
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	got := plainly(m)
	want := []string{`too-large 1× line 0 ""`}
	if diff := cmp.Diff(want, got.Notes); diff != "" || len(got.Pages) != 1 {
		t.Errorf("%d pages, notes (-want +got):\n%s", len(got.Pages), diff)
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > limit/2 {
		t.Errorf("%d MB allocated", grown>>20)
	}
}

// A gzip file that breaks off gives what it held until then.
func TestGzipCut(t *testing.T) {
	var b strings.Builder
	b.WriteString(open09)
	for i := range 5000 {
		fmt.Fprintf(&b, "<url><loc>https://example.com/%d/%x</loc></url>\n", i, i*i*7919)
	}
	packed := zip(t, []byte(b.String()))
	m, err := Parse(packed[:len(packed)/2], at(t))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(m.Pages); n < 1000 || n > 4500 || len(m.Notes) != 1 || m.Notes[0].Kind != Malformed {
		t.Errorf("%d pages, notes %+v", n, m.Notes)
	}

	packed = zip(t, []byte(strings.Repeat("https://example.com/a\n", 5000)))
	m, err = Parse(packed[:len(packed)-8], at(t)) // without its sum
	if err != nil {
		t.Fatal(err)
	}
	want := []string{`malformed 1× line 0 "unexpected EOF"`}
	if diff := cmp.Diff(want, plainly(m).Notes); diff != "" || len(m.Pages) != 5000 {
		t.Errorf("text: %d pages, notes (-want +got):\n%s", len(m.Pages), diff)
	}
}

func zip(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
