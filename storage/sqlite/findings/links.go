package findings

import (
	"context"
	"database/sql"
	"iter"
	"slices"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/linkset"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/urlid"
)

// EachLink yields the links of a scan that lead to addresses that a filter
// leaves, in order of page and place on it, with the memory of a few pages. A
// link to a place that is a problem counts as one to that row. It sees the scan
// as it is at the start, whatever is stored meanwhile. An error ends it.
func (l *Links) EachLink(ctx context.Context, scan storage.ScanID, f storage.Filter) iter.Seq2[storage.LinkRow, error] {
	return query.Stream(func(yield func(storage.LinkRow) bool) error {
		return Viewing(ctx, l.file, "read links", scan, func(tx *sql.Tx, v *View) error {
			w := linkWalk{v: v, tx: tx, reader: newLinkReader(tx), names: v.names(tx)}
			if err := w.begin(ctx, l.marks, f); err != nil {
				return err
			}
			return query.Stoppable(v.eachPage(ctx, tx, w.wants, func(part []sourcePage) error { return w.read(part, yield) }))
		})
	})
}

// linkWalk goes through the links of a scan.
type linkWalk struct {
	v      *View
	tx     *sql.Tx
	reader *linkReader
	names  *pageNames
	kept   urlid.Map[bool]         // rows that the filter leaves
	pages  urlid.Map[bool]         // these, and the pages of places among them
	places map[Place]storage.URLID // all places of the scan
	rows   map[uint32]target       // what was looked up last
}

// target is what a link leads to.
type target struct {
	url     string
	status  int
	outcome outcome.Key
	verdict outcome.Verdict
}

// begin finds what the filter leaves.
func (w *linkWalk) begin(ctx context.Context, marks *Marks, f storage.Filter) error {
	q, err := marks.filtered(ctx, w.tx, w.v, f)
	if err != nil {
		return err
	}
	ids, err := q.rowIDs(w.tx, storage.Order{By: storage.ByFound})
	if err != nil {
		return err
	}
	for _, id := range ids {
		w.kept.Set(uint32(id), true)
		w.pages.Set(uint32(id), true)
	}
	if w.places, err = w.v.AllPlaces(w.tx); err != nil {
		return err
	}
	for p, id := range w.places {
		if w.kept.Get(uint32(id)) {
			w.pages.Set(p.Page, true)
		}
	}
	return nil
}

// AllPlaces returns the places of a scan that have rows.
func (v *View) AllPlaces(tx *sql.Tx) (map[Place]storage.URLID, error) {
	places := make(map[Place]storage.URLID)
	where, args := v.Where()
	err := query.Each(tx, `SELECT f.url, u.page, substr(u.text, instr(u.text, '#') + 1) FROM finding f CROSS JOIN url u ON u.id = f.url AND u.page IS NOT NULL WHERE `+where,
		func(rows *sql.Rows) error {
			var id storage.URLID
			var p Place
			err := rows.Scan(&id, &p.Page, &p.Fragment)
			places[p] = id
			return err
		}, args...)
	return places, err
}

func (w *linkWalk) wants(targets []byte) bool {
	for t := linkset.Targets(targets); t.Next(); {
		if w.pages.Get(t.URL) {
			return true
		}
	}
	return false
}

// judged returns the row that a link is judged by.
func (w *linkWalk) judged(l *linkset.Link) uint32 {
	if l.Fragment != "" && len(w.places) > 0 {
		if id := w.places[Place{l.Target, l.Fragment}]; id != 0 {
			return uint32(id)
		}
	}
	return l.Target
}

// read yields the links of some pages.
func (w *linkWalk) read(part []sourcePage, yield func(storage.LinkRow) bool) error {
	if err := w.names.load(part); err != nil {
		return err
	}
	if err := w.look(part); err != nil {
		return err
	}
	for _, p := range part {
		links, err := w.reader.read(p.version, nil)
		if err != nil {
			return err
		}
		for i := range links {
			l := &links[i]
			row := w.judged(l)
			if !w.kept.Get(row) {
				continue
			}
			t := w.rows[row]
			if !yield(storage.LinkRow{
				Source: w.names.source(p.url, l), Target: storage.URLID(l.Target), Row: storage.URLID(row), URL: w.rows[l.Target].url,
				Status: t.status, Outcome: t.outcome, Verdict: t.verdict,
			}) {
				return query.ErrStop
			}
		}
	}
	return nil
}

// knownTargets is how many targets a walk remembers.
const knownTargets = 1 << 15

// look reads where the links of some pages lead, as far as it is not known.
func (w *linkWalk) look(part []sourcePage) error {
	if w.rows == nil || len(w.rows) > knownTargets {
		w.rows = make(map[uint32]target)
	}
	var ids []uint32
	for _, p := range part {
		links, err := w.reader.read(p.version, nil)
		if err != nil {
			return err
		}
		for i := range links {
			row := w.judged(&links[i])
			if !w.kept.Get(row) {
				continue
			}
			for _, id := range []uint32{links[i].Target, row} {
				if _, known := w.rows[id]; !known {
					w.rows[id] = target{}
					ids = append(ids, id)
				}
			}
		}
	}
	where, args := w.v.Where()
	for some := range slices.Chunk(urlid.Distinct(ids), query.LookupSize) {
		err := query.Each(w.tx, `SELECT f.url, u.text, f.status, f.outcome, f.verdict FROM json_each(?) j CROSS JOIN finding f ON f.url = j.value AND `+where+`
			CROSS JOIN url u ON u.id = f.url`, func(rows *sql.Rows) error {
			var id uint32
			var t target
			err := rows.Scan(&id, &t.url, &t.status, &t.outcome, &t.verdict)
			w.rows[id] = t
			return err
		}, append([]any{query.List(some)}, args...)...)
		if err != nil {
			return err
		}
	}
	return nil
}

// EachUse yields the links to the addresses that a filter leaves, those of one
// page together, in no other order. A link to a place that is a problem counts
// for its page and for the place, as in Sources. It reads no texts of
// addresses, so that it is fast where EachLink is thorough. It sees the scan as
// it is at the start. An error ends it.
func (l *Links) EachUse(ctx context.Context, scan storage.ScanID, f storage.Filter) iter.Seq2[storage.Use, error] {
	return query.Stream(func(yield func(storage.Use) bool) error {
		return Viewing(ctx, l.file, "read uses", scan, func(tx *sql.Tx, v *View) error {
			w := linkWalk{v: v, tx: tx}
			if err := w.begin(ctx, l.marks, f); err != nil {
				return err
			}
			return query.Stoppable(v.EachVersion(ctx, tx, func(p *PageVersion, read ReadLinks) error {
				if !w.wants(p.Targets) {
					return nil
				}
				links, err := read(w.pages.Get)
				if err != nil {
					return err
				}
				for _, page := range p.Pages {
					if err := w.uses(page, links, yield); err != nil {
						return err
					}
				}
				return nil
			}))
		})
	})
}

// uses yields the links of a page.
func (w *linkWalk) uses(page uint32, links []linkset.Link, yield func(storage.Use) bool) error {
	for i := range links {
		l := &links[i]
		row := w.judged(l)
		for n, url := range [...]uint32{l.Target, row} {
			if n == 1 && row == l.Target || !w.kept.Get(url) {
				continue
			}
			if !yield(storage.Use{Page: storage.URLID(page), Target: storage.URLID(url), Place: l.Place, Element: result.InHTML(l.Element)}) {
				return query.ErrStop
			}
		}
	}
	return nil
}

// PagesOf returns the pages that link to any of some addresses, each once, in
// the order of their IDs.
func (l *Links) PagesOf(ctx context.Context, scan storage.ScanID, ids []storage.URLID) (pages []storage.URLID, err error) {
	err = Viewing(ctx, l.file, "read pages of addresses", scan, func(tx *sql.Tx, v *View) error {
		wanted, err := v.wanted(tx, ids)
		if err != nil {
			return err
		}
		wants := wanted.wantsAny(func(storage.URLID) bool { return true })
		return v.EachVersion(ctx, tx, func(p *PageVersion, read ReadLinks) error {
			if !wants(p.Targets) {
				return nil
			}
			if len(wanted.places) > 0 {
				links, err := read(nil)
				if err != nil || !slices.ContainsFunc(links, func(l linkset.Link) bool { return len(wanted.of(&l)) > 0 }) {
					return err
				}
			}
			for _, url := range p.Pages {
				pages = append(pages, storage.URLID(url))
			}
			return nil
		})
	})
	slices.Sort(pages)
	return pages, err
}
