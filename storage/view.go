package storage

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"sort"
	"sync"

	"sitewell/scanner/result"
)

// view is a scan at one revision, in columns: what sorting and filtering need
// of every address, by ID-1. It never changes, but for parts that are filled
// in when they are first asked for; see docs/storage.md for why this is not
// done by ORDER BY over rows.
type view struct {
	scan     Scan
	revision int64
	derived  bool // the table derived has parts of this view ready

	url      packed[uint32]
	base     packed[uint32]
	answer   packed[uint32] // place in answers
	doc      packed[uint32]
	kind     packed[uint8]
	flags    packed[uint8]
	depth    packed[uint32]
	took     packed[uint32]
	size     packed[uint64] // one more than it is; 0: not known, or a fact says it; see sizes
	fact     packed[uint32]
	evidence packed[uint32]
	time     packed[uint64] // ms since the scan began, zigzag
	answers  []answerKey    // [0] is that of an address that waits
	kinds    map[uint8]result.Kind

	indexed sync.Once // ids, which others of the parts below are made with
	ids     *idIndex

	mu       sync.Mutex // for what follows
	sources  *packed[uint32]
	texts    *textColumn
	rank     *packed[uint32] // place in the order of addresses
	titles   *packed[uint32] // place in the order of titles
	bytes    *packed[uint64] // size, those that facts say too
	lists    map[uint32]*list
	shapes   map[uint32]shapeKey
	words    map[result.ID][]string // folded link texts of problems
	nameList []uint64               // readNames
}

// viewCache keeps the views that were used last.
type viewCache struct {
	mu    sync.Mutex
	views []*view // newest use last
}

// viewRows is how many rows are kept in all, at some 12 bytes each; the view
// that was used last is kept whatever its size.
const viewRows = 1 << 21

// viewing runs f with a view of a scan, in a reading transaction that sees the
// scan at the view's revision.
func (db *DB) viewing(ctx context.Context, op string, scan int64, f func(tx *sql.Tx, v *view) error) error {
	return db.reading(ctx, op, func(tx *sql.Tx) error {
		v, err := db.view(ctx, tx, scan)
		if err != nil {
			return err
		}
		return f(tx, v)
	})
}

func (db *DB) view(ctx context.Context, tx *sql.Tx, scan int64) (*view, error) {
	s, p, err := scanByID(tx, scan)
	if err != nil {
		return nil, err
	}
	if v := db.views.get(scan, p); v != nil {
		return v, nil
	}
	v, err := readView(ctx, tx, s, p)
	if err != nil {
		return nil, err
	}
	db.views.put(v)
	return v, nil
}

func (c *viewCache) get(scan int64, p progress) *view {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.IndexFunc(c.views, func(v *view) bool { return v.scan.ID == scan && v.revision == p.revision && v.derived == p.derived })
	if i < 0 {
		return nil
	}
	v := c.views[i]
	c.views = append(slices.Delete(c.views, i, i+1), v)
	return v
}

func (c *viewCache) put(v *view) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.views = slices.DeleteFunc(c.views, func(o *view) bool { return o.scan.ID == v.scan.ID })
	c.views = append(c.views, v)
	rows := 0
	for i, v := range slices.Backward(c.views) {
		if rows += v.len(); rows > viewRows && i < len(c.views)-1 {
			c.views = slices.Delete(c.views, 0, i+1)
			break
		}
	}
}

func readView(ctx context.Context, tx *sql.Tx, s Scan, p progress) (*view, error) {
	v := &view{scan: s, revision: p.revision, derived: p.derived, lists: make(map[uint32]*list)}
	var sources packed[uint32]
	var answers answerColumn
	err := eachBlock(tx, s.ID, func(number int, recs []record) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if number*blockSize != v.len() {
			return missing("block", uint32(v.len()/blockSize), sql.ErrNoRows)
		}
		v.append(recs, &answers)
		appendField(&sources, recs, func(r *record) uint32 { return r.sources })
		return nil
	})
	if err != nil {
		return nil, err
	}
	if n := v.len(); n != s.Counts.Found {
		return nil, fmt.Errorf("%w: scan %d has %d addresses, not %d", ErrCorrupt, s.ID, n, s.Counts.Found)
	}
	if p.counted {
		v.sources = &sources
	}
	if v.answers, err = answers.read(tx); err != nil {
		return nil, err
	}
	v.kinds, err = readKinds(tx)
	return v, err
}

// len is how many addresses there are.
func (v *view) len() int { return v.url.len() }

// append takes in a block.
func (v *view) append(recs []record, answers *answerColumn) {
	appendField(&v.url, recs, func(r *record) uint32 { return r.url })
	appendField(&v.base, recs, func(r *record) uint32 { return r.base })
	appendField(&v.answer, recs, func(r *record) uint32 { return answers.place(r.answer) })
	appendField(&v.doc, recs, func(r *record) uint32 { return r.doc })
	appendField(&v.kind, recs, func(r *record) uint8 { return uint8(r.kind) })
	appendField(&v.flags, recs, func(r *record) uint8 { return r.flags })
	appendField(&v.depth, recs, func(r *record) uint32 { return r.depth })
	appendField(&v.took, recs, func(r *record) uint32 { return r.took })
	appendField(&v.size, recs, func(r *record) uint64 { return uint64(r.size + 1) })
	appendField(&v.fact, recs, func(r *record) uint32 { return r.fact })
	appendField(&v.evidence, recs, func(r *record) uint32 { return r.evidence })
	appendField(&v.time, recs, func(r *record) uint64 { return zigzag(r.at) })
}

// appendField takes a field of a block's records into a column.
func appendField[T uint8 | uint32 | uint64](p *packed[T], recs []record, field func(r *record) T) {
	var values [blockSize]T
	for i := range recs {
		values[i] = field(&recs[i])
	}
	p.append(values[:len(recs)])
}

// answerColumn numbers the answers of one scan densely.
type answerColumn struct {
	ids    []uint32
	places map[uint32]uint32
	last   uint32 // answer, and its place: neighbours mostly answered alike
	at     uint32
}

func (c *answerColumn) place(id uint32) uint32 {
	if id == 0 || id == c.last {
		return min(id, 1) * c.at
	}
	at, ok := c.places[id]
	if !ok {
		if c.places == nil {
			c.places = make(map[uint32]uint32)
		}
		c.ids = append(c.ids, id)
		at = uint32(len(c.ids))
		c.places[id] = at
	}
	c.last, c.at = id, at
	return at
}

func (c *answerColumn) read(tx *sql.Tx) ([]answerKey, error) {
	there, err := readAnswers(tx, c.ids)
	if err != nil {
		return nil, err
	}
	all := make([]answerKey, len(c.ids)+1)
	for i, id := range c.ids {
		a, ok := there[id]
		if !ok {
			return nil, missing("answer", id, sql.ErrNoRows)
		}
		all[i+1] = a
	}
	return all, nil
}

func readKinds(tx *sql.Tx) (map[uint8]result.Kind, error) {
	rows, err := tx.Query(`SELECT id, name FROM kind`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	kinds := make(map[uint8]result.Kind)
	for rows.Next() {
		var id uint8
		var name result.Kind
		if err := rows.Scan(&id, &name); err != nil {
			return nil, err
		}
		kinds[id] = name
	}
	return kinds, rows.Err()
}

// has reports whether the scan has an address of this ID.
func (v *view) has(id result.ID) bool { return id >= 1 && int64(id) <= int64(v.len()) }

// idIndex finds the ID of an address by the number of its text.
type idIndex struct {
	first uint32
	dense *packed[uint32] // by url-first; 0: not in this scan
	urls  *packed[uint32] // sorted, with ids beside; where the numbers are far apart
	ids   *packed[uint32]
}

func newIDIndex(urls *packed[uint32]) *idIndex {
	n := urls.len()
	if n == 0 {
		return &idIndex{}
	}
	lo, hi := urls.at(0), urls.at(0)
	for row := range uint32(n) {
		lo, hi = min(lo, urls.at(row)), max(hi, urls.at(row))
	}
	if uint64(hi-lo) < 4*uint64(n)+1024 {
		ids := make([]uint32, hi-lo+1)
		for row := n; row > 0; row-- {
			ids[urls.at(uint32(row-1))-lo] = uint32(row)
		}
		return &idIndex{first: lo, dense: pack(ids)}
	}
	keys := byKey(urls)
	x := &idIndex{urls: new(packed[uint32]), ids: new(packed[uint32])}
	for part := range slices.Chunk(keys, blockSize) {
		var us, ids [blockSize]uint32
		for i, k := range part {
			us[i], ids[i] = k.key, k.row+1
		}
		x.urls.append(us[:len(part)])
		x.ids.append(ids[:len(part)])
	}
	return x
}

// id gives the ID of an address, 0 where the scan has none.
func (x *idIndex) id(url uint32) result.ID {
	switch {
	case x.dense != nil:
		if i := url - x.first; url >= x.first && int64(i) < int64(x.dense.len()) {
			return result.ID(x.dense.at(i))
		}
	case x.urls != nil:
		i := uint32(sort.Search(x.urls.len(), func(i int) bool { return x.urls.at(uint32(i)) >= url }))
		if int64(i) < int64(x.urls.len()) && x.urls.at(i) == url {
			return result.ID(x.ids.at(i))
		}
	}
	return 0
}

// index gives the idIndex of the view.
func (v *view) index() *idIndex {
	v.indexed.Do(func() { v.ids = newIDIndex(&v.url) })
	return v.ids
}
