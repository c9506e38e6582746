package sqlite

import (
	"errors"
	"slices"
	"testing"

	"sitewell/scanner/result"
	"sitewell/storage"
)

// EachUse yields the same links as Sources, which reads them one address
// after the other, and PagesOf of the same pages: while a scan runs and once it
// has ended. Truth 2: no page is lost.
func TestUsesAreTheSourcesOfAll(t *testing.T) {
	for seed := range uint64(*rounds) {
		db := newDB(t)
		w := newScan(t, db)
		g := newGenerator(seed)
		for range 12 {
			if err := w.Commit(t.Context(), g.batch()); err != nil {
				t.Fatal(err)
			}
		}
		compareUses(t, db, w.ID(), g.model)
		if err := w.Finish(t.Context(), storage.Complete, result.Summary{}); err != nil {
			t.Fatal(err)
		}
		compareUses(t, db, w.ID(), g.model)
	}
}

func compareUses(t *testing.T, db *DB, scan storage.ScanID, m *model) {
	t.Helper()
	got := map[storage.Use]int{}
	left := map[storage.URLID]bool{} // pages whose uses have been given
	last := storage.URLID(0)
	for u, err := range db.EachUse(t.Context(), scan, storage.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if u.Page != last {
			left[last] = true
		}
		if last = u.Page; left[u.Page] {
			t.Fatalf("the uses of page %d do not stand together", u.Page)
		}
		got[u]++
	}
	want := map[storage.Use]int{}
	pages := map[storage.URLID]bool{}
	var some []storage.URLID // every second address
	for i, r := range m.rows(urlIDs(t, db)) {
		for _, s := range r.sources {
			want[storage.Use{Page: s.Page, Target: r.ID, Place: s.Place, Element: s.Element}]++
			if i%2 == 0 {
				pages[s.Page] = true
			}
		}
		if i%2 == 0 {
			some = append(some, r.ID)
		}
	}
	diff(t, "uses", got, want)
	of, err := db.PagesOf(t.Context(), scan, some)
	if err != nil {
		t.Fatal(err)
	}
	var sorted []storage.URLID
	for id := range pages {
		sorted = append(sorted, id)
	}
	slices.Sort(sorted)
	diff(t, "pages", of, sorted)
}

func TestUsesEndEarly(t *testing.T) {
	db := newDB(t)
	w := newScan(t, db)
	g := newGenerator(3)
	for range 6 {
		if err := w.Commit(t.Context(), g.batch()); err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	for _, err := range db.EachUse(t.Context(), w.ID(), storage.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Fatalf("got %d uses before the end", n)
	}
	if _, err := db.PagesOf(t.Context(), w.ID(), []storage.URLID{1 << 40}); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("an address that is not there: %v, want %v", err, storage.ErrNotFound)
	}
}
