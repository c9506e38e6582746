package extract

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What a page is settles how it is read.
func TestKindsOfDocuments(t *testing.T) {
	tests := []struct {
		name, contentType, body string
		want                    []string
	}{
		{
			"check 37: xhtml: scripts close themselves, cdata is text", "application/xhtml+xml",
			`<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="a.js"/><style><![CDATA[ @import "b.css"; ]]></style></head>
			<body><textarea/><iframe src="c"/><a href="d">D</a><![CDATA[<a href="no">]]><p xmlns:h="http://www.w3.org/1999/xhtml"><h:a href="e&#x66;">E</h:a></p></body></html>`,
			[]string{
				"script[src] http://example.com/dir/a.js", "style[import] http://example.com/dir/b.css", "iframe[src] http://example.com/dir/c",
				"a[href] http://example.com/dir/d", "a[href] http://example.com/dir/ef",
			},
		},
		{
			"check 37: the same as html: the script does not end, nor does the title", "text/html",
			`<title/><script src="a.js"/><a href="no">`, nil,
		},
		{
			"check 31: an svg file", "image/svg+xml",
			`<?xml-stylesheet type="text/css" href="s.css"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><title>T</title><style>@import url(i.css);</style>
			<a xlink:href="a">A</a><image xlink:href="b.png"/><use href="#own"/><use href="c.svg#x"/><script href="d.js"/><linearGradient href="e.svg#g"/><rect style="fill:url(f.svg#p)"/></svg>`,
			[]string{
				"xml-stylesheet[href] http://example.com/dir/s.css", "style[import] http://example.com/dir/i.css", "a[href] http://example.com/dir/a",
				"image[href] http://example.com/dir/b.png", "use[href] http://example.com/dir/c.svg#x", "script[href] http://example.com/dir/d.js",
				"svg[href] http://example.com/dir/e.svg#g", "*[style] http://example.com/dir/f.svg#p",
			},
		},
		{"check 38: header", "text/html; charset=iso-8859-1", "<a href=\xfc>", []string{"a[href] http://example.com/dir/%C3%BC"}},
		{"check 38: header before meta", "text/html; charset=utf-8", "<meta charset=koi8-r><a href=ü>", []string{"a[href] http://example.com/dir/%C3%BC"}},
		{"check 38: byte order mark before header", "text/html; charset=koi8-r", "\ufeff<a href=ü>", []string{"a[href] http://example.com/dir/%C3%BC"}},
		{"check 38: utf-16 by its mark", "text/html", "\xff\xfe<\x00a\x00 \x00h\x00r\x00e\x00f\x00=\x00\xfc\x00>\x00", []string{"a[href] http://example.com/dir/%C3%BC"}},
		{"check 38: meta", "text/html", "<meta charset=koi8-r><a href=\xc1>", []string{"a[href] http://example.com/dir/%D0%B0"}},
		{"check 38: meta of old", "", "<meta http-equiv=content-type content='text/html; charset=koi8-r;x'><a href=\xc1>", []string{"a[href] http://example.com/dir/%D0%B0"}},
		{"check 38: meta of old, names in any case, quotes", "", `<META HTTP-EQUIV=Content-Type CONTENT='x charset; Charset = "koi8-r"'>` + "<a href=\xc1>", []string{"a[href] http://example.com/dir/%D0%B0"}},
		{"check 38: meta of old without its name says nothing", "", "<meta content='text/html; charset=koi8-r'><a href=\xc1>", []string{"a[href] http://example.com/dir/%C3%81"}},
		{"check 38: a charset counts before a content", "", "<meta http-equiv=content-type content='charset=koi8-r' charset=windows-1251><a href=\xe0>", []string{"a[href] http://example.com/dir/%D0%B0"}},
		{"check 38: an unknown charset in a meta", "", "<meta charset=x><meta charset=koi8-r><a href=\xc1>", []string{"a[href] http://example.com/dir/%D0%B0"}},
		{"check 38: no meta in a comment", "", "<!-- <meta charset=koi8-r> --><a href=\xc1>", []string{"a[href] http://example.com/dir/%C3%81"}},
		{"check 38: a meta in a title counts, as in browsers", "", "<title><meta charset=koi8-r></title><a href=\xc1>", []string{"a[href] http://example.com/dir/%D0%B0"}},
		{"check 38: a meta that is cut off does not count", "", strings.Repeat(" ", 1005) + "<meta charset=koi8-r ><a href=\xc1>", []string{"a[href] http://example.com/dir/%C3%81"}},
		{"check 38: a meta that names UTF-16 means UTF-8, as in browsers", "", "<meta charset=utf-16le><a href=ü>", []string{"a[href] http://example.com/dir/%C3%BC"}},
		{"check 38: x-user-defined means windows-1252, as in browsers", "", "<meta http-equiv=content-type content='text/html;charset=x-user-defined;x'><a href=\x80>", []string{"a[href] http://example.com/dir/%E2%82%AC"}},
		{"check 38: windows-1252 otherwise", "text/html", "<a href=\x80>", []string{"a[href] http://example.com/dir/%E2%82%AC"}},
		{"check 38: windows-1252 for UTF-8 that does not say so, as in browsers", "text/html", "<a href=ü>", []string{"a[href] http://example.com/dir/%C3%83%C2%BC"}},
		{"check 38: UTF-8 that says so", "text/html", "<meta charset=utf-8><a href=ü>", []string{"a[href] http://example.com/dir/%C3%BC"}},
		{"check 38: an unknown charset", "text/html; charset=x", "<meta charset=koi8-r><a href=\xc1>", []string{"a[href] http://example.com/dir/%D0%B0"}},
		{"check 38: xml declaration", "application/xhtml+xml", "<?xml version='1.0' encoding='koi8-r'?><a href='\xc1'/>", []string{"a[href] http://example.com/dir/%D0%B0"}},
		{"check 38: xml is UTF-8 otherwise", "application/xhtml+xml", "<a href='ü'/>", []string{"a[href] http://example.com/dir/%C3%BC"}},
		{"check 38: bytes that are no UTF-8", "text/html; charset=utf-8", "<a href=\xfc>", []string{"a[href] http://example.com/dir/%EF%BF%BD"}},
		{"check 39: queries in the page's charset", "text/html; charset=windows-1252", "<a href='\xfc?q=\xfc#\xfc'>", []string{"a[href] http://example.com/dir/%C3%BC?q=%FC#%C3%BC"}},
		{"check 39: UTF-8 in a srcdoc", "text/html; charset=windows-1252", "<iframe srcdoc='<a href=\"?q=\xfc\">'>", []string{"a[href] http://example.com/dir/page.html?q=%C3%BC"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := briefs(HTML([]byte(tt.body), at(t, page), tt.contentType).Links)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// check 29: JSON-LD is read if asked for.
func TestStructuredData(t *testing.T) {
	body := []byte(`<script type="application/ld+json">{"@context":"https://schema.org","@id":"/no","url":"/a","name":"b","image":["c.png",{"url":"/d"}],"sameAs":"https://e.example/"}</script>`)
	if got := HTML(body, at(t, page), "text/html").Links; got != nil {
		t.Errorf("unasked: got %v", briefs(got))
	}
	r := Reader{Options: Options{StructuredData: true}}
	got := briefs(r.HTML(body, at(t, page), "text/html").Links)
	want := []string{
		"script[ld+json] http://example.com/d", "script[ld+json] https://e.example/", "script[ld+json] http://example.com/a",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// In XML CDATA sections hold text everywhere.
func TestCDATAInXML(t *testing.T) {
	d := HTML([]byte(`<![CDATA[><a href="no"/>]]><html><body>one <![CDATA[<a href="no"/>]]><a href="yes"/></body></html>`), at(t, page), "application/xhtml+xml")
	if got := briefs(d.Links); len(got) != 1 || got[0] != "a[href] http://example.com/dir/yes" {
		t.Errorf("got %q", got)
	}
}

// check 32, in XML: the content of noscript is not text that readers see.
func TestNoscriptInXML(t *testing.T) {
	d := HTML([]byte("<html><body>one <noscript>no words</noscript><noscript/>two</body></html>"), at(t, page), "application/xhtml+xml")
	if d.Words != 2 || d.Sample != "one two" {
		t.Errorf("got %d words, %q; want 2, %q", d.Words, d.Sample, "one two")
	}
}
