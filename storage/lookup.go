package storage

import (
	"database/sql"
	"fmt"
	"hash/maphash"
	"math"
	"slices"
	"strings"
)

// urlKey is an address text as its row has it: below its parent. The '#' of a
// fragment is left out of text.
type urlKey struct {
	parent   uint32
	fragment bool
	text     string
}

// keyOf gives the key of a row of url. Nothing but a fragment has '#' first
// below a parent.
func keyOf(parent uint32, text string) urlKey {
	if parent != 0 && strings.HasPrefix(text, "#") {
		return urlKey{parent, true, text[1:]}
	}
	return urlKey{parent, false, text}
}

// row is the text as the row has it.
func (k *urlKey) row() string {
	if k.fragment {
		return "#" + k.text
	}
	return k.text
}

// textHash stands for an address text: two hashes that have nothing to do with
// one another, both keyed. That any two of two million texts have the same has
// a probability below 10^-25.
type textHash struct{ stored, own uint64 }

func (in *interner) hash(k urlKey) textHash {
	return textHash{in.seed.text(k), maphash.String(in.own, k.text) ^ mix(uint64(k.parent)^mixA, mixB)}
}

// want is a text whose number is asked for.
type want struct {
	urlKey
	id uint32
	to *uint32 // where it goes, too, if anywhere
}

// number gives every text its number, a new one where it has none; those of
// new ones rise in the order of finding, so that neighbours have neighbouring
// numbers. One by one each would cost several crossings into SQLite.
func (in *interner) number(tx *sql.Tx, wants []want) error {
	if len(wants) == 0 {
		return nil
	}
	if in.begin {
		if err := in.recent.begin(tx, in.hash); err != nil {
			return err
		}
		in.begin = false
	}
	add := newTexts(tx)
	in.hashes, in.doubtful = in.hashes[:0], in.doubtful[:0]
	for i := range wants {
		w := &wants[i]
		h := in.hash(w.urlKey)
		in.hashes = append(in.hashes, h)
		if err := in.numberNow(tx, w, h, &add); err != nil {
			return err
		}
		if w.id == 0 {
			in.doubtful = append(in.doubtful, i)
		}
	}
	for part := range slices.Chunk(in.doubtful, 4*lookupSize) {
		if err := in.lookUp(tx, wants, part, &add); err != nil {
			return err
		}
	}
	for i := range wants {
		if w := &wants[i]; w.to != nil {
			*w.to = w.id
		}
	}
	if err := add.flush(); err != nil {
		return err
	}
	return in.recent.settle(tx)
}

// numberNow gives a text its number where nothing must be read for that.
func (in *interner) numberNow(tx *sql.Tx, w *want, h textHash, add *rowsInsert) (err error) {
	if id, ok := in.recent.ids[h]; ok {
		w.id = id
		return in.note(tx, "url", id)
	}
	if in.recent.new(w.parent, h) {
		w.id, err = in.add(tx, w.urlKey, h, add)
		return err
	}
	w.id, _ = in.urls.get(h)
	return nil
}

// lookUp gives those of wants their numbers that may be in url_hash.
func (in *interner) lookUp(tx *sql.Tx, wants []want, doubtful []int, add *rowsInsert) error {
	hashes := make([]int64, len(doubtful))
	for i, at := range doubtful {
		hashes[i] = short(in.hashes[at].stored)
	}
	found := make(map[textHash]uint32, len(doubtful))
	err := eachQuery(tx, `SELECT u.id, u.parent, u.text FROM json_each(?) j CROSS JOIN url_hash h ON h.hash = j.value CROSS JOIN url u ON u.id = h.url`,
		func(rows *sql.Rows) error {
			var id, parent uint32
			var text string
			err := rows.Scan(&id, &parent, &text)
			found[in.hash(keyOf(parent, text))] = id
			return err
		}, jsonList(distinctOf(hashes)))
	if err != nil {
		return err
	}
	for _, at := range doubtful {
		w, h := &wants[at], in.hashes[at]
		w.id = found[h]
		if w.id == 0 { // the same text may have stood before it
			w.id = in.recent.ids[h]
		}
		if w.id == 0 {
			if w.id, err = in.add(tx, w.urlKey, h, add); err != nil {
				return err
			}
			continue
		}
		in.urls.put(h, w.id)
		if err := in.note(tx, "url", w.id); err != nil {
			return err
		}
	}
	return nil
}

// distinctOf gives numbers in order, each once.
func distinctOf(all []int64) []int64 {
	all = slices.Sorted(slices.Values(all))
	return slices.Compact(all)
}

// add stores a new text.
func (in *interner) add(tx *sql.Tx, k urlKey, h textHash, add *rowsInsert) (uint32, error) {
	if in.recent.newest == math.MaxUint32 {
		return 0, fmt.Errorf("%w: no numbers left for addresses", ErrFull)
	}
	id := in.recent.newest + 1
	in.recent.add(id, h)
	if err := in.note(tx, "url", id); err != nil {
		return 0, err
	}
	return id, add.row(id, k.parent, k.row())
}

func newTexts(tx *sql.Tx) rowsInsert {
	return rowsInsert{tx: tx, into: `INSERT INTO url (id, parent, text) VALUES `, columns: 3}
}
