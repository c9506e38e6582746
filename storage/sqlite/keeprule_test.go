package sqlite

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/storage"
)

// A site has its own rule, else that of all sites; the rule of a site that is deleted goes with it.
func TestKeepRules(t *testing.T) {
	db := newDB(t)
	site, other := newSiteAt(t, db, "https://a.example/"), newSiteAt(t, db, "https://b.example/")
	ten, monthly := storage.KeepRule{Keep: storage.KeepLast, Count: 10}, storage.KeepRule{Keep: storage.KeepMonthly}
	wants := func(site storage.SiteID, want storage.KeepRule, wantOwn bool) {
		t.Helper()
		if got, own, err := db.KeepRule(t.Context(), site); err != nil || own != wantOwn || cmp.Diff(want, got) != "" {
			t.Errorf("site %d: %v, own %t, %v, want %v", site, got, own, err, want)
		}
	}
	set := func(site storage.SiteID, r *storage.KeepRule) {
		t.Helper()
		if err := db.SetKeepRule(t.Context(), site, r); err != nil {
			t.Fatal(err)
		}
	}
	wants(site, storage.KeepRule{}, false)
	set(site, &ten)
	set(0, &monthly)
	wants(site, ten, true)
	wants(other, monthly, false)
	wants(0, monthly, true)
	if err := db.SetKeepRule(t.Context(), 99, &ten); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("no such site: %v", err)
	}
	if err := db.DeleteSite(t.Context(), site); err != nil {
		t.Fatal(err)
	}
	if n := rowCount(t, db, "keep_rule"); n != 1 {
		t.Errorf("%d rules, want that of all sites alone", n)
	}
	set(0, nil)
	wants(other, storage.KeepRule{}, false)
}

// Scans that are deleted together leave the others as they are.
func TestDeleteScans(t *testing.T) {
	db := newDB(t)
	site := newSite(t, db)
	var ids []storage.ScanID
	for seed := range uint64(4) {
		id, _ := filled(t, db, site, seed/2, 4)
		ids = append(ids, id)
	}
	want := foundBy(t, db, ids[2])
	if err := db.DeleteScans(t.Context(), []storage.ScanID{ids[0], ids[1], ids[3], 99}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, foundBy(t, db, ids[2])); diff != "" {
		t.Errorf("the scan that is left (-want +got):\n%s", diff)
	}
	if err := db.Verify(t.Context(), ids[2]); err != nil {
		t.Error(err)
	}
	if n := rowCount(t, db, "scan"); n != 1 {
		t.Errorf("%d scans are left", n)
	}
}
