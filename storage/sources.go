package storage

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"

	"sitewell/scanner/result"
)

// Sources gives the links to an address, in order of page and place on it: at
// most limit of them from offset on (0-based), the number of pages they stand on,
// and the number of links in all. Links to an address with any fragment are
// links to it; those to a checked fragment are the ones that name it.
func (db *DB) Sources(ctx context.Context, scan int64, id result.ID, offset, limit int) (rows []Source, pages, links int, err error) {
	err = db.viewing(ctx, "read sources", scan, func(tx *sql.Tx, v *view) error {
		if !v.has(id) {
			return fmt.Errorf("address %d: %w", id, ErrNotFound)
		}
		from, err := v.sourcePages(ctx, tx, id)
		if err != nil {
			return err
		}
		pages = len(from)
		for _, p := range from {
			links += p.links
		}
		rows, err = v.sourceRows(ctx, tx, id, from, offset, limit)
		return err
	})
	return rows, pages, links, err
}

// sourcePage is a page with links to some address.
type sourcePage struct {
	pageDoc
	links int
}

// wants tells which links lead to an address.
func (v *view) wants(id result.ID) func(target) bool {
	url := v.url.of(id)
	if v.base.of(id) != 0 {
		return func(t target) bool { return t.frag == url }
	}
	return func(t target) bool { return t.page == url }
}

// sourcePages gives the pages that link to an address, in order of ID.
func (v *view) sourcePages(ctx context.Context, tx *sql.Tx, id result.ID) ([]sourcePage, error) {
	if v.derived {
		return v.postedPages(tx, id)
	}
	wanted := v.wants(id)
	count := func(targets []target) (n int) {
		for _, t := range targets {
			if wanted(t) {
				n++
			}
		}
		return n
	}
	var pages []sourcePage
	lists := make(map[uint32]int)
	err := eachHead(ctx, tx, v.pages(nil), func(page result.ID, h *docHead) error {
		n := count(h.own)
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
				in = count(l.targets)
				lists[it.list] = in
			}
			n += in
		}
		if n > 0 {
			pages = append(pages, sourcePage{pageDoc{page, v.doc.of(page)}, n})
		}
		return nil
	})
	slices.SortFunc(pages, func(a, b sourcePage) int { return cmp.Compare(a.page, b.page) })
	return pages, err
}

// sourceRows reads the links themselves, from only the pages that are needed.
func (v *view) sourceRows(ctx context.Context, tx *sql.Tx, id result.ID, from []sourcePage, offset, limit int) ([]Source, error) {
	offset = max(offset, 0)
	for len(from) > 0 && offset >= from[0].links {
		offset -= from[0].links
		from = from[1:]
	}
	need := 0
	for n := -offset; need < len(from) && n < limit; need++ {
		n += from[need].links
	}
	pages := make([]pageDoc, need)
	for i := range pages {
		pages[i] = from[i].pageDoc
	}
	var rows []Source
	wanted := v.wants(id)
	names := v.names()
	err := v.eachPage(ctx, tx, pageWalk{pages: slices.Chunk(pages, pagePortion), ready: names.ready(tx)}, func(page result.ID, links []link) error {
		links = slices.DeleteFunc(links, func(l link) bool { return !wanted(target{l.page, l.frag}) })
		more, err := names.sources(tx, page, links)
		rows = append(rows, more...)
		return err
	})
	if err != nil {
		return nil, err
	}
	rows = rows[min(offset, len(rows)):]
	return rows[:min(max(limit, 0), len(rows))], nil
}

// pagePortion is how many pages' links are in memory together.
const pagePortion = 128

// pageWalk says which pages eachPage reads.
type pageWalk struct {
	pages iter.Seq[[]pageDoc] // in parts of pagePortion
	wants func(target) bool   // pages of which no link leads there are left out; nil: none is
	// ready is called for each part before its pages are given, so that what
	// they need can be looked up together; may be nil.
	ready func(links map[result.ID][]link) error
}

// eachPage calls yield with all links of pages, in the order of pages.
func (v *view) eachPage(ctx context.Context, tx *sql.Tx, w pageWalk, yield func(page result.ID, links []link) error) error {
	codec := newRunCodec(tx)
	var h docHead
	for part := range w.pages {
		links := make(map[result.ID][]link, len(part))
		byDoc := slices.SortedFunc(slices.Values(part), func(a, b pageDoc) int { return cmp.Compare(a.doc, b.doc) })
		err := eachDoc(ctx, tx, `d.head, d.rest`, slices.Values([][]pageDoc{byDoc}), func(p pageDoc, head, rest []byte) (err error) {
			if err := h.decode(head); err != nil {
				return err
			}
			if w.wants != nil {
				if wanted, err := v.leads(tx, &h, w.wants); err != nil || !wanted {
					return err
				}
			}
			links[p.page], err = h.expand(codec, rest, func(id uint32) (*list, error) { return v.openList(tx, codec, id) })
			return err
		})
		if err != nil {
			return err
		}
		if w.ready != nil && len(links) > 0 {
			if err := w.ready(links); err != nil {
				return err
			}
		}
		for _, p := range part {
			all, wanted := links[p.page]
			if !wanted {
				continue
			}
			if err := yield(p.page, all); err != nil {
				return err
			}
		}
	}
	return nil
}

// leads reports whether a link of a page leads where wants says.
func (v *view) leads(tx *sql.Tx, h *docHead, wants func(target) bool) (bool, error) {
	if slices.ContainsFunc(h.own, wants) {
		return true, nil
	}
	for _, it := range h.items {
		if it.list == 0 {
			continue
		}
		l, err := v.list(tx, it.list)
		if err != nil || slices.ContainsFunc(l.targets, wants) {
			return err == nil, err
		}
	}
	return false, nil
}

// names turns the numbers in links into words, and remembers what it looked
// up last.
type names struct {
	v      *view
	urls   cache[uint32, string]
	frags  cache[uint32, string]
	titles cache[uint32, string] // by fact
}

func (v *view) names() *names {
	return &names{v, newCache[uint32, string](1 << 13), newCache[uint32, string](1 << 13), newCache[uint32, string](1 << 9)}
}

// ready gives what looks up addresses and titles of pages together: for each
// by itself that takes longer than all else.
func (n *names) ready(tx *sql.Tx) func(links map[result.ID][]link) error {
	return func(links map[result.ID][]link) error {
		var urls, facts []uint32
		for page := range links {
			urls, facts = append(urls, n.v.url.of(page)), append(facts, n.v.fact.of(page))
		}
		if _, err := n.addresses(tx, urls); err != nil {
			return err
		}
		_, err := n.look(tx, &n.titles, facts, titlesOf)
		return err
	}
}

// titlesOf gives titles by the numbers of facts.
func titlesOf(tx *sql.Tx, facts []uint32) (map[uint32]string, error) {
	there, err := readFacts(tx, facts)
	titles := make(map[uint32]string, len(there))
	for id, f := range there {
		titles[id] = f.title
	}
	return titles, err
}

// sources gives links as they stand on a page.
func (n *names) sources(tx *sql.Tx, page result.ID, links []link) ([]Source, error) {
	if len(links) == 0 {
		return nil, nil
	}
	shapes, err := n.v.linkShapes(tx)
	if err != nil {
		return nil, err
	}
	pageURL, err := n.addresses(tx, []uint32{n.v.url.of(page)})
	if err != nil {
		return nil, err
	}
	frags := make([]uint32, len(links))
	for i := range links {
		frags[i] = links[i].frag
	}
	fragments, err := n.look(tx, &n.frags, frags, fragmentTexts)
	if err != nil {
		return nil, err
	}
	title, err := n.look(tx, &n.titles, []uint32{n.v.fact.of(page)}, titlesOf)
	if err != nil {
		return nil, err
	}
	rows := make([]Source, len(links))
	for i, l := range links {
		s, ok := shapes[l.shape]
		if !ok {
			return nil, missing("shape", l.shape, sql.ErrNoRows)
		}
		rows[i] = Source{
			Page: page, PageURL: pageURL[0], Title: title[0],
			Text: l.text, Fragment: fragments[i], Element: s.element, Place: s.place, Line: int(l.line), Nofollow: s.flags&shapeNofollow != 0,
		}
	}
	return rows, nil
}

// addresses gives texts of addresses.
func (n *names) addresses(tx *sql.Tx, urls []uint32) ([]string, error) {
	return n.look(tx, &n.urls, urls, urlTexts)
}

// look gives the text of each number, "" for 0, and loads what is not
// remembered.
func (n *names) look(tx *sql.Tx, known *cache[uint32, string], ids []uint32, load func(*sql.Tx, []uint32) (map[uint32]string, error)) ([]string, error) {
	texts := make([]string, len(ids))
	var rest []uint32
	for i, id := range ids {
		t, ok := known.get(id)
		if texts[i] = t; !ok && id != 0 {
			rest = append(rest, id)
		}
	}
	if len(rest) == 0 {
		return texts, nil
	}
	loaded, err := load(tx, rest)
	for id, t := range loaded {
		known.put(id, t)
	}
	for i, id := range ids {
		if t, ok := loaded[id]; ok {
			texts[i] = t
		}
	}
	return texts, err
}

// linkShapes gives all shapes; there are few.
func (v *view) linkShapes(tx *sql.Tx) (map[uint32]shapeKey, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.shapes != nil {
		return v.shapes, nil
	}
	shapes := make(map[uint32]shapeKey)
	err := eachQuery(tx, `SELECT id, element, kind, place, flags, outcome FROM shape`, func(rows *sql.Rows) error {
		var id uint32
		var s shapeKey
		err := rows.Scan(&id, &s.element, &s.kind, &s.place, &s.flags, &s.outcome)
		shapes[id] = s
		return err
	})
	if err == nil {
		v.shapes = shapes
	}
	return shapes, err
}

// EachLink gives the links of a scan that lead to addresses that a filter
// leaves, in order of page and place on it, with the memory of a few pages. A
// link to a fragment that was checked counts as one to that row. It sees the
// scan as it is at the start, whatever is stored meanwhile. An error ends it.
func (db *DB) EachLink(ctx context.Context, scan int64, f Filter) iter.Seq2[LinkRow, error] {
	return stream(func(yield func(LinkRow) bool) error {
		return db.viewing(ctx, "read links", scan, func(tx *sql.Tx, v *view) error {
			kept, err := v.filtered(ctx, tx, f)
			if err != nil {
				return err
			}
			return v.eachLinkRow(ctx, tx, kept, yield)
		})
	})
}

// errStop ends a walk early; it never leaves this package.
type errStop struct{}

func (errStop) Error() string { return "stopped" }

func (v *view) eachLinkRow(ctx context.Context, tx *sql.Tx, rows []uint32, yield func(LinkRow) bool) error {
	wanted := make([]bool, v.len())
	for _, row := range rows {
		wanted[row] = true
	}
	index := v.index()
	// leads gives the row that a link is judged by.
	leads := func(l *link) result.ID {
		if l.frag != 0 {
			if id := index.id(l.frag); id != 0 {
				return id
			}
		}
		return index.id(l.page)
	}
	names := v.names()
	err := v.eachPage(ctx, tx, pageWalk{
		pages: v.inOrder(), wants: v.bitSetOf(rows).wants,
		ready: func(links map[result.ID][]link) error {
			var urls []uint32
			for _, all := range links {
				for i := range all {
					urls = append(urls, all[i].page)
				}
			}
			if _, err := names.addresses(tx, urls); err != nil {
				return err
			}
			return names.ready(tx)(links)
		},
	}, func(page result.ID, links []link) error {
		links = slices.DeleteFunc(links, func(l link) bool { id := leads(&l); return id == 0 || !wanted[id-1] })
		sources, err := names.sources(tx, page, links)
		if err != nil {
			return err
		}
		urls := make([]uint32, len(links))
		for i := range links {
			urls[i] = links[i].page
		}
		texts, err := names.addresses(tx, urls)
		if err != nil {
			return err
		}
		for i := range links {
			a := v.answers[v.answer.of(leads(&links[i]))]
			if !yield(LinkRow{
				Source: sources[i], Target: index.id(links[i].page), URL: texts[i],
				Status: a.status, Outcome: a.outcome, Verdict: a.verdict,
			}) {
				return errStop{}
			}
		}
		return nil
	})
	if _, ok := err.(errStop); ok {
		return nil
	}
	return err
}
