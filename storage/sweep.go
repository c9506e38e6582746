package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
)

// Sweeping frees texts, answers, facts, evidence, lists and documents that no
// scan uses any more. One reading transaction marks what is used; then rows
// without a mark are deleted in small transactions. Between these a scan may
// find such a row by its hash and use it again: while the setting "sweeping"
// is 1, every Writer notes in the table revived what it finds that way, and
// the sweep leaves it alone. Raising the epoch makes all Writers, those of
// other programs too, forget what they found before.

// sweepStep is how many rows are looked at in one transaction.
const sweepStep = 4096

// errOvertaken ends a sweep: another one began, and does the work.
var errOvertaken = errors.New("another sweep began")

// sweep frees what no scan uses.
func (db *DB) sweep(ctx context.Context) error {
	epoch, err := db.beginSweep(ctx)
	if err != nil {
		return err
	}
	m := newMarking(db.seed)
	if err := db.reading(ctx, "sweep", func(tx *sql.Tx) error { return m.mark(ctx, tx) }); err != nil {
		return err
	}
	for _, t := range m.tables() {
		for from := uint32(1); from <= t.last; from += sweepStep {
			err := db.sweeping(ctx, epoch, func(tx *sql.Tx) error { return t.sweep(tx, from) })
			if errors.Is(err, errOvertaken) {
				return nil
			} else if err != nil {
				return err
			}
		}
	}
	if err := db.sweepBundles(ctx, epoch); errors.Is(err, errOvertaken) {
		return nil
	} else if err != nil {
		return err
	}
	err = db.sweeping(ctx, epoch, func(tx *sql.Tx) error {
		_, err := tx.Exec(`UPDATE setting SET value = 0 WHERE name = 'sweeping'; DELETE FROM revived`)
		return err
	})
	if errors.Is(err, errOvertaken) {
		return nil
	} else if err != nil {
		return err
	}
	return db.vacuum(ctx)
}

// beginSweep makes all Writers forget what they found by its hash, and note
// from now on what they find. It gives the number of the sweep.
func (db *DB) beginSweep(ctx context.Context) (epoch int64, err error) {
	err = db.writing(ctx, "sweep", func(tx *sql.Tx) error {
		_, err := tx.Exec(`UPDATE setting SET value = value + 1 WHERE name = 'epoch';
			UPDATE setting SET value = 1 WHERE name = 'sweeping';
			DELETE FROM revived`)
		if err != nil {
			return err
		}
		// A text is swept with its hash; those that are stored from now on are not swept.
		if err := db.seed.hashRecent(tx); err != nil {
			return err
		}
		return tx.QueryRow(`SELECT value FROM setting WHERE name = 'epoch'`).Scan(&epoch)
	})
	return epoch, err
}

// sweeping runs one step of a sweep, unless another one began since.
func (db *DB) sweeping(ctx context.Context, epoch int64, f func(tx *sql.Tx) error) error {
	return db.writing(ctx, "sweep", func(tx *sql.Tx) error {
		var now int64
		if err := tx.QueryRow(`SELECT value FROM setting WHERE name = 'epoch'`).Scan(&now); err != nil {
			return err
		}
		if now != epoch {
			return errOvertaken
		}
		return f(tx)
	})
}

// sweep deletes the rows of one step that are neither marked nor revived,
// beginning with number from. Rows are deleted in rising order and new ones
// come after the last, so no new one gets a number that is still to be looked
// at.
func (t *markedTable) sweep(tx *sql.Tx, from uint32) error {
	to := min(uint64(from)+sweepStep-1, uint64(t.last))
	var gone []uint32
	err := eachQuery(tx, fmt.Sprintf(`SELECT id FROM %s WHERE id BETWEEN ? AND ? AND id NOT IN (SELECT id FROM revived WHERE name = ?)`, t.name),
		func(rows *sql.Rows) error {
			var id uint32
			err := rows.Scan(&id)
			if !t.used.has(id) {
				gone = append(gone, id)
			}
			return err
		}, from, to, t.name)
	if err != nil || len(gone) == 0 {
		return err
	}
	list := jsonList(gone)
	if t.unhash != nil {
		if err := t.unhash(tx, list); err != nil {
			return err
		}
	}
	_, err = tx.Exec(fmt.Sprintf(`DELETE FROM %s WHERE id IN (SELECT value FROM json_each(?))`, t.name), list)
	return err
}

// note keeps a row from being swept that was found by its hash.
func (in *interner) note(tx *sql.Tx, table string, ids ...uint32) error {
	if !in.sweeping {
		return nil
	}
	for _, id := range ids {
		if _, err := tx.Exec(`INSERT OR IGNORE INTO revived (name, id) VALUES (?, ?)`, table, id); err != nil {
			return err
		}
	}
	return nil
}

// unhashURLs takes the hashes of addresses away.
func (s *seed) unhashURLs(tx *sql.Tx, list string) error {
	var hashes [][2]int64
	err := eachQuery(tx, `SELECT u.id, u.parent, u.text FROM json_each(?) j CROSS JOIN url u ON u.id = j.value`, func(rows *sql.Rows) error {
		var id int64
		var parent uint32
		var text string
		err := rows.Scan(&id, &parent, &text)
		hashes = append(hashes, [2]int64{short(s.text(keyOf(parent, text))), id})
		return err
	}, list)
	if err != nil {
		return err
	}
	slices.SortFunc(hashes, func(a, b [2]int64) int { return slices.Compare(a[:], b[:]) })
	for _, h := range hashes {
		if _, err := tx.Exec(`DELETE FROM url_hash WHERE hash = ? AND url = ?`, h[0], h[1]); err != nil {
			return err
		}
	}
	return nil
}

// unhashAll takes hashes away by going through their whole table, which is
// small for lists and shared evidence.
func unhashAll(table, column string) func(tx *sql.Tx, list string) error {
	return func(tx *sql.Tx, list string) error {
		_, err := tx.Exec(fmt.Sprintf(`DELETE FROM %s WHERE %s IN (SELECT value FROM json_each(?))`, table, column), list)
		return err
	}
}

// vacuumStep is how many pages are given back in one transaction.
const vacuumStep = 512

// vacuum gives free pages back to the file system.
func (db *DB) vacuum(ctx context.Context) error {
	for {
		var free int
		if err := db.write.QueryRowContext(ctx, `PRAGMA freelist_count`).Scan(&free); err != nil || free == 0 {
			return wrap("free space", err)
		}
		// It gives one row a page, so it must be read to the end.
		rows, err := db.write.QueryContext(ctx, fmt.Sprintf(`PRAGMA incremental_vacuum(%d)`, vacuumStep))
		if err != nil {
			return wrap("free space", err)
		}
		for rows.Next() {
		}
		if err := rows.Close(); err != nil {
			return wrap("free space", err)
		}
		if err := rows.Err(); err != nil {
			return wrap("free space", err)
		}
	}
}
