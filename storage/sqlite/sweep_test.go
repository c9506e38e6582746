package sqlite

import (
	"database/sql"
	"strings"
	"testing"

	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/record"
)

// A step of a sweep, for which others wait, reads no table of findings or
// addresses from end to end.
func TestSweepStepsUseIndexes(t *testing.T) {
	db := newDB(t)
	err := db.file.Reading(t.Context(), "explain", func(tx *sql.Tx) error {
		for _, u := range sweptTables {
			err := query.Each(tx, `EXPLAIN QUERY PLAN `+u.deletion(), func(rows *sql.Rows) error {
				var id, parent, unused int
				var step string
				err := rows.Scan(&id, &parent, &unused, &step)
				if strings.HasPrefix(step, "SCAN") && !strings.HasPrefix(step, "SCAN json_each") && step != "SCAN s" {
					t.Errorf("%s: %s", u.table, step)
				}
				return err
			}, "[1]", 1)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What was unused when a deletion looked may be used again before it is deleted: by a
// scan that finds the same, whether it runs or is complete by then, or by
// one that gets the numbers of rows that another deletion was quicker to delete.
func TestSweepLeavesWhatIsUsedAgain(t *testing.T) {
	for name, between := range map[string]func(t *testing.T, db *DB, site storage.SiteID) storage.ScanID{
		"running": func(t *testing.T, db *DB, site storage.SiteID) storage.ScanID {
			w := scanOf(t, db, site)
			g := newGenerator(1)
			for range 5 {
				if err := w.Commit(t.Context(), g.batch()); err != nil {
					t.Fatal(err)
				}
			}
			finish(t, w, storage.Stopped)
			return w.ID()
		},
		"complete": func(t *testing.T, db *DB, site storage.SiteID) storage.ScanID {
			id, _ := filled(t, db, site, 1, 5)
			return id
		},
		"the same numbers": func(t *testing.T, db *DB, site storage.SiteID) storage.ScanID {
			for _, u := range sweptTables { // another deletion that looked at the same time
				found, err := db.findUnused(t.Context(), u, 0)
				if err == nil {
					_, err = db.deleteUnused(t.Context(), u, found)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			w := scanOf(t, db, site)
			g := newGenerator(2)
			for range 5 {
				if err := w.Commit(t.Context(), g.batch()); err != nil {
					t.Fatal(err)
				}
			}
			finish(t, w, storage.Stopped)
			return w.ID()
		},
	} {
		for _, u := range sweptTables {
			t.Run(name+" "+u.table, func(t *testing.T) {
				db := newDB(t)
				site := newSite(t, db)
				gone, _ := filled(t, db, site, 1, 5)
				purgeUnswept(t, db, gone)
				found, err := db.findUnused(t.Context(), u, 0)
				if err != nil {
					t.Fatal(err)
				}
				scan := between(t, db, site)
				if _, err := db.deleteUnused(t.Context(), u, found); err != nil {
					t.Fatal(err)
				}
				if err := db.Verify(t.Context(), scan); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// purgeUnswept deletes the findings of a scan, and leaves what nothing uses then.
func purgeUnswept(t *testing.T, db *DB, id storage.ScanID) {
	t.Helper()
	var scan findings.ScanRow
	err := db.file.Writing(t.Context(), "purge", func(tx *sql.Tx) error {
		all, err := findings.QueryScans(tx, `s.id = ?`, id)
		if err == nil {
			scan = all[0]
			_, err = tx.Exec(`UPDATE scan SET deleted = 1, revision = revision + 1 WHERE id = ?`, id)
		}
		return err
	})
	if err == nil {
		err = db.purgeScan(t.Context(), scan)
	}
	if err == nil {
		err = db.file.Writing(t.Context(), "sweep", record.CountMove)
	}
	if err != nil {
		t.Fatal(err)
	}
}
