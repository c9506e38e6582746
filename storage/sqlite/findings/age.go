package findings

import (
	"context"
	"database/sql"
	"errors"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/storage/sqlite/query"
)

// OldestProblem returns the problem of a complete scan that has been one for the
// longest without a break, of those that are at least so severe; the zero value where
// there is none. A scan that did not check the address is a break.
func (r *Reader) OldestProblem(ctx context.Context, scan storage.ScanID, least outcome.Severity) (oldest storage.OldProblem, err error) {
	err = Viewing(ctx, r.file, "find oldest problem", scan, func(tx *sql.Tx, v *View) error {
		if !v.Folded {
			return nil
		}
		id, since, err := v.oldest(tx, least)
		if err != nil || id == 0 {
			return err
		}
		oldest.ID = id
		if err := tx.QueryRow(`SELECT text FROM url WHERE id = ?`, id).Scan(&oldest.URL); err != nil {
			return err
		}
		var began int64
		err = tx.QueryRow(`SELECT began FROM scan WHERE id = ?`, since).Scan(&began)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		oldest.Since = query.Time(began)
		return err
	})
	return oldest, err
}

// oldest returns the address, and the scan since which it is a problem.
func (v *View) oldest(tx *sql.Tx, least outcome.Severity) (id storage.URLID, since storage.ScanID, err error) {
	where, args := v.Where()
	first := make(map[storage.URLID]storage.ScanID) // since when each has been a problem, as far as it is known yet
	err = query.Each(tx, `SELECT f.url, f.first_scan FROM finding f WHERE `+where+` AND f.severity >= ? AND f.verdict IN `+ProblemVerdicts, func(rows *sql.Rows) error {
		var url storage.URLID
		var scan storage.ScanID
		err := rows.Scan(&url, &scan)
		first[url] = scan
		return err
	}, append(args, int64(least))...)
	if err != nil || len(first) == 0 {
		return 0, 0, err
	}
	// Findings of older scans follow each other: what ends where the next begins.
	err = query.Each(tx, `SELECT f.url, f.first_scan, f.until_scan FROM finding f WHERE f.first_scan IN `+Chain+` AND f.until_scan IS NOT NULL AND f.verdict IN `+ProblemVerdicts+`
		ORDER BY f.first_scan DESC`, func(rows *sql.Rows) error {
		var url storage.URLID
		var from, until storage.ScanID
		if err := rows.Scan(&url, &from, &until); err != nil {
			return err
		}
		if known, ok := first[url]; ok && until == known {
			first[url] = from
		}
		return nil
	}, v.Site, v.ID)
	for url, scan := range first {
		if since == 0 || scan < since || scan == since && url < id {
			id, since = url, scan
		}
	}
	return id, since, err
}
