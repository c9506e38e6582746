package storage

import (
	"cmp"
	"context"
	"database/sql"
	"iter"
	"slices"

	"sitewell/scanner/result"
)

// pageDoc is a page that was read, and its document.
type pageDoc struct {
	page result.ID
	doc  uint32
}

// pagesAtOnce is how many addresses' documents are put in order together.
const pagesAtOnce = 1 << 14

// pages gives the pages of a scan, or only some of them, in parts: each in the
// order of its documents, which is how they lie in the file. Pages that were
// found one after the other mostly have documents one after the other, so that
// little is gained by ordering all of them, for 8 bytes a page. A part must not
// be kept.
func (v *view) pages(only func(page result.ID) bool) iter.Seq[[]pageDoc] {
	return func(yield func([]pageDoc) bool) {
		var part []pageDoc
		for from := 0; from < v.len(); from += pagesAtOnce {
			part = v.appendPages(part[:0], from, from+pagesAtOnce, only)
			slices.SortFunc(part, func(a, b pageDoc) int { return cmp.Compare(a.doc, b.doc) })
			if len(part) > 0 && !yield(part) {
				return
			}
		}
	}
}

// inOrder gives all pages of a scan in the order of finding, in parts that
// must not be kept.
func (v *view) inOrder() iter.Seq[[]pageDoc] {
	return func(yield func([]pageDoc) bool) {
		var part []pageDoc
		for from := 0; from < v.len(); from += blockSize {
			part = v.appendPages(part[:0], from, from+blockSize, nil)
			for some := range slices.Chunk(part, pagePortion) {
				if !yield(some) {
					return
				}
			}
		}
	}
}

func (v *view) appendPages(dst []pageDoc, from, to int, only func(page result.ID) bool) []pageDoc {
	for row := uint32(from); row < uint32(min(to, v.len())); row++ {
		if doc := v.doc.at(row); doc != 0 && (only == nil || only(result.ID(row)+1)) {
			dst = append(dst, pageDoc{result.ID(row) + 1, doc})
		}
	}
	return dst
}

// eachHead calls yield with where the links of each page lead. The head is
// used again for the next.
func eachHead(ctx context.Context, tx *sql.Tx, pages iter.Seq[[]pageDoc], yield func(page result.ID, h *docHead) error) error {
	var h docHead
	return eachDoc(ctx, tx, `d.head, NULL`, pages, func(p pageDoc, head, _ []byte) error {
		if err := h.decode(head); err != nil {
			return err
		}
		return yield(p.page, &h)
	})
}

// eachDoc reads the documents of pages, given in parts that are ordered by
// document. Where most of what lies between the first and the last is wanted it
// is read as one range, else row by row.
func eachDoc(ctx context.Context, tx *sql.Tx, columns string, pages iter.Seq[[]pageDoc], yield func(p pageDoc, head, rest []byte) error) error {
	for part := range pages {
		for len(part) > 0 {
			n := min(len(part), 4096)
			for n < len(part) && part[n].doc == part[n-1].doc { // pages of one document stay together
				n++
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := eachDocOf(tx, columns, part[:n], yield); err != nil {
				return err
			}
			part = part[n:]
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
	l, err := readList(tx, id)
	if err == nil {
		v.lists[id] = l
	}
	return l, err
}

// readList reads the head of a list.
func readList(tx *sql.Tx, id uint32) (*list, error) {
	var head []byte
	if err := tx.QueryRow(`SELECT head FROM list WHERE id = ?`, id).Scan(&head); err != nil {
		return nil, missing("list", id, err)
	}
	return decodeList(id, head)
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
func (v *view) countSources(ctx context.Context, tx *sql.Tx) (*packed[uint32], error) {
	v.mu.Lock()
	sources := v.sources
	v.mu.Unlock()
	if sources != nil {
		return sources, nil
	}
	r := v.newReach()
	if err := r.read(ctx, tx); err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.sources = pack(r.sources)
	return v.sources, nil
}
