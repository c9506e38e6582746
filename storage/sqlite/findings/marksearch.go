package findings

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/urlid"
)

// marked finds out which marks apply to the problems of a scan.
func (v *View) marked(ctx context.Context, tx *sql.Tx, key markedKey, now time.Time) (*Marked, error) {
	all, err := QueryMarks(tx, `site = ? ORDER BY id`, v.Site)
	if err != nil {
		return nil, err
	}
	d := &Marked{key: key, began: v.Began, sets: make([][]storage.Mark, 1)}
	s := markSearch{Marked: d, view: v, tx: tx}
	for _, m := range all {
		if m.Scope == storage.OnFix || !m.HoldsOf(v.Began, now) {
			continue
		}
		s.marks = append(s.marks, m)
		if !m.Until.IsZero() && (d.ends.IsZero() || m.Until.Before(d.ends)) {
			d.ends = m.Until
		}
	}
	return d, s.run(ctx)
}

// markSearch finds the problems of a scan that marks are about. Millions may be about
// the same mark, so an address has a number that stands for its marks.
type markSearch struct {
	*Marked
	view  *View
	tx    *sql.Tx
	marks []storage.Mark

	about   urlid.Map[uint32] // the place in groups, by the address that marks are about; 0: none are
	ids     []storage.URLID   // the addresses that marks are about
	groups  markGroups
	applied map[groupClass]uint32 // the place in sets
}

// groupClass are some marks and the class of the outcome that they are held against.
type groupClass struct {
	group uint32
	class outcome.Class
}

// markGroups are the different sets of marks that addresses have, as places in
// markSearch.marks. The first is empty.
type markGroups struct {
	groups [][]int
	next   map[[2]int]uint32 // by group and the mark that is added
}

// with returns the group that has a further mark.
func (g *markGroups) with(group uint32, mark int) uint32 {
	if g.next == nil {
		g.groups, g.next = make([][]int, 1), make(map[[2]int]uint32)
	}
	key := [2]int{int(group), mark}
	if _, there := g.next[key]; !there {
		g.next[key] = uint32(len(g.groups))
		g.groups = append(g.groups, append(slices.Clone(g.groups[group]), mark))
	}
	return g.next[key]
}

// add notes that a mark is about an address.
func (s *markSearch) add(id storage.URLID, mark int) {
	at := s.about.At(uint32(id))
	if *at == 0 {
		s.ids = append(s.ids, id)
	}
	*at = s.groups.with(*at, mark)
}

// marksAbout returns the marks that are about an address, as places in marks.
func (s *markSearch) marksAbout(id storage.URLID) []int {
	if group := s.about.Get(uint32(id)); group != 0 {
		return s.groups.groups[group]
	}
	return nil
}

// manyMarked is from how many addresses on all problems of a scan are read in place
// of those that marks are about.
const manyMarked = 20_000

func (s *markSearch) run(ctx context.Context) error {
	s.applied = make(map[groupClass]uint32)
	for _, find := range []func(context.Context) error{s.findAddresses, s.findRules, s.findElements, s.dropOtherLinks} {
		if err := find(ctx); err != nil {
			return err
		}
	}
	if len(s.ids) > manyMarked {
		return s.read(``)
	}
	slices.Sort(s.ids)
	for part := range slices.Chunk(s.ids, query.LookupSize) {
		if err := s.read(` AND f.url IN (SELECT value FROM json_each(?))`, query.List(part)); err != nil {
			return err
		}
	}
	return nil
}

// findAddresses looks up the addresses that marks name.
func (s *markSearch) findAddresses(context.Context) error {
	of := make(map[string][]int)
	for i := range s.marks {
		if m := &s.marks[i]; m.AddressPrefixes() == nil && m.Scope != storage.OnElement {
			of[m.Subject] = append(of[m.Subject], i)
		}
	}
	ids, err := idsOfTexts(s.tx, slices.Collect(maps.Keys(of)))
	for text, id := range ids {
		for _, i := range of[text] {
			s.add(id, i)
		}
	}
	return err
}

// idsOfTexts returns the numbers of the addresses with some texts, as far as the
// history has them.
func idsOfTexts(tx *sql.Tx, texts []string) (map[string]storage.URLID, error) {
	ids := make(map[string]storage.URLID, len(texts))
	for part := range slices.Chunk(texts, query.LookupSize) {
		args := make([]any, len(part))
		for i, text := range part {
			args[i] = text
		}
		err := query.Each(tx, `SELECT id, text FROM url WHERE text IN (`+query.Parameters(len(part))+`)`, func(rows *sql.Rows) error {
			var id storage.URLID
			var text string
			err := rows.Scan(&id, &text)
			ids[text] = id
			return err
		}, args...)
		if err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// findRules finds the addresses that rules are about, along the index of all
// addresses.
func (s *markSearch) findRules(ctx context.Context) error {
	for i := range s.marks {
		m := &s.marks[i]
		for _, prefix := range m.AddressPrefixes() {
			if err := ctx.Err(); err != nil {
				return err
			}
			glob := globOf(prefix) + `*`
			if m.Scope == storage.OnPattern {
				glob = globOf(m.Subject)
			}
			ids, err := idsOf(s.tx, `SELECT group_concat(id) FROM url WHERE text >= ? AND text < ? AND text GLOB ?`, prefix, prefix+lastRune, glob)
			if err != nil {
				return err
			}
			for _, id := range ids {
				s.add(id, i)
			}
		}
	}
	return nil
}

// lastRune comes after all others: what begins with a prefix comes before the prefix
// with it.
const lastRune = "\U0010FFFF"

// globOf returns a pattern for GLOB, in which * stands for any text and nothing else is
// special.
func globOf(pattern string) string {
	return strings.NewReplacer(`?`, `[?]`, `[`, `[[]`).Replace(pattern)
}

// read notes the marks of the problems that a condition leaves.
func (s *markSearch) read(condition string, args ...any) error {
	where, all := s.view.Where()
	var list sql.RawBytes
	return query.Each(s.tx, `SELECT f.verdict, f.outcome, group_concat(f.url) FROM finding f WHERE `+where+` AND f.verdict IN `+ProblemVerdicts+condition+
		` GROUP BY f.verdict, f.outcome`, func(rows *sql.Rows) error {
		var verdict outcome.Verdict
		var key outcome.Key
		if err := rows.Scan(&verdict, &key, &list); err != nil {
			return err
		}
		class := storage.ClassOf(key)
		query.EachNumber(list, func(id int64) {
			if group := s.about.Get(uint32(id)); group != 0 {
				s.note(uint32(id), verdict, s.apply(groupClass{group, class}))
			}
		})
		return nil
	}, append(all, args...)...)
}

// apply returns the place in sets of those of some marks that apply to outcomes of a
// class; 0: none does.
func (s *markSearch) apply(g groupClass) uint32 {
	if set, known := s.applied[g]; known {
		return set
	}
	var marks []storage.Mark
	for _, i := range s.groups.groups[g.group] {
		if m := s.marks[i]; m.Class == "" || m.Class == g.class {
			marks = append(marks, m)
		}
	}
	if len(marks) == 0 {
		s.applied[g] = 0
		return 0
	}
	storage.SortMarks(marks)
	s.applied[g] = uint32(len(s.sets))
	s.sets = append(s.sets, marks)
	return s.applied[g]
}

// note stores the marks of a problem and counts it.
func (s *markSearch) note(id uint32, verdict outcome.Verdict, set uint32) {
	if set == 0 {
		return
	}
	s.of.Set(id, set)
	marks := s.sets[set]
	s.counts.Marked++
	if storage.Hidden(marks) {
		s.counts.Ignored.Add(verdict, 1)
	}
	if isNotDone(marks, s.began) {
		s.counts.NotDone++
	}
}
