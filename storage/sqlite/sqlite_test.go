package sqlite

import (
	"flag"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"sitewell/storage"
	"sitewell/storage/sqlite/record"
)

// rounds says how many times as many random rounds as usual a test makes: 10
// is about what the format was first proven with.
var rounds = flag.Int("rounds", 1, "how many times as many random rounds tests make")

// clock is the time of all tests.
func clock() time.Time { return time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC) }

func openTest(tb testing.TB, path string) *DB {
	tb.Helper()
	db, err := Open(tb.Context(), path, Options{Logger: slog.New(slog.NewTextHandler(testWriter{tb}, nil)), Clock: clock})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { db.Close() })
	return db
}

type testWriter struct{ tb testing.TB }

func (w testWriter) Write(b []byte) (int, error) {
	w.tb.Logf("%s", b)
	return len(b), nil
}

func newDB(tb testing.TB) *DB {
	tb.Helper()
	return openTest(tb, filepath.Join(tb.TempDir(), "sitewell.db"))
}

func newSite(tb testing.TB, db *DB) storage.SiteID {
	tb.Helper()
	s, err := db.SaveSite(tb.Context(), storage.Site{Name: "Bakery", Start: "https://www.example.com/", Settings: "{}"})
	if err != nil {
		tb.Fatal(err)
	}
	return s.ID
}

// newScan begins a scan of a new site.
func newScan(tb testing.TB, db *DB) *record.Writer {
	tb.Helper()
	return scanOf(tb, db, newSite(tb, db))
}

func scanOf(tb testing.TB, db *DB, site storage.SiteID) *record.Writer {
	tb.Helper()
	w, err := db.NewScan(tb.Context(), storage.Scan{Site: site, Start: "https://www.example.com/", Version: "test", Settings: "{}"})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { w.Close() })
	return w
}
