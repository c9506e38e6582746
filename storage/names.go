package storage

import (
	"context"
	"database/sql"
	"encoding/binary"
	"math/bits"
	"slices"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Names find addresses that are like another one: by what is left of an
// address or a title once spelling is set aside, and by the content of a page.
// What that is the caller says (Options.AddressNames, Options.TitleNames); here
// a name is a hash. For a finished scan they are stored in parts ordered by
// hash, so that a question reads a few kilobytes, whatever the size of the
// site. A hit may be wrong, as hashes are, and a title may be another one since
// the address was checked again: the caller looks at the rows.

// namer says by which names addresses are found.
type namer struct {
	seed           seed
	address, title func(text string, name func(string))
}

func (db *DB) namer() namer { return namer{db.seed, db.addressNames, db.titleNames} }

// A name is nameBits of hash, then the row that has it.
const (
	nameBits = 24
	rowBits  = 32
	// namesPart is how many names share a row of the table, about.
	namesPart = 2048
	// commonName: what more addresses have, as the name of a site in all its
	// titles, is not kept.
	commonName = 1000
)

// Likeness is what Named looks for.
type Likeness struct {
	Names    []string
	Contents []uint64 // hashes of pages, as result.Check has them
	// Limit: a name that more addresses have than this tells nothing, and none
	// of them is given.
	Limit int
}

// Alike is an address that Named found.
type Alike struct {
	Row
	Content uint64
}

// Named gives the working addresses of a scan that have one of some names or
// contents, in the order of finding. A name that a thousand addresses have is
// none. Checked fragments are left out. In a scan
// that is not finished, or not the newest of its site, the names of all its
// addresses are worked out first.
func (db *DB) Named(ctx context.Context, scan int64, like Likeness) (found []Alike, err error) {
	err = db.viewing(ctx, "find names", scan, func(tx *sql.Tx, v *view) error {
		ids, err := v.named(ctx, tx, db.namer(), db.seed.likeness(like), like.Limit)
		if err != nil {
			return err
		}
		rows, err := v.rows(ctx, tx, ids)
		if err != nil {
			return err
		}
		facts, err := v.facts(tx, ids)
		if err != nil {
			return err
		}
		for _, r := range rows {
			found = append(found, Alike{r, uint64(facts[v.fact.of(r.ID)].content)})
		}
		return nil
	})
	return found, err
}

// likeness gives the hashes of what is looked for.
func (s *seed) likeness(like Likeness) []uint32 {
	var all []uint32
	for _, n := range like.Names {
		all = append(all, s.name(n))
	}
	for _, c := range like.Contents {
		all = append(all, s.content(c))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// name and content hash what an address is found by. Stored names depend on
// it: it must never change.
func (s *seed) name(n string) uint32    { return uint32(s.sum(2, n) >> (64 - nameBits)) }
func (s *seed) content(c uint64) uint32 { return uint32(s.sum(c, "") >> (64 - nameBits)) }

// named gives the IDs of working addresses that have one of the hashes.
func (v *view) named(ctx context.Context, tx *sql.Tx, n namer, hashes []uint32, limit int) ([]result.ID, error) {
	find, err := v.nameIndex(ctx, tx, n)
	if err != nil {
		return nil, err
	}
	var ids []result.ID
	for _, hash := range hashes {
		rows, err := find(hash)
		if err != nil {
			return nil, err
		}
		from := len(ids)
		for _, row := range rows {
			id := result.ID(row) + 1
			if v.has(id) && v.verdict(id) == outcome.Works {
				ids = append(ids, id)
			}
		}
		if len(ids)-from > limit {
			ids = ids[:from]
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// nameIndex gives a function that finds the rows with a hash: where names are
// stored, from the part that it is in.
func (v *view) nameIndex(ctx context.Context, tx *sql.Tx, n namer) (func(hash uint32) ([]uint32, error), error) {
	if v.derived {
		var last sql.NullInt64
		if err := tx.QueryRow(`SELECT max(part) FROM derived WHERE scan = ? AND name = ?`, v.scan.ID, derivedNames).Scan(&last); err != nil {
			return nil, err
		}
		if last.Valid {
			return v.storedNames(tx, bits.Len64(uint64(last.Int64))), nil
		}
	}
	names, err := v.allNames(ctx, tx, n)
	if err != nil {
		return nil, err
	}
	return func(hash uint32) ([]uint32, error) { return rowsOf(names, hash), nil }, nil
}

// storedNames reads the parts that are asked for, each once.
func (v *view) storedNames(tx *sql.Tx, partBits int) func(hash uint32) ([]uint32, error) {
	read := make(map[uint32][]uint64)
	var s squeeze
	return func(hash uint32) ([]uint32, error) {
		part := hash >> (nameBits - partBits)
		names, ok := read[part]
		if !ok {
			var data []byte
			err := tx.QueryRow(`SELECT data FROM derived WHERE scan = ? AND name = ? AND part = ?`, v.scan.ID, derivedNames, part).Scan(&data)
			if err != nil {
				return nil, missing("names", part, err)
			}
			if names, err = unpackNames(&s, data, uint64(part)<<(nameBits-partBits)<<rowBits); err != nil {
				return nil, err
			}
			read[part] = names
		}
		return rowsOf(names, hash), nil
	}
}

// rowsOf gives the rows with a hash from ordered names.
func rowsOf(names []uint64, hash uint32) (rows []uint32) {
	i, _ := slices.BinarySearch(names, uint64(hash)<<rowBits)
	for ; i < len(names) && uint32(names[i]>>rowBits) == hash; i++ {
		rows = append(rows, uint32(names[i]))
	}
	return rows
}

// allNames gives the names of all addresses of a view, in order.
func (v *view) allNames(ctx context.Context, tx *sql.Tx, n namer) ([]uint64, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.nameList != nil {
		return v.nameList, nil
	}
	t := newNameTable(n, v.len())
	err := v.eachAddress(ctx, tx, false, func(row uint32, address string) bool {
		if v.base.at(row) == 0 {
			t.address(row, address)
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	err = v.eachFact(ctx, tx, false, func(row uint32, f *fact) {
		if v.base.at(row) == 0 {
			t.fact(row, f)
		}
	})
	if err != nil {
		return nil, err
	}
	list := []uint64{}
	for bucket := range t.pairs.buckets {
		list = append(list, telling(slices.Compact(t.pairs.take(bucket)))...)
	}
	v.nameList = list
	return list, nil
}

// nameTable collects the names of addresses by hash and row.
type nameTable struct {
	namer
	pairs *pairs
	row   uint32
	add   func(name string) // a name of row
}

func newNameTable(n namer, rows int) *nameTable {
	buckets := min(bits.Len(uint(rows/namesPart)), 12) // as many as a power of two
	t := &nameTable{namer: n, pairs: newPairs(1<<nameBits, uint(nameBits-buckets))}
	t.add = func(name string) { t.pairs.add(t.seed.name(name), t.row) }
	return t
}

// address takes in the address of a row.
func (t *nameTable) address(row uint32, address string) {
	if t.namer.address != nil {
		t.row = row
		t.namer.address(address, t.add)
	}
}

// fact takes in the title and the content of a row.
func (t *nameTable) fact(row uint32, f *fact) {
	t.row = row
	if f.content != 0 {
		t.pairs.add(t.seed.content(uint64(f.content)), row)
	}
	if t.title != nil && f.title != "" {
		t.title(f.title, t.add)
	}
}

// telling leaves out the names that too many rows have.
func telling(names []uint64) []uint64 {
	kept := names[:0]
	for len(names) > 0 {
		n := 1
		for n < len(names) && names[n]>>rowBits == names[0]>>rowBits {
			n++
		}
		if n <= commonName {
			kept = append(kept, names[:n]...)
		}
		names = names[n:]
	}
	return kept
}

// put stores the names in parts of their highest bits; as many parts as a
// power of two, so that their number tells the bits.
func (t *nameTable) put(ctx context.Context, d *derivation) error {
	// In order first, for only then it is known how many there are.
	var ordered rope
	n := 0
	last := uint64(0)
	for bucket := range t.pairs.buckets {
		for _, name := range telling(slices.Compact(t.pairs.take(bucket))) {
			ordered.add(name>>rowBits - last)
			ordered.add(uint64(uint32(name)))
			last = name >> rowBits
			n++
		}
	}
	partBits := min(bits.Len(uint(n/namesPart)), nameBits-1)
	part := 0
	var names []uint64
	putPart := func() error {
		first := uint64(part) << (nameBits - partBits) << rowBits
		err := d.put(ctx, derivedNames, part, packNames(&d.squeeze, names, first))
		part, names = part+1, names[:0]
		return err
	}
	hash, isRow := uint64(0), false
	for v := range ordered.all {
		if isRow = !isRow; isRow {
			hash += v
			continue
		}
		for hash>>(nameBits-partBits) > uint64(part) {
			if err := putPart(); err != nil {
				return err
			}
		}
		names = append(names, hash<<rowBits|v)
	}
	for part < 1<<partBits {
		if err := putPart(); err != nil {
			return err
		}
	}
	return nil
}

// packNames packs the names of one part as two columns: steps from hash to
// hash, and rows.
func packNames(s *squeeze, names []uint64, first uint64) []byte {
	steps, rows := make([]uint64, len(names)), make([]uint64, len(names))
	last := first >> rowBits
	for i, n := range names {
		steps[i], last = n>>rowBits-last, n>>rowBits
		rows[i] = uint64(uint32(n))
	}
	data := binary.AppendUvarint(nil, uint64(len(names)))
	for _, col := range [][]uint64{steps, rows} {
		packed := s.packDense(nil, appendColumn(nil, col))
		data = append(binary.AppendUvarint(data, uint64(len(packed))), packed...)
	}
	return data
}

func unpackNames(s *squeeze, data []byte, first uint64) ([]uint64, error) {
	r := reader{b: data}
	names := make([]uint64, r.count(unpackLimit/8))
	rows := make([]uint64, len(names))
	for _, col := range [][]uint64{names, rows} {
		raw, err := s.unpack(r.take(r.count(len(r.b))), nil)
		if err != nil {
			return nil, err
		}
		one := reader{b: raw, err: r.err}
		if one.column(col); one.err != nil {
			return nil, one.err
		}
	}
	hash := first >> rowBits
	for i, step := range names {
		hash += step
		names[i] = hash<<rowBits | uint64(uint32(rows[i]))
	}
	return names, nil
}
