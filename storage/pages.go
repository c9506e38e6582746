package storage

import (
	"context"
	"database/sql"
	"slices"

	"sitewell/scanner/result"
)

// pageDoc is a page that was read, and its document.
type pageDoc struct {
	page result.ID
	doc  uint32
}

// pages lists the pages of a scan in order of their documents, which is
// how they lie in the file. It must not be changed.
func (v *view) pages() []pageDoc {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.pageDocs == nil {
		v.pageDocs = []pageDoc{}
		for _, k := range byKey(v.doc) {
			v.pageDocs = append(v.pageDocs, pageDoc{result.ID(k.row) + 1, k.key})
		}
	}
	return v.pageDocs
}

// eachHead calls yield with where the links of each page lead. The head is
// used again for the next.
func eachHead(ctx context.Context, tx *sql.Tx, pages []pageDoc, yield func(page result.ID, h *docHead) error) error {
	var h docHead
	return eachDoc(ctx, tx, `d.head, NULL`, pages, func(p pageDoc, head, _ []byte) error {
		if err := h.decode(head); err != nil {
			return err
		}
		return yield(p.page, &h)
	})
}

// eachDoc reads the documents of pages, which must be ordered by document.
// Where most of what lies between the first and the last is wanted it is read
// as one range, else row by row.
func eachDoc(ctx context.Context, tx *sql.Tx, columns string, pages []pageDoc, yield func(p pageDoc, head, rest []byte) error) error {
	for len(pages) > 0 {
		part := pages[:min(len(pages), 4096)]
		if len(part) < len(pages) { // pages of one document stay together
			for len(part) < len(pages) && pages[len(part)].doc == part[len(part)-1].doc {
				part = pages[:len(part)+1]
			}
		}
		pages = pages[len(part):]
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := eachDocOf(tx, columns, part, yield); err != nil {
			return err
		}
	}
	return nil
}

func eachDocOf(tx *sql.Tx, columns string, pages []pageDoc, yield func(p pageDoc, head, rest []byte) error) error {
	next := 0
	scan := func(rows *sql.Rows) error {
		var id uint32
		var head, rest sql.RawBytes
		if err := rows.Scan(&id, &head, &rest); err != nil {
			return err
		}
		for next < len(pages) && pages[next].doc < id {
			return missing("document", pages[next].doc, sql.ErrNoRows)
		}
		for ; next < len(pages) && pages[next].doc == id; next++ {
			if err := yield(pages[next], head, rest); err != nil {
				return err
			}
		}
		return nil
	}
	first, last := pages[0].doc, pages[len(pages)-1].doc
	var err error
	if int(last-first) < 2*len(pages)+16 {
		err = eachQuery(tx, `SELECT d.id, `+columns+` FROM doc d WHERE d.id BETWEEN ? AND ? ORDER BY d.id`, scan, first, last)
	} else {
		ids := make([]uint32, len(pages))
		for i, p := range pages {
			ids[i] = p.doc
		}
		err = eachRow(tx, `SELECT d.id, `+columns+` FROM json_each(?) j CROSS JOIN doc d ON d.id = j.value`, slices.Compact(ids), scan)
	}
	if err == nil && next < len(pages) {
		err = missing("document", pages[next].doc, sql.ErrNoRows)
	}
	return err
}

// list gives a list of links, read once for each view.
func (v *view) list(tx *sql.Tx, id uint32) (*list, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if l := v.lists[id]; l != nil {
		return l, nil
	}
	var head []byte
	if err := tx.QueryRow(`SELECT head FROM list WHERE id = ?`, id).Scan(&head); err != nil {
		return nil, missing("list", id, err)
	}
	l, err := decodeList(id, head)
	if err == nil {
		v.lists[id] = l
	}
	return l, err
}

// openList gives a list whose links are unpacked.
func (v *view) openList(tx *sql.Tx, c *runCodec, id uint32) (*list, error) {
	l, err := v.list(tx, id)
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	_, err = l.open(c)
	return l, err
}

// countSources gives the number of pages that link to each address, by ID-1,
// and how many of them to an address by way of one of its fragments alone
// count there too: a page counts once however many links it has.
func (v *view) countSources(ctx context.Context, tx *sql.Tx) ([]uint32, error) {
	v.mu.Lock()
	sources := v.sources
	v.mu.Unlock()
	if sources != nil {
		return sources, nil
	}
	index := v.index()
	sources = make([]uint32, len(v.url))
	seen := make([]result.ID, len(v.url)) // the last page that counted
	count := func(page result.ID, url uint32) {
		if id := index.id(url); id != 0 && seen[id-1] != page {
			seen[id-1] = page
			sources[id-1]++
		}
	}
	each := func(page result.ID, targets []target) {
		for _, t := range targets {
			count(page, t.page)
			if t.frag != 0 {
				count(page, t.frag)
			}
		}
	}
	err := eachHead(ctx, tx, v.pages(), func(page result.ID, h *docHead) error {
		each(page, h.own)
		for _, it := range h.items {
			if it.list == 0 {
				continue
			}
			l, err := v.list(tx, it.list)
			if err != nil {
				return err
			}
			each(page, l.targets)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.sources = sources
	return sources, nil
}
