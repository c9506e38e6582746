package core

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
	"sitewell/storage"
	"sitewell/storage/sqlite/sqlitetest"
)

const markedHome = "https://www.example.com/"

// markedScan is a scan of some problems, which the home page links to.
func markedScan(site storage.SiteID, began time.Time, problems map[string]outcome.Key) sqlitetest.Scan {
	s := sqlitetest.Scan{Scan: storage.Scan{Site: site, Start: markedHome, State: storage.Complete, Began: began, Ended: began}}
	home := sqlitetest.Address{Row: storage.Row{URL: markedHome, Internal: true, Outcome: "200"}, Read: true}
	for url, key := range problems {
		home.Links = append(home.Links, sqlitetest.Link{To: url})
		s.Found = append(s.Found, sqlitetest.Address{Row: storage.Row{URL: url, Outcome: key}})
	}
	s.Found = append([]sqlitetest.Address{home}, s.Found...)
	return s
}

// What is said to be done is verified; what a scan did not reach is not.
func TestCheckDone(t *testing.T) { // truth 3
	c := kitchen(t, sitetest.New(t, ""))
	site, err := c.db.SaveSite(t.Context(), storage.Site{Start: markedHome, Settings: "{}"})
	if err != nil {
		t.Fatal(err)
	}
	day := func(n int) time.Time { return time.Date(2026, 5, n, 12, 0, 0, 0, time.UTC) }
	const works, still, unlinked, skipped = "https://a.example/works", "https://a.example/still", "https://a.example/unlinked", "https://a.example/skipped"
	first := sqlitetest.Store(t, c.db, markedScan(site.ID, day(1), map[string]outcome.Key{works: "404", still: "404", unlinked: "404", skipped: "404"}))
	var change storage.MarkChange
	change.Site = site.ID
	for _, url := range []string{works, still, unlinked, skipped} {
		change.Save = append(change.Save, storage.Mark{Kind: storage.Done, Scope: storage.OnAddress, Subject: url, Made: day(2)})
	}
	if _, err := c.Marks.Change(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	second := sqlitetest.Store(t, c.db, markedScan(site.ID, day(3), map[string]outcome.Key{works: "200", still: "500", skipped: outcome.Excluded}))
	third := sqlitetest.Store(t, c.db, markedScan(site.ID, day(4), map[string]outcome.Key{works: "404", still: "500", skipped: outcome.Excluded}))

	type result struct {
		Said, Done   int
		Not, Unknown []string
	}
	check := func(scan storage.ScanID, want result) {
		t.Helper()
		d, err := c.Marks.CheckDone(t.Context(), scan)
		if err != nil {
			t.Fatal(err)
		}
		got := result{Said: d.Said, Done: d.Done}
		for _, m := range d.Not {
			got.Not = append(got.Not, m.Subject)
		}
		for _, m := range d.Unknown {
			got.Unknown = append(got.Unknown, m.Subject)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("scan %d (-want +got):\n%s", scan, diff)
		}
	}
	check(first, result{})
	check(second, result{Said: 4, Done: 2, Not: []string{still}, Unknown: []string{skipped}})
	if err := c.Marks.keepVerified(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	check(second, result{Said: 4, Done: 2, Not: []string{still}, Unknown: []string{skipped}})
	check(third, result{Said: 2, Not: []string{still}, Unknown: []string{skipped}}) // what came back is told as that
}

// A fix is followed through the scans before, as long as each had it.
func TestFixProgress(t *testing.T) {
	c := kitchen(t, sitetest.New(t, ""))
	site, err := c.db.SaveSite(t.Context(), storage.Site{Start: markedHome, Settings: "{}"})
	if err != nil {
		t.Fatal(err)
	}
	day := func(n int) time.Time { return time.Date(2026, 5, n, 12, 0, 0, 0, time.UTC) }
	dead := func(paths ...string) map[string]outcome.Key {
		all := map[string]outcome.Key{}
		for _, p := range paths {
			all["https://dead.example/"+p] = outcome.DNSNotFound
		}
		return all
	}
	scan := func(n int, problems map[string]outcome.Key) storage.ScanID {
		return sqlitetest.Store(t, c.db, markedScan(site.ID, day(n), problems))
	}
	scan(1, map[string]outcome.Key{})
	scan(2, dead("a", "b", "c", "d"))
	scan(3, dead("a", "b", "c"))
	newest := scan(4, dead("a", "b", "new"))
	fixes, err := c.FixLister.Fixes(t.Context(), newest)
	if err != nil || len(fixes) != 1 {
		t.Fatalf("got %+v, %v", fixes, err)
	}
	got, err := c.FixLister.FixProgress(t.Context(), newest, fixes)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]fix.Progress{fixes[0].Key(): {Scans: 3, Since: day(2), Problems: 4, Gone: 2}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A host that is stored is the same when it is read again, as undo and import do.
func TestHostOfMarkIsStable(t *testing.T) {
	tests := []struct{ typed, want string }{
		{"http://x.example:443", "x.example:443"},
		{"x.example:443", "x.example:443"},
		{"https://x.example:80/a", "x.example:80"},
		{"https://x.example:443/", "x.example"},
		{"http://X.example:80", "x.example"},
		{"x.example", "x.example"},
		{"bücher.example:8080", "xn--bcher-kva.example:8080"},
		{"http://[::1]:443/", "[::1]:443"},
		{"::1", "[::1]"},
	}
	for _, tt := range tests {
		m := storage.Mark{Kind: storage.Ignored, Scope: storage.OnHost, Subject: tt.typed}
		for range 3 {
			if err := checkRule(&m); err != nil || m.Subject != tt.want {
				t.Errorf("%s: %q, %v; want %q", tt.typed, m.Subject, err, tt.want)
			}
		}
	}
}

// The rows of a history leave out what is ignored; what the scan has stored stays.
func TestScansLeaveOutIgnored(t *testing.T) {
	c := kitchen(t, sitetest.New(t, ""))
	site, err := c.db.SaveSite(t.Context(), storage.Site{Start: markedHome, Settings: "{}"})
	if err != nil {
		t.Fatal(err)
	}
	const first, second = "https://a.example/first", "https://a.example/second"
	scan := sqlitetest.Store(t, c.db, markedScan(site.ID, time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC), map[string]outcome.Key{first: "404", second: "500"}))
	ids := sqlitetest.IDs(t, c.db, scan)
	var steps [][2]int
	_, err = c.Marks.MarkProblems(t.Context(), scan, []storage.URLID{ids[first], ids[markedHome]}, storage.Mark{Kind: storage.Ignored}, func(done, total int) {
		steps = append(steps, [2]int{done, total})
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][2]int{{2, 4}}, steps); diff != "" {
		t.Errorf("progress (-want +got):\n%s", diff)
	}
	shown, err := c.Marks.Scans(t.Context(), site.ID)
	if err != nil || len(shown) != 1 || shown[0].Counts.Broken != 1 || shown[0].Counts.Problems() != 1 {
		t.Errorf("scans as they are shown: %+v, %v", shown, err)
	}
	stored, err := c.db.Scans(t.Context(), site.ID)
	if err != nil || stored[0].Counts.Broken != 2 {
		t.Errorf("scans as they are stored: %+v, %v", stored, err)
	}
	if _, err := c.Marks.MarkProblems(t.Context(), scan, []storage.URLID{ids[markedHome]}, storage.Mark{Kind: storage.Ignored}, func(int, int) {}); !errors.Is(err, ErrNoProblems) {
		t.Errorf("an address that works: %v, want %v", err, ErrNoProblems)
	}
}
