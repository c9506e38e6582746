package sqlite

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// pictured scans a small site: a page with a link to a missing one, a page whose place is
// missing, a page that is fine, and the missing one. All four have pictures.
func pictured(t *testing.T, db *DB, site storage.SiteID) storage.ScanID {
	t.Helper()
	w := scanOf(t, db, site)
	const start = "https://www.example.com/"
	batch := &result.Batch{}
	for i, path := range []string{"", "place", "fine", "gone"} {
		id := result.ID(i + 1)
		batch.Found = append(batch.Found, result.Address{ID: id, URL: start + path, Kind: result.KindPage, Internal: true})
		check := result.Check{Address: id, Status: 200, Outcome: "200", Verdict: outcome.Works, Reason: "HTTP 200 OK", At: clock()}
		if path == "gone" {
			check.Status, check.Outcome, check.Verdict, check.Severity, check.Reason = 404, "404", outcome.Broken, outcome.Moderate, "HTTP 404 Not Found"
		}
		batch.Checks = append(batch.Checks, check)
		batch.Pictures = append(batch.Pictures, result.Picture{Address: id, JPEG: []byte("picture of " + path), At: clock().Add(time.Duration(i) * time.Second), Status: check.Status})
	}
	link := func(to result.ID, path string) result.Link {
		return result.Link{Target: to, URL: start + path, Kind: result.KindPage, Element: "a[href]"}
	}
	batch.Pages = []result.Page{
		{Address: 1, Document: true, Links: []result.Link{link(4, "gone"), link(3, "fine")}},
		{Address: 2, Document: true, Links: []result.Link{link(3, "fine")}},
		{Address: 3, Document: true, Links: []result.Link{link(1, "")}},
	}
	batch.Places = []result.PlaceCheck{{Target: 2, Fragment: "here", Status: 200, Outcome: outcome.MissingFragment, Verdict: outcome.Warning, Severity: outcome.Minor, Reason: "missing", At: clock()}}
	if err := w.Commit(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	if err := w.Commit(t.Context(), &result.Batch{Pictures: batch.Pictures[:1]}); err != nil { // again
		t.Fatal(err)
	}
	finish(t, w, storage.Complete)
	return w.ID()
}

func picturesOf(t *testing.T, db *DB, scan storage.ScanID) (all []string) {
	t.Helper()
	list, err := db.Pictures(t.Context(), scan)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		all = append(all, strings.TrimPrefix(p.URL, "https://www.example.com"))
	}
	return all
}

// Only pages that are problems or have some keep the pictures of a scan, which go with it.
func TestPicturesOfAScan(t *testing.T) {
	db := newDB(t)
	site := newSite(t, db)
	scan, later := pictured(t, db, site), pictured(t, db, site)
	for _, id := range []storage.ScanID{scan, later} {
		if diff := cmp.Diff([]string{"/", "/gone", "/place"}, picturesOf(t, db, id)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if err := db.Verify(t.Context(), id); err != nil {
			t.Error(err)
		}
	}
	list, err := db.Pictures(t.Context(), scan)
	if err != nil {
		t.Fatal(err)
	}
	got, err := db.Picture(t.Context(), scan, list[1].Address)
	if err != nil {
		t.Fatal(err)
	}
	want := storage.Picture{
		Address: list[1].Address, URL: "https://www.example.com/gone", Taken: clock().Add(3 * time.Second), Status: 404, Bytes: 15, JPEG: []byte("picture of gone"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if err := db.DeleteScan(t.Context(), scan); err != nil {
		t.Fatal(err)
	}
	if n := rowCount(t, db, "picture"); n != 3 {
		t.Errorf("%d pictures are left when a scan is deleted, want 3", n)
	}
	if err := db.DeleteSite(t.Context(), site); err != nil {
		t.Fatal(err)
	}
	if n := rowCount(t, db, "picture"); n != 0 {
		t.Errorf("%d pictures are left of a deleted site", n)
	}
}

// A person takes and deletes pictures; there is room for so many, and the oldest go.
func TestPicturesByHand(t *testing.T) {
	db := newDB(t)
	site := newSite(t, db)
	scan := pictured(t, db, site)
	list, err := db.Pictures(t.Context(), scan)
	if err != nil {
		t.Fatal(err)
	}
	start, gone := list[0], list[1]
	mine := storage.Picture{
		Address: gone.Address, URL: gone.URL, Taken: clock().Add(time.Hour), ByHand: true, Status: 404, Shown: "https://www.example.com/sorry", Title: "Sorry", JPEG: []byte("mine"), Bytes: 4,
	}
	save := func(p storage.Picture) {
		t.Helper()
		if err := db.SavePicture(t.Context(), scan, p); err != nil {
			t.Fatal(err)
		}
	}
	save(mine)
	got, err := db.Picture(t.Context(), scan, gone.Address)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(mine, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// One that leaves room for the newest of the others alone.
	large := storage.Picture{Address: start.Address, Taken: clock().Add(2 * time.Hour), JPEG: make([]byte, storage.MaxPictureBytes-4)}
	save(large)
	if diff := cmp.Diff([]string{"/", "/gone"}, picturesOf(t, db, scan)); diff != "" {
		t.Errorf("where there is no room (-want +got):\n%s", diff)
	}
	if err := db.SavePicture(t.Context(), scan, storage.Picture{Address: 9999}); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("of an address that the scan does not have: %v", err)
	}
	if err := db.SavePicture(t.Context(), 99, mine); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("of no scan: %v", err)
	}
	if err := db.DeletePicture(t.Context(), scan, gone.Address); err != nil {
		t.Error(err)
	}
	if _, err := db.Picture(t.Context(), scan, gone.Address); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("a deleted picture: %v", err)
	}
	if err := db.DeletePicture(t.Context(), scan, gone.Address); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("a picture that is not there: %v", err)
	}
	size := db.Size()
	if n, err := db.DeletePictures(t.Context(), scan); n != 1 || err != nil {
		t.Errorf("deleted %d, %v", n, err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if now := db.Size(); now >= size {
		t.Errorf("the history has %d bytes after the pictures are deleted, before %d", now, size)
	}
}

// A scan stores no more pictures than there is room for.
func TestPicturesHaveBounds(t *testing.T) {
	db := newDB(t)
	site := newSite(t, db)
	w := scanOf(t, db, site)
	batch := &result.Batch{}
	for i := range result.ID(4) {
		batch.Found = append(batch.Found, result.Address{ID: i + 1, URL: "https://www.example.com/" + string('a'+rune(i)), Kind: result.KindPage, Internal: true})
		batch.Checks = append(batch.Checks, result.Check{Address: i + 1, Status: 404, Outcome: "404", Verdict: outcome.Broken, Severity: outcome.Moderate, Reason: "gone", At: clock()})
		batch.Pictures = append(batch.Pictures, result.Picture{Address: i + 1, JPEG: make([]byte, storage.MaxPictureBytes/3), At: clock()})
	}
	if err := w.Commit(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	finish(t, w, storage.Complete)
	if diff := cmp.Diff([]string{"/a", "/b", "/c"}, picturesOf(t, db, w.ID())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n, err := db.DeleteSitePictures(t.Context(), site); n != 3 || err != nil {
		t.Errorf("deleted %d pictures of the site, %v", n, err)
	}
}
