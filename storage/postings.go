package storage

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
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

// pairsAtOnce bounds the memory for working postings out; 8 bytes each.
const pairsAtOnce = 8 << 20

// postings works out the postings of a view.
func (v *view) postings(ctx context.Context, tx *sql.Tx, d *derivation) error {
	pages := v.pages()
	windows := 1 + 2*v.scan.Counts.Links/pairsAtOnce // a link counts for its fragment, too
	blocks := (len(v.url) + blockSize - 1) / blockSize
	step := (blocks + windows - 1) / windows * blockSize
	for from := 0; from < len(v.url); from += step {
		p := posting{view: v, from: from, to: min(from+step, len(v.url)), lists: make(map[uint32][]uint32)}
		if err := eachHead(ctx, tx, pages, p.read); err != nil {
			return err
		}
		if from == 0 {
			p.addLists(d)
		}
		if err := p.add(tx, d); err != nil {
			return err
		}
	}
	return nil
}

// posting is the postings of some rows.
type posting struct {
	*view
	from, to int
	own      []uint64            // row << 32 | page
	shared   []uint64            // row << 32 | list
	lists    map[uint32][]uint32 // pages that have a list
}

func (p *posting) read(page result.ID, h *docHead) error {
	p.own = p.pairs(p.own, h.own, uint32(page))
	for _, it := range h.items {
		if it.list != 0 {
			p.lists[it.list] = append(p.lists[it.list], uint32(page))
		}
	}
	return nil
}

// pairs appends a pair for each row of ours that targets lead to.
func (p *posting) pairs(dst []uint64, targets []target, value uint32) []uint64 {
	index := p.index()
	add := func(url uint32) {
		if row := int(index.id(url)) - 1; row >= p.from && row < p.to {
			dst = append(dst, uint64(row)<<32|uint64(value))
		}
	}
	for _, t := range targets {
		add(t.page)
		if t.frag != 0 {
			add(t.frag)
		}
	}
	return dst
}

// addLists stores which pages have each list.
func (p *posting) addLists(d *derivation) {
	for id, pages := range p.lists {
		slices.Sort(pages)
		raw := binary.AppendUvarint(nil, uint64(len(pages)))
		d.parts = append(d.parts, derivedData{derivedList, int(id), d.pack(nil, appendRising(raw, pages), nil)})
	}
	slices.SortFunc(d.parts, func(a, b derivedData) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.part, b.part))
	})
}

// add stores the postings of the rows.
func (p *posting) add(tx *sql.Tx, d *derivation) error {
	for id := range p.lists {
		l, err := p.list(tx, id)
		if err != nil {
			return err
		}
		p.shared = p.pairs(p.shared, l.targets, id)
	}
	slices.Sort(p.own)
	slices.Sort(p.shared)
	var raw []byte
	for from := p.from; from < p.to; from += blockSize {
		raw = raw[:0]
		for row := from; row < min(from+blockSize, p.to); row++ {
			var values []uint32
			for _, pairs := range []*[]uint64{&p.shared, &p.own} {
				values = values[:0]
				for len(*pairs) > 0 && int((*pairs)[0]>>32) == row {
					values = append(values, uint32((*pairs)[0]))
					*pairs = (*pairs)[1:]
				}
				raw = binary.AppendUvarint(raw, uint64(len(values)))
				raw = appendRising(raw, values)
			}
		}
		d.parts = append(d.parts, derivedData{derivedSources, from / blockSize, d.pack(nil, raw, nil)})
	}
	return nil
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
		from = append(from, sourcePage{pageDoc{page, v.doc[p-1]}, 1})
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
