package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"sitewell/storage"
)

// purgeStep is how many rows are deleted in one transaction, so that others can
// write between.
const purgeStep = 20_000

// DeleteSite deletes a site and its scans for good. It is gone at once; then
// its rows are deleted in steps, between which others can write. Where that is
// cut short, the next deletion does the rest. ErrNotFound where there is no such
// site.
func (db *DB) DeleteSite(ctx context.Context, id storage.SiteID) error {
	err := db.writing(ctx, "delete site", func(tx *sql.Tx) error {
		res, err := tx.Exec(`UPDATE site SET deleted = 1 WHERE id = ? AND deleted = 0`, id)
		if err := oneRow(res, err, "site", id); err != nil {
			return err
		}
		_, err = tx.Exec(`UPDATE scan SET deleted = 1, revision = revision + 1 WHERE site = ?`, id)
		return err
	})
	if err != nil {
		return err
	}
	return db.PurgeDeleted(ctx)
}

// DeleteScan deletes a scan for good, as DeleteSite does a site. A Writer of it
// gets ErrNotFound from then on. What other scans found stays as it is.
func (db *DB) DeleteScan(ctx context.Context, id storage.ScanID) error {
	err := db.writing(ctx, "delete scan", func(tx *sql.Tx) error {
		res, err := tx.Exec(`UPDATE scan SET deleted = 1, revision = revision + 1 WHERE id = ? AND deleted = 0`, id)
		return oneRow(res, err, "scan", id)
	})
	if err != nil {
		return err
	}
	return db.PurgeDeleted(ctx)
}

// PurgeDeleted finishes deletions that were cut short, and gives their space
// back to the file system.
func (db *DB) PurgeDeleted(ctx context.Context) error {
	var scans []scanRow
	err := db.reading(ctx, "purge", func(tx *sql.Tx) (err error) {
		scans, err = queryScans(tx, `s.deleted = 1 ORDER BY s.id DESC`)
		return err
	})
	if err != nil {
		return err
	}
	for _, s := range scans {
		if err := db.purgeScan(ctx, s); err != nil {
			return err
		}
	}
	err = db.writing(ctx, "purge", func(tx *sql.Tx) error {
		if _, err := tx.Exec(`DELETE FROM site WHERE deleted = 1 AND NOT EXISTS (SELECT 1 FROM scan WHERE scan.site = site.id)`); err != nil {
			return err
		}
		if len(scans) == 0 {
			return nil
		}
		return sweep(tx)
	})
	if err != nil {
		return err
	}
	return db.vacuum(ctx)
}

// purgeScan deletes what belongs to one scan alone, its own row last. Of what
// it shares with others the bounds move to the scan before or after.
func (db *DB) purgeScan(ctx context.Context, s scanRow) error {
	for more := true; more; {
		err := db.writing(ctx, "purge scan", func(tx *sql.Tx) (err error) {
			more, err = purgeFindings(tx, s)
			return err
		})
		if err != nil {
			return err
		}
	}
	return db.writing(ctx, "purge scan", func(tx *sql.Tx) error {
		if s.folded {
			next, err := nextFolded(tx, s.Site, s.ID)
			if err != nil {
				return err
			}
			_, err = tx.Exec(`UPDATE finding SET until_scan = ? WHERE first_scan IN `+chain+` AND until_scan = ?`, null(next), s.Site, s.ID, s.ID)
			if err != nil {
				return err
			}
		}
		if err := dropStaging(tx, s.ID); err != nil {
			return err
		}
		_, err := tx.Exec(`DELETE FROM scan WHERE id = ?`, s.ID)
		return err
	})
}

// purgeFindings deletes some of the findings that begin with a scan, or lets
// them begin with the next, and reports whether there are more.
func purgeFindings(tx *sql.Tx, s scanRow) (more bool, err error) {
	var next storage.ScanID
	if s.folded {
		if next, err = nextFolded(tx, s.Site, s.ID); err != nil {
			return false, err
		}
	}
	const some = `SELECT url FROM finding WHERE first_scan = ?1 LIMIT ?3`
	// Of one scan alone: the next one finds something else, or there is none.
	gone, err := tx.Exec(`DELETE FROM finding WHERE first_scan = ?1 AND (until_scan IS ?2 OR ?2 IS NULL) AND url IN (`+some+`)`, s.ID, null(next), purgeStep)
	if err != nil {
		return false, err
	}
	n, err := gone.RowsAffected()
	if err != nil || n == purgeStep {
		return true, err
	}
	if next == 0 {
		return false, nil
	}
	moved, err := tx.Exec(`UPDATE finding SET first_scan = ?2 WHERE first_scan = ?1 AND until_scan IS NOT ?2 AND url IN (`+some+`)`, s.ID, next, purgeStep)
	if err != nil {
		return false, err
	}
	m, err := moved.RowsAffected()
	return n+m > 0, err
}

// sweep deletes the rows that no finding uses any more. It is one transaction:
// a scan that runs beside may find such a row a moment later and use it.
func sweep(tx *sql.Tx) error {
	for _, step := range []string{
		`DELETE FROM evidence WHERE id NOT IN (SELECT evidence FROM finding WHERE evidence IS NOT NULL)`,
		`DELETE FROM page_version WHERE id NOT IN (SELECT page_version FROM finding WHERE page_version IS NOT NULL)`,
		`DELETE FROM url WHERE id NOT IN (SELECT url FROM finding UNION ALL SELECT final FROM finding WHERE final <> url)`,
		`UPDATE sweep SET count = count + 1`,
	} {
		if _, err := tx.Exec(step); err != nil {
			return err
		}
	}
	return nil
}

// vacuumStep is how many pages are given back in one transaction.
const vacuumStep = 512

// vacuum gives free pages back to the file system.
func (db *DB) vacuum(ctx context.Context) error {
	for {
		var free int
		if err := db.write.QueryRowContext(ctx, `PRAGMA freelist_count`).Scan(&free); err != nil || free == 0 {
			return wrap("free space", err)
		}
		// It returns one row a page, so it must be read to the end.
		rows, err := db.write.QueryContext(ctx, fmt.Sprintf(`PRAGMA incremental_vacuum(%d)`, vacuumStep))
		if err != nil {
			return wrap("free space", err)
		}
		for rows.Next() {
		}
		if err := rows.Close(); err != nil {
			return wrap("free space", err)
		}
		if err := rows.Err(); err != nil {
			return wrap("free space", err)
		}
	}
}
