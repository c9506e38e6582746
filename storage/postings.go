package storage

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"maps"
	"slices"

	"sitewell/scanner/result"
)

// Postings answer "who links here" for a finished scan: for every address the
// pages whose own links lead to it, and the shared lists that do; and for
// every list the pages that have it. A page stands once for each link.
//
// Part n of derivedSources holds the addresses of block n; part n of
// derivedList the pages of list n.

const derivedList = "list"

// postingBytes bounds the memory for working postings out.
const postingBytes = 48 << 20

// postings collects, for the rows from…to, what links to them. Where that takes
// too much memory it gives up rows at the end: another pass does these.
type postings struct {
	view     *view
	index    *idIndex
	limit    int // bytes
	from, to int
	own      *pairs           // row, page
	lists    map[uint32]*rope // steps from page to page that have a list, zigzag
	last     map[uint32]uint32
	order    []uint32 // lists, in order; once all pages are through
}

// postedRows is the bits of how many rows are put in order together.
const postedRows = 12

func (v *view) newPostings() *postings {
	return &postings{
		view: v, index: v.index(), limit: postingBytes, to: v.len(), own: newPairs(v.len(), postedRows),
		lists: make(map[uint32]*rope), last: make(map[uint32]uint32),
	}
}

// page takes in a page.
func (p *postings) page(page result.ID, h *docHead) {
	for _, t := range h.own {
		p.add(t.page, page)
		if t.frag != 0 {
			p.add(t.frag, page)
		}
	}
	if p.order != nil {
		return
	}
	for _, it := range h.items {
		if it.list == 0 {
			continue
		}
		pages := p.lists[it.list]
		if pages == nil {
			pages = new(rope)
			p.lists[it.list] = pages
		}
		pages.add(zigzag(int64(page) - int64(p.last[it.list])))
		p.last[it.list] = uint32(page)
	}
}

func (p *postings) add(url uint32, page result.ID) {
	row := int(p.index.id(url)) - 1
	if row < p.from || row >= p.to {
		return
	}
	p.own.add(uint32(row), uint32(page))
	if p.own.bytes > p.limit {
		p.giveUp()
	}
}

// giveUp leaves half of the rows to another pass.
func (p *postings) giveUp() {
	first, last := p.from>>postedRows, (p.to-1)>>postedRows
	if first == last {
		return
	}
	half := (first + last + 1) / 2
	p.to = half << postedRows
	for bucket := half; bucket <= last; bucket++ {
		p.own.drop(bucket)
	}
}

// readPostings works the postings of a view out.
func (v *view) readPostings(ctx context.Context, tx *sql.Tx) (*postings, error) {
	p := v.newPostings()
	return p, p.read(ctx, tx)
}

func (p *postings) read(ctx context.Context, tx *sql.Tx) error {
	return eachHead(ctx, tx, p.view.pages(nil), func(page result.ID, h *docHead) error {
		p.page(page, h)
		return nil
	})
}

// put stores the postings of all rows, with more passes where they are needed.
func (p *postings) put(ctx context.Context, tx *sql.Tx, d *derivation) error {
	if err := p.putLists(ctx, d); err != nil {
		return err
	}
	for {
		if err := p.putRows(ctx, tx, d); err != nil || p.to == p.view.len() {
			return err
		}
		p.from, p.to = p.to, p.view.len()
		if err := p.read(ctx, tx); err != nil {
			return err
		}
	}
}

// putLists stores which pages have each list.
func (p *postings) putLists(ctx context.Context, d *derivation) error {
	p.order = slices.Sorted(maps.Keys(p.lists))
	var pages []uint32
	var raw []byte
	for _, id := range p.order {
		pages = pages[:0]
		last := int64(0)
		for step := range p.lists[id].all {
			last += unzigzag(step)
			pages = append(pages, uint32(last))
		}
		delete(p.lists, id)
		slices.Sort(pages)
		raw = binary.AppendUvarint(raw[:0], uint64(len(pages)))
		raw = appendRising(raw, pages)
		if err := d.put(ctx, derivedList, int(id), d.pack(nil, raw, nil)); err != nil {
			return err
		}
	}
	p.last = nil
	return nil
}

// putRows stores the postings of the rows from…to.
func (p *postings) putRows(ctx context.Context, tx *sql.Tx, d *derivation) error {
	shared, err := p.shared(tx)
	if err != nil {
		return err
	}
	var raw []byte
	for bucket := p.from >> postedRows; bucket<<postedRows < p.to; bucket++ {
		lists, pages := shared.take(bucket), p.own.take(bucket)
		end := min((bucket+1)<<postedRows, p.to)
		for from := bucket << postedRows; from < end; from += blockSize {
			raw = raw[:0]
			for row := from; row < min(from+blockSize, end); row++ {
				raw, lists = appendPosted(raw, lists, row)
				raw, pages = appendPosted(raw, pages, row)
			}
			if err := d.put(ctx, derivedSources, from/blockSize, d.pack(nil, raw, nil)); err != nil {
				return err
			}
		}
	}
	return nil
}

// shared gives which lists lead to the rows from…to.
func (p *postings) shared(tx *sql.Tx) (*pairs, error) {
	shared := newPairs(p.view.len(), postedRows)
	add := func(url, list uint32) {
		if row := int(p.index.id(url)) - 1; row >= p.from && row < p.to {
			shared.add(uint32(row), list)
		}
	}
	for _, id := range p.order {
		l, err := p.view.list(tx, id)
		if err != nil {
			return nil, err
		}
		for _, t := range l.targets {
			add(t.page, id)
			if t.frag != 0 {
				add(t.frag, id)
			}
		}
	}
	return shared, nil
}

// appendPosted packs the values of a row, which stand first in pairs.
func appendPosted(b []byte, pairs []uint64, row int) (_ []byte, rest []uint64) {
	n := 0
	for n < len(pairs) && int(pairs[n]>>32) == row {
		n++
	}
	b = binary.AppendUvarint(b, uint64(n))
	last := uint32(0)
	for _, pair := range pairs[:n] {
		b = binary.AppendUvarint(b, uint64(uint32(pair)-last))
		last = uint32(pair)
	}
	return b, pairs[n:]
}

// appendRising packs numbers of which none is smaller than the one before.
func appendRising(b []byte, values []uint32) []byte {
	last := uint32(0)
	for _, n := range values {
		b = binary.AppendUvarint(b, uint64(n-last))
		last = n
	}
	return b
}

// rising appends what appendRising packed after a count.
func (r *reader) rising(dst []uint32) []uint32 {
	last := uint32(0)
	for range r.count(len(r.b)) {
		last += uint32(r.uvarint())
		dst = append(dst, last)
	}
	return dst
}

// postedPages gives the pages that link to an address in order of ID, from
// the postings.
func (v *view) postedPages(tx *sql.Tx, id result.ID) ([]sourcePage, error) {
	number, at := blockOf(id)
	r, err := v.derivedPart(tx, derivedSources, number)
	if err != nil {
		return nil, err
	}
	var lists, pages []uint32
	for range at + 1 {
		lists, pages = r.rising(lists[:0]), r.rising(pages[:0])
	}
	if r.err != nil {
		return nil, r.err
	}
	for _, list := range lists {
		r, err := v.derivedPart(tx, derivedList, int(list))
		if err != nil {
			return nil, err
		}
		if pages = r.rising(pages); r.err != nil {
			return nil, r.err
		}
	}
	slices.Sort(pages)
	var from []sourcePage
	for _, p := range pages {
		page := result.ID(p)
		if !v.has(page) {
			return nil, missing("page", p, sql.ErrNoRows)
		}
		if n := len(from); n > 0 && from[n-1].page == page {
			from[n-1].links++
			continue
		}
		from = append(from, sourcePage{pageDoc{page, v.doc.of(page)}, 1})
	}
	return from, nil
}

func (v *view) derivedPart(tx *sql.Tx, name string, part int) (reader, error) {
	var data []byte
	err := tx.QueryRow(`SELECT data FROM derived WHERE scan = ? AND name = ? AND part = ?`, v.scan.ID, name, part).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return reader{}, missing(name, uint32(part), err)
	} else if err != nil {
		return reader{}, err
	}
	var s squeeze
	raw, err := s.unpack(data, nil)
	return reader{b: raw}, err
}
