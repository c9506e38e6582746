package storage

import (
	"context"
	"database/sql"
	"fmt"
)

// purgeStep is how many rows are deleted in one transaction.
const purgeStep = 1000

// purge deletes the scans and sites whose time of deletion is not after until,
// and then what no other scan uses.
func (db *DB) purge(ctx context.Context, until int64) error {
	var scans []int64
	var begun bool // a sweep that was cut short
	err := db.reading(ctx, "purge", func(tx *sql.Tx) error {
		if err := tx.QueryRow(`SELECT value FROM setting WHERE name = 'sweeping'`).Scan(&begun); err != nil {
			return err
		}
		return eachQuery(tx, `SELECT scan.id FROM scan JOIN site ON site.id = scan.site WHERE scan.deleted <= ?1 OR site.deleted <= ?1`,
			func(rows *sql.Rows) error {
				var id int64
				err := rows.Scan(&id)
				scans = append(scans, id)
				return err
			}, until)
	})
	if err != nil {
		return err
	}
	for _, id := range scans {
		if err := db.purgeScan(ctx, id); err != nil {
			return err
		}
	}
	err = db.writing(ctx, "purge", func(tx *sql.Tx) error {
		_, err := tx.Exec(`DELETE FROM site WHERE deleted <= ? AND NOT EXISTS (SELECT 1 FROM scan WHERE scan.site = site.id)`, until)
		return err
	})
	if err != nil || len(scans) == 0 && !begun {
		return err
	}
	return db.sweep(ctx)
}

// purgeScan deletes what belongs to one scan alone, its own row last.
func (db *DB) purgeScan(ctx context.Context, id int64) error {
	from, to := rowOf(id, 0), rowOf(id+1, 0)
	for _, table := range []string{"block", "segment", "anchor"} {
		query := fmt.Sprintf(`DELETE FROM %s WHERE id IN (SELECT id FROM %[1]s WHERE id >= ? AND id < ? LIMIT %d)`, table, purgeStep)
		for more := true; more; {
			err := db.writing(ctx, "purge", func(tx *sql.Tx) error {
				// A Writer must not go on with a scan that is half gone.
				// Should we be cut short, the next purge must sweep.
				if _, err := tx.Exec(`UPDATE scan SET deleted = coalesce(deleted, 0) WHERE id = ?;
					UPDATE setting SET value = 1 WHERE name = 'sweeping'`, id); err != nil {
					return err
				}
				res, err := tx.Exec(query, from, to)
				if err != nil {
					return err
				}
				n, err := res.RowsAffected()
				more = n == purgeStep
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return db.writing(ctx, "purge", func(tx *sql.Tx) error {
		if _, err := tx.Exec(`DELETE FROM derived WHERE scan = ?`, id); err != nil {
			return err
		}
		_, err := tx.Exec(`DELETE FROM scan WHERE id = ?`, id)
		return err
	})
}
