package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"math"

	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/record"
)

// purgeStep is how many rows are deleted in one transaction, so that others can
// write between.
const purgeStep = 20_000

// DeleteSite deletes a site and its scans for good. It is gone at once; then
// its rows are deleted in steps, between which others can write. Where that is
// cut short, the next deletion does the rest. ErrNotFound where there is no such
// site.
func (db *DB) DeleteSite(ctx context.Context, id storage.SiteID) error {
	err := db.file.Writing(ctx, "delete site", func(tx *sql.Tx) error {
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
	err := db.file.Writing(ctx, "delete scan", func(tx *sql.Tx) error {
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
	var scans []findings.ScanRow
	err := db.file.Reading(ctx, "purge", func(tx *sql.Tx) (err error) {
		scans, err = findings.QueryScans(tx, `s.deleted = 1 ORDER BY s.id DESC`)
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
	if len(scans) > 0 {
		if err := db.sweep(ctx); err != nil {
			return err
		}
	}
	err = db.file.Writing(ctx, "purge", func(tx *sql.Tx) error {
		for _, s := range scans { // last, so that the next purge goes on with one that is cut short
			if _, err := tx.Exec(`DELETE FROM scan WHERE id = ?`, s.ID); err != nil {
				return err
			}
		}
		for _, table := range []string{"mark", "redirect"} {
			if _, err := tx.Exec(`DELETE FROM ` + table + ` WHERE site IN (SELECT id FROM site WHERE deleted = 1)`); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(`DELETE FROM site WHERE deleted = 1 AND NOT EXISTS (SELECT 1 FROM scan WHERE scan.site = site.id)`); err != nil {
			return err
		}
		_, err := tx.Exec(`DELETE FROM keep_rule WHERE site <> 0 AND site NOT IN (SELECT id FROM site)`)
		return err
	})
	if err != nil {
		return err
	}
	return db.file.Vacuum(ctx)
}

// purgeScan deletes what belongs to one scan alone, but for its own row, which
// takes no part any more. Of what it shares with others the bounds move to the
// scan before or after.
func (db *DB) purgeScan(ctx context.Context, s findings.ScanRow) error {
	for more := true; more; {
		err := db.file.Writing(ctx, "purge scan", func(tx *sql.Tx) (err error) {
			more, err = purgeFindings(tx, s, db.purgeStep)
			return err
		})
		if err != nil {
			return err
		}
	}
	return db.file.Writing(ctx, "purge scan", func(tx *sql.Tx) error {
		if s.Folded {
			next, err := record.NextFolded(tx, s.Site, s.ID)
			if err != nil {
				return err
			}
			_, err = tx.Exec(`UPDATE finding SET until_scan = ? WHERE first_scan IN `+findings.Chain+` AND until_scan = ?`, query.Null(next), s.Site, s.ID, s.ID)
			if err != nil {
				return err
			}
		}
		if err := record.DropStaging(tx, s.ID); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM earlier_check WHERE scan = ?`, s.ID); err != nil {
			return err
		}
		_, err := tx.Exec(`UPDATE scan SET folded = 0 WHERE id = ?`, s.ID)
		return err
	})
}

// purgeFindings deletes some of the findings that begin with a scan, or lets
// them begin with the next, and reports whether there are more.
func purgeFindings(tx *sql.Tx, s findings.ScanRow, step int) (more bool, err error) {
	var next storage.ScanID
	if s.Folded {
		if next, err = record.NextFolded(tx, s.Site, s.ID); err != nil {
			return false, err
		}
	}
	const some = `SELECT url FROM finding WHERE first_scan = ?1 LIMIT ?3`
	// Of one scan alone: the next one finds something else, or there is none.
	gone, err := tx.Exec(`DELETE FROM finding WHERE first_scan = ?1 AND (until_scan IS ?2 OR ?2 IS NULL) AND url IN (`+some+`)`, s.ID, query.Null(next), step)
	if err != nil {
		return false, err
	}
	n, err := gone.RowsAffected()
	if err != nil || n == int64(step) {
		return true, err
	}
	if next == 0 {
		return false, nil
	}
	moved, err := tx.Exec(`UPDATE finding SET first_scan = ?2 WHERE first_scan = ?1 AND until_scan IS NOT ?2 AND url IN (`+some+`)`, s.ID, next, step)
	if err != nil {
		return false, err
	}
	m, err := moved.RowsAffected()
	return n+m > 0, err
}

// sweep deletes the rows that no finding uses any more, in steps between which
// others can write. What is unused is found out in the same transaction: a scan
// that runs beside may use such a row a moment later. Places go before
// their pages.
func (db *DB) sweep(ctx context.Context) error {
	for _, unused := range []struct{ rows, condition string }{
		{`evidence`, `id NOT IN (SELECT evidence FROM finding WHERE evidence BETWEEN ?1 AND ?2)`},
		{`page_version`, `id NOT IN (SELECT page_version FROM finding WHERE page_version BETWEEN ?1 AND ?2)`},
		{`url`, `page IS NOT NULL AND ` + unusedURL},
		{`url`, unusedURL},
	} {
		for first, more := int64(0), true; more; {
			err := db.file.Writing(ctx, "sweep", func(tx *sql.Tx) (err error) {
				first, more, err = sweepStep(tx, unused.rows, unused.condition, first, db.purgeStep)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

const unusedURL = `id NOT IN (SELECT url FROM finding WHERE url BETWEEN ?1 AND ?2 UNION ALL SELECT final FROM finding WHERE final <> url AND final BETWEEN ?1 AND ?2)`

// sweepStep deletes what a condition leaves of some rows of a table, from an ID
// on. It returns where the next step begins, and false if there is none.
func sweepStep(tx *sql.Tx, table, condition string, first int64, step int) (next int64, more bool, err error) {
	last := int64(math.MaxInt64)
	err = tx.QueryRow(`SELECT id FROM `+table+` WHERE id >= ? ORDER BY id LIMIT 1 OFFSET ?`, first, step-1).Scan(&last)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, false, err
	}
	res, err := tx.Exec(`DELETE FROM `+table+` WHERE id BETWEEN ?1 AND ?2 AND `+condition, first, last)
	if err != nil {
		return 0, false, err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return last + 1, last < math.MaxInt64, err
	}
	_, err = tx.Exec(`UPDATE sweep SET count = count + 1`)
	return last + 1, last < math.MaxInt64, err
}
