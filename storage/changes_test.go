package storage

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Rows come in the order and by the filter that is asked for, and by their IDs.
func TestChangeRows(t *testing.T) {
	db := newDB(t)
	id := newSite(t, db)
	p := Pair{
		From: scannedPages(t, db, id, Complete, page("", "z", "a", "b", "gone"), is("b", "301 warning"), is("a", "404 broken"), is("z", "200 works"), is("gone", "410 broken")),
		To:   scannedPages(t, db, id, Complete, page("", "z", "a", "b", "Über"), page("2", "z"), is("a", "404 broken"), is("z", "500 broken"), is("b", "200 works"), is("Über", "404 broken")),
	}
	paths := func(f ChangeFilter, o Order) []string {
		t.Helper()
		ids, err := db.ChangeIDs(t.Context(), p, f, o)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := db.ChangeRows(t.Context(), p, ids)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i, r := range rows {
			if r.ID != ids[i] {
				t.Errorf("row %d has ID %d, want %d", i, r.ID, ids[i])
			}
			got = append(got, strings.TrimPrefix(r.URL, site))
		}
		return got
	}
	tests := []struct {
		name string
		f    ChangeFilter
		o    Order
		want []string
	}{
		{"new before still there before fixed, most pages first", ChangeFilter{}, Order{}, []string{"z", "Über", "a", "b", "gone"}},
		{"turned around", ChangeFilter{}, Order{By: ByChange, Desc: true}, []string{"gone", "b", "a", "Über", "z"}},
		{"by address", ChangeFilter{}, Order{By: ByAddress}, []string{"a", "b", "gone", "z", "Über"}},
		{"by pages", ChangeFilter{}, Order{By: BySources, Desc: true}, []string{"z", "Über", "a", "b", "gone"}},
		{"by outcome now, unknown last", ChangeFilter{}, Order{By: ByOutcome}, []string{"b", "Über", "a", "z", "gone"}},
		{"by outcome before, unknown last", ChangeFilter{}, Order{By: ByBefore}, []string{"z", "b", "a", "gone", "Über"}},
		{"some changes", ChangeFilter{Changes: []Change{Fixed, LinkRemoved}}, Order{}, []string{"b", "gone"}},
		{"text without regard to case", ChangeFilter{Text: "üBER"}, Order{}, []string{"Über"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, paths(tt.f, tt.o)); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
		})
	}
	if _, err := db.ChangeRows(t.Context(), p, []result.ID{1 << 30}); !errors.Is(err, ErrNotFound) {
		t.Errorf("no such row: %v", err)
	}
	rows := slices.Collect(func(yield func(ChangeRow) bool) {
		for r, err := range db.EachChange(t.Context(), p, ChangeFilter{Changes: []Change{Fixed}}, Order{}) {
			if err != nil {
				t.Error(err)
			}
			yield(r)
		}
	})
	want := []ChangeRow{{
		URL: site + "b", Internal: true, Kind: result.KindPage, Change: Fixed, Pages: 1,
		Before: Told{ID: 2, Verdict: outcome.Warning, Status: 301, Outcome: "301"},
		Now:    Told{ID: 5, Verdict: outcome.Works, Status: 200, Outcome: "200"},
	}}
	for i := range rows {
		rows[i].ID = 0
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("row (-want +got):\n%s", diff)
	}
}

// A scan of several segments, some of whose blocks were checked again, is
// compared with one that found the same in another order.
func TestCompareFindsEveryAddress(t *testing.T) {
	db := newDB(t)
	id := newSite(t, db)
	n := 2*segmentSize + 77
	made := func(from, step int) (all []told) {
		for i := range n {
			at := (i*step + from) % n
			says := "200 works"
			if at%100 < 3 && (step == 1 || at%100 > 0) || step > 1 && at%100 == 50 {
				says = "404 broken"
			}
			all = append(all, told{fmt.Sprintf("%s%d", site, at), says})
		}
		return all
	}
	p := Pair{From: scanned(t, db, id, clock(), Complete, made(0, 1)...), To: scanned(t, db, id, clock().Add(time.Hour), Complete, made(5, 3)...)}
	w, err := db.ResumeScan(t.Context(), p.To)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.Commit(t.Context(), &result.Batch{Checks: []result.Check{{Address: 1, Outcome: "404", Status: 404, Verdict: outcome.Broken, At: clock()}}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Finish(t.Context(), Complete, result.Summary{}); err != nil {
		t.Fatal(err)
	}
	c, err := db.Compare(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	want := ChangeCounts{Fixed: 83, StillThere: 166, New: 84} // with the one that was checked again
	if diff := cmp.Diff(want, c.Counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	consistent(t, db, p)
}
