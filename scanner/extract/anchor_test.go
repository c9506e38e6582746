package extract

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/weburl"
)

// checks 41 to 44
func TestHasAnchor(t *testing.T) {
	doc := HTML([]byte(`<p id="a"><a name=b>x</a><a name=c id=d></a><p name=no><img name=no><p id="ü x"><p id="100%"><p id="%41">
		<p id=A><p id=user-content-intro><svg><g id=s></g></svg><template><p id=no></template><!-- <p id=no> --><iframe srcdoc="<p id=no>"></iframe><p id="">`),
		at(t, page), "text/html; charset=utf-8")
	tests := []struct {
		fragment string
		want     bool
	}{
		{"", true},
		{"top", true},
		{"TOP", true},
		{"%74op", true}, // check 41
		{"a", true},
		{"A", true},
		{"b", true},
		{"c", true},
		{"d", true},
		{"s", true}, // check 43
		{"no", false},
		{"B", false},
		{"e", false},
		{"%C3%BC%20x", true},
		{"ü x", true},
		{"%c3%bc%20x", true},
		{"%C3 x", false}, // check 42
		{"100%", true},
		{"100%25", true},
		{"%41", true},
		{"%2541", true},
		{"%zz", false},
		{"%", false},
		{"%6", false},
		{"a:~:text=x", true},
		{":~:text=x", true},
		{"no:~:text=x", false}, // check 44
		{"intro", true},
		{"user-content-intro", true},
	}
	for _, tt := range tests {
		if got := HasAnchor(doc.Anchors, tt.fragment); got != tt.want {
			t.Errorf("HasAnchor(%q) = %v, want %v", tt.fragment, got, tt.want)
		}
	}
	if one := HTML([]byte("<p id=a>"), at(t, page), "text/html").Anchors; !HasAnchor(one, "a") {
		t.Error("a page with one id: #a must hold")
	}
	if HasAnchor(nil, "a") || !HasAnchor(nil, "top") {
		t.Error("a page without ids: #a must not hold, #top must")
	}
	for i := 1; i < len(doc.Anchors); i++ {
		if doc.Anchors[i-1] >= doc.Anchors[i] {
			t.Fatalf("anchors are not sorted and distinct: %d", i)
		}
	}
}

// check 113: a range of lines holds if both its ends exist. rustdoc has the ids "10"
// and "20", GitHub and others "L10" and "L20".
func TestLineRanges(t *testing.T) {
	anchors := HTML([]byte(`<a id=10></a><a id=20></a><a id=L10></a><a id=L20></a><a id=lines-10></a><a id=lines-20></a><p id="a-1">`), at(t, page), "text/html").Anchors
	tests := map[string]bool{
		"10-20": true, "20-10": true, "L10-L20": true, "L10-20": true, "L10C2-L20C5": true, "lines-10:20": true, "L10%2DL20": true,
		"10-21": false, "9-20": false, "L10-L30": false, "L10-M20": false, "10-": false, "-20": false, "L10-": false,
		"M10-M20": false, "10-20-30": false, "a-1-a-2": false, "10-L20": false,
	}
	for fragment, want := range tests {
		if got := HasAnchor(anchors, fragment); got != want {
			t.Errorf("HasAnchor(%q) = %v, want %v", fragment, got, want)
		}
	}
}

// The hash is written down in result.Page, so it must stay FNV-1a.
func TestAnchorHash(t *testing.T) {
	got := map[string]uint64{}
	for _, s := range []string{"", "a", "foobar"} {
		got[s] = AnchorHash(s)
	}
	want := map[string]uint64{"": 0xcbf29ce484222325, "a": 0xaf63dc4c8601ec8c, "foobar": 0x85944171f73967e8}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// check 46
func TestCheckable(t *testing.T) {
	tests := []struct {
		fragment, target, mediaType string
		want                        bool
	}{
		{"intro", "http://example.com/", "", true},
		{"intro", "http://example.com/", "text/html", true},
		{"intro", "http://example.com/a.pdf", "text/html", true},
		{"icon", "http://example.com/a.svg", "", true},
		{"icon", "http://example.com/a", "image/svg+xml", true},
		{"top", "http://example.com/", "", true},
		{"%C3%BC", "http://example.com/", "", true},
		{"a b=c", "http://example.com/", "", true},
		{"", "http://example.com/", "", false},
		{":~:text=x", "http://example.com/", "", false},
		{"page=2", "http://example.com/a.pdf", "", false},
		{"chapter", "http://example.com/a", "application/pdf", false},
		{"t=10", "http://example.com/a.mp4", "video/mp4", false},
		{"x", "http://example.com/a.jpg", "", false},
		{"x", "http://example.com/feed", "application/rss+xml", false},
		{"!/inbox", "http://example.com/", "", false},
		{"/route", "http://example.com/", "text/html", false},
		{"%2Froute", "http://example.com/", "", false},
		{"?q=x", "http://example.com/", "", false},
		{"&x", "http://example.com/", "", false},
		{"tab=2&x=y", "http://example.com/", "", false},
		{"svgView(viewBox(0,0,200,200))", "http://example.com/i.svg", "", false}, // check 112
		{"svgView", "http://example.com/i.svg", "", true},
	}
	for _, tt := range tests {
		target, err := weburl.Parse(tt.target)
		if err != nil {
			t.Fatal(err)
		}
		if got := IsCheckable(tt.fragment, target, tt.mediaType); got != tt.want {
			t.Errorf("Checkable(%q, %s, %q) = %v, want %v", tt.fragment, tt.target, tt.mediaType, got, tt.want)
		}
	}
}
