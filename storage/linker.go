package storage

import (
	"database/sql"
	"errors"
	"slices"
	"strings"

	"sitewell/scanner/result"
)

// Pages share stretches of links: navigation, side bars, footers. A page's
// links are cut into pieces where their place on the page changes and, inside
// a place, where the content says so, so that one link that differs spoils its
// own piece only. A piece that two pages have becomes a list.
const (
	pieceMin  = 4  // links between cuts that content makes
	pieceMax  = 64 //
	pieceMask = 15 // a cut after one link in 16
	shareFrom = 3  // links that are worth a list
)

// linker turns the links of pages into documents. Not safe for concurrent use.
type linker struct {
	in     *interner
	codec  runCodec
	bundle bundler
	stored *runCodec // reads lists within the transaction under way
	// pieces maps the hash of a piece to its list; nil: seen once.
	pieces cache[uint64, *sharedList]
	lists  bloom // hashes of all there are

	links  []link
	hashes []uint64
	own    []link
	items  []docItem
}

// sharedList is a list with its links, lines counted from the first.
type sharedList struct {
	id    uint32
	links []link
}

func newLinker(in *interner) *linker {
	return &linker{in: in, pieces: newCache[uint64, *sharedList](1 << 14)}
}

func (l *linker) forget() {
	l.pieces.clear()
	l.bundle.forget()
	l.stored = nil
}

// end stores what is packed together, at the end of a batch.
func (l *linker) end(tx *sql.Tx) error {
	l.stored = nil
	return l.bundle.end(tx, !l.in.sweeping)
}

// begin finds out which lists there are.
func (l *linker) begin(tx *sql.Tx) error {
	var n int
	if err := tx.QueryRow(`SELECT count(*) FROM list_hash`).Scan(&n); err != nil {
		return err
	}
	l.lists = newBloom(2 * n)
	return eachQuery(tx, `SELECT hash FROM list_hash`, func(rows *sql.Rows) error {
		var h int64
		err := rows.Scan(&h)
		l.lists.add(uint64(h))
		return err
	})
}

// read turns the links of a page into numbers and gives a hash of them all.
// urls gives the number of a target's text, named those of the fragments that
// have no address.
func (l *linker) read(tx *sql.Tx, page []result.Link, urls func(result.ID) (uint32, error), named *texting) (hash uint64, err error) {
	l.links, l.hashes = l.links[:0], l.hashes[:0]
	var last shapeKey // most links are of the same shape as the one before
	for i := range page {
		p := &page[i]
		var flags uint8
		if p.Nofollow {
			flags |= shapeNofollow
		}
		if p.Inert {
			flags |= shapeInert
		}
		k := link{line: uint32(max(p.Line, 0)), text: p.Text}
		if i > 0 {
			k.shape = l.links[i-1].shape
		}
		if shape := (shapeKey{p.Element, p.Kind, p.Place, flags, p.Outcome}); shape != last || k.shape == 0 {
			if k.shape, err = l.in.shape(tx, shape); err != nil {
				return 0, err
			}
			last = shape
		}
		if k.page, err = urls(p.Target); err != nil {
			return 0, err
		}
		switch {
		case p.Anchor != 0:
			if k.frag, err = urls(p.Anchor); err != nil {
				return 0, err
			}
		case p.Fragment != "":
			k.frag = named.next()
		}
		h := l.in.seed.sum(uint64(k.page)<<32|uint64(k.frag)^uint64(k.shape)<<48, k.text)
		l.links = append(l.links, k)
		l.hashes = append(l.hashes, h)
		hash = l.in.seed.join(l.in.seed.join(hash, h), uint64(k.line))
	}
	return hash, nil
}

// document packs the links that read took in, and stores new lists.
func (l *linker) document(tx *sql.Tx, page []result.Link) (head, rest []byte, err error) {
	l.own, l.items = l.own[:0], l.items[:0]
	for from := 0; from < len(page); {
		to := l.cut(page, from)
		shared, err := l.share(tx, from, to)
		if err != nil {
			return nil, nil, err
		}
		if shared == nil {
			l.addOwn(l.links[from:to])
		} else {
			l.items = append(l.items, l.refer(shared, l.links[from:to]))
		}
		from = to
	}
	head = appendDocHead(nil, len(page), l.items, l.own)
	if len(l.own) == 0 {
		return head, []byte{}, nil
	}
	rest, err = l.bundle.add(tx, l.codec.rest(l.own))
	return head, rest, err
}

// cut gives the end of the piece that begins at from.
func (l *linker) cut(page []result.Link, from int) int {
	to := from + 1
	for to < len(page) && page[to].Place == page[from].Place && to-from < pieceMax &&
		(to-from < pieceMin || l.hashes[to-1]&pieceMask != 0) {
		to++
	}
	return to
}

func (l *linker) addOwn(links []link) {
	l.own = append(l.own, links...)
	if n := len(l.items); n > 0 && l.items[n-1].list == 0 {
		l.items[n-1].n += len(links)
		return
	}
	l.items = append(l.items, docItem{n: len(links)})
}

// refer makes the item that stands for links, which are those of a list.
func (l *linker) refer(shared *sharedList, links []link) docItem {
	it := docItem{list: shared.id, line: links[0].line}
	for i := range links {
		if links[i].line-it.line != shared.links[i].line {
			l.codec.nums = lineSteps(l.codec.nums[:0], it.line, links)
			it.lines = appendColumn(nil, l.codec.nums)
			break
		}
	}
	return it
}

// share gives the list that holds just the links from…to, and makes one where
// this is the second page that has them; nil where there is none.
func (l *linker) share(tx *sql.Tx, from, to int) (*sharedList, error) {
	links := l.links[from:to]
	if len(links) < shareFrom {
		return nil, nil
	}
	hash := uint64(len(links))
	for _, h := range l.hashes[from:to] {
		hash = l.in.seed.join(hash, h)
	}
	s, seen := l.pieces.get(hash)
	var err error
	switch {
	case s != nil:
	case !seen:
		err = sql.ErrNoRows
		if l.lists.has(hash) {
			s, err = l.load(tx, hash)
		}
		if errors.Is(err, sql.ErrNoRows) {
			l.pieces.put(hash, nil)
			return nil, nil
		}
	default:
		s, err = l.store(tx, hash, links)
	}
	if err != nil {
		return nil, err
	}
	l.pieces.put(hash, s)
	if !slices.EqualFunc(s.links, links, sameLink) {
		return nil, nil // two pieces of one hash: the second is not shared
	}
	return s, nil
}

func sameLink(a, b link) bool {
	return a.page == b.page && a.frag == b.frag && a.shape == b.shape && a.text == b.text
}

// load reads the list of a hash.
func (l *linker) load(tx *sql.Tx, hash uint64) (*sharedList, error) {
	var id uint32
	var head, rest []byte
	err := tx.QueryRow(`SELECT l.id, l.head, l.rest FROM list_hash h JOIN list l ON l.id = h.list WHERE h.hash = ? LIMIT 1`,
		int64(hash)).Scan(&id, &head, &rest)
	if err != nil {
		return nil, err
	}
	body, err := decodeList(id, head)
	if err != nil {
		return nil, err
	}
	if ref, _, _ := decodeRef(rest); ref.bundle == l.bundle.id { // it is of this batch
		if err := l.bundle.flush(tx); err != nil {
			return nil, err
		}
	}
	if l.stored == nil {
		l.stored = newRunCodec(tx)
	}
	links, err := body.unpack(l.stored, rest)
	if err != nil {
		return nil, err
	}
	return &sharedList{id, links}, l.in.note(tx, "list", id)
}

// store makes a new list.
func (l *linker) store(tx *sql.Tx, hash uint64, links []link) (*sharedList, error) {
	own := slices.Clone(links)
	for i := range own {
		own[i].line -= links[0].line
		own[i].text = strings.Clone(own[i].text) // not the whole page with it
	}
	rest, err := l.bundle.add(tx, l.codec.rest(own))
	if err != nil {
		return nil, err
	}
	id, err := insert(tx, `INSERT INTO list (head, rest) VALUES (?, ?)`, appendListHead(nil, own), rest)
	if err != nil {
		return nil, err
	}
	l.lists.add(hash)
	_, err = tx.Exec(`INSERT INTO list_hash (hash, list) VALUES (?, ?)`, int64(hash), id)
	return &sharedList{uint32(id), own}, err
}
