package storage

import (
	"context"
	"database/sql"
	"time"
)

// TrashSite hides a site with its scans until it is restored or purged.
func (db *DB) TrashSite(ctx context.Context, id int64) error {
	return db.setDeleted(ctx, "trash site", `UPDATE site SET deleted = ?1 WHERE id = ?2 AND deleted IS NULL`, "site", id, toMillis(db.now()))
}

// RestoreSite takes a site out of the trash.
func (db *DB) RestoreSite(ctx context.Context, id int64) error {
	return db.setDeleted(ctx, "restore site", `UPDATE site SET deleted = ?1 WHERE id = ?2 AND deleted > 0`, "site", id, nil)
}

// TrashScan hides a scan until it is restored or purged. A Writer of it gets
// ErrNotFound from then on.
func (db *DB) TrashScan(ctx context.Context, id int64) error {
	return db.setDeleted(ctx, "trash scan", `UPDATE scan SET deleted = ?1 WHERE id = ?2 AND deleted IS NULL`, "scan", id, toMillis(db.now()))
}

// RestoreScan takes a scan out of the trash.
func (db *DB) RestoreScan(ctx context.Context, id int64) error {
	return db.setDeleted(ctx, "restore scan", `UPDATE scan SET deleted = ?1 WHERE id = ?2 AND deleted > 0`, "scan", id, nil)
}

func (db *DB) setDeleted(ctx context.Context, op, query, what string, id int64, when any) error {
	return db.writing(ctx, op, func(tx *sql.Tx) error {
		res, err := tx.Exec(query, when, id)
		return oneRow(res, err, what, id)
	})
}

// DeleteSite deletes a site and its scans for good. It is gone at once; then
// the space is freed in small steps, between which others can write. Where
// that is cut short, the next purge does the rest.
func (db *DB) DeleteSite(ctx context.Context, id int64) error {
	err := db.setDeleted(ctx, "delete site", `UPDATE site SET deleted = ?1 WHERE id = ?2 AND coalesce(deleted, 1) <> 0`, "site", id, purgeNow)
	if err != nil {
		return err
	}
	return db.purge(ctx, purgeNow)
}

// DeleteScan deletes a scan for good, as DeleteSite does a site.
func (db *DB) DeleteScan(ctx context.Context, id int64) error {
	err := db.setDeleted(ctx, "delete scan", `UPDATE scan SET deleted = ?1 WHERE id = ?2 AND coalesce(deleted, 1) <> 0`, "scan", id, purgeNow)
	if err != nil {
		return err
	}
	return db.purge(ctx, purgeNow)
}

// PurgeDeleted deletes for good what was put in the trash before a time.
func (db *DB) PurgeDeleted(ctx context.Context, before time.Time) error {
	return db.purge(ctx, toMillis(before)-1)
}

// purgeNow is the time of deletion of what shall not come back.
const purgeNow = 0
