package extract

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// check 26, check 50
func TestHeader(t *testing.T) {
	tests := []struct {
		name   string
		header http.Header
		want   string
	}{
		{"one link", http.Header{"Link": {`</style.css>; rel=preload; as=style`}}, `
			header[link] http://example.com/style.css style "preload"`},
		{"many in one field and in many", http.Header{"Link": {`<a,b>; rel="next", <c;d>;rel=prev`, `<e>; rel="canonical"`}}, `
			header[link] http://example.com/dir/a,b next "next"
			header[link] http://example.com/dir/c;d prev "prev"
			header[link] http://example.com/dir/e canonical "canonical"`},
		{"quotes, escapes, commas and semicolons in them", http.Header{"Link": {`<a>; title="x, <no>; \"y\""; rel="alternate"; type="application/atom+xml", <b>; rel=icon`}}, `
			header[link] http://example.com/dir/a feed "alternate"
			header[link] http://example.com/dir/b meta "icon"`},
		{"of each parameter the first counts", http.Header{"Link": {`<a>; REL=stylesheet; rel=next`}}, `
			header[link] http://example.com/dir/a style "stylesheet"`},
		{"hints to connect ask for nothing", http.Header{"Link": {`<https://c.example>; rel=preconnect, <//d.example>; rel="dns-prefetch"`}}, ``},
		{"broken grammar", http.Header{"Link": {`junk, <a> junk; rel=next junk, <b`, `<>; rel=self`, `<c>;;=;rel`, `<d>; rel="open`}}, `
			header[link] http://example.com/dir/a next "next junk"
			header[link] http://example.com/dir/c meta ""
			header[link] http://example.com/dir/d meta "open"`},
		{"a parameter without value", http.Header{"Link": {`<a>;rel=;type=x, <b>;rel=,<c>;rel=icon`}}, `
			header[link] http://example.com/dir/a meta ""
			header[link] http://example.com/dir/b meta ""
			header[link] http://example.com/dir/c meta "icon"`},
		{"an empty field before it", http.Header{"Link": {``, `<a>; rel=next`}}, `header[link] http://example.com/dir/a next "next"`},
		{"refresh", http.Header{"Refresh": {`0;url=/x y`}}, `header[refresh] http://example.com/x%20y page ""`},
		{"refresh of the page itself", http.Header{"Refresh": {`30`}}, ``},
		{"content location", http.Header{"Content-Location": {`page.de.html`}}, `header[content-location] http://example.com/dir/page.de.html meta ""`},
		{"an address in UTF-8, one that is none, a bad escape", http.Header{"Link": {"</ü>; rel=next, </\xfc>; rel=next, </%zz>; rel=next"}}, `
			header[link] http://example.com/%C3%BC next "next"
			header[link] http://example.com/%EF%BF%BD next "next"
			header[link] http://example.com/%zz next "next"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, l := range Header(tt.header, at(t, page)) {
				got = append(got, fmt.Sprintf("%s %s %q", brief(l), l.Kind, l.Text))
				if l.Place.String() != "http-header" {
					t.Errorf("place %q", l.Place)
				}
			}
			if diff := cmp.Diff(lines(tt.want), got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// check 26: all spellings. A browser does the same with each of them.
func TestRefresh(t *testing.T) {
	tests := []struct {
		value string
		want  string // seconds and address, "" for none
	}{
		{"5; url=x", "5 x"},
		{"5;url=x", "5 x"},
		{"5;URL='x y'", "5 x y"},
		{`0; Url = "x"z`, "0 x"},
		{"0,url=x", "0 x"},
		{"0 url=x", "0 x"},
		{"  3 ;\n url=x ", "3 x"},
		{"1; x", "1 x"},
		{"1;'x'", "1 x"},
		{"1; url x", "1 url x"},
		{"1; ur", "1 ur"},
		{"1; urlx=y", "1 urlx=y"},
		{"1;url='x", "1 x"},
		{"2.9;url=x", "2 x"},
		{".5;url=x", "0 x"},
		{"1..2;url=x", "1 x"},
		{"7", "7 "},
		{"7;", "7 "},
		{"7;url=", "7 "},
		{"99999999999999999999;url=x", "31536000 x"},
		{"", ""},
		{"url=x", ""},
		{"; url=x", ""},
		{"-1;url=x", ""},
		{"1x;url=x", ""},
		{"+1;url=x", ""},
	}
	for _, tt := range tests {
		got := ""
		if delay, ref, ok := parseRefresh([]byte(tt.value)); ok {
			got = fmt.Sprintf("%d %s", delay/time.Second, ref)
		}
		if got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.value, got, tt.want)
		}
	}
	h := http.Header{"Refresh": {"5; url=/x#y"}}
	if got, ok := HeaderRefresh(h, at(t, page)); !ok || got != (Refresh{5 * time.Second, "http://example.com/x"}) {
		t.Errorf("header: got %v, %v", got, ok)
	}
	if got, ok := HeaderRefresh(http.Header{}, at(t, page)); ok {
		t.Errorf("no header: got %v", got)
	}
}
