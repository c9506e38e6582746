package findings

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"sitewell/storage"
	"sitewell/storage/linkset"
	"sitewell/storage/sqlite/query"
)

// Sources returns the links to an address, in order of page and place on it: at
// most limit of them from offset on (0-based), the number of pages they are on,
// and the number of links in all. Links to an address with any fragment are
// links to it; those to a place are the ones that name it.
func (l *Links) Sources(ctx context.Context, scan storage.ScanID, id storage.URLID, offset, limit int) (rows []storage.Source, pages, links int, err error) {
	err = Viewing(ctx, l.file, "read sources", scan, func(tx *sql.Tx, v *View) error {
		to, err := v.Destination(tx, id)
		if err != nil {
			return err
		}
		from, err := v.sourcePages(ctx, tx, to)
		if err != nil {
			return err
		}
		pages = len(from)
		for _, p := range from {
			links += p.links
		}
		rows, err = v.sourceRows(tx, to, from, offset, limit)
		return err
	})
	return rows, pages, links, err
}

// Destination returns where links to an address lead: to the address, or to a
// place. ErrNotFound where the scan does not have it.
func (v *View) Destination(tx *sql.Tx, id storage.URLID) (Place, error) {
	where, args := v.Where()
	var to Place
	var text string
	err := tx.QueryRow(`SELECT coalesce(u.page, 0), u.text FROM finding f CROSS JOIN url u ON u.id = f.url WHERE `+where+` AND f.url = ?`,
		append(args, int64(id))...).Scan(&to.Page, &text)
	if err != nil {
		return to, fmt.Errorf("address %d: %w", id, err)
	}
	if to.Page == 0 {
		return Place{Page: uint32(id)}, nil
	}
	_, to.Fragment, _ = strings.Cut(text, "#")
	return to, nil
}

// meant reports whether a link leads to a destination.
func (p Place) meant(l *linkset.Link) bool {
	return l.Target == p.Page && (p.Fragment == "" || l.Fragment == p.Fragment)
}

// sourcePage is a page with links to some address.
type sourcePage struct {
	linkedPage
	links int
}

// sourcePages returns the pages that link to a destination, in order.
func (v *View) sourcePages(ctx context.Context, tx *sql.Tx, to Place) ([]sourcePage, error) {
	var from []sourcePage
	err := v.EachVersion(ctx, tx, func(p *PageVersion, read ReadLinks) error {
		n := linkset.Find(p.Targets, to.Page)
		if n == 0 {
			return nil
		}
		if to.Fragment != "" {
			links, err := read(func(target uint32) bool { return target == to.Page })
			if err != nil {
				return err
			}
			n = 0
			for i := range links {
				n += query.Int(to.meant(&links[i]))
			}
		}
		for _, url := range p.Pages {
			if n > 0 {
				from = append(from, sourcePage{linkedPage{url, p.ID}, n})
			}
		}
		return nil
	})
	slices.SortFunc(from, func(a, b sourcePage) int { return cmp.Compare(a.url, b.url) })
	return from, err
}

// sourceRows reads the links themselves, from only the pages that are needed.
func (v *View) sourceRows(tx *sql.Tx, to Place, from []sourcePage, offset, limit int) ([]storage.Source, error) {
	offset, limit = max(offset, 0), max(limit, 0)
	for len(from) > 0 && offset >= from[0].links {
		offset -= from[0].links
		from = from[1:]
	}
	var rows []storage.Source
	reader, names := newLinkReader(tx), v.names(tx)
	for part := range slices.Chunk(from, 64) {
		if len(rows) >= offset+limit {
			break
		}
		if err := names.load(part); err != nil {
			return nil, err
		}
		for _, p := range part {
			links, err := reader.read(p.version, nil)
			if err != nil {
				return nil, err
			}
			for i := range links {
				if l := &links[i]; to.meant(l) && len(rows) < offset+limit {
					rows = append(rows, names.source(p.url, l))
				}
			}
		}
	}
	return rows[min(offset, len(rows)):], nil
}
