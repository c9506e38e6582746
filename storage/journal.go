package storage

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// addAnchors keeps the anchors of a page until the scan is complete: a byte
// that tells whether the page is made by script, then eight bytes an anchor.
func (w *Writer) addAnchors(tx *sql.Tx, p *result.Page) error {
	row := rowOf(w.id, int(p.Address))
	if !p.Anchored {
		_, err := tx.Exec(`DELETE FROM anchor WHERE id = ?`, row)
		return err
	}
	w.buf = append(w.buf[:0], 0)
	if p.Scripted {
		w.buf[0] = 1
	}
	for _, a := range p.Anchors {
		w.buf = binary.LittleEndian.AppendUint64(w.buf, a)
	}
	_, err := tx.Exec(`INSERT OR REPLACE INTO anchor (id, data) VALUES (?, ?)`, row, w.buf)
	return err
}

// Omitted gives how many links the scan has left out, as the last batch said.
func (w *Writer) Omitted(ctx context.Context) (n int, err error) {
	err = w.db.reading(ctx, "read omitted links", func(tx *sql.Tx) error {
		return tx.QueryRow(`SELECT omitted FROM scan WHERE id = ?`, w.id).Scan(&n)
	})
	return n, err
}

// Addresses calls yield for every address of the scan in order of ID, with
// outcome and verdict of its check, zero where it has none yet, until yield gives
// false.
func (w *Writer) Addresses(ctx context.Context, yield func(a result.Address, found outcome.Key, verdict outcome.Verdict) bool) error {
	return w.db.viewing(ctx, "read addresses", w.id, func(tx *sql.Tx, v *view) error {
		ids := make([]result.ID, 0, lookupSize)
		for from := range (v.len() + lookupSize - 1) / lookupSize {
			ids = ids[:0]
			for i := from * lookupSize; i < min(v.len(), (from+1)*lookupSize); i++ {
				ids = append(ids, result.ID(i+1))
			}
			addresses, err := v.addresses(tx, ids)
			if err != nil {
				return err
			}
			for _, a := range addresses {
				answer := v.answers[v.answer.of(a.ID)]
				if !yield(a, answer.outcome, answer.verdict) {
					return nil
				}
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		return nil
	})
}

// Anchors calls yield for every page whose anchors were read, until yield
// gives false. They are kept until the scan is complete.
func (w *Writer) Anchors(ctx context.Context, yield func(p result.Page) bool) error {
	return w.db.reading(ctx, "read anchors", func(tx *sql.Tx) error {
		rows, err := tx.Query(`SELECT id, data FROM anchor WHERE id >= ? AND id < ? ORDER BY id`, rowOf(w.id, 0), rowOf(w.id+1, 0))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id int64
			var data sql.RawBytes
			if err := rows.Scan(&id, &data); err != nil {
				return err
			}
			if len(data)%8 != 1 {
				return fmt.Errorf("%w: anchors of address %d", ErrCorrupt, partOf(id))
			}
			p := result.Page{Address: result.ID(partOf(id)), Anchored: true, Scripted: data[0] == 1}
			for data = data[1:]; len(data) > 0; data = data[8:] {
				p.Anchors = append(p.Anchors, binary.LittleEndian.Uint64(data))
			}
			if !yield(p) {
				return nil
			}
		}
		return rows.Err()
	})
}

// Fragments calls yield once for every pair of target and fragment that links
// of the scan name, with the address of the target, until yield gives false.
func (w *Writer) Fragments(ctx context.Context, yield func(target result.ID, address, fragment string) bool) error {
	return w.db.viewing(ctx, "read fragments", w.id, func(tx *sql.Tx, v *view) error {
		index := v.index()
		seen := make(map[uint32]result.ID)
		add := func(targets []target) {
			for _, t := range targets {
				if t.frag != 0 {
					seen[t.frag] = index.id(t.page)
				}
			}
		}
		lists := make(map[uint32]bool)
		err := eachHead(ctx, tx, v.pages(nil), func(_ result.ID, h *docHead) error {
			add(h.own)
			for _, it := range h.items {
				if it.list == 0 || lists[it.list] {
					continue
				}
				lists[it.list] = true
				l, err := v.list(tx, it.list)
				if err != nil {
					return err
				}
				add(l.targets)
			}
			return nil
		})
		if err != nil {
			return err
		}
		frags := make([]uint32, 0, len(seen))
		for f := range seen {
			frags = append(frags, f)
		}
		slices.Sort(frags)
		for part := range slices.Chunk(frags, lookupSize) {
			fragments, err := fragmentTexts(tx, part)
			if err != nil {
				return err
			}
			whole, err := urlTexts(tx, part)
			if err != nil {
				return err
			}
			for _, f := range part {
				if !yield(seen[f], strings.TrimSuffix(whole[f], "#"+fragments[f]), fragments[f]) {
					return nil
				}
			}
		}
		return nil
	})
}

// Followed calls yield once for every address that a link without nofollow
// leads to, until yield gives false.
func (w *Writer) Followed(ctx context.Context, yield func(target result.ID) bool) error {
	return w.db.viewing(ctx, "read links", w.id, func(tx *sql.Tx, v *view) error {
		index := v.index()
		shapes, err := v.linkShapes(tx)
		if err != nil {
			return err
		}
		seen := make([]bool, v.len()+1)
		err = v.eachPage(ctx, tx, pageWalk{pages: v.inOrder()}, func(_ result.ID, links []link) error {
			for i := range links {
				if shapes[links[i].shape].flags&shapeNofollow == 0 {
					seen[index.id(links[i].page)] = true
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		for id, followed := range seen {
			if followed && id > 0 && !yield(result.ID(id)) {
				break
			}
		}
		return nil
	})
}

// fragmentTexts gives fragments, without their '#', by the numbers of the
// addresses that have them.
func fragmentTexts(tx *sql.Tx, frags []uint32) (map[uint32]string, error) {
	texts := make(map[uint32]string, len(frags))
	err := eachRow(tx, `SELECT u.id, u.text FROM json_each(?) j CROSS JOIN url u ON u.id = j.value`, distinct(frags),
		func(rows *sql.Rows) error {
			var id uint32
			var text string
			if err := rows.Scan(&id, &text); err != nil {
				return err
			}
			texts[id] = text[min(1, len(text)):]
			return nil
		})
	return texts, err
}
