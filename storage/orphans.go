package storage

import (
	"context"
	"database/sql"
	"iter"
	"slices"

	"sitewell/scanner/result"
)

// Orphans are pages that only the sitemap names: no page of the scan links to
// them but, at most, they themselves (check 82).
type Orphans struct {
	Count int
	// Examples are the first addresses in the order of finding, at most three.
	Examples []string
}

// maxOrphanExamples is how many addresses Orphans names.
const maxOrphanExamples = 3

// Orphans gives the orphans of a scan, or ErrNotFound.
func (db *DB) Orphans(ctx context.Context, scan int64) (o Orphans, err error) {
	err = db.viewing(ctx, "find orphans", scan, func(tx *sql.Tx, v *view) error {
		ids, err := v.orphans(ctx, tx)
		if err != nil {
			return err
		}
		o.Count = len(ids)
		examples, err := v.addresses(tx, ids[:min(len(ids), maxOrphanExamples)])
		for _, a := range examples {
			o.Examples = append(o.Examples, a.URL)
		}
		return err
	})
	return o, err
}

// orphans counts, for every page that a sitemap names, by how many sitemaps
// and by how many pages in all.
func (v *view) orphans(ctx context.Context, tx *sql.Tx) ([]result.ID, error) {
	isMap := func(page result.ID) bool { return v.kinds[v.kind.of(page)] == result.KindSitemap }
	maps := v.pages(isMap)
	none := true
	for range maps {
		none = false
		break
	}
	if none {
		return nil, nil
	}
	sources, err := v.countSources(ctx, tx)
	if err != nil {
		return nil, err
	}
	named := make([]uint32, v.len()) // by how many sitemaps
	if err := v.eachTarget(ctx, tx, maps, func(_, target result.ID) { named[target-1]++ }); err != nil {
		return nil, err
	}
	// One source more may be the page itself, by its canonical address.
	own := v.pages(func(page result.ID) bool {
		n := named[page-1]
		return n > 0 && sources.of(page) == n+1
	})
	err = v.eachTarget(ctx, tx, own, func(page, target result.ID) {
		if page == target {
			named[page-1]++
		}
	})
	var ids []result.ID
	for i, n := range named {
		if n > 0 && n == sources.at(uint32(i)) && i > 0 && v.flags.at(uint32(i))&flagDocument != 0 {
			ids = append(ids, result.ID(i+1))
		}
	}
	return ids, err
}

// eachTarget calls yield once for every address that a page links to, of pages
// in parts that are ordered by document.
func (v *view) eachTarget(ctx context.Context, tx *sql.Tx, pages iter.Seq[[]pageDoc], yield func(page, target result.ID)) error {
	index := v.index()
	var targets []result.ID
	return eachHead(ctx, tx, pages, func(page result.ID, h *docHead) error {
		targets = targets[:0]
		add := func(list []target) {
			for _, t := range list {
				if id := index.id(t.page); id != 0 {
					targets = append(targets, id)
				}
			}
		}
		add(h.own)
		for _, it := range h.items {
			if it.list == 0 {
				continue
			}
			l, err := v.list(tx, it.list)
			if err != nil {
				return err
			}
			add(l.targets)
		}
		slices.Sort(targets)
		for _, id := range slices.Compact(targets) {
			yield(page, id)
		}
		return nil
	})
}
