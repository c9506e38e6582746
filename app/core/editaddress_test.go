package core

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/result"
	"sitewell/scanner/sitetest"
	"sitewell/storage"
)

func TestEditAddress(t *testing.T) {
	of := func(post int64, folder string) storage.PageFacts {
		return storage.PageFacts{PageFacts: result.PageFacts{Post: post, PostFolder: folder}}
	}
	for _, tt := range []struct {
		page  string
		facts storage.PageFacts
		want  string
	}{
		{"https://www.example.com/bread/", of(123, "/"), "https://www.example.com/wp-admin/post.php?post=123&action=edit"},
		{"http://example.com:8080/blog/x?y#z", of(7, "/blog/"), "http://example.com:8080/blog/wp-admin/post.php?post=7&action=edit"},
		{"https://www.example.com/", of(0, ""), ""},
		{"https://www.example.com/", of(-3, "/"), ""},
		{"https://www.example.com/", of(3, "//evil.example/"), ""},
		{"https://www.example.com/", of(3, "https://evil.example/"), ""},
		{"https://www.example.com/", of(3, "javascript:alert(1)//"), ""},
		{"mailto:anna@example.com", of(3, "/"), ""},
		{"no address", of(3, "/"), ""},
	} {
		if got := EditAddress(tt.page, tt.facts); got != tt.want {
			t.Errorf("%s %+v: %q, want %q", tt.page, tt.facts, got, tt.want)
		}
	}
}

// What a scan reads of WordPress' pages leads to its editor.
func TestEditAddresses(t *testing.T) {
	const head = `<!doctype html><link rel="https://api.w.org/" href="/blog/wp-json/">`
	c := kitchen(t, sitetest.New(t, `
-- GET / --
200
Content-Type: text/html

`+head+`<title>Home</title><body class="home page-id-2"><a href="/bread">Bread</a> <a href="/plain">Plain</a>
-- GET /bread --
200
Content-Type: text/html

`+head+`<link rel="shortlink" href="/blog/?p=41"><title>Bread</title><body class="single postid-41"><a href="/">Home</a>
-- GET /plain --
200
Content-Type: text/html

<!doctype html><title>Plain</title><a href="/">Home</a>
`))
	r, err := c.Runner.ScanAddress(t.Context(), "site.test")
	scan := await(t, c, r, err)
	pages := make(map[storage.URLID]string)
	for row, err := range c.db.EachRow(t.Context(), scan.ID, storage.Filter{PagesOnly: true}, storage.Order{By: storage.ByFound}) {
		if err != nil {
			t.Fatal(err)
		}
		pages[row.ID] = row.URL
	}
	edit, err := c.History.EditAddresses(t.Context(), scan.ID, pages)
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]string)
	for id, address := range pages {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		got[u.Path] = strings.TrimPrefix(edit[id], u.Scheme+"://"+u.Host)
	}
	want := map[string]string{"/": "/blog/wp-admin/post.php?post=2&action=edit", "/bread": "/blog/wp-admin/post.php?post=41&action=edit", "/plain": ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
