package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"testing"

	"github.com/mattn/go-sqlite3"
	"golang.org/x/sync/errgroup"

	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
)

// rowCounts returns how many rows each table has.
func rowCounts(t *testing.T, db *DB) map[string]int {
	t.Helper()
	counts := make(map[string]int)
	for _, table := range []string{"site", "scan", "finding", "url", "page_version", "evidence", "scan_address", "scan_anchors", "scan_place"} {
		counts[table] = rowCount(t, db, table)
	}
	return counts
}

// filled makes a finished scan of random content.
func filled(t *testing.T, db *DB, site storage.SiteID, seed uint64, batches int) (storage.ScanID, *model) {
	t.Helper()
	w := scanOf(t, db, site)
	g := newGenerator(seed)
	for range batches {
		if err := w.Commit(t.Context(), g.batch()); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Finish(t.Context(), storage.Complete, result.Summary{}); err != nil {
		t.Fatal(err)
	}
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
	if _, err := db.ScanByID(t.Context(), first); !errors.Is(err, storage.ErrNotFound) {
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
	for _, table := range []string{"url", "page_version", "evidence", "finding"} {
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
	if err := db.file.Read.QueryRow(`PRAGMA freelist_count`).Scan(&free); err != nil || free != 0 {
		t.Errorf("%d free pages left, err %v", free, err)
	}
	if err := db.DeleteSite(t.Context(), site); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("second delete: %v, want ErrNotFound", err)
	}
}

// TestDeleteWhileScanning deletes old scans again and again while a new one
// finds the same addresses, links and evidence again.
func TestDeleteWhileScanning(t *testing.T) {
	db := newDB(t)
	db.purgeStep = 20
	site := newScan(t, db).Site()
	g := newGenerator(7)
	var batches []*result.Batch
	for range 10 {
		batches = append(batches, g.batch())
	}
	replay := func(ctx context.Context) (storage.ScanID, error) {
		w, err := db.NewScan(ctx, storage.Scan{Site: site, Settings: "{}"})
		if err != nil {
			return 0, err
		}
		defer w.Close()
		for _, b := range batches {
			if err := w.Commit(ctx, b); err != nil {
				return 0, err
			}
		}
		return w.ID(), w.Finish(ctx, storage.Complete, result.Summary{})
	}
	old := make(chan storage.ScanID, 1)
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
	group.Go(func() error { // a second one beside the first
		for range 30 {
			if err := db.PurgeDeleted(ctx); err != nil {
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
	checkModel(t, db, id, g.model)
}

func TestDeleteShrinksFile(t *testing.T) {
	db := newDB(t)
	site := newScan(t, db).Site()
	for seed := range uint64(4) {
		filled(t, db, site, seed, 30)
	}
	before := fileSize(t, db)
	if err := db.DeleteSite(t.Context(), site); err != nil {
		t.Fatal(err)
	}
	if after := fileSize(t, db); after > before/2 {
		t.Errorf("file has %d bytes, before %d", after, before)
	}
}

// A deletion that is cut short after any of its steps leaves the other scans as
// they are, and the next one finishes it.
func TestDeletionCutShort(t *testing.T) {
	ctx := t.Context()
	db := newDB(t)
	site := newSite(t, db)
	models := map[storage.ScanID]*model{}
	var scans []storage.ScanID
	for _, seed := range []uint64{1, 2, 1, 2} {
		id, m := filled(t, db, site, seed, 5)
		models[id] = m
		scans = append(scans, id)
	}
	check := func() {
		t.Helper()
		for id, m := range models {
			checkQuickly(t, db, id, m)
		}
	}
	for _, gone := range []storage.ScanID{scans[1], scans[3]} {
		delete(models, gone)
		steps := []func(tx *sql.Tx) error{
			func(tx *sql.Tx) error {
				_, err := tx.Exec(`UPDATE scan SET deleted = 1, revision = revision + 1 WHERE id = ?`, gone)
				return err
			},
			func(tx *sql.Tx) error {
				all, err := findings.QueryScans(tx, `s.id = ?`, gone)
				if err == nil {
					_, err = purgeFindings(tx, all[0], db.purgeStep)
				}
				return err
			},
		}
		for _, step := range steps {
			if err := db.file.Writing(ctx, "delete", step); err != nil {
				t.Fatal(err)
			}
			check()
		}
		if err := db.PurgeDeleted(ctx); err != nil {
			t.Fatal(err)
		}
		check()
	}
	if n := rowCount(t, db, "scan"); n != len(models) {
		t.Errorf("%d scans left, want %d", n, len(models))
	}
}

// Whatever transaction of a deletion is the last before it is cut short, what
// is left is whole, and the next deletion leaves nothing behind.
func TestSweepCutShort(t *testing.T) {
	db := newDB(t)
	site := newSite(t, db)
	kept, m := filled(t, db, site, 1, 4)
	if err := db.sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	alone := rowCounts(t, db)
	db.purgeStep = 7
	var writes, allowed int
	cut := func() {}
	onCommit(t, db, func() {
		if writes++; writes == allowed {
			cut()
		}
	})
	for done := false; !done; {
		gone, _ := filled(t, db, site, 2, 4)
		var ctx context.Context
		ctx, cut = context.WithCancel(t.Context())
		writes, allowed = 0, allowed+1
		done = db.DeleteScan(ctx, gone) == nil
		cut()
		checkQuickly(t, db, kept, m)
		if err := db.PurgeDeleted(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := rowCounts(t, db); !maps.Equal(got, alone) {
			t.Fatalf("cut short after %d transactions: %v rows left, want %v", allowed, got, alone)
		}
	}
	if allowed < 10 {
		t.Errorf("the deletion took %d transactions, so it was not in steps", allowed)
	}
}

// onCommit calls f whenever the database is about to commit.
func onCommit(t *testing.T, db *DB, f func()) {
	t.Helper()
	conn, err := db.file.Write.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close() // back to the pool, which has no other
	err = conn.Raw(func(c any) error {
		c.(*sqlite3.SQLiteConn).RegisterCommitHook(func() int { f(); return 0 })
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
