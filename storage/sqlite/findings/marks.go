package findings

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"sync"
	"time"

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
	began  time.Time         // of the scan
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
	if d != nil || f.Marks != storage.NotIgnored {
		q.keep = func(id storage.URLID) bool { return d.keeps(id, f.Marks) }
	}
	return q, err
}

// keeps reports whether a filter leaves a row.
func (m *Marked) keeps(id storage.URLID, f storage.MarkFilter) bool {
	marks := m.Of(id)
	switch f {
	case storage.NotIgnored:
		return !storage.Hidden(marks)
	case storage.OnlyIgnored:
		return storage.Hidden(marks)
	case storage.NotDone:
		return m != nil && isNotDone(marks, m.began)
	default:
		return true
	}
}

// isNotDone reports whether somebody said before a scan that a problem of it is done.
func isNotDone(marks []storage.Mark, began time.Time) bool {
	return slices.ContainsFunc(marks, func(m storage.Mark) bool { return m.CountsIn(began) })
}

// MarkColumns are read by ReadMark in this order.
const MarkColumns = `id, site, kind, scope, subject, page, class, text, assignee, due, made, coalesce(since, 0), coalesce(until, 0), coalesce(verified, 0)`

// QueryMarks returns the marks that a condition leaves, in its order.
func QueryMarks(tx *sql.Tx, condition string, args ...any) (marks []storage.Mark, err error) {
	err = query.Each(tx, `SELECT `+MarkColumns+` FROM mark WHERE `+condition, func(rows *sql.Rows) error {
		m, err := ReadMark(rows)
		marks = append(marks, m)
		return err
	}, args...)
	return marks, err
}

// ReadMark reads a row of MarkColumns.
func ReadMark(row interface{ Scan(...any) error }) (m storage.Mark, err error) {
	var made, since, until, verified int64
	err = row.Scan(&m.ID, &m.Site, &m.Kind, &m.Scope, &m.Subject, &m.Page, &m.Class, &m.Text, &m.Assignee, &m.Due, &made, &since, &until, &verified)
	m.Made, m.From, m.Until, m.Verified = query.Time(made), query.Time(since), query.Time(until), query.Time(verified)
	return m, err
}

// CheckMarkRoom returns storage.ErrTooManyMarks where a site has more marks than any may
// have. Export and import of a scan ask it as well, so that what is written can be read.
func CheckMarkRoom(tx *sql.Tx, site storage.SiteID) error {
	var size int64
	err := tx.QueryRow(`SELECT coalesce(sum(? + octet_length(subject) + octet_length(page) + octet_length(text) + octet_length(assignee)), 0) FROM mark WHERE site = ?`,
		storage.BytesPerMark, site).Scan(&size)
	if err == nil && size > storage.MostMarkBytes {
		err = fmt.Errorf("%w: %d bytes", storage.ErrTooManyMarks, size)
	}
	return err
}

// MarkCounts returns the numbers of what marks say of the problems of a scan.
func (r *Reader) MarkCounts(ctx context.Context, scan storage.ScanID) (c storage.MarkCounts, err error) {
	err = Viewing(ctx, r.file, "count marks", scan, func(tx *sql.Tx, v *View) error {
		c, err = r.marks.Counts(ctx, tx, v)
		return err
	})
	return c, err
}

// Counts is MarkCounts within a transaction.
func (m *Marks) Counts(ctx context.Context, tx *sql.Tx, v *View) (c storage.MarkCounts, err error) {
	d, err := m.Scan(ctx, tx, v)
	if d != nil {
		c = d.counts
	}
	return c, err
}
