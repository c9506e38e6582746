package findings

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"sync"

	"sitewell/storage"
	"sitewell/storage/linkset"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/urlid"
)

// onPages counts the links on pages that lead to problems. It remembers the numbers of
// the scan that was asked for last, as long as neither the scan nor the marks of its site
// change. It is safe for use by several goroutines.
type onPages struct {
	mu   sync.Mutex
	last *problemLinks
}

// problemLinks are the problems of a scan that are not ignored, and how many links on
// each page lead to one. It never changes once it is counted.
type problemLinks struct {
	key      markedKey
	marked   *Marked
	problems urlid.Map[bool] // addresses
	places   map[Place]bool
	hasPlace urlid.Map[bool] // pages of these

	counting  sync.Mutex
	isCounted bool
	onPage    urlid.Map[uint32]
}

// of returns the problems of a scan as they are now.
func (o *onPages) of(tx *sql.Tx, v *View, marked *Marked) (*problemLinks, error) {
	key := markedKey{scan: v.ID, revision: v.Revision}
	o.mu.Lock()
	defer o.mu.Unlock()
	if p := o.last; p != nil && p.key == key && p.marked == marked {
		return p, nil
	}
	p := &problemLinks{key: key, marked: marked, places: make(map[Place]bool)}
	where, args := v.Where()
	err := query.Each(tx, `SELECT f.url, coalesce(u.page, 0), substr(u.text, instr(u.text, '#') + 1) FROM finding f CROSS JOIN url u ON u.id = f.url
		WHERE `+where+` AND f.verdict IN `+ProblemVerdicts, func(rows *sql.Rows) error {
		var id, page uint32
		var fragment string
		if err := rows.Scan(&id, &page, &fragment); err != nil {
			return err
		}
		switch {
		case marked.Hides(storage.URLID(id)):
		case page == 0:
			p.problems.Set(id, true)
		default:
			p.places[Place{page, fragment}] = true
			p.hasPlace.Set(page, true)
		}
		return nil
	}, args...)
	if err == nil {
		o.last = p
	}
	return p, err
}

// on returns how many links of a page version lead to problems. A link counts once,
// though both its page and the place on it may be problems.
func (p *problemLinks) on(targets []byte, read func(wanted func(uint32) bool) ([]linkset.Link, error)) (n int, err error) {
	namesPlace := false
	for t := linkset.Targets(targets); t.Next(); {
		switch {
		case p.problems.Get(t.URL):
			n += t.Links
		case p.hasPlace.Get(t.URL):
			namesPlace = true
		}
	}
	if !namesPlace {
		return n, nil
	}
	links, err := read(func(target uint32) bool { return p.hasPlace.Get(target) && !p.problems.Get(target) })
	for i := range links {
		n += query.Int(links[i].Fragment != "" && p.places[Place{links[i].Target, links[i].Fragment}])
	}
	return n, err
}

// count counts the links on all pages, once.
func (p *problemLinks) count(ctx context.Context, tx *sql.Tx, v *View) error {
	p.counting.Lock()
	defer p.counting.Unlock()
	if p.isCounted {
		return nil
	}
	err := v.EachVersion(ctx, tx, func(version *PageVersion, read ReadLinks) error {
		n, err := p.on(version.Targets, read)
		for _, page := range version.Pages {
			p.onPage.Set(page, uint32(n))
		}
		return err
	})
	p.isCounted = err == nil
	return err
}

// byProblemLinks returns the addresses that a filter leaves, in order of how many links
// on them lead to problems.
func (r *Reader) byProblemLinks(ctx context.Context, tx *sql.Tx, v *View, q *filterQuery, o storage.Order) ([]storage.URLID, error) {
	marked, err := r.marks.Scan(ctx, tx, v)
	if err != nil {
		return nil, err
	}
	p, err := r.onPages.of(tx, v, marked)
	if err != nil {
		return nil, err
	}
	if err := p.count(ctx, tx, v); err != nil {
		return nil, err
	}
	ids, err := q.rowIDs(tx, storage.Order{By: storage.ByFound})
	slices.SortStableFunc(ids, func(a, b storage.URLID) int {
		if o.Desc {
			a, b = b, a
		}
		return cmp.Compare(p.onPage.Get(uint32(a)), p.onPage.Get(uint32(b)))
	})
	return ids, err
}

// PageRows is Rows, with the links that are on each page.
func (r *Reader) PageRows(ctx context.Context, scan storage.ScanID, ids []storage.URLID) (rows []storage.Row, err error) {
	err = Viewing(ctx, r.file, "read pages", scan, func(tx *sql.Tx, v *View) error {
		marked, err := r.marks.Scan(ctx, tx, v)
		if err != nil {
			return err
		}
		if rows, err = v.rows(ctx, tx, ids); err != nil {
			return err
		}
		marked.fill(rows)
		p, err := r.onPages.of(tx, v, marked)
		if err != nil {
			return err
		}
		return v.fillLinks(tx, rows, p)
	})
	return rows, err
}

// fillLinks sets how many links are on each of some pages.
func (v *View) fillLinks(tx *sql.Tx, rows []storage.Row, p *problemLinks) error {
	at := make(map[storage.URLID]int, len(rows))
	ids := make([]storage.URLID, len(rows))
	for i := range rows {
		at[rows[i].ID], ids[i] = i, rows[i].ID
	}
	reader := newLinkReader(tx)
	where, args := v.Where()
	for part := range slices.Chunk(ids, query.LookupSize) {
		type page struct {
			id      storage.URLID
			version int64
			targets []byte
		}
		var pages []page
		err := query.Each(tx, `SELECT f.url, p.id, p.links, p.targets FROM json_each(?) j CROSS JOIN finding f ON f.url = j.value AND `+where+`
			CROSS JOIN page_version p ON p.id = f.page_version`, func(found *sql.Rows) error {
			var one page
			var links int
			err := found.Scan(&one.id, &one.version, &links, &one.targets)
			rows[at[one.id]].OutLinks = links
			pages = append(pages, one)
			return err
		}, append([]any{query.List(part)}, args...)...)
		if err != nil {
			return err
		}
		for _, one := range pages {
			n, err := p.on(one.targets, func(wanted func(uint32) bool) ([]linkset.Link, error) { return reader.read(one.version, wanted) })
			if err != nil {
				return err
			}
			rows[at[one.id]].ProblemLinks = n
		}
	}
	return nil
}
