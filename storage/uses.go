package storage

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"

	"sitewell/scanner/result"
)

// Use is one link to an address, reduced to which page names it and how.
type Use struct {
	Page, Target result.ID
	Place        result.Place
	Element      string
}

// EachUse gives the links to the addresses that a filter leaves, those of one
// page together, in no other order. A link to a checked fragment counts for
// its page and for the fragment, as in Sources. It reads no texts, and what
// pages share it unpacks once, so that it is fast where EachLink is thorough.
// It sees the scan as it is at the start. An error ends it.
func (db *DB) EachUse(ctx context.Context, scan int64, f Filter) iter.Seq2[Use, error] {
	return stream(func(yield func(Use) bool) error {
		return db.viewing(ctx, "read uses", scan, func(tx *sql.Tx, v *view) error {
			rows, err := v.filtered(ctx, tx, f)
			if err != nil {
				return err
			}
			return v.eachUse(ctx, tx, rows, yield)
		})
	})
}

func (v *view) eachUse(ctx context.Context, tx *sql.Tx, rows []uint32, yield func(Use) bool) error {
	shapes, err := v.linkShapes(tx)
	if err != nil {
		return err
	}
	u := uses{bitSet: v.bitSetOf(rows), index: v.index(), shapes: shapes}
	lists := make(map[uint32][]Use)
	var h docHead
	codec := newRunCodec(tx)
	var own []Use
	err = eachDoc(ctx, tx, `d.head, d.rest`, v.pages(nil), func(p pageDoc, head, rest []byte) error {
		if err := h.decode(head); err != nil {
			return err
		}
		give := func(all []Use) error {
			for _, one := range all {
				one.Page = p.page
				if !yield(one) {
					return errStop{}
				}
			}
			return nil
		}
		for _, it := range h.items {
			if it.list == 0 {
				continue
			}
			in, ok := lists[it.list]
			if !ok {
				l, err := v.list(tx, it.list)
				if err != nil {
					return err
				}
				if slices.ContainsFunc(l.targets, u.wants) {
					if l, err = v.openList(tx, codec, it.list); err != nil {
						return err
					}
					if in, err = u.of(nil, l.links); err != nil {
						return err
					}
				}
				lists[it.list] = in
			}
			if err := give(in); err != nil {
				return err
			}
		}
		if !slices.ContainsFunc(h.own, u.wants) {
			return nil
		}
		links := make([]link, len(h.own))
		for i, t := range h.own {
			links[i].page, links[i].frag = t.page, t.frag
		}
		if err := codec.unrest(rest, links); err != nil {
			return err
		}
		if own, err = u.of(own[:0], links); err != nil {
			return err
		}
		return give(own)
	})
	if _, ok := err.(errStop); ok {
		return nil
	}
	return err
}

// uses turns links into Uses of what is wanted.
type uses struct {
	bitSet
	index  *idIndex
	shapes map[uint32]shapeKey
}

func (u *uses) of(dst []Use, links []link) ([]Use, error) {
	for i := range links {
		l := &links[i]
		if !u.wants(target{l.page, l.frag}) {
			continue
		}
		s, ok := u.shapes[l.shape]
		if !ok {
			return nil, missing("shape", l.shape, sql.ErrNoRows)
		}
		for _, url := range []uint32{l.page, l.frag} {
			if url != 0 && u.has(url) {
				dst = append(dst, Use{Target: u.index.id(url), Place: s.place, Element: s.element})
			}
		}
	}
	return dst, nil
}

// PagesOf gives the pages that link to any of some addresses, each once, in
// the order of their IDs.
func (db *DB) PagesOf(ctx context.Context, scan int64, ids []result.ID) (pages []result.ID, err error) {
	err = db.viewing(ctx, "read pages of addresses", scan, func(tx *sql.Tx, v *view) error {
		rows := make([]uint32, len(ids))
		for i, id := range ids {
			if !v.has(id) {
				return fmt.Errorf("address %d: %w", id, ErrNotFound)
			}
			rows[i] = uint32(id - 1)
		}
		return v.eachUse(ctx, tx, rows, func(u Use) bool {
			if n := len(pages); n == 0 || pages[n-1] != u.Page {
				pages = append(pages, u.Page)
			}
			return true
		})
	})
	slices.Sort(pages)
	return pages, err
}
