package storage

import (
	"context"
	"database/sql"
	"time"

	"sitewell/scanner/result"
)

// Finish ends the scan, or this session of it: it stores the state, what the
// summary tells, and how many pages link to each address. Once the scan is
// Complete, what only a resumed run needs is thrown away. The Writer can go
// on to be used, which makes the scan Interrupted again.
func (w *Writer) Finish(ctx context.Context, state State, s result.Summary) error {
	ended := s.Ended
	if ended.IsZero() {
		ended = w.db.now()
	}
	var worked time.Duration
	if !s.Started.IsZero() {
		worked = max(ended.Sub(s.Started), 0)
	}
	return w.store(ctx, "finish scan", func(tx *sql.Tx) error {
		_, err := tx.Exec(`UPDATE scan SET state = ?, ended = ?, worked = worked + ?, diagnosis = ?, sample = ? WHERE id = ?`,
			state, toMillis(ended), worked, s.Diagnosis, s.Sample, w.id)
		if err != nil {
			return err
		}
		if state == Complete {
			if _, err := tx.Exec(`DELETE FROM anchor WHERE id >= ? AND id < ?`, rowOf(w.id, 0), rowOf(w.id+1, 0)); err != nil {
				return err
			}
		}
		return w.storeSources(ctx, tx)
	})
}

// storeSources writes the number of pages that link to each address into the
// blocks and packs these tightly, unless that is done.
func (w *Writer) storeSources(ctx context.Context, tx *sql.Tx) error {
	if err := w.flush(tx); err != nil {
		return err
	}
	s, p, err := scanByID(tx, w.id)
	if err != nil || p.counted {
		return err
	}
	s.Counts = w.counts
	v, err := readView(ctx, tx, s, p)
	if err != nil {
		return err
	}
	sources, err := v.countSources(ctx, tx)
	if err != nil {
		return err
	}
	clear(w.blocks)
	if err := w.packBlocks(tx, sources); err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE scan SET counted = 1 WHERE id = ?`, w.id)
	return err
}

// packBlocks writes the blocks of the scan once more, with the numbers of
// sources and small. They are deleted first, so that they come to lie close
// together.
func (w *Writer) packBlocks(tx *sql.Tx, sources []uint32) error {
	packer := &w.evidence.squeeze
	var packed [][]byte
	err := eachBlock(tx, w.id, func(number, n int, b *block) error {
		if number != len(packed) {
			return missing("block", uint32(len(packed)), sql.ErrNoRows)
		}
		for i := range n {
			b[i].sources = sources[number*blockSize+i]
		}
		packed = append(packed, b.appendSmall(nil, packer))
		return nil
	})
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM block WHERE id >= ? AND id < ?`, rowOf(w.id, 0), rowOf(w.id+1, 0)); err != nil {
		return err
	}
	for number, data := range packed {
		if _, err := tx.Exec(`INSERT INTO block (id, data) VALUES (?, ?)`, rowOf(w.id, number), data); err != nil {
			return err
		}
	}
	return nil
}
