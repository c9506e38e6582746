package storage

import (
	"cmp"
	"slices"
	"testing"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// EachAnswered gives the addresses of EachRow, in another order, while a scan
// runs and where it shares texts with another.
func TestEachAnswered(t *testing.T) {
	ctx := t.Context()
	db := newDB(t)
	filters := []Filter{{}, {Verdicts: []outcome.Verdict{outcome.Works}}, {Verdicts: []outcome.Verdict{outcome.Works, outcome.Warning}, Statuses: []int{2}}, {Statuses: []int{9}}}
	compare := func(scan int64) {
		t.Helper()
		for i, f := range filters {
			var got, want []Answered
			for a, err := range db.EachAnswered(ctx, scan, f) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, a)
			}
			for r, err := range db.EachRow(ctx, scan, f, Order{}) {
				if err != nil {
					t.Fatal(err)
				}
				want = append(want, Answered{r.URL, r.Outcome})
			}
			for _, all := range [][]Answered{got, want} {
				slices.SortFunc(all, func(a, b Answered) int { return cmp.Compare(a.URL, b.URL) })
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
	if err := w.Finish(ctx, Complete, result.Summary{}); err != nil {
		t.Fatal(err)
	}
	compare(w.ID())
	n := 0
	for range db.EachAnswered(ctx, w.ID(), Filter{}) {
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

func TestBitSet(t *testing.T) {
	v := &view{url: *pack([]uint32{70, 5, 300, 69, 1 << 31})}
	s := v.bitSetOf([]uint32{1, 3, 2})
	for url, want := range map[uint32]bool{0: false, 4: false, 5: true, 6: false, 69: true, 70: false, 300: true, 301: false, 5 + 1<<20: false, 1<<32 - 1: false} {
		if s.has(url) != want {
			t.Errorf("has %d: %v", url, !want)
		}
	}
	s.remove(69)
	s.remove(4)
	if s.has(69) || !s.has(5) || s.wants(target{page: 1, frag: 69}) || !s.wants(target{page: 1, frag: 5}) || s.wants(target{page: 69}) {
		t.Error("what was taken out is there, or what was not is gone")
	}
	if s := v.bitSetOf(nil); s.has(0) || s.has(7) {
		t.Error("an empty set has something")
	}
}
