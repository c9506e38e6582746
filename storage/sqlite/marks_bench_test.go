package sqlite

import (
	"fmt"
	"testing"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
)

// BenchmarkMarks finds out to which of 200,000 addresses, of which half are broken,
// a thousand marks apply: the first time, when it is known, and with a pattern for
// half of them.
func BenchmarkMarks(b *testing.B) {
	const n, marks = 200_000, 1_000
	db := newDB(b)
	id := newSite(b, db)
	w := scanOf(b, db, id)
	linkedSite{n: n, broken: func(i int) bool { return i%2 == 0 }}.found(b, w)
	if err := w.Finish(b.Context(), storage.Complete, result.Summary{}); err != nil {
		b.Fatal(err)
	}
	change := storage.MarkChange{Site: id}
	for i := range marks {
		change.Save = append(change.Save, storage.Mark{
			Kind: storage.Ignored, Scope: storage.OnAddress, Class: outcome.ClientError,
			Subject: fmt.Sprintf("%ssection-%d/page-%d.html", site, i%50, i),
		})
	}
	if _, err := db.ChangeMarks(b.Context(), change); err != nil {
		b.Fatal(err)
	}
	timed := func(b *testing.B, do func()) {
		began := processorTime()
		for b.Loop() {
			do()
		}
		b.ReportMetric((processorTime()-began).Seconds()*1000/float64(b.N), "cpu-ms/op")
	}
	first := func(b *testing.B, want int) {
		timed(b, func() {
			db.Reader = findings.NewReader(db.file, findings.NewMarks(db.now)) // which knows nothing yet
			c, err := db.MarkCounts(b.Context(), w.ID())
			if err != nil || c.Ignored.Broken != want {
				b.Fatalf("got %+v, %v", c, err)
			}
		})
	}
	b.Run("addresses", func(b *testing.B) { first(b, marks/2) })
	b.Run("known", func(b *testing.B) {
		timed(b, func() {
			if _, err := db.MarkCounts(b.Context(), w.ID()); err != nil {
				b.Fatal(err)
			}
		})
	})
	b.Run("list-of-all", func(b *testing.B) {
		f := storage.Filter{Verdicts: []outcome.Verdict{outcome.Broken}}
		timed(b, func() {
			if ids, err := db.RowIDs(b.Context(), w.ID(), f, storage.Order{}); err != nil || len(ids) != n/2 {
				b.Fatalf("got %d, %v", len(ids), err)
			}
		})
	})
	b.Run("list", func(b *testing.B) {
		f := storage.Filter{Verdicts: []outcome.Verdict{outcome.Broken}, Marks: storage.NotIgnored}
		timed(b, func() {
			if ids, err := db.RowIDs(b.Context(), w.ID(), f, storage.Order{}); err != nil || len(ids) != n/2-marks/2 {
				b.Fatalf("got %d, %v", len(ids), err)
			}
		})
	})
	rule := storage.Mark{Kind: storage.Ignored, Scope: storage.OnPattern, Subject: site + "*.html"}
	if _, err := db.ChangeMarks(b.Context(), storage.MarkChange{Site: id, Save: []storage.Mark{rule}}); err != nil {
		b.Fatal(err)
	}
	b.Run("pattern", func(b *testing.B) { first(b, n/2) })
	b.Run("pattern-list", func(b *testing.B) {
		f := storage.Filter{Verdicts: []outcome.Verdict{outcome.Broken}, Marks: storage.OnlyIgnored}
		timed(b, func() {
			if ids, err := db.RowIDs(b.Context(), w.ID(), f, storage.Order{}); err != nil || len(ids) != n/2 {
				b.Fatalf("got %d, %v", len(ids), err)
			}
		})
	})
}
