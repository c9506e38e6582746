package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/linkset"
)

// Sources returns the links to an address, in order of page and place on it: at
// most limit of them from offset on (0-based), the number of pages they are on,
// and the number of links in all. Links to an address with any fragment are
// links to it; those to a place are the ones that name it.
func (db *DB) Sources(ctx context.Context, scan int64, id result.ID, offset, limit int) (rows []storage.Source, pages, links int, err error) {
	err = db.viewing(ctx, "read sources", scan, func(tx *sql.Tx, v *view) error {
		to, err := v.destination(tx, id)
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

// destination returns where links to an address lead: to the address, or to a
// place. ErrNotFound where the scan does not have it.
func (v *view) destination(tx *sql.Tx, id result.ID) (place, error) {
	where, args := v.where()
	var to place
	var text string
	err := tx.QueryRow(`SELECT coalesce(u.page, 0), u.text FROM finding f CROSS JOIN url u ON u.id = f.url WHERE `+where+` AND f.url = ?`,
		append(args, int64(id))...).Scan(&to.page, &text)
	if err != nil {
		return to, fmt.Errorf("address %d: %w", id, err)
	}
	if to.page == 0 {
		return place{page: uint32(id)}, nil
	}
	_, to.fragment, _ = strings.Cut(text, "#")
	return to, nil
}

// meant reports whether a link leads to a destination.
func (p place) meant(l *linkset.Link) bool {
	return l.Target == p.page && (p.fragment == "" || l.Fragment == p.fragment)
}

// sourcePage is a page with links to some address.
type sourcePage struct {
	linkedPage
	links int
}

// sourcePages returns the pages that link to a destination, in order.
func (v *view) sourcePages(ctx context.Context, tx *sql.Tx, to place) ([]sourcePage, error) {
	var from []sourcePage
	err := v.eachVersion(ctx, tx, func(p *pageVersion, read func() ([]linkset.Link, error)) error {
		n := linkset.Find(p.targets, to.page)
		if n == 0 {
			return nil
		}
		if to.fragment != "" {
			links, err := read()
			if err != nil {
				return err
			}
			n = 0
			for i := range links {
				n += number(to.meant(&links[i]))
			}
		}
		for _, url := range p.pages {
			if n > 0 {
				from = append(from, sourcePage{linkedPage{url, p.id}, n})
			}
		}
		return nil
	})
	slices.SortFunc(from, func(a, b sourcePage) int { return cmp.Compare(a.url, b.url) })
	return from, err
}

// sourceRows reads the links themselves, from only the pages that are needed.
func (v *view) sourceRows(tx *sql.Tx, to place, from []sourcePage, offset, limit int) ([]storage.Source, error) {
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
			links, err := reader.read(p.version)
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

// pageNames knows addresses and titles of pages.
type pageNames struct {
	v     *view
	tx    *sql.Tx
	pages map[uint32]pageName
}

type pageName struct{ url, title string }

func (v *view) names(tx *sql.Tx) *pageNames { return &pageNames{v: v, tx: tx} }

// load looks up some pages, and forgets those before.
func (n *pageNames) load(pages []sourcePage) error {
	urls := make([]uint32, len(pages))
	for i, p := range pages {
		urls[i] = p.url
	}
	n.pages = make(map[uint32]pageName, len(pages))
	where, args := n.v.where()
	return eachQuery(n.tx, `SELECT f.url, u.text, f.title FROM json_each(?) j CROSS JOIN finding f ON f.url = j.value AND `+where+`
		CROSS JOIN url u ON u.id = f.url`, func(rows *sql.Rows) error {
		var url uint32
		var p pageName
		err := rows.Scan(&url, &p.url, &p.title)
		n.pages[url] = p
		return err
	}, append([]any{jsonList(urls)}, args...)...)
}

// source returns a link of a page.
func (n *pageNames) source(page uint32, l *linkset.Link) storage.Source {
	p := n.pages[page]
	return storage.Source{
		Page: result.ID(page), PageURL: p.url, Title: p.title,
		Text: l.Text, Element: l.Element, Fragment: l.Fragment, Place: l.Place, Line: l.Line, Nofollow: l.Nofollow,
	}
}

// SourcesOf returns, for each of many addresses, the first links to it in order
// of page and place on it: at most limit for each. It looks once at where the
// links of every page lead, and reads the pages whose links are wanted, so asking
// for many addresses together costs little more than asking for one; see
// Sources for what counts as a link to an address.
func (db *DB) SourcesOf(ctx context.Context, scan int64, ids []result.ID, limit int) (sources map[result.ID][]storage.Source, err error) {
	sources = make(map[result.ID][]storage.Source, len(ids))
	err = db.viewing(ctx, "read sources", scan, func(tx *sql.Tx, v *view) error {
		wanted, err := v.wanted(tx, ids)
		if err != nil {
			return err
		}
		reader, names := newLinkReader(tx), v.names(tx)
		room := func(id result.ID) bool { return len(sources[id]) < limit }
		return v.eachPage(ctx, tx, wanted.wantsAny(room), func(part []sourcePage) error {
			if err := names.load(part); err != nil {
				return err
			}
			for _, p := range part {
				links, err := reader.read(p.version)
				if err != nil {
					return err
				}
				for i := range links {
					for _, id := range wanted.of(&links[i]) {
						if room(id) {
							sources[id] = append(sources[id], names.source(p.url, &links[i]))
						}
					}
				}
			}
			return nil
		})
	})
	return sources, err
}

// wantedLinks knows the addresses that somebody asks about.
type wantedLinks struct {
	pages  map[uint32]bool        // asked about, or a place of theirs is
	asked  map[uint32]bool        // asked about themselves
	places map[place]result.ID    // asked about
	onPage map[uint32][]result.ID // places by their page
	buf    []result.ID
}

// wanted returns what is known of some addresses. ErrNotFound where the scan
// has no such address.
func (v *view) wanted(tx *sql.Tx, ids []result.ID) (*wantedLinks, error) {
	w := &wantedLinks{
		pages: make(map[uint32]bool, len(ids)), asked: make(map[uint32]bool, len(ids)),
		places: make(map[place]result.ID), onPage: make(map[uint32][]result.ID),
	}
	where, args := v.where()
	there := 0
	for part := range slices.Chunk(distinctIDs(ids), lookupSize) {
		err := eachQuery(tx, `SELECT f.url, coalesce(u.page, 0), CASE WHEN u.page THEN u.text ELSE '' END FROM json_each(?) j
			CROSS JOIN finding f ON f.url = j.value AND `+where+` CROSS JOIN url u ON u.id = f.url`, func(rows *sql.Rows) error {
			var url, page uint32
			var text string
			if err := rows.Scan(&url, &page, &text); err != nil {
				return err
			}
			there++
			if page == 0 {
				w.pages[url], w.asked[url] = true, true
				return nil
			}
			_, fragment, _ := strings.Cut(text, "#")
			w.pages[page] = true
			w.places[place{page, fragment}] = result.ID(url)
			w.onPage[page] = append(w.onPage[page], result.ID(url))
			return nil
		}, append([]any{jsonList(part)}, args...)...)
		if err != nil {
			return nil, err
		}
	}
	if there != len(distinctIDs(ids)) {
		return nil, fmt.Errorf("addresses: %w", storage.ErrNotFound)
	}
	return w, nil
}

func distinctIDs(ids []result.ID) []result.ID {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return slices.Compact(ids)
}

// of returns what a link leads to of what is asked about, valid until the next
// call: an address, a place within it, or both.
func (w *wantedLinks) of(l *linkset.Link) []result.ID {
	w.buf = w.buf[:0]
	if w.asked[l.Target] {
		w.buf = append(w.buf, result.ID(l.Target))
	}
	if l.Fragment != "" && len(w.places) > 0 {
		if id := w.places[place{l.Target, l.Fragment}]; id != 0 {
			w.buf = append(w.buf, id)
		}
	}
	return w.buf
}

// wantsAny returns what reports whether a page has links to what is asked
// about, and of that to what more says of. Of a page that has a link to the page
// of a place it may say so in vain.
func (w *wantedLinks) wantsAny(more func(result.ID) bool) func(targets []byte) bool {
	return func(targets []byte) bool {
		for t := linkset.Targets(targets); t.Next(); {
			if w.pages[t.URL] && (w.asked[t.URL] && more(result.ID(t.URL)) || slices.ContainsFunc(w.onPage[t.URL], more)) {
				return true
			}
		}
		return false
	}
}

// eachPage calls yield with the pages of a scan, in order and a few together.
// Those whose targets wants reports nothing of are left out.
func (v *view) eachPage(ctx context.Context, tx *sql.Tx, wants func(targets []byte) bool, yield func(part []sourcePage) error) error {
	pages, err := v.pages(tx, "")
	if err != nil {
		return err
	}
	for part := range slices.Chunk(pages, 128) {
		if err := ctx.Err(); err != nil {
			return err
		}
		versions := groupVersions(part)
		if err := readTargets(tx, versions); err != nil {
			return err
		}
		var some []sourcePage
		for i := range versions {
			if !wants(versions[i].targets) {
				continue
			}
			for _, url := range versions[i].pages {
				some = append(some, sourcePage{linkedPage: linkedPage{url, versions[i].id}})
			}
		}
		if len(some) == 0 {
			continue
		}
		slices.SortFunc(some, func(a, b sourcePage) int { return cmp.Compare(a.url, b.url) })
		if err := yield(some); err != nil {
			return err
		}
	}
	return nil
}
