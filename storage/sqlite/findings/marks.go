package findings

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/urlid"
)

// Marks finds out which marks apply to which problems of a scan. It remembers that
// for the scans that were asked for last: as long as neither the scan nor the marks
// of its site change, asking again takes one look at the site. It is safe for use
// by several goroutines.
type Marks struct {
	now  func() time.Time
	mu   sync.Mutex
	last []*Marked // newest first
}

// rememberedMarks is how many scans are remembered: two that are compared, and what
// else the window shows.
const rememberedMarks = 8

// NewMarks returns Marks that hold or do not hold at the time of a clock.
func NewMarks(now func() time.Time) *Marks { return &Marks{now: now} }

// Marked are the marks that apply to the problems of one scan. It never changes.
type Marked struct {
	key    markedKey
	ends   time.Time // when the first of the marks ends to hold; zero: none does
	sets   [][]storage.Mark
	of     urlid.Map[uint32] // the place in sets; 0: none
	hidden []storage.URLID
	lists  map[storage.MarkFilter][]storage.URLID
	counts storage.MarkCounts
}

type markedKey struct {
	scan            storage.ScanID
	revision, marks int64
}

// Of returns the marks of a row, those that count most first. They must not be
// changed.
func (m *Marked) Of(id storage.URLID) []storage.Mark {
	if m == nil {
		return nil
	}
	return m.sets[m.of.Get(uint32(id))]
}

// fill sets the marks of rows.
func (m *Marked) fill(rows []storage.Row) {
	for i := range rows {
		rows[i].Marks = m.Of(rows[i].ID)
	}
}

// Hides reports whether a problem is ignored.
func (m *Marked) Hides(id storage.URLID) bool { return storage.Hidden(m.Of(id)) }

// Scan returns the marks of a scan's problems as they are now; nil where the site
// never had any.
func (m *Marks) Scan(ctx context.Context, tx *sql.Tx, v *View) (*Marked, error) {
	key := markedKey{scan: v.ID, revision: v.Revision}
	if err := tx.QueryRow(`SELECT marks FROM site WHERE id = ?`, v.Site).Scan(&key.marks); err != nil || key.marks == 0 {
		return nil, err
	}
	now := m.now()
	m.mu.Lock()
	i := slices.IndexFunc(m.last, func(d *Marked) bool { return d.key == key && (d.ends.IsZero() || now.Before(d.ends)) })
	if i >= 0 {
		defer m.mu.Unlock()
		return m.last[i], nil
	}
	m.mu.Unlock()
	d, err := v.marked(ctx, tx, key, now)
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.last = slices.DeleteFunc(m.last, func(old *Marked) bool { return old.key.scan == key.scan })
	m.last = slices.Insert(m.last, 0, d)
	m.last = m.last[:min(len(m.last), rememberedMarks)]
	return d, nil
}

// filtered is the question for what a filter leaves, marks included.
func (m *Marks) filtered(ctx context.Context, tx *sql.Tx, v *View, f storage.Filter) (*filterQuery, error) {
	q := v.query(f)
	if f.Marks == "" {
		return q, nil
	}
	d, err := m.Scan(ctx, tx, v)
	switch {
	case err != nil:
		return nil, err
	case f.Marks == storage.NotIgnored && d == nil:
	case f.Marks == storage.NotIgnored:
		if len(d.hidden) > 0 {
			q.add(`f.url NOT IN (SELECT value FROM json_each(?))`, query.List(d.hidden))
		}
	case d == nil:
		q.add(`FALSE`)
	default:
		q.add(`f.url IN (SELECT value FROM json_each(?))`, query.List(d.list(f.Marks)))
	}
	return q, nil
}

// list returns the problems that a filter leaves.
func (m *Marked) list(f storage.MarkFilter) []storage.URLID {
	name, assigned := strings.CutPrefix(string(f), string(storage.ByAssignee))
	if !assigned {
		return m.lists[f]
	}
	var ids []storage.URLID
	for _, id := range m.lists[storage.OnlyMarked] {
		if a, ok := storage.MarkOf(m.Of(id), storage.Assigned); ok && (name == "" || a.Assignee == name) {
			ids = append(ids, id)
		}
	}
	return ids
}

// MarkColumns are read by ReadMark in this order.
const MarkColumns = `id, site, kind, scope, subject, page, class, text, assignee, due, made, coalesce(since, 0), coalesce(until, 0), coalesce(verified, 0)`

// QueryMarks returns the marks that a condition leaves, in its order.
func QueryMarks(tx *sql.Tx, condition string, args ...any) (marks []storage.Mark, err error) {
	err = query.Each(tx, `SELECT `+MarkColumns+` FROM mark WHERE `+condition, func(rows *sql.Rows) error {
		var m storage.Mark
		var made, since, until, verified int64
		err := rows.Scan(&m.ID, &m.Site, &m.Kind, &m.Scope, &m.Subject, &m.Page, &m.Class, &m.Text, &m.Assignee, &m.Due, &made, &since, &until, &verified)
		m.Made, m.From, m.Until, m.Verified = query.Time(made), query.Time(since), query.Time(until), query.Time(verified)
		marks = append(marks, m)
		return err
	}, args...)
	return marks, err
}

// marked finds out which marks apply.
func (v *View) marked(ctx context.Context, tx *sql.Tx, key markedKey, now time.Time) (*Marked, error) {
	all, err := QueryMarks(tx, `site = ? ORDER BY id`, v.Site)
	if err != nil {
		return nil, err
	}
	d := &Marked{key: key, sets: make([][]storage.Mark, 1), lists: make(map[storage.MarkFilter][]storage.URLID)}
	var holding []storage.Mark
	for _, m := range all {
		if m.Scope == storage.OnFix || !m.HoldsOf(v.Began, now) {
			continue
		}
		holding = append(holding, m)
		if !m.Until.IsZero() && (d.ends.IsZero() || m.Until.Before(d.ends)) {
			d.ends = m.Until
		}
	}
	s := markSearch{Marked: d, view: v, tx: tx, marks: holding, about: make(map[storage.URLID][]int), named: make(map[string]uint32)}
	return d, s.run(ctx)
}

// markSearch finds the problems of a scan that marks are about.
type markSearch struct {
	*Marked
	view  *View
	tx    *sql.Tx
	marks []storage.Mark
	about map[storage.URLID][]int // places in marks, by the address that they are about
	named map[string]uint32       // places in sets, by what is in them
}

// manyMarked is from how many addresses on all problems of a scan are read in place
// of those that are asked for.
const manyMarked = 20_000

func (s *markSearch) run(ctx context.Context) error {
	for _, find := range []func(context.Context) error{s.findAddresses, s.findRules, s.dropOtherLinks} {
		if err := find(ctx); err != nil {
			return err
		}
	}
	ids := make([]storage.URLID, 0, len(s.about))
	for id := range s.about {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	if len(ids) > manyMarked {
		return s.read(``)
	}
	for part := range slices.Chunk(ids, query.LookupSize) {
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
		if m := &s.marks[i]; m.AddressPrefixes() == nil {
			of[m.Subject] = append(of[m.Subject], i)
		}
	}
	ids, err := idsOfTexts(s.tx, slices.Collect(maps.Keys(of)))
	for text, id := range ids {
		s.about[id] = append(s.about[id], of[text]...)
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

// findRules goes through the addresses that rules may be about, along the index of
// all addresses.
func (s *markSearch) findRules(ctx context.Context) error {
	for i := range s.marks {
		m := &s.marks[i]
		rule := *m
		rule.Class = "" // which is compared when the outcome is known
		for _, prefix := range m.AddressPrefixes() {
			if err := ctx.Err(); err != nil {
				return err
			}
			err := query.Each(s.tx, `SELECT id, text FROM url WHERE text >= ? AND text < ?`, func(rows *sql.Rows) error {
				var id storage.URLID
				var text string
				err := rows.Scan(&id, &text)
				if rule.Matches(text, "") {
					s.about[id] = append(s.about[id], i)
				}
				return err
			}, prefix, after(prefix))
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// after returns a text that comes after all that begin with a prefix.
func after(prefix string) string { return prefix + "\U0010FFFF" }

// read notes the marks of the problems that a condition leaves.
func (s *markSearch) read(condition string, args ...any) error {
	where, all := s.view.Where()
	var applying []int
	return query.Each(s.tx, `SELECT f.url, f.verdict, f.outcome FROM finding f WHERE `+where+` AND f.verdict IN `+ProblemVerdicts+condition, func(rows *sql.Rows) error {
		var id storage.URLID
		var verdict outcome.Verdict
		var key outcome.Key
		if err := rows.Scan(&id, &verdict, &key); err != nil {
			return err
		}
		applying = applying[:0]
		class := storage.ClassOf(key)
		for _, i := range s.about[id] {
			if m := &s.marks[i]; m.Class == "" || m.Class == class {
				applying = append(applying, i)
			}
		}
		if len(applying) > 0 {
			s.note(id, verdict, s.setOf(applying))
		}
		return nil
	}, append(all, args...)...)
}

// setOf returns the place of some marks in sets. Many problems have the same.
func (s *markSearch) setOf(applying []int) uint32 {
	name := fmt.Sprint(applying)
	if s.named[name] == 0 {
		set := make([]storage.Mark, len(applying))
		for at, i := range applying {
			set[at] = s.marks[i]
		}
		storage.SortMarks(set)
		s.named[name] = uint32(len(s.sets))
		s.sets = append(s.sets, set)
	}
	return s.named[name]
}

// note stores the marks of a problem and counts it.
func (s *markSearch) note(id storage.URLID, verdict outcome.Verdict, set uint32) {
	s.of.Set(uint32(id), set)
	marks := s.sets[set]
	add := func(to storage.MarkFilter) { s.lists[to] = append(s.lists[to], id) }
	add(storage.OnlyMarked)
	s.counts.Marked++
	if storage.Hidden(marks) {
		s.hidden = append(s.hidden, id)
		add(storage.OnlyIgnored)
		s.counts.Ignored.Add(verdict, 1)
	}
	if slices.ContainsFunc(marks, func(m storage.Mark) bool { return m.CountsIn(s.view.Began) }) {
		add(storage.NotDone)
		s.counts.NotDone++
	}
}

// MarkCounts returns the numbers of what marks say of the problems of a scan.
func (r *Reader) MarkCounts(ctx context.Context, scan storage.ScanID) (c storage.MarkCounts, err error) {
	err = Viewing(ctx, r.file, "count marks", scan, func(tx *sql.Tx, v *View) error {
		d, err := r.marks.Scan(ctx, tx, v)
		if d != nil {
			c = d.counts
		}
		return err
	})
	return c, err
}
