package sqlite

import (
	"database/sql"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/storage"
)

// Decisions are stored for one site, are replaced and taken back, and go with the site.
func TestDecideRedirects(t *testing.T) {
	db := newDB(t)
	siteID, other := newSiteAt(t, db, "https://a.example/"), newSiteAt(t, db, "https://b.example/")
	const a, b = "https://a.example/a", "https://a.example/b"
	decide := func(decisions ...storage.Redirect) []storage.Redirect {
		t.Helper()
		undo, err := db.DecideRedirects(t.Context(), siteID, decisions)
		if err != nil {
			t.Fatal(err)
		}
		return undo
	}
	stored := func(site storage.SiteID) []storage.Redirect {
		t.Helper()
		all, err := db.Redirects(t.Context(), site)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	accepted := storage.Redirect{Address: a, Decision: storage.RedirectAccepted, Target: b, Made: clock().UTC()}
	skipped := storage.Redirect{Address: b, Decision: storage.RedirectSkipped, Made: clock().UTC()}
	decide(skipped, accepted)
	if diff := cmp.Diff([]storage.Redirect{accepted, skipped}, stored(siteID)); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	undo := decide(storage.Redirect{Address: a, Decision: storage.RedirectSkipped}, storage.Redirect{Address: b}, storage.Redirect{Address: b + "c", Decision: storage.RedirectSkipped})
	if all := stored(siteID); len(all) != 2 || all[0].Decision != storage.RedirectSkipped {
		t.Errorf("replaced: %+v", all)
	}
	decide(undo...)
	if diff := cmp.Diff([]storage.Redirect{accepted, skipped}, stored(siteID)); diff != "" {
		t.Errorf("taken back (-want +got):\n%s", diff)
	}
	if all := stored(other); len(all) != 0 {
		t.Errorf("of another site: %+v", all)
	}
	if _, err := db.DecideRedirects(t.Context(), 99, nil); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("no such site: %v", err)
	}
	if err := db.DeleteSite(t.Context(), siteID); err != nil {
		t.Fatal(err)
	}
	if n := rowCount(t, db, "redirect"); n != 0 {
		t.Errorf("%d decisions are left of a deleted site", n)
	}
}

// Verify finds decisions that say nothing.
func TestVerifyFindsBadRedirects(t *testing.T) {
	for _, values := range []string{`'perhaps', 'https://a.example/'`, `'accepted', ''`, `'skipped', 'https://a.example/'`} {
		db := newDB(t)
		siteID := newSite(t, db)
		scan, _ := filled(t, db, siteID, 1, 2)
		if err := db.Verify(t.Context(), scan); err != nil {
			t.Fatal(err)
		}
		err := db.file.Writing(t.Context(), "test", func(tx *sql.Tx) error {
			_, err := tx.Exec(`INSERT INTO redirect (site, address, decision, target, made) VALUES (?, 'https://a.example/x', `+values+`, 1)`, siteID)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Verify(t.Context(), scan); !errors.Is(err, storage.ErrCorrupt) {
			t.Errorf("%s: %v", values, err)
		}
	}
}
