package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"sitewell/scanner/result"
	"sitewell/storage"
)

func TestOpenCreatesFolderAndCleansUp(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new folder", "50% of ? & #", "sitewell.db")
	db := openTest(t, path)
	w := newScan(t, db)
	g := newGenerator(1)
	for range 5 {
		if err := w.Commit(t.Context(), g.batch()); err != nil {
			t.Fatal(err)
		}
	}
	count(t, w)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if want := []string{"sitewell.db"}; !gocmp.Equal(names, want) {
		t.Errorf("files after close: %q, want %q", names, want)
	}
	checkModel(t, openTest(t, path), w.ID(), g.model)
}

func TestOpenEmptyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sitewell.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	newScan(t, openTest(t, path))
}

func TestReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sitewell.db")
	if _, err := Open(t.Context(), path, Options{ReadOnly: true}); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("missing file: %v, want ErrNotFound", err)
	}
	db := openTest(t, path)
	scan, m := filled(t, db, newScan(t, db).Site(), 1, 4)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	read, err := Open(t.Context(), path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	checkModel(t, read, scan, m)
	if _, err := read.SaveSite(t.Context(), storage.Site{}); !errors.Is(err, storage.ErrReadOnly) {
		t.Errorf("writing: %v, want ErrReadOnly", err)
	}
	if _, err := read.NewScan(t.Context(), storage.Scan{}); !errors.Is(err, storage.ErrReadOnly) {
		t.Errorf("scanning: %v, want ErrReadOnly", err)
	}
}

func TestSites(t *testing.T) {
	ctx := t.Context()
	db := newDB(t)
	b, err := db.SaveSite(ctx, storage.Site{Name: "bakery", Client: "Anna", Start: "https://b.example/", Settings: `{"a":1}`})
	if err != nil {
		t.Fatal(err)
	}
	a, err := db.SaveSite(ctx, storage.Site{Start: "https://a.example/", Settings: "{}", Created: clock().AddDate(0, -1, 0)})
	if err != nil {
		t.Fatal(err)
	}
	b.Name = "Zoo"
	if _, err := db.SaveSite(ctx, b); err != nil {
		t.Fatal(err)
	}
	first, _ := filled(t, db, b.ID, 1, 3)
	w := scanOf(t, db, b.ID)
	if err := w.Finish(ctx, storage.Stopped, result.Summary{Ended: clock(), Diagnosis: result.NoLinks, Sample: "x"}); err != nil {
		t.Fatal(err)
	}
	got, err := db.Sites(ctx)
	if err != nil {
		t.Fatal(err)
	}
	last, err := db.ScanByID(ctx, w.ID())
	if err != nil {
		t.Fatal(err)
	}
	counts, err := db.Counts(ctx, first)
	if err != nil {
		t.Fatal(err)
	}
	diff(t, "sites", got, []storage.SiteSummary{{Site: a}, {Site: b, Last: &last, Trend: []int{counts.Problems()}}})
	diff(t, "last scan", last, storage.Scan{
		ID: w.ID(), Site: b.ID, Start: "https://www.example.com/", State: storage.Stopped, Began: clock(), Ended: clock(),
		Version: "test", Settings: "{}", Diagnosis: "no-links", Sample: "x",
	})
	found, err := db.SiteByStart(ctx, a.Start)
	if err != nil || found != a {
		t.Errorf("site by start: %v, %v", found, err)
	}
	if _, err := db.SiteByID(ctx, 99); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("no such site: %v, want ErrNotFound", err)
	}
	if _, err := db.SaveSite(ctx, storage.Site{ID: 99}); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("saving no such site: %v, want ErrNotFound", err)
	}
	if _, err := db.NewScan(ctx, storage.Scan{Site: 99}); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("scanning no such site: %v, want ErrNotFound", err)
	}
}
