package sqlite

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/record"
)

// linkedSite is a site of n addresses of which one in twenty is a page that
// links to the next nineteen, and to the next page.
type linkedSite struct {
	n       int
	changed func(i int) bool // another title and size than in the first scan
	broken  func(i int) bool
}

func (s linkedSite) found(b *testing.B, w *record.Writer) {
	b.Helper()
	const perPage, perBatch = 20, 5_000
	for first := 0; first < s.n; first += perBatch {
		batch := &result.Batch{}
		for i := first; i < min(first+perBatch, s.n); i++ {
			id := result.ID(i + 1)
			a := result.Address{ID: id, URL: fmt.Sprintf("%ssection-%d/page-%d.html", site, i%50, i), Internal: true, Kind: result.KindPage}
			c := result.Check{
				Address: id, Final: a.URL, FinalID: id, Status: 200, Outcome: "200", Verdict: outcome.Works, At: clock(), Size: int64(i),
				ContentType: "text/html", Title: fmt.Sprintf("Page %d", i), Took: time.Duration(i%100) * time.Millisecond,
				Evidence: result.Evidence{Method: "GET", Protocol: "HTTP/1.1", RemoteAddr: "192.0.2.1:443"},
			}
			if s.changed != nil && s.changed(i) {
				c.Title, c.Size = fmt.Sprintf("Page %d of scan %d", i, w.ID()), int64(w.ID())
			}
			if s.broken != nil && s.broken(i) {
				c.Status, c.Outcome, c.Verdict, c.Severity, c.Title = 404, "404", outcome.Broken, outcome.Moderate, ""
			}
			batch.Found, batch.Checks = append(batch.Found, a), append(batch.Checks, c)
			if i%perPage != 0 {
				continue
			}
			page := result.Page{Address: id, Document: true}
			for k := i + 1; k < min(i+perPage, s.n); k++ {
				page.Links = append(page.Links, result.Link{Target: result.ID(k + 1), Element: "a[href]", Kind: result.KindPage, Text: fmt.Sprintf("Read page %d", k), Line: k - i})
			}
			batch.Pages = append(batch.Pages, page)
		}
		if err := w.Commit(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkHundredScans scans a site of 100,000 addresses a hundred times, each
// time with another 1 % of them changed, and reports how large the file is.
func BenchmarkHundredScans(b *testing.B) {
	for b.Loop() {
		db := newDB(b)
		id := newSite(b, db)
		began := processorTime()
		for n := range 100 {
			w := scanOf(b, db, id)
			linkedSite{n: 100_000, changed: func(i int) bool { return n > 0 && i%100 == n }}.found(b, w)
			if err := w.Finish(b.Context(), storage.Complete, result.Summary{}); err != nil {
				b.Fatal(err)
			}
			if n == 0 {
				b.ReportMetric(float64(fileSize(b, db))/1e6, "MB-after-one")
			}
		}
		b.ReportMetric((processorTime()-began).Seconds()/100, "cpu-s/scan")
		b.ReportMetric(float64(fileSize(b, db))/1e6, "MB")
	}
}

// BenchmarkFinishBroken finishes a scan of a million addresses of which all but
// the pages are broken, and reports the heap that this takes, and the time.
func BenchmarkFinishBroken(b *testing.B) {
	for b.Loop() {
		db := newDB(b)
		w := newScan(b, db)
		linkedSite{n: 1_000_000, broken: func(i int) bool { return i%20 != 0 }}.found(b, w)
		runtime.GC()
		most := int64(0)
		stop := eachCollection(func() { most = max(most, aliveHeap()) })
		began := time.Now()
		if err := w.CountLinks(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(began).Seconds(), "s-counting")
		if err := setAllSeverities(b.Context(), db, w); err != nil {
			b.Fatal(err)
		}
		if err := w.Finish(b.Context(), storage.Complete, result.Summary{}); err != nil {
			b.Fatal(err)
		}
		stop()
		b.ReportMetric(time.Since(began).Seconds(), "s")
		b.ReportMetric(float64(most)/1e6, "MB-heap")
	}
}

// setAllSeverities does what grading the problems of a scan does, where every
// severity is another than in general.
func setAllSeverities(ctx context.Context, db *DB, w *record.Writer) error {
	var all []storage.ProblemSeverity
	for p, err := range db.EachProblem(ctx, w.ID()) {
		if err != nil {
			return err
		}
		if all = append(all, storage.ProblemSeverity{Address: p.ID, Severity: outcome.Serious, Causes: []outcome.Weight{"home"}}); len(all) == 10_000 {
			if err := w.SetSeverities(ctx, all); err != nil {
				return err
			}
			all = all[:0]
		}
	}
	return w.SetSeverities(ctx, all)
}

// BenchmarkDelete deletes a scan beside that of another site, and reports how
// long others had to wait at most to write something.
func BenchmarkDelete(b *testing.B) {
	for _, n := range []int{200_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchmarkDelete(b, n) })
	}
}

func benchmarkDelete(b *testing.B, n int) {
	for b.Loop() {
		db, scan := manyAddresses(b, n)
		beside := scanOf(b, db, newSite(b, db))
		linkedSite{n: n}.found(b, beside)
		finish(b, beside, storage.Complete)
		began := time.Now()
		done := make(chan error, 1)
		go func() { done <- db.DeleteScan(b.Context(), scan) }()
		longest := time.Duration(0)
		for running := true; running; {
			asked := time.Now()
			if _, err := db.SaveSite(b.Context(), storage.Site{Name: "Beside", Start: site}); err != nil {
				b.Fatal(err)
			}
			longest = max(longest, time.Since(asked))
			select {
			case err := <-done:
				if err != nil {
					b.Fatal(err)
				}
				running = false
			default:
			}
		}
		b.ReportMetric(time.Since(began).Seconds(), "s")
		b.ReportMetric(longest.Seconds(), "s-longest-wait")
	}
}
