package sqlite

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// check 82: a page that only the sitemap names is an orphan, whatever it says
// of itself; one that a page links to is none, nor is what is no page.
func TestOrphans(t *testing.T) {
	const (
		home, siteMap, linked, orphan, canonical, missing, image, second, both = 1, 2, 3, 4, 5, 6, 7, 8, 9
	)
	db := newDB(t)
	w := newScan(t, db)
	b := &result.Batch{}
	for id, kind := range []result.Kind{
		home: result.KindPage, siteMap: result.KindSitemap, linked: result.KindPage, orphan: result.KindPage, canonical: result.KindPage,
		missing: result.KindPage, image: result.KindImage, second: result.KindSitemap, both: result.KindPage,
	} {
		if id == 0 {
			continue
		}
		b.Found = append(b.Found, result.Address{ID: result.ID(id), URL: fmt.Sprintf("https://www.example.com/%d", id), Internal: true, Kind: kind})
		c := result.Check{Address: result.ID(id), Status: 200, Outcome: "200", Verdict: outcome.Works, Reason: "HTTP 200 OK", Kind: kind}
		if id == missing {
			c.Status, c.Outcome, c.Verdict, c.Reason = 404, "404", outcome.Broken, "HTTP 404 Not Found"
		}
		b.Checks = append(b.Checks, c)
	}
	page := func(from result.ID, document bool, to ...result.ID) {
		p := result.Page{Address: from, Document: document}
		for _, id := range to {
			p.Links = append(p.Links, result.Link{Target: id, URL: fmt.Sprintf("https://www.example.com/%d", id), Element: "a[href]", Kind: result.KindPage})
		}
		b.Pages = append(b.Pages, p)
	}
	page(home, true, linked, image)
	page(siteMap, false, home, linked, orphan, canonical, missing, image, both, second)
	page(second, false, both, both)
	page(linked, true, home)
	page(orphan, true, home, linked)
	page(canonical, true, canonical, home)
	page(both, true)
	if err := w.Commit(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	want := storage.Orphans{Count: 3, Examples: []string{"https://www.example.com/4", "https://www.example.com/5", "https://www.example.com/9"}}
	for _, done := range []bool{false, true} {
		got, err := db.Orphans(t.Context(), w.ID())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("complete %v (-want +got):\n%s", done, diff)
		}
		if !done {
			finish(t, w, storage.Complete)
		}
	}

	other := scanOf(t, db, w.Site()) // the numbers of texts are shared between scans
	if got, err := db.Orphans(t.Context(), other.ID()); err != nil || got.Count != 0 {
		t.Errorf("a scan without a sitemap: %+v, %v", got, err)
	}
}
