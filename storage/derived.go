package storage

import (
	"context"
	"database/sql"
	"fmt"
)

// What is worked out once when a scan is finished, so that its tables open at
// once whatever they are sorted by. Only the newest finished scan of a site
// has it; for others it is worked out again when someone asks.
const (
	derivedAddress = "address" // addressRank
	derivedTitle   = "title"   // titleRank
	derivedSize    = "size"    // sizes, plus 1
	derivedSources = "sources" // postings
	derivedNames   = "names"   // readNames
)

// derivedPart is how many values share one row of the table.
const derivedPart = 1 << 15

// derive works out what belongs to the present revision of the scan and stores
// it. It reads beside whoever writes, and holds the writing connection only to
// store. Where the scan has changed meanwhile it stores nothing.
func (db *DB) derive(ctx context.Context, scan int64) error {
	var d derivation
	var revision int64
	err := db.viewing(ctx, "derive", scan, func(tx *sql.Tx, v *view) error {
		revision = v.revision
		if v.derived {
			return nil
		}
		return d.read(ctx, tx, v, db.namer())
	})
	if err != nil || len(d.parts) == 0 {
		return err
	}
	return db.writing(ctx, "derive", func(tx *sql.Tx) error {
		res, err := tx.Exec(`UPDATE scan SET derived = revision WHERE id = ? AND revision = ? AND deleted IS NULL`, scan, revision)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return err
		}
		// An older scan of the site does without from now on.
		_, err = tx.Exec(`UPDATE scan SET derived = 0 WHERE derived <> 0 AND id < ?1 AND site = (SELECT site FROM scan WHERE id = ?1)`, scan)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`DELETE FROM derived WHERE scan <= ?1 AND scan IN (SELECT id FROM scan WHERE site = (SELECT site FROM scan WHERE id = ?1))`, scan)
		if err != nil {
			return err
		}
		for _, p := range d.parts {
			if _, err := tx.Exec(`INSERT INTO derived (scan, name, part, data) VALUES (?, ?, ?, ?)`, scan, p.name, p.part, p.data); err != nil {
				return err
			}
		}
		return nil
	})
}

// derivation is what derive is about to store.
type derivation struct {
	squeeze
	parts []derivedData
}

type derivedData struct {
	name string
	part int
	data []byte
}

func (d *derivation) read(ctx context.Context, tx *sql.Tx, v *view, n namer) error {
	address, err := v.addressRank(ctx, tx)
	if err != nil {
		return err
	}
	addDerived(d, derivedAddress, address, 0)
	title, err := v.titleRank(ctx, tx)
	if err != nil {
		return err
	}
	addDerived(d, derivedTitle, title, 0)
	size, err := v.sizes(ctx, tx)
	if err != nil {
		return err
	}
	addDerived(d, derivedSize, size, 1)
	names, err := v.readNames(ctx, tx, n)
	if err != nil {
		return err
	}
	d.addNames(names)
	return v.postings(ctx, tx, d)
}

// addDerived packs a column, plus more, in parts.
func addDerived[T uint32 | int64](d *derivation, name string, column []T, more T) {
	var nums [derivedPart]uint64
	var raw []byte
	for part := 0; part*derivedPart < len(column); part++ {
		values := column[part*derivedPart : min((part+1)*derivedPart, len(column))]
		for i, value := range values {
			nums[i] = uint64(value + more)
		}
		raw = appendColumn(raw[:0], nums[:len(values)])
		d.parts = append(d.parts, derivedData{name, part, d.pack(nil, raw, nil)})
	}
}

// readDerived reads a column of a view, nil where it is not stored.
func readDerived[T uint32 | int64](tx *sql.Tx, v *view, name string) ([]T, error) {
	if !v.derived {
		return nil, nil
	}
	n := len(v.url)
	column := make([]T, 0, n)
	var s squeeze
	nums := make([]uint64, derivedPart)
	err := eachQuery(tx, `SELECT data FROM derived WHERE scan = ? AND name = ? ORDER BY part`, func(rows *sql.Rows) error {
		var data sql.RawBytes
		if err := rows.Scan(&data); err != nil {
			return err
		}
		raw, err := s.unpack(data, nil)
		if err != nil {
			return err
		}
		r := reader{b: raw}
		values := nums[:min(derivedPart, n-len(column))]
		r.column(values)
		for _, value := range values {
			column = append(column, T(value))
		}
		return r.err
	}, v.scan.ID, name)
	if err == nil && len(column) == 0 {
		return nil, nil
	}
	if err == nil && len(column) != n {
		err = fmt.Errorf("%w: %d values of %s, want %d", ErrCorrupt, len(column), name, n)
	}
	return column, err
}
