package storage

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// told is what a scan of a test found of an address: "404 broken", "" for an
// address that it did not get to.
type told struct{ url, says string }

// scanned makes a scan of a site that found addresses in this order.
func scanned(tb testing.TB, db *DB, site int64, began time.Time, state State, found ...told) int64 {
	tb.Helper()
	w, err := db.NewScan(tb.Context(), Scan{Site: site, Start: "https://www.example.com/", Began: began, Version: "test", Settings: "{}"})
	if err != nil {
		tb.Fatal(err)
	}
	defer w.Close()
	b := &result.Batch{}
	for i, f := range found {
		a := result.Address{ID: result.ID(i + 1), URL: f.url, Internal: true, Kind: result.KindPage}
		b.Found = append(b.Found, a)
		if f.says == "" {
			continue
		}
		var key outcome.Key
		var verdict string
		if _, err := fmt.Sscan(f.says, &key, &verdict); err != nil {
			tb.Fatal(err)
		}
		c := result.Check{Address: a.ID, Final: f.url, Outcome: key, At: began.Add(time.Duration(i) * time.Second), Title: "Title of " + f.url, Content: uint64(i + 7)}
		c.Status, _ = key.Status()
		c.Verdict, _ = outcome.ParseVerdict(verdict)
		b.Checks = append(b.Checks, c)
	}
	if err := w.Commit(tb.Context(), b); err != nil {
		tb.Fatal(err)
	}
	if state != Interrupted {
		if err := w.Finish(tb.Context(), state, result.Summary{}); err != nil {
			tb.Fatal(err)
		}
	}
	return w.ID()
}

func newSite(tb testing.TB, db *DB) int64 {
	tb.Helper()
	s, err := db.SaveSite(tb.Context(), Site{Start: "https://www.example.com/", Settings: "{}"})
	if err != nil {
		tb.Fatal(err)
	}
	return s.ID
}

// The history of an address has a row for each scan that ended. One that did
// not reach the address says nothing about it (truth 3).
func TestHistory(t *testing.T) {
	db := newDB(t)
	site, other := newSite(t, db), newSite(t, db)
	const home, page = "https://www.example.com/", "https://www.example.com/page"
	day := func(n int) time.Time { return clock().AddDate(0, 0, n) }
	worked := scanned(t, db, site, day(1), Complete, told{home, "200 works"}, told{page, "200 works"})
	scanned(t, db, other, day(1), Complete, told{page, "500 broken"})
	unreached := scanned(t, db, site, day(2), Stopped, told{home, "200 works"}, told{page, ""})
	absent := scanned(t, db, site, day(3), Complete, told{home, "200 works"})
	running := scanned(t, db, site, day(4), Interrupted, told{page, "500 broken"})
	trashed := scanned(t, db, site, day(5), Complete, told{page, "500 broken"})
	if err := db.TrashScan(t.Context(), trashed); err != nil {
		t.Fatal(err)
	}
	now := scanned(t, db, site, day(6), Complete, told{page, "404 broken"}, told{home, "200 works"})
	later := scanned(t, db, site, day(7), Complete, told{home, "200 works"}, told{page, "301 warning"})

	got, err := db.History(t.Context(), now, 1, 10)
	if err != nil {
		t.Fatal(err)
	}
	title := "Title of " + page
	want := []Past{
		{Scan: later, State: Complete, Began: day(7), ID: 2, Status: 301, Outcome: "301", Verdict: outcome.Warning, At: day(7).Add(time.Second), Final: page, Title: title, Content: 8},
		{Scan: now, State: Complete, Began: day(6), ID: 1, Status: 404, Outcome: "404", Verdict: outcome.Broken, At: day(6), Final: page, Title: title, Content: 7},
		{Scan: absent, State: Complete, Began: day(3)},
		{Scan: unreached, State: Stopped, Began: day(2), ID: 2},
		{Scan: worked, State: Complete, Began: day(1), ID: 2, Status: 200, Outcome: "200", Verdict: outcome.Works, At: day(1).Add(time.Second), Final: page, Title: title, Content: 8},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("history (-want +got):\n%s", diff)
	}
	for _, p := range got {
		if p.Checked() != (p.Scan == later || p.Scan == now || p.Scan == worked) {
			t.Errorf("scan %d: checked is %v", p.Scan, p.Checked())
		}
	}
	if got, err = db.History(t.Context(), now, 1, 1); err != nil || len(got) != 3 || got[2].Scan != absent {
		t.Errorf("one before and one after: %+v, %v", got, err)
	}
	for _, none := range []result.ID{0, -1, 3, 1000} {
		if _, err := db.History(t.Context(), now, none, 10); !errors.Is(err, ErrNotFound) {
			t.Errorf("address %d: %v", none, err)
		}
	}
	// A scan that runs has a history, too, and is in no other's.
	if got, err = db.History(t.Context(), running, 1, 10); err != nil || len(got) != 6 || got[2].Scan != running || got[2].ID != 1 || got[2].Status != 500 {
		t.Errorf("of a running scan: %+v, %v", got, err)
	}
	then, err := db.Then(t.Context(), now, []result.ID{1, 2}, absent)
	if err != nil || len(then) != 1 || then[2].ID != 1 || then[2].Title != "Title of "+home {
		t.Errorf("then %+v, %v", then, err)
	}
}

// An address is found wherever it stands in a scan of several segments, also
// when some of them were checked again.
func TestHistoryFindsEveryAddress(t *testing.T) {
	db := newDB(t)
	site := newSite(t, db)
	var all []told
	for i := range 2*segmentSize + 77 {
		all = append(all, told{fmt.Sprintf("https://www.example.com/%d", i), "200 works"})
	}
	first := scanned(t, db, site, clock(), Complete, all...)
	mixed := slices.Clone(all)
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
	second := scanned(t, db, site, clock().Add(time.Hour), Complete, mixed...)

	again, err := db.ResumeScan(t.Context(), second)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	recheck := &result.Batch{Checks: []result.Check{{Address: 300, Outcome: "404", Status: 404, Verdict: outcome.Broken, At: clock()}}}
	if err := again.Commit(t.Context(), recheck); err != nil {
		t.Fatal(err)
	}
	if err := again.Finish(t.Context(), Complete, result.Summary{}); err != nil {
		t.Fatal(err)
	}
	for id := result.ID(1); int(id) <= len(mixed); id += 59 {
		past, err := db.History(t.Context(), second, id, 10)
		if err != nil {
			t.Fatal(err)
		}
		at := result.ID(slices.Index(all, mixed[id-1]) + 1)
		if len(past) != 2 || past[0].ID != id || past[1].Scan != first || past[1].ID != at {
			t.Fatalf("address %d stands at %d: %+v", id, at, past)
		}
	}
	past, err := db.History(t.Context(), second, 300, 10)
	if err != nil || past[0].Verdict != outcome.Broken || past[1].Verdict != outcome.Works {
		t.Errorf("checked again: %+v, %v", past, err)
	}
}
