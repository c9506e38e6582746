package record

import (
	"database/sql"
	"errors"

	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
)

// foldScan lets a scan share findings with the folded scans around it. Findings
// that were the same in the scan before go on, and those of this scan are
// deleted; the others of the scan before end here. An address that was checked again
// since keeps its own finding, which says when that was. Where a newer scan is folded
// already, what goes on beyond this one is divided.
func foldScan(tx *sql.Tx, scan storage.ScanID, site storage.SiteID) error {
	if _, err := tx.Exec(`CREATE TEMP TABLE IF NOT EXISTS same (url INTEGER PRIMARY KEY); DELETE FROM temp.same`); err != nil {
		return err
	}
	next, err := NextFolded(tx, site, scan)
	if err != nil {
		return err
	}
	const before = `first_scan IN (SELECT s.id FROM scan s WHERE s.site = ?2 AND s.folded = 1 AND s.id < ?1) AND (until_scan IS NULL OR until_scan > ?1)`
	steps := []string{
		`INSERT INTO temp.same SELECT c.url FROM finding c CROSS JOIN finding d ON d.first_scan = ?1 AND d.url = c.url
			WHERE c.` + `first_scan IN (SELECT s.id FROM scan s WHERE s.site = ?2 AND s.folded = 1 AND s.id < ?1)
			AND (c.until_scan IS NULL OR c.until_scan > ?1) AND ` + findings.SameFinding + `
			AND NOT EXISTS (SELECT 1 FROM earlier_check e WHERE e.scan = ?1 AND e.url = c.url)`,
	}
	if next != 0 {
		steps = append(steps, `INSERT INTO finding (first_scan, url, until_scan, checked_at, took, evidence, `+findings.SharedColumns+`)
			SELECT ?3, url, until_scan, checked_at, took, evidence, `+findings.SharedColumns+` FROM finding
			WHERE `+before+` AND (until_scan IS NULL OR until_scan > ?3) AND url NOT IN (SELECT url FROM temp.same)`)
	}
	steps = append(steps,
		`UPDATE finding SET until_scan = ?1 WHERE `+before+` AND url NOT IN (SELECT url FROM temp.same)`,
		`DELETE FROM evidence WHERE hash IS NULL AND id IN (SELECT d.evidence FROM temp.same t CROSS JOIN finding d ON d.first_scan = ?1 AND d.url = t.url)`,
		`DELETE FROM finding WHERE first_scan = ?1 AND url IN (SELECT url FROM temp.same)`,
	)
	if next != 0 {
		steps = append(steps, `UPDATE finding SET until_scan = ?3 WHERE first_scan = ?1`)
	}
	steps = append(steps, `UPDATE scan SET folded = 1 WHERE id = ?1`, `DELETE FROM temp.same`)
	for _, step := range steps {
		if _, err := tx.Exec(step, scan, site, next); err != nil {
			return err
		}
	}
	return CountMove(tx)
}

// Moves returns a number that goes up when findings are moved between scans,
// by folding or deleting one, or by a recheck, and when a deletion begins to
// look for unused rows. While it stays the same, only scans that are not
// folded begin to use rows of url and page_version.
func Moves(tx *sql.Tx) (n int64, err error) {
	err = tx.QueryRow(`SELECT count FROM sweep`).Scan(&n)
	return n, err
}

// CountMove adds one to what Moves returns.
func CountMove(tx *sql.Tx) error {
	_, err := tx.Exec(`UPDATE sweep SET count = count + 1`)
	return err
}

// NextFolded returns the folded scan of a site after a scan, 0 for none.
func NextFolded(tx *sql.Tx, site storage.SiteID, scan storage.ScanID) (next storage.ScanID, err error) {
	err = tx.QueryRow(`SELECT id FROM scan WHERE site = ? AND folded = 1 AND id > ? ORDER BY id LIMIT 1`, site, scan).Scan(&next)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return next, err
}
