package storage

import (
	"cmp"
	"slices"

	"sitewell/scanner/result"
)

// proveRemoved finds the problems that no page links to any more; Change says
// what proves that.
func (c *comparison) proveRemoved() error {
	if c.To.State != Complete {
		return nil
	}
	var open bitSet
	left := 0
	for i := range c.earlier {
		if r := &c.earlier[i]; r.change == NotReached && r.now == 0 && r.pages > 0 {
			open.add(r.url)
			left++
		}
	}
	if left == 0 {
		return nil
	}
	named := func(t target) {
		open.remove(t.page)
		if t.frag != 0 {
			open.remove(t.frag)
		}
	}
	err := c.eachTarget(c.From.ID, func(r *record) bool { return !c.told.has(r.url) }, named)
	if err != nil {
		return err
	}
	if err := c.eachTarget(c.To.ID, func(*record) bool { return true }, named); err != nil {
		return err
	}
	if err := c.passOver(&open); err != nil {
		return err
	}
	for i := range c.earlier {
		if r := &c.earlier[i]; open.has(r.url) {
			r.change = LinkRemoved
		}
	}
	return nil
}

// eachTarget calls yield with where the links of some pages of a scan lead,
// with those of a shared list once.
func (c *comparison) eachTarget(scan int64, wanted func(*record) bool, yield func(target)) error {
	lists := make(map[uint32]bool)
	each := func(targets []target) {
		for _, t := range targets {
			yield(t)
		}
	}
	var pages []pageDoc
	flush := func() error {
		slices.SortFunc(pages, func(a, b pageDoc) int { return cmp.Compare(a.doc, b.doc) })
		err := eachHead(c.ctx, c.tx, slices.Values([][]pageDoc{pages}), func(_ result.ID, h *docHead) error {
			each(h.own)
			for _, it := range h.items {
				if it.list == 0 || lists[it.list] {
					continue
				}
				lists[it.list] = true
				l, err := readList(c.tx, it.list)
				if err != nil {
					return err
				}
				each(l.targets)
			}
			return nil
		})
		pages = pages[:0]
		return err
	}
	err := c.each(scan, docColumns, func(id result.ID, r *record) error {
		if r.doc == 0 || !wanted(r) {
			return nil
		}
		if pages = append(pages, pageDoc{id, r.doc}); len(pages) < segmentSize {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	return flush()
}

// passOver takes out of open what elements linked to that the later scan did
// not read.
func (c *comparison) passOver(open *bitSet) error {
	if len(c.unread) == 0 {
		return nil
	}
	v, err := c.db.view(c.ctx, c.tx, c.From.ID)
	if err != nil {
		return err
	}
	shapes, err := v.linkShapes(c.tx)
	if err != nil {
		return err
	}
	return v.eachLinkOf(c.ctx, c.tx, open.wants, func(l *link) {
		if slices.Contains(c.unread, shapes[l.shape].element) {
			open.remove(l.page)
			open.remove(l.frag)
		}
	})
}
