package policy

import (
	"testing"

	"sitewell/scanner/outcome"
	"sitewell/scanner/weburl"
)

// check 87: a scan that opens only what looks like a page while signed in leaves out
// everything else of the site, and nothing of other sites or while signed out.
func TestPagesOnly(t *testing.T) {
	tests := []struct {
		address string
		want    outcome.Key
	}{
		{"https://site.test/", ""},
		{"https://site.test/news", ""},
		{"https://site.test/news/", ""},
		{"https://site.test/v1.2/", ""},
		{"https://site.test/a.html", ""},
		{"https://site.test/a.HTM", ""},
		{"https://site.test/a.php", ""},
		{"https://site.test/a.css", ""},
		{"https://site.test/a.png", ""},
		{"https://site.test/robots.txt", ""},
		{"https://site.test/wp-sitemap.xml", ""},
		{"https://site.test/a.php?id=5", outcome.Excluded},
		{"https://site.test/?", outcome.Excluded},
		{"https://site.test/a.css?v=2", outcome.Excluded},
		{"https://site.test/a.pdf", outcome.Excluded},
		{"https://site.test/run.cgi", outcome.Excluded},
		{"https://site.test/start.action", outcome.Excluded},
		{"https://site.test/logout", outcome.LogsOut},
		{"https://other.test/a.php?id=5", ""},
	}
	for _, signedIn := range []bool{true, false} {
		start, _ := weburl.Parse("https://site.test/")
		p, err := New(Options{Start: start, SignedIn: signedIn, PagesOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, tt := range tests {
			u, err := weburl.Parse(tt.address)
			if err != nil {
				t.Fatal(err)
			}
			want := tt.want
			if !signedIn {
				want = ""
			}
			if got, reason := p.Unsafe(u); got != want || (got != "") != (reason != "") {
				t.Errorf("signed in %v, %s: got %q (%s), want %q", signedIn, tt.address, got, reason, want)
			}
		}
	}
}
