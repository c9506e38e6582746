package findings

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"sitewell/storage"
	"sitewell/storage/linkset"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/urlid"
)

// ruleBits is how many rules are looked at in one pass over the links of a scan.
const ruleBits = 64

// findElements finds the problems that rules of elements are about: those to which links
// of the rule lead, and no others.
func (s *markSearch) findElements(ctx context.Context) error {
	var all []elementRule
	for i := range s.marks {
		if s.marks[i].Scope != storage.OnElement {
			continue
		}
		if rule, ok := storage.ParseElementRule(s.marks[i].Subject); ok {
			all = append(all, elementRule{rule, i})
		}
	}
	if len(all) == 0 {
		return nil
	}
	w := elementWalk{search: s}
	if err := w.readProblems(); err != nil {
		return err
	}
	for rules := range slices.Chunk(all, ruleBits) {
		if err := w.run(ctx, rules); err != nil {
			return err
		}
	}
	return nil
}

type elementRule struct {
	storage.ElementRule
	mark int // its place in markSearch.marks
}

// elementWalk looks at the links to the problems of a scan.
type elementWalk struct {
	search   *markSearch
	problems []uint32
	is       urlid.Map[bool]  // a problem
	places   map[Place]uint32 // the problems that are places
	hasPlace map[uint32]bool  // pages of these
	linked   urlid.Map[bool]
	rules    urlid.Map[uint64] // of a problem, those that all its links so far are in
}

func (w *elementWalk) readProblems() error {
	w.places, w.hasPlace = make(map[Place]uint32), make(map[uint32]bool)
	where, args := w.search.view.Where()
	return query.Each(w.search.tx, `SELECT f.url, coalesce(u.page, 0), CASE WHEN u.page IS NULL THEN '' ELSE u.text END FROM finding f CROSS JOIN url u ON u.id = f.url
		WHERE `+where+` AND f.verdict IN `+ProblemVerdicts, func(rows *sql.Rows) error {
		var id uint32
		var at Place
		var text string
		if err := rows.Scan(&id, &at.Page, &text); err != nil {
			return err
		}
		w.problems = append(w.problems, id)
		if at.Page == 0 {
			w.is.Set(id, true)
			return nil
		}
		_, at.Fragment, _ = strings.Cut(text, "#")
		w.places[at], w.hasPlace[at.Page] = id, true
		return nil
	}, args...)
}

// run adds the marks of some rules, of which there are at most ruleBits.
func (w *elementWalk) run(ctx context.Context, rules []elementRule) error {
	w.linked, w.rules = urlid.Map[bool]{}, urlid.Map[uint64]{}
	wanted := func(target uint32) bool { return w.is.Get(target) || w.hasPlace[target] }
	err := w.search.view.EachVersion(ctx, w.search.tx, func(p *PageVersion, read ReadLinks) error {
		for t := linkset.Targets(p.Targets); t.Next(); {
			if !wanted(t.URL) {
				continue
			}
			links, err := read(wanted)
			for i := range links {
				w.see(&links[i], rules)
			}
			return err
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, id := range w.problems {
		left := w.rules.Get(id)
		for bit, rule := range rules {
			if left&(1<<bit) != 0 {
				w.search.add(storage.URLID(id), rule.mark)
			}
		}
	}
	return nil
}

// see takes in a link.
func (w *elementWalk) see(l *linkset.Link, rules []elementRule) {
	var in uint64
	for bit, rule := range rules {
		if rule.Has(l.Place, l.Element) {
			in |= 1 << bit
		}
	}
	id := uint32(0)
	if w.is.Get(l.Target) {
		id = l.Target
	}
	for _, id := range [...]uint32{id, w.places[Place{l.Target, l.Fragment}]} {
		switch {
		case id == 0:
		case w.linked.Get(id):
			w.rules.Set(id, w.rules.Get(id)&in)
		default:
			w.linked.Set(id, true)
			w.rules.Set(id, in)
		}
	}
}
