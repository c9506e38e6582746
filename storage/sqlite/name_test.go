package sqlite

import (
	"errors"
	"testing"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// A scan has the name that it was given, which no other scan of its site has.
func TestNameScan(t *testing.T) {
	db := newDB(t)
	site, other := newSite(t, db), newSite(t, db)
	first, _ := filled(t, db, site, 1, 3)
	second, _ := filled(t, db, site, 2, 3)
	elsewhere, _ := filled(t, db, other, 3, 3)
	for _, tt := range []struct {
		scan storage.ScanID
		name string
		want error
	}{
		{first, "Launch", nil},
		{first, "launch", nil}, // of its own
		{second, "LAUNCH", storage.ErrNameTaken},
		{second, "Über uns", nil},
		{first, "über UNS", storage.ErrNameTaken},
		{elsewhere, "launch", nil},
		{second, "", nil},
		{first, "", nil},
		{99, "x", storage.ErrNotFound},
	} {
		if err := db.NameScan(t.Context(), tt.scan, tt.name, "why"); !errors.Is(err, tt.want) {
			t.Errorf("scan %d, %q: got %v, want %v", tt.scan, tt.name, err, tt.want)
			continue
		}
		if s, err := db.ScanByID(t.Context(), tt.scan); tt.want == nil && (err != nil || s.Name != tt.name || s.Note != "why") {
			t.Errorf("scan %d: got %q, %q, %v", tt.scan, s.Name, s.Note, err)
		}
	}
	// The name of a scan that was deleted is free again.
	if err := db.NameScan(t.Context(), first, "launch", ""); err != nil {
		t.Fatal(err)
	}
	if err := db.DeleteScan(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	if err := db.NameScan(t.Context(), second, "launch", ""); err != nil {
		t.Errorf("name of a deleted scan: %v", err)
	}
}

// The oldest problem is the one that has been there for the longest without a break,
// also where what was wrong with it changed meanwhile.
func TestOldestProblem(t *testing.T) {
	db := newDB(t)
	site := newSite(t, db)
	const gone, moved, worked, home = "https://www.example.com/gone", "https://www.example.com/moved", "https://www.example.com/worked", "https://www.example.com/"
	day := func(n int) time.Time { return clock().AddDate(0, 0, n) }
	is := func(n int, g, m, w string) storage.ScanID {
		return scanned(t, db, site, day(n), storage.Complete, saw{home, "200 works"}, saw{gone, g}, saw{moved, m}, saw{worked, w})
	}
	oldest := func(scan storage.ScanID, least outcome.Severity) storage.OldProblem {
		t.Helper()
		p, err := db.OldestProblem(t.Context(), scan, least)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	first := is(1, "404 broken", "200 works", "404 broken")
	is(2, "404 broken", "301 warning", "200 works")
	is(3, "410 broken", "301 warning", "404 broken")
	last := is(4, "410 broken", "301 warning", "404 broken")
	if p := oldest(last, outcome.NoSeverity); p.URL != gone || !p.Since.Equal(day(1)) {
		t.Errorf("got %+v, want %s since day 1", p, gone)
	}
	if p := oldest(last, outcome.Serious); p.ID != 0 {
		t.Errorf("serious: got %+v, want none", p)
	}
	fixed := is(5, "200 works", "301 warning", "404 broken")
	if p := oldest(fixed, outcome.NoSeverity); p.URL != moved || !p.Since.Equal(day(2)) {
		t.Errorf("got %+v, want %s since day 2", p, moved)
	}
	// The scan that began it may go.
	if err := db.DeleteScan(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	if p := oldest(last, outcome.NoSeverity); !p.Since.Equal(day(2)) {
		t.Errorf("without the first scan: got %+v, want day 2", p)
	}
}
