package sqlite

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// fileSize returns the bytes of the database once everything is moved into it.
func fileSize(tb testing.TB, db *DB) (bytes int64) {
	tb.Helper()
	err := db.file.Read.QueryRow(`SELECT page_count * page_size FROM pragma_page_count, pragma_page_size`).Scan(&bytes)
	if err != nil {
		tb.Fatal(err)
	}
	return bytes
}

// loop runs f as often as the benchmark asks, and reports its processor time.
func loop(b *testing.B, f func()) {
	b.Helper()
	began := processorTime()
	n := 0
	for b.Loop() {
		f()
		n++
	}
	b.ReportMetric(float64((processorTime()-began).Microseconds())/1000/float64(n), "cpu-ms/op")
}

func benchmarkScan(b *testing.B, s synth) {
	for b.Loop() {
		db := newDB(b)
		empty := fileSize(b, db)
		w := newScan(b, db)
		spent := s.run(b, w, 1)
		c, err := db.Counts(b.Context(), w.ID())
		if err != nil {
			b.Fatal(err)
		}
		first := fileSize(b, db) - empty
		budget := 8*c.Links + 150*c.Found
		b.ReportMetric(float64(spent.Nanoseconds())/float64(c.Links), "cpu-ns/link")
		b.ReportMetric(float64(c.Links), "links")
		b.ReportMetric(float64(c.Found), "addresses")
		b.ReportMetric(float64(first), "bytes")
		b.ReportMetric(100*float64(first)/float64(budget), "%of-budget")

		again := scanOf(b, db, w.Site())
		s.changed = 100
		spent = s.run(b, again, 2)
		b.ReportMetric(float64(spent.Nanoseconds())/float64(c.Links), "repeat-cpu-ns/link")
		b.ReportMetric(100*float64(fileSize(b, db)-empty-first)/float64(first), "repeat-%")
		b.ReportMetric(0, "ns/op")
		if err := db.Verify(b.Context(), again.ID()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkScanPythonDoc(b *testing.B) { benchmarkScan(b, pythonDoc()) }
func BenchmarkScanBigSite(b *testing.B)   { benchmarkScan(b, bigSite()) }

// BenchmarkSources asks for the pages that link to an address of the big site,
// with each question on a database that was just opened and on a warm one.
func BenchmarkSources(b *testing.B) {
	db := newDB(b)
	w := newScan(b, db)
	bigSite().run(b, w, 1)
	scan := w.ID()
	w.Close()
	ids, err := db.RowIDs(b.Context(), scan, storage.Filter{}, storage.Order{By: storage.BySources, Desc: true})
	if err != nil {
		b.Fatal(err)
	}
	for _, target := range []struct {
		name string
		id   storage.URLID
	}{{"navigation", ids[0]}, {"section", ids[100]}, {"few", ids[len(ids)/3]}} {
		b.Run(target.name, func(b *testing.B) {
			loop(b, func() {
				_, pages, _, err := db.Sources(b.Context(), scan, target.id, 0, 100)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(pages), "pages")
			})
		})
		b.Run(target.name+"/cold", func(b *testing.B) {
			loop(b, func() {
				cold, err := Open(b.Context(), db.file.Path, Options{ReadOnly: true})
				if err != nil {
					b.Fatal(err)
				}
				defer cold.Close()
				if _, _, _, err := cold.Sources(b.Context(), scan, target.id, 0, 100); err != nil {
					b.Fatal(err)
				}
			})
		})
	}
}

// manyAddresses makes a finished scan of n addresses, a tenth of them
// problems.
func manyAddresses(b *testing.B, n int) (*DB, storage.ScanID) {
	b.Helper()
	db := newDB(b)
	w := newScan(b, db)
	s := newSynth(n, 0, 0)
	run := &synthRun{synth: s, rand: rand.New(rand.NewPCG(1, 1)), began: clock(), ids: make(map[string]result.ID), places: make(map[string]bool)}
	for i := range n {
		a := result.Address{ID: result.ID(i + 1), URL: run.page(i), Kind: result.KindPage, Internal: i%3 > 0, Depth: i % 12}
		c := result.Check{
			Address: a.ID, Final: a.URL, Status: 200, Outcome: "200", Verdict: outcome.Works, ContentType: "text/html",
			Size: int64(run.rand.IntN(1e5)), Took: time.Duration(run.rand.IntN(2000)) * time.Millisecond, At: clock().Add(time.Duration(i) * time.Millisecond),
			Title: s.phrase(run.rand), Content: run.rand.Uint64(),
		}
		if i%10 == 0 {
			c.Status, c.Outcome, c.Verdict, c.Severity = 404, "404", outcome.Broken, outcome.Severity(1+i/10%4)
			c.Title, c.Evidence = "", result.Evidence{Method: "GET"}
		}
		run.b.Found, run.b.Checks = append(run.b.Found, a), append(run.b.Checks, c)
		if len(run.b.Found) == 5000 {
			if err := w.Commit(b.Context(), &run.b); err != nil {
				b.Fatal(err)
			}
			run.b = result.Batch{}
		}
	}
	began := time.Now()
	if err := w.Finish(b.Context(), storage.Complete, result.Summary{}); err != nil {
		b.Fatal(err)
	}
	b.Logf("finish took %v, file has %d bytes", time.Since(began), fileSize(b, db))
	return db, w.ID()
}

// BenchmarkViews reads what tables show: the IDs of all rows in some order, of
// those that a filter leaves, and a page of rows.
func BenchmarkViews(b *testing.B) {
	for _, n := range []int{200_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchmarkViews(b, n) })
	}
}

func benchmarkViews(b *testing.B, n int) {
	db, scan := manyAddresses(b, n)
	ctx := b.Context()
	ask := func(b *testing.B, f storage.Filter, o storage.Order) {
		b.Helper()
		loop(b, func() {
			if _, err := db.RowIDs(ctx, scan, f, o); err != nil {
				b.Fatal(err)
			}
		})
	}
	b.Run("ledger", func(b *testing.B) {
		loop(b, func() {
			if l, err := db.Ledger(ctx, scan); err != nil || l.Found != n {
				b.Fatal(l, err)
			}
		})
	})
	for _, by := range allColumns {
		b.Run("sort/"+string(by), func(b *testing.B) { ask(b, storage.Filter{}, storage.Order{By: by, Desc: true}) })
	}
	for i, f := range someFilters() {
		b.Run(fmt.Sprintf("filter/%d", i), func(b *testing.B) { ask(b, f, storage.Order{}) })
	}
	ids, err := db.RowIDs(ctx, scan, storage.Filter{}, storage.Order{By: storage.ByTook})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("page", func(b *testing.B) {
		loop(b, func() {
			at := rand.IntN(len(ids) - 100)
			if _, err := db.Rows(ctx, scan, ids[at:at+100]); err != nil {
				b.Fatal(err)
			}
		})
	})
	b.Run("addresses", func(b *testing.B) {
		loop(b, func() {
			read := 0
			for _, err := range db.EachAddress(ctx, scan, storage.Filter{}) {
				if err != nil {
					b.Fatal(err)
				}
				read++
			}
			if read != n {
				b.Fatal(read)
			}
		})
	})
}
