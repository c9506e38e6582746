package storage

import (
	"context"
	"database/sql"
	"slices"

	"sitewell/scanner/result"
)

// reach is what the links of a scan tell of its addresses, found in one pass
// over all documents: how many pages link to each and, where they are asked for,
// which problems stand in navigation, and who links where.
type reach struct {
	*view
	index   *idIndex
	sources []uint32 // pages that link to each address, by row
	last    []uint32 // the page that was counted last

	navigation *navigation // nil: nobody asks
	postings   *postings   // nil: nobody asks
}

func (v *view) newReach() *reach {
	return &reach{view: v, index: v.index(), sources: make([]uint32, v.len()), last: make([]uint32, v.len())}
}

// read goes through all pages.
func (r *reach) read(ctx context.Context, tx *sql.Tx) error {
	columns := `d.head, NULL`
	if r.navigation != nil {
		columns = `d.head, d.rest`
	}
	var h docHead
	return eachDoc(ctx, tx, columns, r.pages(nil), func(p pageDoc, head, rest []byte) error {
		if err := h.decode(head); err != nil {
			return err
		}
		return r.page(tx, p.page, &h, rest)
	})
}

func (r *reach) page(tx *sql.Tx, page result.ID, h *docHead, rest []byte) error {
	r.count(page, h.own)
	for _, it := range h.items {
		if it.list == 0 {
			continue
		}
		l, err := r.list(tx, it.list)
		if err != nil {
			return err
		}
		r.count(page, l.targets)
		if r.navigation != nil {
			if err := r.navigation.list(tx, it.list, l); err != nil {
				return err
			}
		}
	}
	if r.navigation != nil {
		if err := r.navigation.page(h, rest); err != nil {
			return err
		}
	}
	if r.postings != nil {
		r.postings.page(page, h)
	}
	return nil
}

// count counts the page for each address that targets lead to.
func (r *reach) count(page result.ID, targets []target) {
	if r.sources == nil {
		return
	}
	for _, t := range targets {
		r.countOne(page, t.page)
		if t.frag != 0 {
			r.countOne(page, t.frag)
		}
	}
}

func (r *reach) countOne(page result.ID, url uint32) {
	if id := r.index.id(url); id != 0 && r.last[id-1] != uint32(page) {
		r.last[id-1] = uint32(page)
		r.sources[id-1]++
	}
}

// navigation finds which of some addresses have a link in a header or in
// navigation.
type navigation struct {
	view   *view
	shapes map[uint32]shapeKey
	index  *idIndex
	wanted bitSet          // who was found is taken out
	lists  map[uint32]bool // that were looked at
	in     map[result.ID]bool
	codec  *runCodec
	links  []link
}

// newNavigation is for some rows.
func (v *view) newNavigation(tx *sql.Tx, rows []uint32) (*navigation, error) {
	shapes, err := v.linkShapes(tx)
	n := &navigation{
		view: v, shapes: shapes, index: v.index(), wanted: v.bitSetOf(rows),
		lists: make(map[uint32]bool), in: make(map[result.ID]bool), codec: newRunCodec(tx),
	}
	return n, err
}

// list takes in a list of links that pages share.
func (n *navigation) list(tx *sql.Tx, id uint32, l *list) error {
	if n.lists[id] {
		return nil
	}
	n.lists[id] = true
	if !slices.ContainsFunc(l.targets, n.wanted.wants) {
		return nil
	}
	l, err := n.view.openList(tx, n.codec, id)
	if err != nil {
		return err
	}
	n.add(l.links)
	return nil
}

// page takes in a page's own links.
func (n *navigation) page(h *docHead, rest []byte) error {
	if !slices.ContainsFunc(h.own, n.wanted.wants) {
		return nil
	}
	n.links = n.links[:0]
	for _, t := range h.own {
		n.links = append(n.links, link{page: t.page, frag: t.frag})
	}
	if _, err := n.codec.unrestShapes(rest, n.links); err != nil {
		return err
	}
	n.add(n.links)
	return nil
}

func (n *navigation) add(links []link) {
	for i := range links {
		l := &links[i]
		if p := n.shapes[l.shape].place; p != result.PlaceHeader && p != result.PlaceNavigation {
			continue
		}
		for _, url := range []uint32{l.page, l.frag} {
			if n.wanted.has(url) {
				n.in[n.index.id(url)] = true
				n.wanted.remove(url)
			}
		}
	}
}
