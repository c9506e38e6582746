package sqlite

import (
	"testing"
)

// The sizes of sites add up to that of the file, and a site with more in it takes more.
func TestSiteSizes(t *testing.T) {
	db := newDB(t)
	if none, err := db.SiteSizes(t.Context()); err != nil || len(none) != 0 {
		t.Errorf("without scans: %v, %v", none, err)
	}
	small, large := newSiteAt(t, db, "https://small.example/"), newSiteAt(t, db, "https://large.example/")
	filled(t, db, small, 1, 2)
	filled(t, db, large, 2, 20)
	one, err := db.SiteSizes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if one[large] <= 2*one[small] || one[small] <= 0 {
		t.Errorf("small %d, large %d", one[small], one[large])
	}
	if all := one[small] + one[large]; all > db.Size() || all < db.Size()-10 {
		t.Errorf("%d bytes of a file of %d", all, db.Size())
	}
}
