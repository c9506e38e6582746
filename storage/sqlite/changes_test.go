package sqlite

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// Rows come in the order and by the filter that is asked for, and by their IDs.
func TestChangeRows(t *testing.T) {
	db := newDB(t)
	id := newSite(t, db)
	p := storage.Pair{
		From: scannedPages(t, db, id, storage.Complete, page("", "z", "a", "b", "gone"), is("b", "301 warning"), is("a", "404 broken"), is("z", "200 works"), is("gone", "410 broken")),
		To:   scannedPages(t, db, id, storage.Complete, page("", "z", "a", "b", "Über"), page("2", "z"), is("a", "404 broken"), is("z", "500 broken"), is("b", "200 works"), is("Über", "404 broken")),
	}
	paths := func(f storage.ChangeFilter, o storage.Order) []string {
		t.Helper()
		var got []string
		for r, err := range db.EachChange(t.Context(), p, f, o) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, strings.TrimPrefix(r.URL, site))
		}
		return got
	}
	tests := []struct {
		name string
		f    storage.ChangeFilter
		o    storage.Order
		want []string
	}{
		{"new before still there before fixed, most pages first", storage.ChangeFilter{}, storage.Order{}, []string{"z", "Über", "a", "b", "gone"}},
		{"turned around", storage.ChangeFilter{}, storage.Order{By: storage.ByChange, Desc: true}, []string{"gone", "b", "a", "Über", "z"}},
		{"by address", storage.ChangeFilter{}, storage.Order{By: storage.ByAddress}, []string{"a", "b", "gone", "z", "Über"}},
		{"by pages", storage.ChangeFilter{}, storage.Order{By: storage.BySources, Desc: true}, []string{"z", "Über", "a", "b", "gone"}},
		{"by outcome now, unknown last", storage.ChangeFilter{}, storage.Order{By: storage.ByOutcome}, []string{"b", "Über", "a", "z", "gone"}},
		{"by outcome before, unknown last", storage.ChangeFilter{}, storage.Order{By: storage.ByBefore}, []string{"z", "b", "a", "gone", "Über"}},
		{"some changes", storage.ChangeFilter{Changes: []storage.Change{storage.Fixed, storage.LinkRemoved}}, storage.Order{}, []string{"b", "gone"}},
		{"text without regard to case", storage.ChangeFilter{Text: "üBER"}, storage.Order{}, []string{"Über"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, paths(tt.f, tt.o)); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
		})
	}
	rows := slices.Collect(func(yield func(storage.ChangeRow) bool) {
		for r, err := range db.EachChange(t.Context(), p, storage.ChangeFilter{Changes: []storage.Change{storage.Fixed}}, storage.Order{}) {
			if err != nil {
				t.Error(err)
			}
			yield(r)
		}
	})
	want := []storage.ChangeRow{{
		URL: site + "b", Internal: true, Kind: result.KindPage, Change: storage.Fixed, Pages: 1,
		Before: storage.Observation{Verdict: outcome.Warning, Status: 301, Outcome: "301"},
		Now:    storage.Observation{Verdict: outcome.Works, Status: 200, Outcome: "200"},
	}}
	for i := range rows {
		rows[i].ID, rows[i].Before.ID, rows[i].Now.ID = 0, 0, 0 // all the same
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("row (-want +got):\n%s", diff)
	}
}

// A scan of which one address was checked again is
// compared with one that found the same in another order.
func TestCompareFindsEveryAddress(t *testing.T) {
	db := newDB(t)
	id := newSite(t, db)
	n := 8269
	made := func(from, step int) (all []saw) {
		for i := range n {
			at := (i*step + from) % n
			says := "200 works"
			if at%100 < 3 && (step == 1 || at%100 > 0) || step > 1 && at%100 == 50 {
				says = "404 broken"
			}
			all = append(all, saw{fmt.Sprintf("%s%d", site, at), says})
		}
		return all
	}
	p := storage.Pair{From: scanned(t, db, id, clock(), storage.Complete, made(0, 1)...), To: scanned(t, db, id, clock().Add(time.Hour), storage.Complete, made(5, 3)...)}
	again := urlIDs(t, db)[fmt.Sprint(site, 5)]
	err := db.Recheck(t.Context(), p.To, storage.Rechecked{Address: again, Check: result.Check{Outcome: "404", Status: 404, Verdict: outcome.Broken, At: clock()}})
	if err != nil {
		t.Fatal(err)
	}
	c, err := db.Compare(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	want := storage.ChangeCounts{Fixed: 83, StillThere: 166, New: 84} // with the one that was checked again
	if diff := cmp.Diff(want, c.Counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	consistent(t, db, p)
}
