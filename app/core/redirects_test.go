package core

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
	"sitewell/storage"
	"sitewell/storage/sqlite/sqlitetest"
)

// redirectScan is a scan of addresses of a site, which its home page links to.
func redirectScan(site storage.SiteID, began time.Time, found map[string]outcome.Key) sqlitetest.Scan {
	s := markedScan(site, began, found)
	for i := range s.Found {
		s.Found[i].Row.Internal = true
	}
	return s
}

// decidedOn are a scan's redirects by their addresses.
func decidedOn(t *testing.T, c *Core, scan storage.ScanID) map[string]Redirect {
	t.Helper()
	all, err := c.Redirects.List(t.Context(), scan)
	if err != nil {
		t.Fatal(err)
	}
	by := make(map[string]Redirect, len(all))
	for _, r := range all {
		by[r.Address] = r
	}
	return by
}

func accept(from, to string) storage.Redirect {
	return storage.Redirect{Address: from, Decision: storage.RedirectAccepted, Target: to}
}

// What is missing on the site is listed, with a suggestion of an address that works; a
// decision holds in later scans.
func TestRedirects(t *testing.T) {
	c := kitchen(t, sitetest.New(t, ""))
	site, err := c.db.SaveSite(t.Context(), storage.Site{Start: markedHome, Settings: "{}"})
	if err != nil {
		t.Fatal(err)
	}
	began := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	const menu, gone, fails = markedHome + "Menu.htm", markedHome + "gone", markedHome + "fails"
	found := map[string]outcome.Key{menu: "404", gone: "410", fails: "500", markedHome + "menu.html": "200", "http://www.example.com/gone2": "404", markedHome + "gone2": "200"}
	scan := sqlitetest.Store(t, c.db, redirectScan(site.ID, began, found))

	all := decidedOn(t, c, scan)
	got := make(map[string]string)
	for address, r := range all {
		got[address] = r.Suggestion.URL + string(r.Trouble)
	}
	want := map[string]string{menu: markedHome + "menu.html", gone: "", "http://www.example.com/gone2": string(storage.RedirectWholeSite)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	sure := all[menu]
	decisions := AcceptSure([]Redirect{sure})
	undo, err := c.Redirects.Decide(t.Context(), scan, append(decisions, storage.Redirect{Address: gone, Decision: storage.RedirectSkipped}))
	if err != nil {
		t.Fatal(err)
	}

	found[menu], found[gone] = "200", "404"
	later := sqlitetest.Store(t, c.db, redirectScan(site.ID, began.Add(time.Hour), found))
	all = decidedOn(t, c, later)
	if r := all[menu]; r.Decision != storage.RedirectAccepted || r.Trouble != storage.RedirectWorks {
		t.Errorf("what works again: %+v", r)
	}
	if r := all[gone]; r.Decision != storage.RedirectSkipped {
		t.Errorf("what was skipped: %+v", r)
	}
	if _, err := c.Redirects.Decide(t.Context(), later, undo); err != nil {
		t.Fatal(err)
	}
	if r, listed := decidedOn(t, c, later)[menu]; listed {
		t.Errorf("taken back, and still listed: %+v", r)
	}
}

// Chains lead to their end, and what leads nowhere is refused.
func TestRedirectChains(t *testing.T) {
	c := kitchen(t, sitetest.New(t, ""))
	site, err := c.db.SaveSite(t.Context(), storage.Site{Start: markedHome, Settings: "{}"})
	if err != nil {
		t.Fatal(err)
	}
	const a, b, d, works = markedHome + "a", markedHome + "b", markedHome + "d", markedHome + "works"
	scan := sqlitetest.Store(t, c.db, redirectScan(site.ID, time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC),
		map[string]outcome.Key{a: "404", b: "404", d: "404", works: "200"}))
	if _, err := c.Redirects.Decide(t.Context(), scan, []storage.Redirect{accept(a, "/b"), accept(b, "http://example.com/d"), accept(d, works+"#end")}); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{a, b, d} {
		if r := decidedOn(t, c, scan)[address]; r.Target != works+"#end" || r.Trouble != "" {
			t.Errorf("%s leads to %s (%s)", address, r.Target, r.Trouble)
		}
	}
	for _, test := range []struct {
		decision storage.Redirect
		want     storage.RedirectTrouble
	}{
		{accept(a, a+"#there"), storage.RedirectSelf},
		{accept(a, "http://example.com/a"), storage.RedirectWholeSite},
		{accept(d, a), storage.RedirectCycle},
		{accept(d, "http://example.com/b"), storage.RedirectCycle},
	} {
		_, err := c.Redirects.Decide(t.Context(), scan, []storage.Redirect{test.decision})
		if refused := (*RedirectError)(nil); !errors.As(err, &refused) || refused.Trouble != test.want {
			t.Errorf("%+v: %v, want %s", test.decision, err, test.want)
		}
	}
	if _, err := c.Redirects.Decide(t.Context(), scan, []storage.Redirect{{Address: b}, accept(a, b)}); err == nil {
		t.Error("a target that is not found was accepted")
	}
	if r := decidedOn(t, c, scan)[a]; r.Target != works+"#end" {
		t.Errorf("after what was refused: %+v", r)
	}
}

// Decisions travel with a scan, and what was decided where it arrives counts.
func TestRedirectsTravel(t *testing.T) {
	from, to := kitchen(t, sitetest.New(t, "")), kitchen(t, sitetest.New(t, ""))
	const a, b, works = markedHome + "a", markedHome + "b", markedHome + "works"
	var scans [2]storage.ScanID
	var sites [2]storage.SiteID
	for i, c := range []*Core{from, to} {
		site, err := c.db.SaveSite(t.Context(), storage.Site{Start: markedHome, Settings: "{}"})
		if err != nil {
			t.Fatal(err)
		}
		sites[i] = site.ID
		scans[i] = sqlitetest.Store(t, c.db, redirectScan(site.ID, time.Date(2026, 5, 1+i, 12, 0, 0, 0, time.UTC), map[string]outcome.Key{a: "404", b: "404", works: "200"}))
	}
	if _, err := from.Redirects.Decide(t.Context(), scans[0], []storage.Redirect{accept(a, works), accept(b, works)}); err != nil {
		t.Fatal(err)
	}
	if _, err := to.Redirects.Decide(t.Context(), scans[1], []storage.Redirect{{Address: b, Decision: storage.RedirectSkipped}}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "scan.sitewell")
	if err := from.History.ExportScan(t.Context(), scans[0], file, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	if _, err := to.History.Import(t.Context(), file, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	all := decidedOn(t, to, scans[1])
	if all[a].Decision != storage.RedirectAccepted || all[b].Decision != storage.RedirectSkipped {
		t.Errorf("%+v", all)
	}
	if err := to.History.DeleteSite(t.Context(), sites[1]); err != nil {
		t.Fatal(err)
	}
	if _, err := to.db.Redirects(t.Context(), sites[1]); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("redirects of a deleted site: %v", err)
	}
}
