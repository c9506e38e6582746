package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
)

// NameScan stores the name and the note of a scan; "" for none. A scan that runs
// can be named, too. Errors: ErrNotFound, and ErrNameTaken where another scan of
// the site has the name, whatever the case of its letters.
func (db *DB) NameScan(ctx context.Context, scan storage.ScanID, name, note string) error {
	return db.file.Writing(ctx, "name scan", func(tx *sql.Tx) error {
		s, err := findings.ScanByID(tx, scan)
		if err != nil {
			return err
		}
		switch other, err := scanNamed(tx, s.Site, name); {
		case err != nil:
			return err
		case other != 0 && other != scan:
			return fmt.Errorf("scan %d: %w", other, storage.ErrNameTaken)
		}
		_, err = tx.Exec(`UPDATE scan SET name = ?, note = ? WHERE id = ?`, name, note, scan)
		return err
	})
}

// scanNamed returns the scan of a site that has a name, whatever the case of its
// letters; 0 where there is none, and for "".
func scanNamed(tx *sql.Tx, site storage.SiteID, name string) (found storage.ScanID, err error) {
	if name == "" {
		return 0, nil
	}
	return found, query.Each(tx, `SELECT id, name FROM scan WHERE site = ? AND name <> '' AND deleted = 0`, func(rows *sql.Rows) error {
		var id storage.ScanID
		var other string
		err := rows.Scan(&id, &other)
		if findings.Fold(other) == findings.Fold(name) {
			found = id
		}
		return err
	}, site)
}
