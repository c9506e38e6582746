package core

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/sitetest"
	"sitewell/storage"
	"sitewell/storage/sqlite"
	"sitewell/storage/sqlite/sqlitetest"
)

// portfolioOf returns a core whose history fill makes.
func portfolioOf(tb testing.TB, fill func(db *sqlite.DB)) *Core {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "h.db")
	db, err := sqlite.Open(tb.Context(), path, sqlite.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	fill(db)
	if err := db.Close(); err != nil {
		tb.Fatal(err)
	}
	c, err := Open(tb.Context(), Config{DB: path})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := c.Close(); err != nil {
			tb.Error(err)
		}
	})
	return c
}

// answer is an address that answered.
func answer(url string, key outcome.Key, verdict outcome.Verdict, internal bool) sqlitetest.Address {
	severity := outcome.Minor
	if verdict == outcome.Broken {
		severity = outcome.Serious
	}
	return sqlitetest.Address{Row: storage.Row{URL: url, Outcome: key, Verdict: verdict, Severity: severity, Internal: internal}}
}

// scanAt stores a scan of a site whose home page links to some addresses.
func scanAt(tb testing.TB, db *sqlite.DB, site storage.Site, began time.Time, others ...sqlitetest.Address) storage.ScanID {
	tb.Helper()
	home := answer(site.Start, "200", outcome.Works, true)
	home.Read = true
	for _, o := range others {
		home.Links = append(home.Links, sqlitetest.Link{To: o.URL})
	}
	return sqlitetest.Store(tb, db, sqlitetest.Scan{
		Scan:  storage.Scan{Site: site.ID, Start: site.Start, State: storage.Complete, Began: began, Ended: began.Add(time.Minute)},
		Found: append([]sqlitetest.Address{home}, others...),
	})
}

func saveSite(tb testing.TB, db *sqlite.DB, name, client string) storage.Site {
	tb.Helper()
	s, err := db.SaveSite(tb.Context(), storage.Site{Name: name, Client: client, Start: "https://" + name + ".example/", Settings: "{}"})
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func TestOverview(t *testing.T) {
	may := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	c := portfolioOf(t, func(db *sqlite.DB) {
		gone := answer("https://gone.example.org/", outcome.DNSNotFound, outcome.Broken, false)
		saveSite(t, db, "never", "")
		scanAt(t, db, saveSite(t, db, "fine", "A"), may)
		worse := saveSite(t, db, "worse", "A")
		scanAt(t, db, worse, may, gone)
		scanAt(t, db, worse, may.AddDate(0, 0, 7), gone, answer("https://worse.example/x", "404", outcome.Broken, true))
		warned := saveSite(t, db, "warned", "B")
		scanAt(t, db, warned, may, answer("https://warned.example/y", "404", outcome.Broken, true))
		scanAt(t, db, warned, may.AddDate(0, 0, 7), answer("https://warned.example/y", "301", outcome.Warning, true))
		down := saveSite(t, db, "down", "B")
		sqlitetest.Store(t, db, sqlitetest.Scan{
			Scan:  storage.Scan{Site: down.ID, Start: down.Start, State: storage.Complete, Began: may, Diagnosis: "start-unreachable", Sample: "dns-not-found"},
			Found: []sqlitetest.Address{answer(down.Start, outcome.DNSNotFound, outcome.Broken, true)},
		})
	})
	all, err := c.Portfolio.Overview(t.Context(), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range all {
		got = append(got, fmt.Sprint(s.Name, " ", s.Counts().Broken, "/", s.Counts().Problems(), " ", s.IsCompared, " ", s.Changes.New, "-", s.Changes.Fixed, " ", s.Oldest.URL, " ", s.Oldest.Since.Format("01-02")))
	}
	want := []string{
		"down 1/1 false 0-0 https://down.example/ 05-01",
		"worse 2/2 true 1-0 https://gone.example.org/ 05-01",
		"warned 0/1 true 0-0  01-01",
		"fine 0/0 false 0-0  01-01",
		"never 0/0 false 0-0  01-01",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sites (-want +got):\n%s", diff)
	}
	sum := SumHealth(all)
	if diff := cmp.Diff(HealthSum{Sites: 5, Of: map[Condition]int{Unread: 1, Broken: 1, Warned: 1, Fine: 1, Unscanned: 1}, New: 1, Oldest: all[0].Oldest}, sum); diff != "" {
		t.Errorf("sum (-want +got):\n%s", diff)
	}
	if some, err := c.Portfolio.Overview(t.Context(), "a", nil); err != nil || len(some) != 2 {
		t.Errorf("%d sites of a client, %v", len(some), err)
	}
}

func TestSharedCauses(t *testing.T) {
	may := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	gone := func(path string) sqlitetest.Address {
		return answer("https://gone.example.org/"+path, outcome.DNSNotFound, outcome.Broken, false)
	}
	c := portfolioOf(t, func(db *sqlite.DB) {
		scanAt(t, db, saveSite(t, db, "one", "A"), may, gone("a"), gone("b"), answer("https://other.example.net/page", "404", outcome.Broken, false))
		scanAt(t, db, saveSite(t, db, "two", "A"), may, gone("a"), answer("https://other.example.net/page", "404", outcome.Broken, false), answer("https://other.example.net/only", "404", outcome.Broken, false))
		three := saveSite(t, db, "three", "B")
		scanAt(t, db, three, may.AddDate(0, 0, -7), answer("https://other.example.net/page", "404", outcome.Broken, false)) // fixed since
		scanAt(t, db, three, may, gone("c"), answer("https://three.example/x", "404", outcome.Broken, true))
		ignored := saveSite(t, db, "ignored", "B")
		scanAt(t, db, ignored, may, gone("a"), answer("https://split.example.net/", "404", outcome.Broken, false))
		scanAt(t, db, saveSite(t, db, "half", "B"), may, answer("https://split.example.net/", "404", outcome.Broken, false)) // shared with it only
		var marks []storage.Mark
		for _, subject := range []string{"https://gone.example.org/a", "https://split.example.net/"} {
			marks = append(marks, storage.Mark{Site: ignored.ID, Kind: storage.Ignored, Scope: storage.OnAddress, Subject: subject, Made: may})
		}
		if _, err := db.ChangeMarks(t.Context(), storage.MarkChange{Site: ignored.ID, Save: marks}); err != nil {
			t.Fatal(err)
		}
	})
	causes, err := c.Portfolio.SharedCauses(t.Context(), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range causes {
		line := fmt.Sprint(s.Fix.Cause, " ", s.Fix.Subject, " ", s.Fix.Outcome, " ", s.Fix.Example, " ", s.Links(), ":")
		for _, site := range s.Sites {
			line += fmt.Sprint(" ", site.Site.Name, " ", site.Links, "/", len(site.Problems))
		}
		got = append(got, line)
	}
	want := []string{
		"host example.org dns-not-found https://gone.example.org/a 4: one 2/2 three 1/1 two 1/1",
		"single  404 https://other.example.net/page 2: one 1/1 two 1/1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("causes (-want +got):\n%s", diff)
	}
	links, err := c.Portfolio.SharedLinks(t.Context(), causes[0], 10)
	if err != nil || len(links) != 4 || links[0].Site.Name != "one" || links[0].PageURL != "https://one.example/" || links[0].URL != "https://gone.example.org/a" {
		t.Errorf("links %+v, %v", links, err)
	}
}

// The list of 500 sites, each with two scans.
func BenchmarkSites500(b *testing.B) {
	may := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	c := portfolioOf(b, func(db *sqlite.DB) {
		for i := range 500 {
			site := saveSite(b, db, fmt.Sprint("site", i), fmt.Sprint("client", i%40))
			for n := range 2 {
				scanAt(b, db, site, may.AddDate(0, 0, 7*n), answer(site.Start+"gone", "404", outcome.Broken, true))
			}
		}
	})
	for b.Loop() {
		if _, err := c.Store.Sites(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

// The overview and the shared causes of 200 sites, each with two scans of 300 addresses.
func BenchmarkPortfolio(b *testing.B) {
	may := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	c := portfolioOf(b, func(db *sqlite.DB) {
		for i := range 200 {
			site := saveSite(b, db, fmt.Sprint("site", i), fmt.Sprint("client", i%20))
			var found []sqlitetest.Address
			for n := range 300 {
				a := answer(fmt.Sprintf("%spage%d", site.Start, n), "200", outcome.Works, true)
				switch {
				case n < 10:
					a = answer(fmt.Sprintf("https://shared%d.example/%d", n, i%7), outcome.DNSNotFound, outcome.Broken, false)
				case n < 30:
					a = answer(a.URL, "404", outcome.Broken, true)
				}
				found = append(found, a)
			}
			scanAt(b, db, site, may, found...)
			scanAt(b, db, site, may.AddDate(0, 0, 7), found...)
		}
	})
	for name, do := range map[string]func() error{
		"sites":    func() error { _, err := c.Store.Sites(b.Context()); return err },
		"overview": func() error { _, err := c.Portfolio.Overview(b.Context(), "", nil); return err },
		"shared":   func() error { _, err := c.Portfolio.SharedCauses(b.Context(), "", nil); return err },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := do(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A site whose scan is running or was cut short is not said to be without problems, nor to
// have fixed what the scan has not come to yet.
func TestConditionWhileScanning(t *testing.T) {
	site := sitetest.New(t, `
-- host https://bakery.example --
-- GET / --

<a href="/waits">Menu</a>
-- GET /waits --
!delay 1h
-- GET /* --
404

This page is not here. <a href="/">Back to the bakery</a>
`)
	c := kitchen(t, site)
	condition := func() string {
		t.Helper()
		all, err := c.Portfolio.Overview(t.Context(), "", nil)
		if err != nil || len(all) != 1 {
			t.Fatalf("%d sites, %v", len(all), err)
		}
		return fmt.Sprint(all[0].Condition(), " ", all[0].IsRunning, " ", all[0].IsCompared)
	}
	if _, _, err := c.History.AddSite(t.Context(), NewSite{Address: "https://bakery.example/"}); err != nil {
		t.Fatal(err)
	}
	if got, want := condition(), fmt.Sprint(Unscanned, " false false"); got != want {
		t.Errorf("before: got %s, want %s", got, want)
	}
	r, err := c.Runner.ScanAddress(t.Context(), "https://bakery.example/")
	if err != nil {
		t.Fatal(err)
	}
	until(t, r, func(p result.Progress) bool { return p.Checked > 0 })
	if got, want := condition(), fmt.Sprint(Scanning, " true false"); got != want {
		t.Errorf("meanwhile: got %s, want %s", got, want)
	}
	r.Stop()
	await(t, c, r, nil)
	cut := SiteHealth{SiteSummary: storage.SiteSummary{Last: &storage.Scan{State: storage.Interrupted}}}
	if got := cut.Condition(); got != Unfinished {
		t.Errorf("a scan that was cut short: got %d, want %d", got, Unfinished)
	}
}
