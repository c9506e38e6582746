package core

import (
	"fmt"
	"path/filepath"
	"testing"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite"
)

// BenchmarkFixes groups 100,000 problems among 200,000 addresses of 10,000
// pages with 2 million links, as they lie in a real history.
func BenchmarkFixes(b *testing.B) {
	c, err := Open(b.Context(), Config{DB: filepath.Join(b.TempDir(), "history.db")})
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	scan := large(b, c.db)
	b.ReportAllocs()
	for b.Loop() {
		fixes, err := c.FixLister.Fixes(b.Context(), scan)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(fixes)), "fixes")
	}
}

// large stores such a scan.
func large(b *testing.B, db *sqlite.DB) storage.ScanID {
	b.Helper()
	const pages, broken, nav = 10_000, 100_000, 90
	site, err := db.SaveSite(b.Context(), storage.Site{Start: "https://a.test/", Settings: "{}"})
	if err != nil {
		b.Fatal(err)
	}
	w, err := db.NewScan(b.Context(), storage.Scan{Site: site.ID, Start: site.Start, Settings: "{}"})
	if err != nil {
		b.Fatal(err)
	}
	defer w.Close()
	id := result.ID(0)
	url := func(id result.ID) string {
		switch {
		case id <= 2*broken && id > pages && id%2 == 0:
			return fmt.Sprintf("https://a.test/gone-%d/%d.html", id%700, id)
		default:
			return fmt.Sprintf("https://a.test/section-%d/%d.html", id%300, id)
		}
	}
	for page := 1; page <= pages; page++ {
		batch := &result.Batch{}
		for range 2 * broken / pages {
			id++
			a := result.Address{ID: id, URL: url(id), Internal: true, Kind: result.KindPage}
			check := result.Check{Address: id, Final: a.URL, Status: 200, Outcome: "200", Verdict: outcome.Works}
			if id > pages && id%2 == 0 {
				check.Status, check.Outcome, check.Verdict, check.Severity = 404, "404", outcome.Broken, outcome.Serious
			}
			batch.Found, batch.Checks = append(batch.Found, a), append(batch.Checks, check)
		}
		var links []result.Link
		add := func(target result.ID, place result.Place) {
			links = append(links, result.Link{Target: target, URL: url(target), Element: "a[href]", Kind: result.KindPage, Place: place})
		}
		for n := 1; n <= nav; n++ {
			add(min(result.ID(n), id), result.PlaceNavigation)
		}
		for n := range 2 * broken / pages {
			add(id-result.ID(n), result.PlaceMain)
		}
		batch.Pages = append(batch.Pages, result.Page{Address: result.ID(page), Links: links, Document: true})
		if err := w.Commit(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Finish(b.Context(), storage.Complete, result.Summary{}); err != nil {
		b.Fatal(err)
	}
	return w.ID()
}
