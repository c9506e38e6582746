package sqlite

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// A forecast is made of the complete scans of a site: hosts that fail more and more,
// and the certificates that the newest one saw.
func TestForecast(t *testing.T) {
	db := newDB(t)
	id := newSite(t, db)
	if f, err := db.Forecast(t.Context(), id); err != nil || len(f.Scans) != 0 {
		t.Fatalf("a site without scans: %+v, %v", f, err)
	}
	expires := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
	scan := func(state storage.State, failing int) {
		w := scanOf(t, db, id)
		b := &result.Batch{}
		add := func(url string, isBroken bool, e result.Evidence) {
			n := result.ID(len(b.Found) + 1)
			b.Found = append(b.Found, result.Address{ID: n, URL: url, Kind: result.KindPage})
			c := result.Check{Address: n, Final: url, FinalID: n, Outcome: "200", Status: 200, Verdict: outcome.Works, At: clock(), Evidence: e}
			if isBroken {
				c.Outcome, c.Status, c.Verdict = "500", 500, outcome.Broken
			}
			b.Checks = append(b.Checks, c)
		}
		add(site, false, result.Evidence{CertExpires: expires.AddDate(0, 0, len(b.Found)), CertSubject: "CN=www.example.com"})
		for i := range 6 {
			add(fmt.Sprintf("https://worse.example/%d", i), i < failing, result.Evidence{})
			add(fmt.Sprintf("https://same.example/%d", i), i < 3, result.Evidence{})
		}
		if err := w.Commit(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		finish(t, w, state)
	}
	for _, failing := range []int{1, 2, 4} {
		scan(storage.Complete, failing)
		scan(storage.Stopped, 0)
	}
	f, err := db.Forecast(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	want := storage.Forecast{
		Scans:        f.Scans,
		Certificates: []storage.Certificate{{Host: "www.example.com", Expires: expires}},
		Hosts:        []storage.HostTrend{{Host: "worse.example", Scans: []storage.HostFailures{{Checked: 6, Failed: 1}, {Checked: 6, Failed: 2}, {Checked: 6, Failed: 4}}}},
	}
	if d := cmp.Diff(want, f); d != "" || len(f.Scans) != 3 {
		t.Errorf("of %d scans (-want +got):\n%s", len(f.Scans), d)
	}
}
