package sqlite

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/storage/sqlite/dbfile"
)

const wholeSite = "#~whole-site"

// What is found of the site as a whole is a problem, and neither an address nor a place
// that was looked for.
func TestWholeSiteIsNoAddress(t *testing.T) {
	db := newDB(t)
	scan := scannedPages(t, db, newSite(t, db), storage.Complete,
		page("", "a#x"), page("a"), is("a#x", "missing-fragment warning"), is(wholeSite, "no-error-page warning"))
	l, err := db.Ledger(t.Context(), scan)
	if err != nil {
		t.Fatal(err)
	}
	want := storage.Ledger{Found: 2, Checked: 2, PlacesChecked: 1, PlaceProblems: 1}
	if diff := cmp.Diff(want, l); diff != "" {
		t.Errorf("ledger (-want +got):\n%s", diff)
	}
	c, err := db.Counts(t.Context(), scan)
	if err != nil || c.Warning != 2 || c.Works != 2 || c.Rows() != 4 {
		t.Errorf("counts %+v, %v", c, err)
	}
	if err := db.Verify(t.Context(), scan); err != nil {
		t.Error(err)
	}
}

// It is fixed where a later scan is complete, read the start page, and does not find it
// (check 95).
func TestWholeSiteIsFixed(t *testing.T) {
	bare := is(wholeSite, "no-error-page warning")
	for name, tt := range map[string]struct {
		to    []found
		state storage.State
		want  string
	}{
		"gone":                  {[]found{page("")}, storage.Complete, "fixed: no-error-page → unknown"},
		"still there":           {[]found{page(""), bare}, storage.Complete, "still-there: no-error-page → no-error-page"},
		"start page was broken": {[]found{is("", "500 broken")}, storage.Complete, "not-reached: no-error-page → unknown"},
		"stopped":               {[]found{page("")}, storage.Stopped, "not-reached: no-error-page → unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			db := newDB(t)
			id := newSite(t, db)
			from := scannedPages(t, db, id, storage.Complete, page(""), bare)
			to := scannedPages(t, db, id, tt.state, tt.to...)
			got := changesOf(t, db, storage.Pair{From: from, To: to})
			if got[wholeSite] != tt.want {
				t.Errorf("changes %v, want %q", got, tt.want)
			}
		})
	}
}

// Histories in which the start page had the finding are as if the site had had it always:
// nothing is new or fixed by that, and marks stay with it.
func TestWholeSiteOfOldHistories(t *testing.T) {
	folder := t.TempDir()
	db, err := Open(t.Context(), filepath.Join(folder, "new.db"), Options{Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	id := newSite(t, db)
	home := found{url: site, says: "no-error-page warning", read: true}
	var scans []storage.ScanID
	for range 2 {
		scans = append(scans, scannedPages(t, db, id, storage.Complete, home))
	}
	stopped := scannedPages(t, db, id, storage.Stopped, home)
	mark := storage.Mark{Kind: storage.Noted, Text: "later", Scope: storage.OnAddress, Subject: site, Class: outcome.Content, Made: clock()}
	if _, err := db.ChangeMarks(t.Context(), storage.MarkChange{Site: id, Save: []storage.Mark{mark}}); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	old := filepath.Join(folder, "old.db")
	if err := dbfile.MakeOld(t.Context(), old, filepath.Join(folder, "new.db"), 9); err != nil {
		t.Fatal(err)
	}
	if db, err = Open(t.Context(), old, Options{Clock: clock}); err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	scans = append(scans, stopped, scannedPages(t, db, id, storage.Complete, page(""), is(wholeSite, "no-error-page warning")))
	for _, scan := range scans {
		if err := db.Verify(t.Context(), scan); err != nil {
			t.Errorf("scan %d: %v", scan, err)
		}
		rows, err := db.RowIDs(t.Context(), scan, storage.Filter{Verdicts: []outcome.Verdict{outcome.Warning}}, storage.Order{})
		if err != nil || len(rows) != 1 {
			t.Errorf("scan %d has warnings %v, %v", scan, rows, err)
			continue
		}
		d, err := db.Detail(t.Context(), scan, rows[0])
		if err != nil || d.URL != site+wholeSite || len(d.Marks) != 1 {
			t.Errorf("scan %d: %s, %d marks, %v", scan, d.URL, len(d.Marks), err)
		}
	}
	got := changesOf(t, db, storage.Pair{From: scans[1], To: scans[3]})
	if diff := cmp.Diff(map[string]string{wholeSite: "still-there: no-error-page → no-error-page"}, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	w, err := db.ResumeScan(t.Context(), stopped)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
}
