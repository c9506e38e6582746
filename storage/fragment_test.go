package storage

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Checks of fragments are most of a manual's: where they answered is their own
// address, which must not be kept a second time.
func TestFragmentsThatWorkTakeOneRow(t *testing.T) {
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "sitewell.db"), Options{Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	w := newScan(t, db)
	const page, fragments = "https://example.org/a.html", 50
	at := time.Date(2026, 5, 3, 0, 0, 0, 0, time.UTC)
	first := &result.Batch{
		Found: []result.Address{{ID: 1, URL: page, Internal: true, Kind: result.KindPage}},
		Checks: []result.Check{{
			Address: 1, Final: page, Status: 200, Outcome: "200", Verdict: outcome.Works, Kind: result.KindPage, At: at,
		}},
		Pages: []result.Page{{Address: 1, Document: true}},
	}
	second := &result.Batch{}
	for i := range fragments {
		id, name := result.ID(i+2), fmt.Sprint("part-", i)
		second.Found = append(second.Found, result.Address{
			ID: id, URL: page + "#" + name, Base: 1, Fragment: name, Internal: true, Kind: result.KindPage,
		})
		if i%2 == 1 { // as the engine gives them
			second.Settled = append(second.Settled, result.Settled{
				Address: id, Final: page + "#" + name, Status: 200, Outcome: "200", Verdict: outcome.Works, Kind: result.KindPage, At: at,
			})
			continue
		}
		second.Checks = append(second.Checks, result.Check{
			Address: id, Final: page + "#" + name, Status: 200, Outcome: "200", Verdict: outcome.Works, Kind: result.KindPage, Size: -1, At: at,
		})
	}
	for _, b := range []*result.Batch{first, second} {
		if err := w.Commit(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	// The origin, the page and its fragments; what the page itself answered.
	counts := rowCounts(t, db)
	if got, want := counts["url"], fragments+2; got != want {
		t.Errorf("%d address texts are kept, want %d", got, want)
	}
	if got := counts["fact"]; got > 1 {
		t.Errorf("%d facts are kept, want at most the page's", got)
	}
	d, err := db.Detail(t.Context(), w.ID(), 3)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(page+"#part-1", d.Final); diff != "" {
		t.Errorf("final address (-want +got):\n%s", diff)
	}
}
