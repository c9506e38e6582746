package storage

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// ErrOtherSite: two scans of different sites can't be compared.
var ErrOtherSite = errors.New("scans are of different sites")

// lookBack is how many complete scans before the earlier one are searched for
// problems that came back.
const lookBack = 20

// Compare compares two scans of a site, whatever their states, settings and
// versions; Change has the rules. Memory grows with the number of problems, not
// of addresses. ErrNotFound where there is no such scan.
func (db *DB) Compare(ctx context.Context, p Pair) (c Comparison, err error) {
	err = db.comparing(ctx, "compare scans", p, func(_ *sql.Tx, d *difference) error {
		c = d.Comparison
		return nil
	})
	return c, err
}

// difference is a comparison with its rows. It never changes, but for parts
// that are filled in when they are first asked for.
type difference struct {
	Comparison
	key     string    // what it is made of, with revisions
	rows    []changed // as ByChange orders them
	answers *answerBook
	byURL   []uint32 // places in rows by number of the text

	mu   sync.Mutex // for what follows
	rank []uint32   // places of rows in the order of addresses
}

// changed is an address that is a problem in one of two scans.
type changed struct {
	url         uint32
	before, now uint32 // IDs, 0: not found by that scan
	was, is     uint32 // answers, 0: not found, or waits
	pages       uint32
	since       int64
	kind, flags uint8
	change      Change
	judged      bool
}

// differences keeps the comparisons that were used last.
type differences struct {
	mu  sync.Mutex
	all []*difference // newest use last
}

// keptDifferences is how many comparisons are kept, and keptChanges how many
// rows of them at most, some 48 bytes each; that used last is always kept.
const (
	keptDifferences = 4
	keptChanges     = 1 << 19
)

func (c *differences) get(key string) *difference {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.IndexFunc(c.all, func(d *difference) bool { return d.key == key })
	if i < 0 {
		return nil
	}
	d := c.all[i]
	c.all = append(slices.Delete(c.all, i, i+1), d)
	return d
}

func (c *differences) put(d *difference) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all = append(c.all, d)
	rows := 0
	for i, d := range slices.Backward(c.all) {
		rows += len(d.rows)
		if n := len(c.all) - i; n > 1 && (n > keptDifferences || rows > keptChanges) {
			c.all = slices.Delete(c.all, 0, i+1)
			break
		}
	}
}

// comparing runs f with the comparison of two scans, in a reading transaction.
func (db *DB) comparing(ctx context.Context, op string, p Pair, f func(tx *sql.Tx, d *difference) error) error {
	return db.reading(ctx, op, func(tx *sql.Tx) error {
		from, fromProgress, err := scanByID(tx, p.From)
		if err != nil {
			return err
		}
		to, toProgress, err := scanByID(tx, p.To)
		if err != nil {
			return err
		}
		if from.Site != to.Site {
			return fmt.Errorf("scans %d and %d: %w", from.ID, to.ID, ErrOtherSite)
		}
		older, revisions, err := olderScans(tx, from)
		if err != nil {
			return err
		}
		key := fmt.Sprint(from.ID, from.State, fromProgress.revision, to.ID, to.State, toProgress.revision, older, revisions, p.Unread)
		d := db.differences.get(key)
		if d == nil {
			d = &difference{Comparison: Comparison{From: from, To: to, LookedBack: len(older)}, key: key, answers: &answerBook{}}
			work := &comparison{
				db: db, ctx: ctx, tx: tx, difference: d, older: older, unread: p.Unread,
				fromCounted: fromProgress.counted, toCounted: toProgress.counted,
			}
			if err := work.run(); err != nil {
				return err
			}
			db.differences.put(d)
		}
		return f(tx, d)
	})
}

// olderScans gives the complete scans before a scan, newest first, with their
// revisions.
func olderScans(tx *sql.Tx, from Scan) (ids, revisions []int64, err error) {
	err = eachQuery(tx, `SELECT s.id, s.revision FROM scan s WHERE s.site = ? AND s.id < ? AND s.state = ? AND `+live+` ORDER BY s.id DESC LIMIT ?`,
		func(rows *sql.Rows) error {
			var id, revision int64
			err := rows.Scan(&id, &revision)
			ids, revisions = append(ids, id), append(revisions, revision)
			return err
		}, from.Site, from.ID, Complete, lookBack)
	return ids, revisions, err
}

// settle counts the rows and puts them in order.
func (d *difference) settle() {
	for i := range d.rows {
		d.Counts.add(d.rows[i].change, d.rows[i].judged)
	}
	slices.SortFunc(d.rows, func(a, b changed) int {
		return cmp.Or(cmp.Compare(a.change, b.change), cmp.Compare(d.severity(&b), d.severity(&a)), cmp.Compare(b.pages, a.pages), cmp.Compare(a.url, b.url))
	})
	d.byURL = make([]uint32, len(d.rows))
	for i := range d.byURL {
		d.byURL[i] = uint32(i)
	}
	slices.SortFunc(d.byURL, func(a, b uint32) int { return cmp.Compare(d.rows[a].url, d.rows[b].url) })
}

// place gives the place of the row of an address, by number of its text.
func (d *difference) place(url uint32) (int, bool) {
	i, found := slices.BinarySearchFunc(d.byURL, url, func(at, url uint32) int { return cmp.Compare(d.rows[at].url, url) })
	if !found {
		return 0, false
	}
	return int(d.byURL[i]), true
}
