package sqlite

import (
	"cmp"
	"slices"
	"testing"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// EachAnswered yields the addresses of EachRow, in another order, while a scan
// runs and where it shares texts with another.
func TestEachAnswered(t *testing.T) {
	ctx := t.Context()
	db := newDB(t)
	filters := []storage.Filter{{}, {Verdicts: []outcome.Verdict{outcome.Works}}, {Verdicts: []outcome.Verdict{outcome.Works, outcome.Warning}, Statuses: []int{2}}, {Statuses: []int{9}}}
	compare := func(scan storage.ScanID) {
		t.Helper()
		for i, f := range filters {
			var got, want []storage.Answered
			for a, err := range db.EachAnswered(ctx, scan, f) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, a)
			}
			for r, err := range db.EachRow(ctx, scan, f, storage.Order{}) {
				if err != nil {
					t.Fatal(err)
				}
				want = append(want, storage.Answered{URL: r.URL, Outcome: r.Outcome})
			}
			for _, all := range [][]storage.Answered{got, want} {
				slices.SortFunc(all, func(a, b storage.Answered) int { return cmp.Compare(a.URL, b.URL) })
			}
			diff(t, "filter "+string(rune('0'+i)), got, want)
		}
	}
	g := newGenerator(7)
	w := newScan(t, db)
	for range 6 {
		if err := w.Commit(ctx, g.batch()); err != nil {
			t.Fatal(err)
		}
	}
	compare(w.ID())
	if err := w.Finish(ctx, storage.Complete, result.Summary{}); err != nil {
		t.Fatal(err)
	}
	compare(w.ID())
	n := 0
	for range db.EachAnswered(ctx, w.ID(), storage.Filter{}) {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("%d addresses after an end at 2", n)
	}

	// The texts of this one lie far apart: others were found between them.
	far := newScan(t, db)
	b := &result.Batch{}
	for i, url := range []string{"https://www.example.com/first", "https://www.example.com/last"} {
		if i == 1 {
			newSynth(400, 5, 10).run(t, newScan(t, db), 1)
		}
		b.Found = []result.Address{{ID: result.ID(i + 1), URL: url, Kind: result.KindPage}}
		b.Checks = []result.Check{{Address: result.ID(i + 1), Status: 200, Outcome: "200", Verdict: outcome.Works, At: clock()}}
		if err := far.Commit(ctx, b); err != nil {
			t.Fatal(err)
		}
	}
	compare(far.ID())
}
