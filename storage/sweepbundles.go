package storage

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
)

// bundleSweep is what the documents and lists that are left use of bundles.
type bundleSweep struct {
	used    map[uint32]int // bytes
	unused  []uint32       // rising
	decayed map[uint32][]bundleUse
}

// bundleUse is a row whose rest stands in a bundle.
type bundleUse struct {
	table string
	id    uint32
	bundleRef
}

// sweepBundles frees bundles, when documents and lists have been swept: those
// that nothing uses, and of those that less than half is used of, what is not.
// No document or list comes to use a bundle later than it was stored, so that
// none can be taken away from a Writer.
func (db *DB) sweepBundles(ctx context.Context, epoch int64) error {
	s := bundleSweep{used: make(map[uint32]int), decayed: make(map[uint32][]bundleUse)}
	if err := db.reading(ctx, "sweep", func(tx *sql.Tx) error { return s.find(ctx, tx) }); err != nil {
		return err
	}
	for part := range slices.Chunk(s.unused, sweepStep) {
		err := db.sweeping(ctx, epoch, func(tx *sql.Tx) error {
			_, err := tx.Exec(`DELETE FROM bundle WHERE id IN (SELECT value FROM json_each(?))`, jsonList(part))
			return err
		})
		if err != nil {
			return err
		}
	}
	for id, uses := range s.decayed {
		err := db.sweeping(ctx, epoch, func(tx *sql.Tx) error { return repack(tx, id, uses) })
		if err != nil {
			return err
		}
	}
	return nil
}

// find sorts the bundles.
func (s *bundleSweep) find(ctx context.Context, tx *sql.Tx) error {
	err := eachBundleUse(ctx, tx, func(u bundleUse) { s.used[u.bundle] += u.n })
	if err != nil {
		return err
	}
	err = eachQuery(tx, `SELECT id, substr(data, 1, 5) FROM bundle ORDER BY id`, func(rows *sql.Rows) error {
		var id uint32
		var data sql.RawBytes
		if err := rows.Scan(&id, &data); err != nil {
			return err
		}
		size, err := bundleBytes(data)
		switch used := s.used[id]; {
		case used == 0:
			s.unused = append(s.unused, id)
		case used < size/2:
			s.decayed[id] = nil
		}
		return err
	})
	if err != nil || len(s.decayed) == 0 {
		return err
	}
	return eachBundleUse(ctx, tx, func(u bundleUse) {
		if _, ok := s.decayed[u.bundle]; ok {
			s.decayed[u.bundle] = append(s.decayed[u.bundle], u)
		}
	})
}

// eachBundleUse gives the documents and lists whose rest stands in a bundle.
func eachBundleUse(ctx context.Context, tx *sql.Tx, yield func(bundleUse)) error {
	for _, table := range []string{"doc", "list"} {
		err := eachQuery(tx, fmt.Sprintf(`SELECT id, substr(rest, 1, %d) FROM %s`, refMost, table), func(rows *sql.Rows) error {
			u := bundleUse{table: table}
			var rest sql.RawBytes
			if err := rows.Scan(&u.id, &rest); err != nil {
				return err
			}
			ref, ok, err := decodeRef(rest)
			if u.bundleRef = ref; ok && err == nil {
				yield(u)
			}
			return cmp.Or(err, ctx.Err())
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// repack puts what is used of a bundle into a new one. It has another number,
// so that nobody takes it for the old one.
func repack(tx *sql.Tx, id uint32, uses []bundleUse) error {
	var b bundler
	from := newBundles(tx)
	for _, u := range uses {
		raw, err := from.part(u.bundleRef)
		if err != nil {
			return err
		}
		rest, err := b.add(tx, raw)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(fmt.Sprintf(`UPDATE %s SET rest = ? WHERE id = ?`, u.table), rest, u.id); err != nil {
			return err
		}
	}
	if err := b.end(tx, false); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM bundle WHERE id = ?`, id)
	return err
}
