package storage

import (
	"database/sql"
	"encoding/binary"
	"fmt"
	"math"
)

// What the links of a page say (their texts, lines and shapes) is short, and
// much like what those of the pages beside it say. Packed by itself it keeps
// half of its size, and most of the time goes into codes that nothing else
// uses. So it is packed for all documents and lists of a batch together, in
// bundles that are still small enough to be unpacked for one page.
const (
	bundleSize = 32 << 10 // unpacked bytes that make a bundle full
	bundleFrom = 16       // less than that is kept beside the head
	// A bundle with less than that goes on in the next batch: where a site is
	// asked slowly there is a page in each.
	bundleLeast = 16 << 10
)

// packedBundled is the first byte of a rest that stands in a bundle: the
// number of the bundle, and from where how many of its bytes.
const packedBundled = 3

// bundleRef is a part of a bundle.
type bundleRef struct {
	bundle  uint32
	from, n int
}

func (r bundleRef) encode() []byte {
	b := binary.AppendUvarint([]byte{packedBundled}, uint64(r.bundle))
	b = binary.AppendUvarint(b, uint64(r.from))
	return binary.AppendUvarint(b, uint64(r.n))
}

// refMost is how many bytes a reference has at most.
const refMost = 1 + 5 + 5 + 5

// decodeRef reads a rest; ok: it stands in a bundle.
func decodeRef(rest []byte) (ref bundleRef, ok bool, err error) {
	if len(rest) == 0 || rest[0] != packedBundled {
		return ref, false, nil
	}
	r := reader{b: rest[1:]}
	ref = bundleRef{uint32(r.count(math.MaxUint32)), r.count(unpackLimit), r.count(unpackLimit)}
	return ref, true, r.err
}

// bundler fills bundles. Not safe for concurrent use.
type bundler struct {
	squeeze
	id    uint32 // of the bundle that is being filled, 0: none
	raw   []byte
	dirty bool // it has something that is not stored
}

func (b *bundler) forget() { b.id, b.raw, b.dirty = 0, b.raw[:0], false }

// add puts a rest into the bundle and gives what stands for it.
func (b *bundler) add(tx *sql.Tx, rest []byte) ([]byte, error) {
	if len(rest) < bundleFrom {
		return append([]byte{packedPlain}, rest...), nil
	}
	if b.id == 0 {
		var last int64
		if err := tx.QueryRow(`SELECT coalesce(max(id), 0) FROM bundle`).Scan(&last); err != nil {
			return nil, err
		}
		if last >= math.MaxUint32 {
			return nil, fmt.Errorf("%w: no numbers left for bundles", ErrFull)
		}
		b.id = uint32(last) + 1
	}
	ref := bundleRef{b.id, len(b.raw), len(rest)}.encode()
	b.raw, b.dirty = append(b.raw, rest...), true
	if len(b.raw) < bundleSize {
		return ref, nil
	}
	err := b.flush(tx)
	b.forget()
	return ref, err
}

// flush stores the bundle as far as it is.
func (b *bundler) flush(tx *sql.Tx) error {
	if !b.dirty {
		return nil
	}
	b.dirty = false
	_, err := tx.Exec(`INSERT OR REPLACE INTO bundle (id, data) VALUES (?, ?)`, b.id, b.packBundle(b.raw))
	return err
}

// end stores the bundle at the end of a batch. open: it may go on in the next;
// not while a sweep could free its number.
func (b *bundler) end(tx *sql.Tx, open bool) error {
	err := b.flush(tx)
	if !open || len(b.raw) >= bundleLeast {
		b.forget()
	}
	return err
}

// packBundle gives the data of a bundle: its size, and what is in it.
func (s *squeeze) packBundle(raw []byte) []byte {
	return s.pack(binary.AppendUvarint(nil, uint64(len(raw))), raw, nil)
}

// bundleBytes gives the size of a bundle when it is unpacked, from the
// beginning of its data.
func bundleBytes(data []byte) (int, error) {
	r := reader{b: data}
	return r.count(unpackLimit), r.err
}

// unpackBundle gives what packBundle packed. It may share memory with data, or
// with what the next call gives.
func (s *squeeze) unpackBundle(data []byte) ([]byte, error) {
	r := reader{b: data}
	n := r.count(unpackLimit)
	if r.err != nil {
		return nil, r.err
	}
	raw, err := s.unpack(r.b, nil)
	if err == nil && len(raw) != n {
		err = fmt.Errorf("%w: bundle of %d bytes has %d", ErrCorrupt, n, len(raw))
	}
	return raw, err
}

// bundles reads bundles within one transaction and keeps the last few.
type bundles struct {
	squeeze
	tx   *sql.Tx
	kept cache[uint32, []byte]
}

func newBundles(tx *sql.Tx) bundles { return bundles{tx: tx, kept: newCache[uint32, []byte](8)} }

// part gives a part of a bundle.
func (b *bundles) part(ref bundleRef) ([]byte, error) {
	raw, ok := b.kept.get(ref.bundle)
	if !ok || len(raw) < ref.from+ref.n { // it may have grown
		var data []byte
		if err := b.tx.QueryRow(`SELECT data FROM bundle WHERE id = ?`, ref.bundle).Scan(&data); err != nil {
			return nil, missing("bundle", ref.bundle, err)
		}
		there, err := b.unpackBundle(data)
		if err != nil {
			return nil, fmt.Errorf("bundle %d: %w", ref.bundle, err)
		}
		raw = append([]byte(nil), there...)
		b.kept.put(ref.bundle, raw)
	}
	if len(raw) < ref.from+ref.n {
		return nil, fmt.Errorf("%w: bundle %d has %d bytes, not %d", ErrCorrupt, ref.bundle, len(raw), ref.from+ref.n)
	}
	return raw[ref.from : ref.from+ref.n], nil
}
