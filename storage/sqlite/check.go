package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
)

// Check checks the whole database: its structure, its references, and what is
// stored of every scan. progress is called before each of steps, and with done ==
// steps in the end. The error is that of ctx, or why nothing could be checked;
// what is damaged is in the result.
func (db *DB) Check(ctx context.Context, progress func(done, steps int)) (c storage.DatabaseCheck, err error) {
	progress(0, 1)
	c.Structure = asDamage(db.checkStructure(ctx, ""))
	if c.Structure != nil {
		c.Tables = db.damagedTables(ctx)
	} else if ctx.Err() == nil {
		c.Structure = asDamage(errors.Join(db.file.Reading(ctx, "check references", checkReferences), db.file.Reading(ctx, "check marks", checkMarks), db.file.Reading(ctx, "check redirects", checkRedirects)))
	}
	var scans []findings.ScanRow
	err = db.file.Reading(ctx, "list scans", func(tx *sql.Tx) (err error) {
		scans, err = findings.QueryScans(tx, findings.Live+` ORDER BY s.id`)
		return err
	})
	for i, s := range scans {
		if err != nil || ctx.Err() != nil {
			break
		}
		progress(1+i, 1+len(scans))
		c.Scans = append(c.Scans, storage.ScanCheck{Scan: s.Scan, Damage: asDamage(db.verifyScan(ctx, s.ID))})
	}
	if ctx.Err() != nil {
		return c, ctx.Err()
	}
	if errors.Is(err, storage.ErrCorrupt) { // nothing can be read, which is a result
		c.Structure, err = errors.Join(c.Structure, err), nil
	}
	progress(1+len(scans), 1+len(scans))
	return c, err
}

// asDamage calls every error of a check damage: also that a row is missing.
func asDamage(err error) error {
	if err == nil || errors.Is(err, storage.ErrCorrupt) {
		return err
	}
	return fmt.Errorf("%w: %w", storage.ErrCorrupt, err)
}

// checkStructure returns the first thing that SQLite finds wrong with pages, rows
// and indexes (https://www.sqlite.org/pragma.html#pragma_integrity_check), of one
// table or of all where it is "".
func (db *DB) checkStructure(ctx context.Context, table string) error {
	return db.file.Reading(ctx, "check structure", func(tx *sql.Tx) error {
		pragma := `PRAGMA integrity_check(1)`
		if table != "" {
			pragma = fmt.Sprintf(`PRAGMA integrity_check(%q)`, table)
		}
		return query.Each(tx, pragma, func(rows *sql.Rows) error {
			var said string
			if err := rows.Scan(&said); err != nil {
				return err
			}
			if said != "ok" {
				return fmt.Errorf("%w: %s", storage.ErrCorrupt, said)
			}
			return nil
		})
	})
}

// damagedTables returns the tables with which SQLite finds something wrong; none where it
// can't even read which there are.
func (db *DB) damagedTables(ctx context.Context) (damaged []string) {
	var tables []string
	err := db.file.Reading(ctx, "list tables", func(tx *sql.Tx) error {
		return query.Each(tx, `SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`, func(rows *sql.Rows) error {
			var name string
			err := rows.Scan(&name)
			tables = append(tables, name)
			return err
		})
	})
	if err != nil {
		return nil
	}
	for _, table := range tables {
		if db.checkStructure(ctx, table) != nil {
			damaged = append(damaged, table)
		}
	}
	return damaged
}
