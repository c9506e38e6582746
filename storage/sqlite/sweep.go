package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"math"

	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/record"
)

// unusedRows says which rows of a table no finding uses any more.
type unusedRows struct {
	table string
	// unused is the condition of such a row with an ID from ?1 to ?2. It takes a
	// pass over all findings.
	unused string
	// still is the condition that such a row is still unused, where no findings have
	// been moved between scans since ?2 (see record.Moves): so only what scans
	// that are not folded have begun to use. It must be fast.
	still string
}

// deletion deletes those rows of a list ?1 that are still unused.
func (u unusedRows) deletion() string {
	return `DELETE FROM ` + u.table + ` WHERE id IN (SELECT value FROM json_each(?1)) AND ` + u.still
}

const (
	unusedURL = `id NOT IN (SELECT url FROM finding WHERE url BETWEEN ?1 AND ?2 UNION ALL SELECT final FROM finding WHERE final <> url AND final BETWEEN ?1 AND ?2)`
	stillURL  = `NOT EXISTS (SELECT 1 FROM scan s CROSS JOIN finding f ON f.first_scan = s.id AND f.url = url.id WHERE s.folded = 0)
		AND NOT EXISTS (SELECT 1 FROM finding f WHERE f.final = url.id AND f.final <> f.url)`
)

// sweptTables are in the order in which they are swept: places go before their
// pages.
var sweptTables = []unusedRows{
	{`evidence`, `id NOT IN (SELECT evidence FROM finding WHERE evidence BETWEEN ?1 AND ?2)`, `used < ?2`},
	{
		`page_version`, `id NOT IN (SELECT page_version FROM finding WHERE page_version BETWEEN ?1 AND ?2)`,
		`NOT EXISTS (SELECT 1 FROM scan s CROSS JOIN finding f ON f.first_scan = s.id AND f.page_version = page_version.id WHERE s.folded = 0)`,
	},
	{`url`, `page IS NOT NULL AND ` + unusedURL, stillURL},
	{`url`, unusedURL, stillURL},
}

// sweep deletes the rows that no finding uses any more, in steps between which
// others can write.
func (db *DB) sweep(ctx context.Context) error {
	// From here on, evidence that is used again has the number of this sweep.
	if err := db.file.Writing(ctx, "sweep", record.CountMove); err != nil {
		return err
	}
	for _, u := range sweptTables {
		for first := int64(0); ; {
			found, err := db.findUnused(ctx, u, first)
			if err != nil {
				return err
			}
			again, err := db.deleteUnused(ctx, u, found)
			if err != nil {
				return err
			}
			if again {
				continue
			}
			if found.last == math.MaxInt64 {
				break
			}
			first = found.last + 1
		}
	}
	return nil
}

// foundUnused are rows of a table that no finding used at one moment.
type foundUnused struct {
	ids   []int64
	last  int64 // no row after it was looked at; MaxInt64: there is none
	moves int64 // see record.Moves
}

// findUnused finds the unused ones of some rows of a table, from an ID on. It only
// reads, so nobody waits for it.
func (db *DB) findUnused(ctx context.Context, u unusedRows, first int64) (found foundUnused, err error) {
	found.last = math.MaxInt64
	return found, db.file.Reading(ctx, "sweep", func(tx *sql.Tx) (err error) {
		if found.moves, err = record.Moves(tx); err != nil {
			return err
		}
		err = tx.QueryRow(`SELECT id FROM `+u.table+` WHERE id >= ? ORDER BY id LIMIT 1 OFFSET ?`, first, 50*db.purgeStep-1).Scan(&found.last)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		var list []byte
		err = tx.QueryRow(`SELECT coalesce(group_concat(id), '') FROM `+u.table+` WHERE id BETWEEN ?1 AND ?2 AND `+u.unused, first, found.last).Scan(&list)
		found.ids = query.ParseNumbers[int64](list)
		return err
	})
}

// deleteUnused deletes rows that were unused, in steps. Each step makes sure that
// what it deletes has not been used since: a scan that runs beside may do so at any
// time. It reports whether that can't be told, so that they must be found again.
func (db *DB) deleteUnused(ctx context.Context, u unusedRows, found foundUnused) (again bool, err error) {
	if len(found.ids) == 0 {
		return false, nil
	}
	return again, db.file.InSteps(ctx, "sweep", db.purgeStep, func(tx *sql.Tx, rows int) (more bool, err error) {
		if now, err := record.Moves(tx); err != nil || now != found.moves {
			again = true
			return false, err
		}
		n := min(rows, len(found.ids))
		_, err = tx.Exec(u.deletion(), query.List(found.ids[:n]), found.moves)
		found.ids = found.ids[n:]
		return len(found.ids) > 0, err
	})
}
