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

// SourcesOf returns, for each of many addresses, the first links to it in order
// of page and place on it: at most limit for each. It looks once at where the
// links of every page lead, and reads the pages whose links are wanted, so asking
// for many addresses together costs little more than asking for one; see
// Sources for what counts as a link to an address.
func (l *Links) SourcesOf(ctx context.Context, scan storage.ScanID, ids []storage.URLID, limit int) (sources map[storage.URLID][]storage.Source, err error) {
	sources = make(map[storage.URLID][]storage.Source, len(ids))
	err = Viewing(ctx, l.file, "read sources", scan, func(tx *sql.Tx, v *View) error {
		wanted, err := v.wanted(tx, ids)
		if err != nil {
			return err
		}
		reader, names := newLinkReader(tx), v.names(tx)
		room := func(id storage.URLID) bool { return len(sources[id]) < limit }
		return v.eachPage(ctx, tx, wanted.wantsAny(room), func(part []sourcePage) error {
			if err := names.load(part); err != nil {
				return err
			}
			for _, p := range part {
				links, err := reader.read(p.version, nil)
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
	pages  map[uint32]bool            // asked about, or a place of theirs is
	asked  map[uint32]bool            // asked about themselves
	places map[Place]storage.URLID    // asked about
	onPage map[uint32][]storage.URLID // places by their page
	buf    []storage.URLID
}

// wanted returns what is known of some addresses. ErrNotFound where the scan
// has no such address.
func (v *View) wanted(tx *sql.Tx, ids []storage.URLID) (*wantedLinks, error) {
	w := &wantedLinks{
		pages: make(map[uint32]bool, len(ids)), asked: make(map[uint32]bool, len(ids)),
		places: make(map[Place]storage.URLID), onPage: make(map[uint32][]storage.URLID),
	}
	where, args := v.Where()
	there := 0
	for part := range slices.Chunk(distinctIDs(ids), query.LookupSize) {
		err := query.Each(tx, `SELECT f.url, coalesce(u.page, 0), CASE WHEN u.page THEN u.text ELSE '' END FROM json_each(?) j
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
			w.places[Place{page, fragment}] = storage.URLID(url)
			w.onPage[page] = append(w.onPage[page], storage.URLID(url))
			return nil
		}, append([]any{query.List(part)}, args...)...)
		if err != nil {
			return nil, err
		}
	}
	if there != len(distinctIDs(ids)) {
		return nil, fmt.Errorf("addresses: %w", storage.ErrNotFound)
	}
	return w, nil
}

func distinctIDs(ids []storage.URLID) []storage.URLID {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return slices.Compact(ids)
}

// of returns what a link leads to of what is asked about, valid until the next
// call: an address, a place within it, or both.
func (w *wantedLinks) of(l *linkset.Link) []storage.URLID {
	w.buf = w.buf[:0]
	if w.asked[l.Target] {
		w.buf = append(w.buf, storage.URLID(l.Target))
	}
	if l.Fragment != "" && len(w.places) > 0 {
		if id := w.places[Place{l.Target, l.Fragment}]; id != 0 {
			w.buf = append(w.buf, id)
		}
	}
	return w.buf
}

// wantsAny returns what reports whether a page has links to what is asked
// about, and of that to what more says of. Of a page that has a link to the page
// of a place it may say so in vain.
func (w *wantedLinks) wantsAny(more func(storage.URLID) bool) func(targets []byte) bool {
	return func(targets []byte) bool {
		for t := linkset.Targets(targets); t.Next(); {
			if w.pages[t.URL] && (w.asked[t.URL] && more(storage.URLID(t.URL)) || slices.ContainsFunc(w.onPage[t.URL], more)) {
				return true
			}
		}
		return false
	}
}

// eachPage calls yield with the pages of a scan, in order and a few together.
// Those whose targets wants reports nothing of are left out.
func (v *View) eachPage(ctx context.Context, tx *sql.Tx, wants func(targets []byte) bool, yield func(part []sourcePage) error) error {
	pages, err := v.pages(tx, "")
	if err != nil {
		return err
	}
	for part := range slices.Chunk(pages, 128) {
		if err := ctx.Err(); err != nil {
			return err
		}
		versions, err := readVersions(tx, part, groupVersions(part))
		if err != nil {
			return err
		}
		var some []sourcePage
		for i := range versions {
			if !wants(versions[i].Targets) {
				continue
			}
			for _, url := range versions[i].Pages {
				some = append(some, sourcePage{linkedPage: linkedPage{url, versions[i].ID}})
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
