//go:build !headless

package desktop

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sitewell/app/core"
	"sitewell/app/export"
	"sitewell/app/report"
	"sitewell/storage"
	"sitewell/storage/sqlite"
	"sitewell/storage/sqlite/sqlitetest"
	"sitewell/ui/compare"
	uiexport "sitewell/ui/export"
)

// What the window saves of a comparison is what it shows: of two sites, by the same
// rules, with the pages.
func TestWindowSavesWhatItCompares(t *testing.T) {
	file := filepath.Join(t.TempDir(), "history.db")
	db, err := sqlite.Open(t.Context(), file, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	site := func(start, title string) storage.SiteID {
		s, err := db.SaveSite(t.Context(), storage.Site{Start: start, Settings: "{}"})
		if err != nil {
			t.Fatal(err)
		}
		at := time.Date(2026, 5, 3, 10, 0, 0, 0, time.UTC)
		home := sqlitetest.Address{Row: storage.Row{URL: start, Outcome: "200", Internal: true}, Read: true}
		home.Title = title
		sqlitetest.Store(t, db, sqlitetest.Scan{
			Scan:  storage.Scan{Site: s.ID, Start: start, State: storage.Complete, Began: at, Ended: at, Version: "1.0"},
			Found: []sqlitetest.Address{home},
		})
		return s.ID
	}
	staging, live := site("https://staging.example/", "Welcome, old"), site("https://live.example/", "Welcome, new")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	c, err := core.Open(t.Context(), core.Config{DB: file})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	window := comparisons{c.History, c.Store, export.New(export.Options{Core: c, DB: file, Speech: report.English()})}
	shown, err := window.Between(t.Context(), compare.Request{Site: staging, Other: live})
	if err != nil || len(shown.Rules) != 1 || shown.Rules[0] != storage.MapHost {
		t.Fatalf("compared by %v, %v", shown.Rules, err)
	}
	if !strings.Contains(strings.Join(shown.Notes, "\n"), "are two sites. Addresses are compared by these rules: another host.") {
		t.Errorf("notes: %q", shown.Notes)
	}
	path := filepath.Join(t.TempDir(), "comparison.html")
	if err := window.SaveComparison(t.Context(), shown.Request, uiexport.WebPage, path); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"1 before, 1 now: 1 changed", "Title changed", "Welcome, old", "Welcome, new"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("want %q in\n%s", want, page)
		}
	}
}
