package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// What is worked out once when a scan is finished, so that its tables open at
// once whatever they are sorted by. Only the newest finished scan of a site
// has it; for others it is worked out again when someone asks.
const (
	derivedAddress = "address" // addressRank
	derivedTitle   = "title"   // titleRank
	derivedSize    = "size"    // sizes
	derivedSources = "sources" // postings
	derivedNames   = "names"   // nameTable
)

// derivedPart is how many values share one row of the table.
const derivedPart = 1 << 15

// derive works out what belongs to the present revision of a view's scan and
// stores it; posted is who links where, nil if that is still to be read. It
// reads beside whoever writes, and holds the writing connection only to store a
// megabyte at a time. Once the scan has changed meanwhile it stores nothing
// more. What it stored before counts for nothing until the last part is there.
func (db *DB) derive(ctx context.Context, v *view, posted *postings) error {
	d := &derivation{db: db, view: v}
	var namesOf *nameTable
	steps := []func(tx *sql.Tx) error{
		func(*sql.Tx) error { return d.begin(ctx) },
		func(tx *sql.Tx) (err error) {
			if posted == nil {
				if posted, err = v.readPostings(ctx, tx); err != nil {
					return err
				}
			}
			err = posted.put(ctx, tx, d)
			posted = nil
			return err
		},
		func(tx *sql.Tx) error {
			namesOf = newNameTable(db.namer(), v.len())
			rank, err := v.readAddresses(ctx, tx, namesOf)
			if err != nil {
				return err
			}
			return putColumn(ctx, d, derivedAddress, rank)
		},
		func(tx *sql.Tx) error {
			titles, sizes, err := v.readTitles(ctx, tx, namesOf)
			if err != nil {
				return err
			}
			if err := putColumn(ctx, d, derivedTitle, titles); err != nil {
				return err
			}
			return putColumn(ctx, d, derivedSize, sizes)
		},
		func(*sql.Tx) error { return namesOf.put(ctx, d) },
		func(*sql.Tx) error { return d.end(ctx) },
	}
	for _, step := range steps {
		err := db.reading(ctx, "derive", func(tx *sql.Tx) error {
			_, p, err := scanByID(tx, v.scan.ID)
			if err != nil {
				return err
			}
			if p.revision != v.revision || p.derived {
				return errNoMore
			}
			return step(tx)
		})
		if errors.Is(err, errNoMore) {
			return nil
		} else if err != nil {
			return err
		}
	}
	return nil
}

// derivable gives a view with no more than derive needs of it, which settling a
// scan does not change.
func (v *view) derivable() *view {
	d := &view{
		scan: v.scan, revision: v.revision, url: v.url, base: v.base, doc: v.doc, size: v.size, fact: v.fact, lists: make(map[uint32]*list),
	}
	d.indexed.Do(func() { d.ids = v.index() })
	return d
}

// errNoMore ends derive: what it would store is there, or of no use any more.
var errNoMore = errors.New("nothing to derive")

// derivation stores what derive works out.
type derivation struct {
	squeeze
	db    *DB
	view  *view
	parts []derivedData
	bytes int // of parts
}

type derivedData struct {
	name string
	part int
	data []byte
}

// derivedBytes is how much is stored in one transaction.
const derivedBytes = 1 << 20

// put takes in a part, and stores what it has once that is much.
func (d *derivation) put(ctx context.Context, name string, part int, data []byte) error {
	d.parts = append(d.parts, derivedData{name, part, data})
	if d.bytes += len(data); d.bytes < derivedBytes {
		return nil
	}
	return d.store(ctx, func(*sql.Tx) error { return nil })
}

// store stores the parts it has, and does what else is to be done with them.
func (d *derivation) store(ctx context.Context, more func(tx *sql.Tx) error) error {
	err := d.db.writing(ctx, "derive", func(tx *sql.Tx) error {
		_, p, err := scanByID(tx, d.view.scan.ID)
		if err != nil {
			return err
		}
		if p.revision != d.view.revision {
			return errNoMore
		}
		for _, p := range d.parts {
			if _, err := tx.Exec(`INSERT INTO derived (scan, name, part, data) VALUES (?, ?, ?, ?)`, d.view.scan.ID, p.name, p.part, p.data); err != nil {
				return err
			}
		}
		return more(tx)
	})
	d.parts, d.bytes = d.parts[:0], 0
	return err
}

// begin frees what is left of an older revision.
func (d *derivation) begin(ctx context.Context) error {
	return d.store(ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec(`DELETE FROM derived WHERE scan = ?`, d.view.scan.ID)
		return err
	})
}

// end makes everything valid that was stored. An older scan of the site does
// without from now on.
func (d *derivation) end(ctx context.Context) error {
	return d.store(ctx, func(tx *sql.Tx) error {
		scan := d.view.scan.ID
		if _, err := tx.Exec(`UPDATE scan SET derived = revision WHERE id = ?`, scan); err != nil {
			return err
		}
		_, err := tx.Exec(`UPDATE scan SET derived = 0 WHERE derived <> 0 AND id < ?1 AND site = (SELECT site FROM scan WHERE id = ?1)`, scan)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`DELETE FROM derived WHERE scan < ?1 AND scan IN (SELECT id FROM scan WHERE site = (SELECT site FROM scan WHERE id = ?1))`, scan)
		return err
	})
}

// putColumn packs a column in parts.
func putColumn[T uint32 | uint64](ctx context.Context, d *derivation, name string, column []T) error {
	var nums [derivedPart]uint64
	var raw []byte
	for part := 0; part*derivedPart < len(column); part++ {
		values := column[part*derivedPart : min((part+1)*derivedPart, len(column))]
		for i, value := range values {
			nums[i] = uint64(value)
		}
		raw = appendColumn(raw[:0], nums[:len(values)])
		if err := d.put(ctx, name, part, d.pack(nil, raw, nil)); err != nil {
			return err
		}
	}
	return nil
}

// readDerived reads a column of a view, nil where it is not stored.
func readDerived[T uint32 | uint64](tx *sql.Tx, v *view, name string) (*packed[T], error) {
	if !v.derived {
		return nil, nil
	}
	n := v.len()
	var column packed[T]
	var s squeeze
	nums := make([]uint64, derivedPart)
	values := make([]T, derivedPart)
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
		part := nums[:min(derivedPart, n-column.len())]
		r.column(part)
		for i, v := range part {
			values[i] = T(v)
		}
		column.append(values[:len(part)])
		return r.err
	}, v.scan.ID, name)
	if err == nil && column.len() == 0 {
		return nil, nil
	}
	if err == nil && column.len() != n {
		err = fmt.Errorf("%w: %d values of %s, want %d", ErrCorrupt, column.len(), name, n)
	}
	return &column, err
}
