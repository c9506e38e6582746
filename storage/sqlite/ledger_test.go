package sqlite

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// Truth 1: found is what was checked, what was skipped with its reason, and
// what waits.
func TestLedger(t *testing.T) {
	db := newDB(t)
	w := newScan(t, db)
	b := &result.Batch{}
	add := func(n int, internal bool, key outcome.Key, v outcome.Verdict) {
		for range n {
			id := result.ID(len(b.Found) + 1)
			b.Found = append(b.Found, result.Address{ID: id, URL: fmt.Sprintf("https://www.example.com/%d", id), Internal: internal, Kind: result.KindPage})
			if key != "" {
				b.Checks = append(b.Checks, result.Check{Address: id, Outcome: key, Verdict: v, Reason: fmt.Sprint("reason ", id%2), At: clock()})
			}
		}
	}
	add(5, true, "200", outcome.Works)
	add(2, true, "404", outcome.Broken)
	add(3, false, outcome.Excluded, outcome.Skipped)
	add(1, true, outcome.Excluded, outcome.Skipped)
	add(1, false, outcome.UnsupportedScheme, outcome.Skipped)
	add(1, false, outcome.Trap, outcome.Skipped)
	add(1, true, outcome.Trap, outcome.Skipped)
	add(4, true, "", outcome.Unchecked)
	if err := w.Commit(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	got, err := db.Ledger(t.Context(), w.ID())
	if err != nil {
		t.Fatal(err)
	}
	want := storage.Ledger{
		Found: 18, Checked: 7, Waiting: 4,
		Skipped: []storage.Skipped{
			{Outcome: outcome.Excluded, Count: 3},
			{Outcome: outcome.Trap, Count: 2},
			{Outcome: outcome.Excluded, Internal: true, Count: 1},
			{Outcome: outcome.UnsupportedScheme, Count: 1},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ledger (-want +got):\n%s", diff)
	}
	if got.Found != got.Checked+got.Skips()+got.Waiting {
		t.Errorf("it does not add up: %+v", got)
	}
	if _, err := db.Ledger(t.Context(), 99); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("a scan that is not there: %v, want %v", err, storage.ErrNotFound)
	}
}

// At every moment, whatever was stored, the ledger is that of the addresses.
func TestLedgerAddsUp(t *testing.T) {
	db := newDB(t)
	w := newScan(t, db)
	g := newGenerator(11)
	for range 12 {
		if err := w.Commit(t.Context(), g.batch()); err != nil {
			t.Fatal(err)
		}
		l, err := db.Ledger(t.Context(), w.ID())
		if err != nil {
			t.Fatal(err)
		}
		c, err := db.Counts(t.Context(), w.ID())
		if err != nil {
			t.Fatal(err)
		}
		if l.Found != c.Found || l.Waiting != c.Waiting || l.Skips() != c.Skipped || l.Checked != c.Found-c.Waiting-c.Skipped {
			t.Fatalf("got %+v, the counts are %+v", l, c)
		}
	}
}
