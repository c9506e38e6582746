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
		if name != "" {
			err := query.Each(tx, `SELECT id, name FROM scan WHERE site = ? AND id <> ? AND name <> '' AND deleted = 0`, func(rows *sql.Rows) error {
				var id storage.ScanID
				var other string
				if err := rows.Scan(&id, &other); err != nil {
					return err
				}
				if findings.Fold(other) == findings.Fold(name) {
					return fmt.Errorf("scan %d: %w", id, storage.ErrNameTaken)
				}
				return nil
			}, s.Site, scan)
			if err != nil {
				return err
			}
		}
		_, err = tx.Exec(`UPDATE scan SET name = ?, note = ? WHERE id = ?`, name, note, scan)
		return err
	})
}
