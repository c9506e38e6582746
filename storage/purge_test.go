package storage

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"sitewell/scanner/result"
)

// rowCounts gives how many rows each table of shared things has.
func rowCounts(t *testing.T, db *DB) map[string]int {
	t.Helper()
	counts := make(map[string]int)
	for _, table := range []string{"site", "scan", "block", "segment", "url", "url_hash", "answer", "fact", "evidence", "evidence_hash", "doc", "bundle", "list", "list_hash", "anchor", "revived"} {
		var n int
		if err := db.read.QueryRow(`SELECT count(*) FROM ` + table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		counts[table] = n
	}
	return counts
}

// filled makes a finished scan of random content.
func filled(t *testing.T, db *DB, site int64, seed uint64, batches int) (int64, *model) {
	t.Helper()
	w := forgetful(scanOf(t, db, site))
	g := newGenerator(seed)
	for range batches {
		if err := w.Commit(t.Context(), g.batch()); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Finish(t.Context(), Complete, result.Summary{}); err != nil {
		t.Fatal(err)
	}
	g.model.finished = true
	return w.ID(), g.model
}

func TestDeleteScanFreesWhatNothingElseUses(t *testing.T) {
	db := newDB(t)
	site := newScan(t, db).Site()
	first, _ := filled(t, db, site, 1, 6)
	if err := db.sweep(t.Context()); err != nil { // what later checks took the place of
		t.Fatal(err)
	}
	alone := rowCounts(t, db)
	second, m := filled(t, db, site, 2, 6)
	third, _ := filled(t, db, site, 1, 6)
	if err := db.DeleteScan(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ScanByID(t.Context(), first); !errors.Is(err, ErrNotFound) {
		t.Errorf("deleted scan: %v, want ErrNotFound", err)
	}
	checkModel(t, db, second, m)
	if err := db.Verify(t.Context(), third); err != nil {
		t.Error(err)
	}
	if err := db.DeleteScan(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	if err := db.Verify(t.Context(), third); err != nil {
		t.Error(err)
	}
	got := rowCounts(t, db)
	for _, table := range []string{"url", "url_hash", "answer", "fact", "doc", "segment"} {
		if got[table] != alone[table] {
			t.Errorf("%s: %d rows, want %d as after the first scan", table, got[table], alone[table])
		}
	}
}

func TestDeleteSiteLeavesNothing(t *testing.T) {
	db := newDB(t)
	site := newScan(t, db).Site()
	filled(t, db, site, 1, 5)
	filled(t, db, site, 2, 5)
	if err := db.DeleteSite(t.Context(), site); err != nil {
		t.Fatal(err)
	}
	for table, n := range rowCounts(t, db) {
		if n != 0 {
			t.Errorf("%s: %d rows left", table, n)
		}
	}
	var free int
	if err := db.read.QueryRow(`PRAGMA freelist_count`).Scan(&free); err != nil || free != 0 {
		t.Errorf("%d free pages left, err %v", free, err)
	}
	if err := db.DeleteSite(t.Context(), site); !errors.Is(err, ErrNotFound) {
		t.Errorf("second delete: %v, want ErrNotFound", err)
	}
}

func TestTrash(t *testing.T) {
	ctx := t.Context()
	db := newDB(t)
	site := newScan(t, db).Site()
	scan, m := filled(t, db, site, 3, 4)
	if err := db.TrashScan(ctx, scan); err != nil {
		t.Fatal(err)
	}
	if _, err := db.RowIDs(ctx, scan, Filter{}, Order{}); !errors.Is(err, ErrNotFound) {
		t.Errorf("rows of a scan in the trash: %v, want ErrNotFound", err)
	}
	if err := db.PurgeDeleted(ctx, clock()); err != nil { // what was put there before now
		t.Fatal(err)
	}
	if err := db.RestoreScan(ctx, scan); err != nil {
		t.Fatal(err)
	}
	if err := db.TrashSite(ctx, site); err != nil {
		t.Fatal(err)
	}
	if sites, err := db.Sites(ctx); err != nil || len(sites) != 0 {
		t.Errorf("sites %v, err %v, want none", sites, err)
	}
	if scans, err := db.Scans(ctx, site); err != nil || len(scans) != 0 {
		t.Errorf("scans %v, err %v, want none", scans, err)
	}
	if err := db.RestoreSite(ctx, site); err != nil {
		t.Fatal(err)
	}
	checkModel(t, db, scan, m)
	if err := db.TrashSite(ctx, site); err != nil {
		t.Fatal(err)
	}
	if err := db.PurgeDeleted(ctx, clock().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if err := db.RestoreSite(ctx, site); !errors.Is(err, ErrNotFound) {
		t.Errorf("restore after purge: %v, want ErrNotFound", err)
	}
}

// TestDeleteWhileScanning deletes old scans again and again while a new one
// finds the same texts, lists and facts again.
func TestDeleteWhileScanning(t *testing.T) {
	db := newDB(t)
	site := newScan(t, db).Site()
	g := newGenerator(7)
	var batches []*result.Batch
	for range 10 {
		batches = append(batches, g.batch())
	}
	replay := func(ctx context.Context) (int64, error) {
		w, err := db.NewScan(ctx, Scan{Site: site, Settings: "{}"})
		if err != nil {
			return 0, err
		}
		defer w.Close()
		forgetful(w)
		for _, b := range batches {
			if err := w.Commit(ctx, b); err != nil {
				return 0, err
			}
		}
		return w.ID(), w.Finish(ctx, Complete, result.Summary{})
	}
	old := make(chan int64, 1)
	group, ctx := errgroup.WithContext(t.Context())
	group.Go(func() error {
		defer close(old)
		for range 12 {
			id, err := replay(ctx)
			if err != nil {
				return err
			}
			select {
			case old <- id:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	group.Go(func() error {
		for id := range old {
			if err := db.DeleteScan(ctx, id); err != nil {
				return err
			}
		}
		return nil
	})
	group.Go(func() error { // a second one overtakes the first
		for range 30 {
			if err := db.sweep(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	id, err := replay(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	g.model.finished = true
	checkModel(t, db, id, g.model)
}

func TestDeleteShrinksFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sitewell.db")
	db := openTest(t, path)
	site := newScan(t, db).Site()
	for seed := range uint64(4) {
		filled(t, db, site, seed, 30)
	}
	// While a database is open, part of it is in its -wal file, and one
	// checkpoint is refused where the goroutine's is under way. Closing moves
	// everything.
	size := func() int64 {
		t.Helper()
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	before := size()
	db = openTest(t, path)
	if err := db.DeleteSite(t.Context(), site); err != nil {
		t.Fatal(err)
	}
	if after := size(); after > before/2 {
		t.Errorf("file has %d bytes, before %d", after, before)
	}
}
