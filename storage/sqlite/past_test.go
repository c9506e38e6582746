package sqlite

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// saw is what a scan of a test found of an address: "404 broken", "" for an
// address that it did not get to.
type saw struct{ url, says string }

// scanned makes a scan of a site that found addresses in this order.
func scanned(tb testing.TB, db *DB, site storage.SiteID, began time.Time, state storage.State, found ...saw) storage.ScanID {
	tb.Helper()
	w, err := db.NewScan(tb.Context(), storage.Scan{Site: site, Start: "https://www.example.com/", Began: began, Version: "test", Settings: "{}"})
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
	if state != storage.Interrupted {
		if err := w.Finish(tb.Context(), state, result.Summary{}); err != nil {
			tb.Fatal(err)
		}
	}
	return w.ID()
}

// The history of an address has a row for each scan that ended. One that did
// not reach the address says nothing about it (truth 3).
func TestHistory(t *testing.T) {
	db := newDB(t)
	site, other := newSite(t, db), newSite(t, db)
	const homeURL, pageURL = "https://www.example.com/", "https://www.example.com/page"
	const home, page = 1, 2 // the numbers that the first scan gives them
	day := func(n int) time.Time { return clock().AddDate(0, 0, n) }
	worked := scanned(t, db, site, day(1), storage.Complete, saw{homeURL, "200 works"}, saw{pageURL, "200 works"})
	scanned(t, db, other, day(1), storage.Complete, saw{pageURL, "500 broken"})
	unreached := scanned(t, db, site, day(2), storage.Stopped, saw{homeURL, "200 works"}, saw{pageURL, ""})
	absent := scanned(t, db, site, day(3), storage.Complete, saw{homeURL, "200 works"})
	running := scanned(t, db, site, day(4), storage.Interrupted, saw{pageURL, "500 broken"})
	trashed := scanned(t, db, site, day(5), storage.Complete, saw{pageURL, "500 broken"})
	if err := db.DeleteScan(t.Context(), trashed); err != nil {
		t.Fatal(err)
	}
	now := scanned(t, db, site, day(6), storage.Complete, saw{pageURL, "404 broken"}, saw{homeURL, "200 works"})
	later := scanned(t, db, site, day(7), storage.Complete, saw{homeURL, "200 works"}, saw{pageURL, "301 warning"})

	got, err := db.History(t.Context(), now, page, 10)
	if err != nil {
		t.Fatal(err)
	}
	title := "Title of " + pageURL
	want := []storage.AddressState{
		{Scan: later, State: storage.Complete, Began: day(7), ID: page, Status: 301, Outcome: "301", Verdict: outcome.Warning, At: day(7).Add(time.Second), Final: pageURL, Title: title, Content: 8},
		{Scan: now, State: storage.Complete, Began: day(6), ID: page, Status: 404, Outcome: "404", Verdict: outcome.Broken, At: day(6), Final: pageURL, Title: title, Content: 7},
		{Scan: absent, State: storage.Complete, Began: day(3)},
		{Scan: unreached, State: storage.Stopped, Began: day(2), ID: page},
		{Scan: worked, State: storage.Complete, Began: day(1), ID: page, Status: 200, Outcome: "200", Verdict: outcome.Works, At: day(1).Add(time.Second), Final: pageURL, Title: title, Content: 8},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("history (-want +got):\n%s", diff)
	}
	for _, p := range got {
		if p.Checked() != (p.Scan == later || p.Scan == now || p.Scan == worked) {
			t.Errorf("scan %d: checked is %v", p.Scan, p.Checked())
		}
	}
	if got, err = db.History(t.Context(), now, page, 1); err != nil || len(got) != 3 || got[2].Scan != absent {
		t.Errorf("one before and one after: %+v, %v", got, err)
	}
	for _, none := range []storage.URLID{0, -1, 3, 1000} {
		if _, err := db.History(t.Context(), now, none, 10); !errors.Is(err, storage.ErrNotFound) {
			t.Errorf("address %d: %v", none, err)
		}
	}
	// A scan that runs has a history, too, and is in no other's.
	if got, err = db.History(t.Context(), running, page, 10); err != nil || len(got) != 6 || got[2].Scan != running || got[2].ID != page || got[2].Status != 500 {
		t.Errorf("of a running scan: %+v, %v", got, err)
	}
	then, err := db.StatesIn(t.Context(), now, []storage.URLID{home, page}, absent)
	if err != nil || len(then) != 1 || then[home].ID != home || then[home].Title != "Title of "+homeURL {
		t.Errorf("then %+v, %v", then, err)
	}
}

// What is checked again changes in that scan alone, whatever the scans before
// and after it share.
func TestRecheckChangesOneScan(t *testing.T) {
	db := newDB(t)
	site := newSite(t, db)
	const url = "https://www.example.com/"
	var scans []storage.ScanID
	for n := range 4 {
		scans = append(scans, scanned(t, db, site, clock().Add(time.Duration(n)*time.Hour), storage.Complete, saw{url, "200 works"}))
	}
	if n := rowCount(t, db, "finding"); n != 1 {
		t.Fatalf("%d findings of an address that never changed, want 1", n)
	}
	id := urlIDs(t, db)[url]
	want := map[storage.ScanID]outcome.Verdict{}
	for _, scan := range scans {
		want[scan] = outcome.Works
	}
	check := func() {
		t.Helper()
		for _, scan := range scans {
			if err := db.Verify(t.Context(), scan); err != nil {
				t.Fatal(err)
			}
			rows, err := db.Rows(t.Context(), scan, []storage.URLID{id})
			if err != nil || rows[0].Verdict != want[scan] {
				t.Errorf("scan %d: %+v, %v, want %v", scan, rows, err, want[scan])
			}
		}
	}
	for _, n := range []int{1, 3, 0, 2, 1} {
		v := outcome.Broken
		if want[scans[n]] == outcome.Broken {
			v = outcome.Works
		}
		want[scans[n]] = v
		err := db.Recheck(t.Context(), scans[n], storage.Rechecked{
			Address: id, Check: result.Check{Outcome: "404", Status: 404, Verdict: v, Severity: outcome.Serious, At: clock(), Final: url},
			Causes: []outcome.Weight{outcome.StartPage},
		})
		if err != nil {
			t.Fatal(err)
		}
		check()
	}
	if err := db.DeleteScan(t.Context(), scans[1]); err != nil {
		t.Fatal(err)
	}
	scans = append(scans[:1], scans[2:]...)
	check()
	err := db.Recheck(t.Context(), scans[0], storage.Rechecked{Address: 99, Check: result.Check{Outcome: "404", Verdict: outcome.Broken}})
	if !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("an address that is not there: %v, want ErrNotFound", err)
	}
}

// What was known before an address was checked again is kept: what the scan itself found,
// and of checks that found the same one after the other the last. It is of one scan.
func TestRecheckKeepsWhatWasKnown(t *testing.T) {
	db := newDB(t)
	site := newSite(t, db)
	const url = "https://www.example.com/page"
	first := scanned(t, db, site, clock(), storage.Complete, saw{url, "404 broken"})
	second := scanned(t, db, site, clock().Add(time.Hour), storage.Complete, saw{url, "404 broken"})
	id := urlIDs(t, db)[url]
	at := func(minutes int) time.Time { return clock().Add(2*time.Hour + time.Duration(minutes)*time.Minute) }
	for i, status := range []int{404, 404, 500, 500, 200, 404} {
		c := result.Check{Status: status, Outcome: outcome.FromStatus(status), Verdict: outcome.Broken, Severity: outcome.Serious, At: at(i), Final: url, Reason: "HTTP"}
		if status == 200 {
			c.Verdict, c.Severity = outcome.Works, outcome.NoSeverity
		}
		if err := db.Recheck(t.Context(), second, storage.Rechecked{Address: id, Check: c}); err != nil {
			t.Fatal(err)
		}
	}
	was := func(status int, v outcome.Verdict, s outcome.Severity, when time.Time, reason string) storage.EarlierCheck {
		return storage.EarlierCheck{At: when, Status: status, Outcome: outcome.FromStatus(status), Verdict: v, Severity: s, Reason: reason}
	}
	want := []storage.EarlierCheck{
		was(404, outcome.Broken, outcome.NoSeverity, clock().Add(time.Hour), ""), // shared with the scan before
		was(404, outcome.Broken, outcome.Serious, at(1), "HTTP"),
		was(500, outcome.Broken, outcome.Serious, at(3), "HTTP"),
		was(200, outcome.Works, outcome.NoSeverity, at(4), "HTTP"),
	}
	d, err := db.Detail(t.Context(), second, id)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, d.Earlier); diff != "" || d.Status != 404 || !d.At.Equal(at(5)) {
		t.Errorf("it is %d now, at %v; earlier (-want +got):\n%s", d.Status, d.At, diff)
	}
	if d, err = db.Detail(t.Context(), first, id); err != nil || len(d.Earlier) > 0 {
		t.Errorf("the scan before: %+v, %v", d.Earlier, err)
	}
	for _, scan := range []storage.ScanID{first, second} {
		if err := db.Verify(t.Context(), scan); err != nil {
			t.Error(err)
		}
	}
	if err := db.DeleteScan(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	if n := rowCount(t, db, "earlier_check"); n != 0 {
		t.Errorf("%d earlier checks of a scan that was deleted", n)
	}
	if err := db.Verify(t.Context(), first); err != nil {
		t.Error(err)
	}
}
