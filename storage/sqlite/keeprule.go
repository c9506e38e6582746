package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"sitewell/storage"
	"sitewell/storage/sqlite/query"
)

// KeepRule returns the rule of a site, and whether it is its own: else it is that of all
// sites. For the site 0 it is that of all sites.
func (db *DB) KeepRule(ctx context.Context, site storage.SiteID) (r storage.KeepRule, own bool, err error) {
	err = db.file.Reading(ctx, "read rule", func(tx *sql.Tx) error {
		var of storage.SiteID
		err := tx.QueryRow(`SELECT site, keep, count FROM keep_rule WHERE site IN (?, 0) ORDER BY site DESC LIMIT 1`, site).Scan(&of, &r.Keep, &r.Count)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		own = err == nil && of == site
		return err
	})
	return r, own, err
}

// SetKeepRule stores the rule of a site, or for the site 0 that of all sites; nil lets a
// site have that of all sites.
func (db *DB) SetKeepRule(ctx context.Context, site storage.SiteID, r *storage.KeepRule) error {
	return db.file.Writing(ctx, "store rule", func(tx *sql.Tx) error {
		if r == nil {
			_, err := tx.Exec(`DELETE FROM keep_rule WHERE site = ?`, site)
			return err
		}
		if site != 0 {
			if err := tx.QueryRow(`SELECT id FROM site WHERE id = ? AND deleted = 0`, site).Scan(new(int64)); err != nil {
				return fmt.Errorf("site %d: %w", site, err)
			}
		}
		_, err := tx.Exec(`INSERT OR REPLACE INTO keep_rule (site, keep, count) VALUES (?, ?, ?)`, site, string(r.Keep), r.Count)
		return err
	})
}

// DeleteScans deletes scans for good, as DeleteScan does one. Those that are deleted
// already are left out.
func (db *DB) DeleteScans(ctx context.Context, ids []storage.ScanID) error {
	if len(ids) == 0 {
		return nil
	}
	err := db.file.Writing(ctx, "delete scans", func(tx *sql.Tx) error {
		_, err := tx.Exec(`UPDATE scan SET deleted = 1, revision = revision + 1 WHERE deleted = 0 AND id IN (SELECT value FROM json_each(?))`, query.List(ids))
		return err
	})
	if err != nil {
		return err
	}
	return db.PurgeDeleted(ctx)
}
