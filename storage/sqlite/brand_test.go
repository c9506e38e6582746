package sqlite

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/storage"
)

// A site has its own brand, else that of its client, else the one of all sites.
func TestBrands(t *testing.T) {
	db := newDB(t)
	ctx := t.Context()
	site, other := newSiteAt(t, db, "https://a.example/"), newSiteAt(t, db, "https://b.example/")
	s, err := db.SiteByID(ctx, site)
	if err != nil {
		t.Fatal(err)
	}
	s.Client = "Bäckerei Korn"
	if _, err := db.SaveSite(ctx, s); err != nil {
		t.Fatal(err)
	}
	save := func(b storage.Brand) storage.Brand {
		t.Helper()
		b, err := db.SaveBrand(ctx, b)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	wants := func(site storage.SiteID, want storage.Brand) {
		t.Helper()
		if got, err := db.BrandOf(ctx, site); err != nil || cmp.Diff(want, got) != "" {
			t.Errorf("site %d, %v (-want +got):\n%s", site, err, cmp.Diff(want, got))
		}
	}
	wants(site, storage.Brand{})
	usual := save(storage.Brand{Name: "Studio Nord", Default: true, Footer: "Hamburg", Logo: []byte{1, 2}, LogoType: "image/png", Accent: "#0f766e", Promise: 14, Without: []string{"work", "since"}})
	wants(site, usual)
	client := save(storage.Brand{Name: "Korn", Client: "Bäckerei Korn", Language: "de"})
	wants(site, client)
	wants(other, usual)
	own := save(storage.Brand{Name: "Shop"})
	if err := db.SetSiteBrand(ctx, site, own.ID); err != nil {
		t.Fatal(err)
	}
	wants(site, own)
	if id, err := db.SiteBrand(ctx, site); err != nil || id != own.ID {
		t.Errorf("the site's own brand is %d, %v", id, err)
	}
	if err := db.SetSiteBrand(ctx, site, 0); err != nil {
		t.Fatal(err)
	}
	wants(site, client)

	client.Default = true // then the other is not any more
	save(client)
	usual.Default = false
	all, err := db.Brands(ctx)
	if diff := cmp.Diff([]storage.Brand{client, own, usual}, all); err != nil || diff != "" {
		t.Errorf("all, %v (-want +got):\n%s", err, diff)
	}
	if _, err := db.SaveBrand(ctx, storage.Brand{Name: "KORN"}); !errors.Is(err, storage.ErrBrandTaken) {
		t.Errorf("a second of the name: %v", err)
	}
	for what, err := range map[string]error{
		"a site": db.SetSiteBrand(ctx, 99, own.ID), "a brand": db.SetSiteBrand(ctx, site, 99), "to delete": db.DeleteBrand(ctx, 99),
	} {
		if !errors.Is(err, storage.ErrNotFound) {
			t.Errorf("%s that is not there: %v", what, err)
		}
	}
	if _, err := db.SaveBrand(ctx, storage.Brand{ID: 99, Name: "None"}); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("changes to one that is not there: %v", err)
	}
}

// A brand goes without its sites, and a site with its choice; a back-up has all of them.
func TestBrandsAreKeptAndDeleted(t *testing.T) {
	db := newDB(t)
	ctx := t.Context()
	site, other := newSiteAt(t, db, "https://a.example/"), newSiteAt(t, db, "https://b.example/")
	one, err := db.SaveBrand(ctx, storage.Brand{Name: "One"})
	if err != nil {
		t.Fatal(err)
	}
	two, err := db.SaveBrand(ctx, storage.Brand{Name: "Two", Logo: []byte("logo"), LogoType: "image/png"})
	if err != nil {
		t.Fatal(err)
	}
	for s, b := range map[storage.SiteID]storage.BrandID{site: one.ID, other: two.ID} {
		if err := db.SetSiteBrand(ctx, s, b); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := db.Backup(ctx, path, func(int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	copied, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if got, err := copied.BrandOf(ctx, other); err != nil || cmp.Diff(two, got) != "" {
		t.Errorf("of the back-up: %+v, %v", got, err)
	}
	if err := db.DeleteSite(ctx, site); err != nil {
		t.Fatal(err)
	}
	if n := rowCount(t, db, "site_brand"); n != 1 {
		t.Errorf("%d sites have a brand after one was deleted, want 1", n)
	}
	if err := db.DeleteBrand(ctx, two.ID); err != nil {
		t.Fatal(err)
	}
	if got, err := db.BrandOf(ctx, other); err != nil || got.ID != 0 {
		t.Errorf("after the brand was deleted: %+v, %v", got, err)
	}
	if n := rowCount(t, db, "site_brand"); n != 0 {
		t.Errorf("%d choices are left", n)
	}
}
