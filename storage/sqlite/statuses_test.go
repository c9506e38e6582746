package sqlite

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// Statuses are counted over what was asked: neither what waits nor what was skipped.
func TestStatusCounts(t *testing.T) {
	db := newDB(t)
	w := newScan(t, db)
	answers := []struct {
		status  int
		key     outcome.Key
		verdict outcome.Verdict
	}{
		{200, "200", outcome.Works},
		{200, "301", outcome.Warning}, // the last answer counts
		{404, "404", outcome.Broken},
		{0, outcome.DNSNotFound, outcome.Broken},
		{0, outcome.RobotsBlocked, outcome.Skipped},
	}
	b := &result.Batch{Found: []result.Address{{ID: 6, URL: "https://www.example.com/waits", Internal: true, Kind: result.KindPage}}}
	for i, a := range answers {
		id := result.ID(i + 1)
		b.Found = append(b.Found, result.Address{ID: id, URL: "https://www.example.com/" + string(rune('a'+i)), Internal: true, Kind: result.KindPage})
		b.Checks = append(b.Checks, result.Check{Address: id, Status: a.status, Outcome: a.key, Verdict: a.verdict, At: clock()})
	}
	b.Found = append(b.Found[1:], b.Found[0]) // in order of ID
	if err := w.Commit(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	got, err := db.StatusCounts(t.Context(), w.ID())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[int]int{200: 2, 404: 1, 0: 1}, got); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	if _, err := db.StatusCounts(t.Context(), 99); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("a scan that is not there: %v, want %v", err, storage.ErrNotFound)
	}
}

func TestProblemCounts(t *testing.T) {
	db := newDB(t)
	w := newScan(t, db)
	b := &result.Batch{}
	for i, c := range []result.Check{
		{Status: 200, Outcome: "200", Verdict: outcome.Works},
		{Status: 404, Outcome: "404", Verdict: outcome.Broken},
		{Status: 404, Outcome: "404", Verdict: outcome.Broken},
		{Status: 200, Outcome: "301", Verdict: outcome.Warning},
		{Status: 403, Outcome: "403", Verdict: outcome.CantVerify},
		{Outcome: outcome.RobotsBlocked, Verdict: outcome.Skipped},
	} {
		c.Address, c.At = result.ID(i+1), clock()
		b.Found = append(b.Found, result.Address{ID: c.Address, URL: "https://www.example.com/" + string(rune('a'+i)), Internal: true, Kind: result.KindPage})
		b.Checks = append(b.Checks, c)
	}
	if err := w.Commit(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	got, err := db.ProblemCounts(t.Context(), w.ID())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[outcome.Key]int{"404": 2, "301": 1, "403": 1}, got); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
}
