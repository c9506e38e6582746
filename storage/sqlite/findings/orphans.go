package findings

import (
	"context"
	"database/sql"

	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/linkset"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/urlid"
)

// maxOrphanExamples is how many addresses Orphans names.
const maxOrphanExamples = 3

// Orphans returns the orphans of a scan, or ErrNotFound.
func (r *Reader) Orphans(ctx context.Context, scan storage.ScanID) (o storage.Orphans, err error) {
	err = Viewing(ctx, r.file, "find orphans", scan, func(tx *sql.Tx, v *View) error {
		ids, err := v.orphans(ctx, tx)
		if err != nil {
			return err
		}
		o.Count = len(ids)
		examples, err := v.rows(ctx, tx, ids[:min(len(ids), maxOrphanExamples)])
		for _, r := range examples {
			o.Examples = append(o.Examples, r.URL)
		}
		return err
	})
	return o, err
}

// named says who links to an address.
type named uint8

const (
	bySitemap named = 1 << iota
	byPage          // by another page
)

// orphans returns the pages that sitemaps name and nobody else.
func (v *View) orphans(ctx context.Context, tx *sql.Tx) ([]storage.URLID, error) {
	maps, err := v.pages(tx, `f.kind = '`+string(result.KindSitemap)+`'`)
	if err != nil || len(maps) == 0 {
		return nil, err
	}
	var isMap urlid.Map[bool]
	for _, m := range maps {
		isMap.Set(m.url, true)
	}
	var names urlid.Map[named]
	err = v.EachVersion(ctx, tx, func(p *PageVersion, _ ReadLinks) error {
		for _, page := range p.Pages {
			by := byPage
			if isMap.Get(page) {
				by = bySitemap
			}
			for t := linkset.Targets(p.Targets); t.Next(); {
				if t.URL != page || by == bySitemap {
					*names.At(t.URL) |= by
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var ids []storage.URLID
	where, args := v.Where()
	err = query.Each(tx, `SELECT f.url FROM finding f CROSS JOIN url u ON u.id = f.url WHERE `+where+` AND f.document = 1 AND u.text <> ? ORDER BY f.url`,
		func(rows *sql.Rows) error {
			var id storage.URLID
			err := rows.Scan(&id)
			if names.Get(uint32(id)) == bySitemap {
				ids = append(ids, id)
			}
			return err
		}, append(args, v.Start)...)
	return ids, err
}
