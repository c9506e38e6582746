package storage

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// fileSize gives the bytes of the database with everything moved into it.
func fileSize(tb testing.TB, db *DB) int64 {
	tb.Helper()
	var busy, pages, moved int
	if err := db.write.QueryRow(`PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &moved); err != nil {
		tb.Fatal(err)
	}
	info, err := os.Stat(db.path)
	if err != nil {
		tb.Fatal(err)
	}
	return info.Size()
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
	ids, err := db.RowIDs(b.Context(), scan, Filter{}, Order{By: BySources, Desc: true})
	if err != nil {
		b.Fatal(err)
	}
	for _, target := range []struct {
		name string
		id   result.ID
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
		b.Run(target.name+"/unfinished", func(b *testing.B) { // as while the scan runs
			err := db.viewing(b.Context(), "sources", scan, func(tx *sql.Tx, v *view) error {
				v.derived = false
				defer func() { v.derived = true }()
				var err error
				loop(b, func() { _, err = v.sourcePages(b.Context(), tx, target.id) })
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		})
		b.Run(target.name+"/cold", func(b *testing.B) {
			loop(b, func() {
				cold, err := Open(b.Context(), db.path, Options{ReadOnly: true})
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

// million makes a finished scan of a million addresses, a tenth of them
// problems.
func million(b *testing.B) (*DB, int64) {
	b.Helper()
	const n = 1_000_000
	db := newDB(b)
	w := newScan(b, db)
	s := newSynth(n, 0, 0)
	run := &synthRun{synth: s, rand: rand.New(rand.NewPCG(1, 1)), began: clock(), ids: make(map[string]result.ID)}
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
	if err := w.Finish(b.Context(), Complete, result.Summary{}); err != nil {
		b.Fatal(err)
	}
	b.Logf("finish took %v, file has %d bytes", time.Since(began), fileSize(b, db))
	return db, w.ID()
}

func BenchmarkMillion(b *testing.B) {
	db, scan := million(b)
	ctx := b.Context()
	ask := func(b *testing.B, f Filter, o Order) {
		b.Helper()
		loop(b, func() {
			if _, err := db.RowIDs(ctx, scan, f, o); err != nil {
				b.Fatal(err)
			}
		})
	}
	b.Run("ledger", func(b *testing.B) {
		loop(b, func() {
			if l, err := db.Ledger(ctx, scan); err != nil || l.Found != 1_000_000 {
				b.Fatal(l, err)
			}
		})
	})
	b.Run("open", func(b *testing.B) {
		loop(b, func() {
			db.views.views = nil
			if _, err := db.RowIDs(ctx, scan, Filter{}, Order{}); err != nil {
				b.Fatal(err)
			}
		})
	})
	for _, by := range allColumns {
		b.Run("sort/"+string(by), func(b *testing.B) { ask(b, Filter{}, Order{By: by, Desc: true}) })
	}
	for i, f := range someFilters() {
		b.Run(fmt.Sprintf("filter/%d", i), func(b *testing.B) { ask(b, f, Order{}) })
	}
	ids, err := db.RowIDs(ctx, scan, Filter{}, Order{By: ByTook})
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
}

// BenchmarkNames asks a scan of a million addresses, stored and just opened,
// for addresses like another, with as many names as a question has.
func BenchmarkNames(b *testing.B) {
	db, scan := million(b)
	ctx := b.Context()
	ids, err := db.RowIDs(ctx, scan, Filter{}, Order{By: ByFound})
	if err != nil {
		b.Fatal(err)
	}
	rows, err := db.Rows(ctx, scan, ids[:1000])
	if err != nil {
		b.Fatal(err)
	}
	ask := func(b *testing.B) {
		b.Helper()
		like := Likeness{Limit: 100, Contents: []uint64{1, 2}}
		for range 12 {
			r := rows[rand.IntN(len(rows))]
			addressNamesTest(r.URL, func(n string) { like.Names = append(like.Names, n) })
			titleNamesTest(r.Title, func(n string) { like.Names = append(like.Names, n) })
		}
		if _, err := db.Named(ctx, scan, like); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("ask", func(b *testing.B) { loop(b, func() { ask(b) }) })
	b.Run("open", func(b *testing.B) {
		loop(b, func() {
			db.views.views = nil
			ask(b)
		})
	})
	b.Run("unstored", func(b *testing.B) {
		err := db.viewing(ctx, "names", scan, func(tx *sql.Tx, v *view) error {
			loop(b, func() {
				v.nameList = nil
				if _, err := v.allNames(ctx, tx, db.namer()); err != nil {
					b.Fatal(err)
				}
			})
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	})
	var size int64
	if err := db.read.QueryRow(`SELECT sum(length(data)) FROM derived WHERE name = ?`, derivedNames).Scan(&size); err != nil {
		b.Fatal(err)
	}
	b.Logf("names take %d bytes", size)
}

// addressNamesTest and titleNamesTest cost about what the names of
// scanner/suggest do, and give as many.
func addressNamesTest(text string, name func(string)) {
	i := strings.LastIndexByte(text, '/')
	file := text[i+1:]
	name("f " + file)
	name("b " + text[:i+1] + file[:len(file)/2])
	name("e " + text[:i+1] + file[len(file)/2:])
}

func titleNamesTest(text string, name func(string)) { name("t " + text) }

// BenchmarkHistory asks for the history of an address over ten scans of a
// million addresses, of one that all have and of one that only the last has.
func BenchmarkHistory(b *testing.B) {
	db, scan := million(b)
	w, err := db.ResumeScan(b.Context(), scan)
	if err != nil {
		b.Fatal(err)
	}
	extra := result.Address{ID: 1_000_001, URL: "https://www.example.com/only-here", Internal: true, Kind: result.KindPage}
	for i := range 9 { // scans that share everything: only their segments are copied
		_, err := db.write.Exec(`INSERT INTO scan SELECT NULL, site, start, state, began, ended, worked, version, settings, diagnosis, sample, deleted, revision, counted, 0,
			found, waiting, pages, links, broken, warning, cant, works, skipped, internal FROM scan WHERE id = ?`, scan)
		if err != nil {
			b.Fatal(err)
		}
		_, err = db.write.Exec(`INSERT INTO segment SELECT (? << 32) | (id & 0xffffffff), data FROM segment WHERE id >> 32 = ?`, scan+int64(i)+1, scan)
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Commit(b.Context(), &result.Batch{
		Found:  []result.Address{extra},
		Checks: []result.Check{{Address: extra.ID, Outcome: "404", Status: 404, Verdict: outcome.Broken, At: clock()}},
	}); err != nil {
		b.Fatal(err)
	}
	for _, of := range []struct {
		name string
		id   result.ID
	}{{"everywhere", 500_000}, {"only here", extra.ID}} {
		b.Run(of.name, func(b *testing.B) {
			loop(b, func() {
				past, err := db.History(b.Context(), scan, of.id, 10)
				if err != nil || len(past) != 10 {
					b.Fatal(len(past), err)
				}
			})
		})
	}
}
