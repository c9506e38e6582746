package storage

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
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

	url      []uint32
	base     []uint32
	answer   []uint32 // place in answers
	doc      []uint32
	kind     []uint8
	flags    []uint8
	depth    []uint32
	took     []uint32
	size     []int64 // -1 where a fact says it; see sizes
	fact     []uint32
	evidence []uint32
	at       []int64     // ms since the scan began
	answers  []answerKey // [0] is that of an address that waits
	kinds    map[uint8]result.Kind

	mu       sync.Mutex // for what follows
	sources  []uint32
	texts    *textColumn
	rank     []uint32 // place in the order of addresses
	titles   []uint32 // place in the order of titles
	bytes    []int64  // sizes, those that facts say too
	ids      *idIndex
	pageDocs []pageDoc
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

// viewRows is how many rows are kept in all, at some 60 bytes each; the view
// that was used last is kept whatever its size.
const viewRows = 1 << 20

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
		if rows += len(v.url); rows > viewRows && i < len(c.views)-1 {
			c.views = slices.Delete(c.views, 0, i+1)
			break
		}
	}
}

func readView(ctx context.Context, tx *sql.Tx, s Scan, p progress) (*view, error) {
	v := &view{scan: s, revision: p.revision, derived: p.derived, lists: make(map[uint32]*list)}
	n := s.Counts.Found
	v.url, v.base, v.answer = make([]uint32, n), make([]uint32, n), make([]uint32, n)
	v.doc, v.fact, v.evidence, v.at = make([]uint32, n), make([]uint32, n), make([]uint32, n), make([]int64, n)
	v.kind, v.flags = make([]uint8, n), make([]uint8, n)
	v.depth, v.took, v.size = make([]uint32, n), make([]uint32, n), make([]int64, n)
	sources := make([]uint32, n)
	var answers answerColumn
	err := eachBlock(tx, s.ID, func(number int, recs []record) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		for i := range recs {
			at := number*blockSize + i
			if at >= n {
				return fmt.Errorf("%w: scan %d has more than %d addresses", ErrCorrupt, s.ID, n)
			}
			r := &recs[i]
			v.url[at], v.base[at], v.answer[at], v.doc[at] = r.url, r.base, answers.place(r.answer), r.doc
			v.kind[at], v.flags[at], v.depth[at], v.took[at] = uint8(r.kind), r.flags, r.depth, r.took
			v.size[at], v.fact[at], v.evidence[at], v.at[at], sources[at] = r.size, r.fact, r.evidence, r.at, r.sources
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if p.counted {
		v.sources = sources
	}
	if v.answers, err = answers.read(tx); err != nil {
		return nil, err
	}
	v.kinds, err = readKinds(tx)
	return v, err
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
func (v *view) has(id result.ID) bool { return id >= 1 && int64(id) <= int64(len(v.url)) }

// idIndex finds the ID of an address by the number of its text.
type idIndex struct {
	first uint32
	dense []uint32 // by url-first; 0: not in this scan
	urls  []uint32 // sorted, with ids beside; where the numbers are far apart
	at    []uint32
}

func newIDIndex(urls []uint32) *idIndex {
	if len(urls) == 0 {
		return &idIndex{}
	}
	lo, hi := slices.Min(urls), slices.Max(urls)
	if uint64(hi-lo) < 8*uint64(len(urls))+1024 {
		x := &idIndex{first: lo, dense: make([]uint32, hi-lo+1)}
		for i := len(urls) - 1; i >= 0; i-- {
			x.dense[urls[i]-lo] = uint32(i + 1)
		}
		return x
	}
	x := &idIndex{at: make([]uint32, len(urls)), urls: make([]uint32, len(urls))}
	for i := range x.at {
		x.at[i] = uint32(i)
	}
	slices.SortStableFunc(x.at, func(a, b uint32) int { return int(urls[a]) - int(urls[b]) })
	for i, at := range x.at {
		x.urls[i] = urls[at]
		x.at[i]++
	}
	return x
}

// id gives the ID of an address, 0 where the scan has none.
func (x *idIndex) id(url uint32) result.ID {
	if x.dense != nil {
		if i := uint64(url) - uint64(x.first); url >= x.first && i < uint64(len(x.dense)) {
			return result.ID(x.dense[i])
		}
		return 0
	}
	if i, ok := slices.BinarySearch(x.urls, url); ok {
		return result.ID(x.at[i])
	}
	return 0
}

// index gives the idIndex of the view.
func (v *view) index() *idIndex {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.ids == nil {
		v.ids = newIDIndex(v.url)
	}
	return v.ids
}
