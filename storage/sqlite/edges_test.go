package sqlite

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// A scan can read back where its addresses lead: their links, and where they
// redirect to if that is a page that was read.
func TestEdges(t *testing.T) {
	w := newScan(t, newDB(t))
	at := func(n int) string {
		return []string{"", "https://a.example/", "https://a.example/old", "https://a.example/new", "https://a.example/file"}[n]
	}
	b := &result.Batch{}
	for id := 1; id <= 4; id++ {
		b.Found = append(b.Found, result.Address{ID: result.ID(id), URL: at(id), Internal: true, Kind: result.KindPage, Depth: id})
		b.Checks = append(b.Checks, result.Check{Address: result.ID(id), Verdict: outcome.Works, Status: 200, Final: at(id)})
	}
	b.Checks[1].Final = at(3) // a page
	b.Checks[2].Final = at(4) // no page
	link := func(to result.ID) result.Link { return result.Link{Target: to, Kind: result.KindPage} }
	b.Pages = []result.Page{
		{Address: 1, Document: true, Links: []result.Link{link(4), link(2), link(2)}},
		{Address: 3, Document: true, Links: []result.Link{link(1)}},
	}
	if err := w.Commit(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	if err := w.Commit(t.Context(), &result.Batch{FoundAgain: []result.FoundAgain{{Address: 3, Depth: 2}}}); err != nil {
		t.Fatal(err)
	}
	left := [][]result.ID{{1, 2}, {3, 4}}
	next := func() (ids []result.ID) {
		if len(left) > 0 {
			ids, left = left[0], left[1:]
		}
		return ids
	}
	var got []result.Edge
	if err := w.Edges(t.Context(), next, func(e result.Edge) { got = append(got, e) }); err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(got, func(a, b result.Edge) int { return int((a.From-b.From)*10 + a.To - b.To) })
	want := []result.Edge{{From: 1, To: 2}, {From: 1, To: 4}, {From: 2, To: 3, IsRedirect: true}, {From: 3, To: 1}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("edges (-want +got):\n%s", d)
	}
	var depths []int
	err := w.Addresses(t.Context(), func(a result.Address, _ outcome.Key, _ outcome.Verdict) bool {
		depths = append(depths, a.Depth)
		return true
	})
	if d := cmp.Diff([]int{1, 2, 2, 4}, depths); d != "" || err != nil {
		t.Errorf("depths (-want +got), error %v:\n%s", err, d)
	}
}

// Nothing else that is stored of a page is taken for one of its links.
func TestEdgesAreOnlyLinks(t *testing.T) {
	w := newScan(t, newDB(t))
	const pages = 100
	b := &result.Batch{}
	var ids []result.ID
	var want []result.Edge
	for id := result.ID(1); id <= pages; id++ {
		at, to := fmt.Sprintf("https://a.example/%d", id), id*7%pages+1
		b.Found = append(b.Found, result.Address{ID: id, URL: at, Internal: true, Kind: result.KindPage})
		b.Checks = append(b.Checks, result.Check{Address: id, Verdict: outcome.Works, Status: 200, Final: at})
		b.Pages = append(b.Pages, result.Page{Address: id, Document: true, Links: []result.Link{{Target: to, Kind: result.KindPage}}})
		ids, want = append(ids, id), append(want, result.Edge{From: id, To: to})
	}
	if err := w.Commit(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	next := func() (part []result.ID) { part, ids = ids, nil; return part }
	var got []result.Edge
	if err := w.Edges(t.Context(), next, func(e result.Edge) { got = append(got, e) }); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("edges (-want +got):\n%s", d)
	}
}
