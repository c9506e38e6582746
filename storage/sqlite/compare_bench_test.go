package sqlite

import (
	"fmt"
	"testing"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/compare"
	"sitewell/storage/sqlite/findings"
)

// threeScans makes three scans of a site with n addresses, of which one in
// twenty is a page that links to the next nineteen, and one in ten is a
// problem. From scan to scan 1 % answer otherwise, and a tenth of a percent
// have another address.
func threeScans(b *testing.B, n int) (*DB, storage.Pair) {
	b.Helper()
	const perPage = 20
	db := newDB(b)
	id := newSite(b, db)
	var scans []storage.ScanID
	for scan := range 3 {
		w := scanOf(b, db, id)
		address := func(i int) string {
			if scan > 0 && i%1000 == 13+10*scan {
				return fmt.Sprintf("%smoved-%d-%d", site, scan, i)
			}
			return fmt.Sprintf("%s%d", site, i)
		}
		for first := 0; first < n; first += 250 * perPage {
			batch := &result.Batch{}
			for i := first; i < min(first+250*perPage, n); i++ {
				id := result.ID(i + 1)
				a := result.Address{ID: id, URL: address(i), Internal: true, Kind: result.KindPage}
				c := result.Check{Address: id, Final: a.URL, FinalID: id, Status: 200, Outcome: "200", Verdict: outcome.Works, At: clock(), Size: int64(i)}
				if (i%10 == 3) != (i%100 == 7+scan) && i%perPage != 0 {
					c.Status, c.Outcome, c.Verdict, c.Severity = 404, "404", outcome.Broken, outcome.Severity(1+i/10%4)
				}
				batch.Found, batch.Checks = append(batch.Found, a), append(batch.Checks, c)
				if i%perPage != 0 {
					continue
				}
				page := result.Page{Address: id, Document: true}
				for k := i + 1; k < min(i+perPage, n); k++ {
					page.Links = append(page.Links, result.Link{Target: result.ID(k + 1), URL: address(k), Element: "a[href]", Kind: result.KindPage})
				}
				batch.Pages = append(batch.Pages, page)
			}
			if err := w.Commit(b.Context(), batch); err != nil {
				b.Fatal(err)
			}
		}
		if err := w.Finish(b.Context(), storage.Complete, result.Summary{}); err != nil {
			b.Fatal(err)
		}
		scans = append(scans, w.ID())
	}
	return db, storage.Pair{From: scans[1], To: scans[2]}
}

// BenchmarkCompare compares two scans again each time, with one older scan to
// look back to; then it reads the first rows of the comparison that is kept.
func BenchmarkCompare(b *testing.B) {
	for _, n := range []int{100_000, 1_000_000} {
		db, p := threeScans(b, n)
		b.Run(fmt.Sprintf("%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				db.Comparer = compare.New(db.file, findings.NewMarks(db.now))
				c, err := db.Compare(b.Context(), p)
				if err != nil {
					b.Fatal(err)
				}
				if k := c.Counts; k.New == 0 || k.CameBack+k.StillThere == 0 || k.Fixed == 0 || k.LinkRemoved == 0 {
					b.Fatalf("%+v", k)
				}
			}
		})
		for _, by := range []storage.Column{storage.ByChange, storage.ByAddress, storage.ByOutcome} {
			b.Run(fmt.Sprintf("%d/page/%s", n, by), func(b *testing.B) {
				for b.Loop() {
					n := 0
					f := storage.ChangeFilter{Changes: []storage.Change{storage.StillThere, storage.Fixed}}
					for _, err := range db.EachChange(b.Context(), p, f, storage.Order{By: by}) {
						if err != nil {
							b.Fatal(err)
						}
						if n++; n == 200 {
							break
						}
					}
				}
			})
		}
	}
}
