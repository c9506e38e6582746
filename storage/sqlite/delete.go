package sqlite

import (
	"context"
	"database/sql"

	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/record"
)

// purgeStep is how many rows are deleted in one transaction at most.
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
		for _, table := range []string{"mark", "redirect", "site_brand"} {
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
// scan before or after. Where another scan is folded meanwhile, that may have
// begun or ended findings with this one, so all is done again.
func (db *DB) purgeScan(ctx context.Context, s findings.ScanRow) error {
	for done := false; !done; {
		var moves int64
		err := db.file.Reading(ctx, "purge scan", func(tx *sql.Tx) (err error) {
			moves, err = record.Moves(tx)
			return err
		})
		if err != nil {
			return err
		}
		err = db.file.InSteps(ctx, "purge scan", db.purgeStep, func(tx *sql.Tx, rows int) (more bool, err error) {
			return purgeFindings(tx, s, rows)
		})
		if err != nil {
			return err
		}
		if s.Folded {
			if err := db.purgeEnds(ctx, s); err != nil {
				return err
			}
		}
		err = db.file.InSteps(ctx, "purge scan", db.purgeStep, func(tx *sql.Tx, rows int) (more bool, err error) {
			return record.DropSome(tx, s.ID, rows)
		})
		if err != nil {
			return err
		}
		err = db.file.Writing(ctx, "purge scan", func(tx *sql.Tx) error {
			if now, err := record.Moves(tx); err != nil || now != moves {
				return err
			}
			done = true
			if _, err := tx.Exec(`UPDATE scan SET folded = 0 WHERE id = ?`, s.ID); err != nil {
				return err
			}
			return record.CountMove(tx)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// purgeEnds lets the findings that end with a folded scan end with the next one.
func (db *DB) purgeEnds(ctx context.Context, s findings.ScanRow) error {
	type ends struct {
		first storage.ScanID
		urls  []storage.URLID
	}
	var all []ends
	err := db.file.Reading(ctx, "purge scan", func(tx *sql.Tx) error {
		return query.Each(tx, `SELECT first_scan, group_concat(url) FROM finding WHERE first_scan IN `+findings.Chain+` AND until_scan = ? GROUP BY first_scan`, func(rows *sql.Rows) error {
			var e ends
			var urls sql.RawBytes
			err := rows.Scan(&e.first, &urls)
			e.urls = query.ParseNumbers[storage.URLID](urls)
			all = append(all, e)
			return err
		}, s.Site, s.ID, s.ID)
	})
	if err != nil {
		return err
	}
	for _, e := range all {
		err := db.file.InSteps(ctx, "purge scan", db.purgeStep, func(tx *sql.Tx, rows int) (more bool, err error) {
			next, err := record.NextFolded(tx, s.Site, s.ID)
			if err != nil {
				return false, err
			}
			n := min(rows, len(e.urls))
			_, err = tx.Exec(`UPDATE finding SET until_scan = ? WHERE first_scan = ? AND url IN (SELECT value FROM json_each(?)) AND until_scan = ?`,
				query.Null(next), e.first, query.List(e.urls[:n]), s.ID)
			e.urls = e.urls[n:]
			return len(e.urls) > 0, err
		})
		if err != nil {
			return err
		}
	}
	return nil
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
