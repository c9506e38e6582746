// Package compare compares two scans of a site: which problems are new, came
// back, are fixed, or are linked no more. storage.Change has the rules. The
// package must not write.
package compare

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/storage/sqlite/dbfile"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/urlid"
)

// lookBack is how many complete scans before the earlier one are searched for
// problems that came back.
const lookBack = 20

// Compare compares two scans of a site, whatever their states, settings and
// versions; storage.Change has the rules. Memory grows with the number of
// problems, not of addresses. Errors: ErrNotFound, storage.ErrOtherSite.
func (c *Comparer) Compare(ctx context.Context, p storage.Pair) (storage.Comparison, error) {
	d, err := c.get(ctx, p)
	if err != nil {
		return storage.Comparison{}, err
	}
	return d.Comparison, nil
}

// EachChange yields the rows of a comparison that a filter leaves, in order, as
// they are at the start. An error ends it.
func (c *Comparer) EachChange(ctx context.Context, p storage.Pair, f storage.ChangeFilter, o storage.Order) iter.Seq2[storage.ChangeRow, error] {
	return query.Stream(func(yield func(storage.ChangeRow) bool) error {
		d, err := c.get(ctx, p)
		if err != nil {
			return err
		}
		for _, i := range d.choose(f, o) {
			if !yield(d.rows[i]) {
				return nil
			}
		}
		return nil
	})
}

// difference is a comparison with its rows. It never changes.
type difference struct {
	storage.Comparison
	rows   []storage.ChangeRow // as ByChange orders them
	marked [2]*findings.Marked // of the earlier scan and the later one
}

// Comparer compares scans. It remembers the comparison that was asked for last:
// its head and each part of its rows are asked for one after the other. It is
// safe for use by several goroutines.
type Comparer struct {
	file  *dbfile.File
	marks *findings.Marks

	mu   sync.Mutex
	key  string
	last *difference
}

// New returns a Comparer of the scans in a file.
func New(file *dbfile.File, marks *findings.Marks) *Comparer {
	return &Comparer{file: file, marks: marks}
}

// get returns the comparison of two scans as they are now.
func (c *Comparer) get(ctx context.Context, p storage.Pair) (d *difference, err error) {
	err = c.file.Reading(ctx, "compare scans", func(tx *sql.Tx) error {
		w, err := newComparison(ctx, tx, p)
		if err != nil {
			return err
		}
		for i, v := range []*findings.View{w.from, w.to} {
			if w.marked[i], err = c.marks.Scan(ctx, tx, v); err != nil {
				return err
			}
		}
		key := w.key()
		c.mu.Lock()
		if c.key == key && c.last.marked == w.marked {
			d = c.last
		}
		c.mu.Unlock()
		if d != nil {
			return nil
		}
		if err := w.run(); err != nil {
			return err
		}
		d = &w.difference
		c.mu.Lock()
		c.key, c.last = key, d
		c.mu.Unlock()
		return nil
	})
	return d, err
}

// comparison is a comparison in the making.
type comparison struct {
	difference
	ctx      context.Context
	tx       *sql.Tx
	from, to *findings.View
	live     map[*findings.View]*urlid.Map[uint32] // pages that link to an address, where they are not stored
	older    []findings.ScanRow                    // complete scans before from, newest first
	pair     storage.Pair
	aliases  aliases
}

func newComparison(ctx context.Context, tx *sql.Tx, p storage.Pair) (*comparison, error) {
	from, err := findings.ScanByID(tx, p.From)
	if err != nil {
		return nil, err
	}
	to, err := findings.ScanByID(tx, p.To)
	if err != nil {
		return nil, err
	}
	if from.Site != to.Site && p.Map.IsZero() {
		return nil, fmt.Errorf("scans %d and %d: %w", from.ID, to.ID, storage.ErrOtherSite)
	}
	// An imported scan that shares no findings with others is not looked at: lookBack reads those of a chain.
	older, err := findings.QueryScans(tx, `s.site = ? AND (s.began, s.id) < (?, ?) AND s.folded = 1 AND `+findings.Live+` ORDER BY s.began DESC, s.id DESC LIMIT ?`,
		from.Site, query.Millis(from.Began), from.ID, lookBack)
	c := &comparison{ctx: ctx, tx: tx, from: findings.ViewOf(from), to: findings.ViewOf(to), older: older, pair: p}
	c.Comparison = storage.Comparison{Pair: p, From: from.Scan, To: to.Scan, LookedBack: len(older), Unreached: make(map[outcome.Key]int)}
	return c, err
}

// key says which scans are compared, and in what state they are.
func (c *comparison) key() string {
	var b strings.Builder
	for _, s := range append([]findings.ScanRow{c.from.ScanRow, c.to.ScanRow}, c.older...) {
		fmt.Fprintf(&b, "%d %d %d %q %q;", s.ID, s.State, s.Revision, s.Name, s.Note)
	}
	return b.String() + strings.Join(c.pair.Unread, "\n") + "\n" + strings.Join(c.pair.Map.Rules(), "\n")
}

// run finds the rows and counts them.
func (c *comparison) run() (err error) {
	c.live = make(map[*findings.View]*urlid.Map[uint32])
	for _, v := range []*findings.View{c.from, c.to} {
		if c.live[v], err = v.CountPages(c.ctx, c.tx); err != nil {
			return err
		}
	}
	for _, step := range []func() error{c.readAliases, c.readProblems, c.dropIgnored, c.proveFound, c.proveRemoved, c.lookBack} {
		if err := step(); err != nil {
			return err
		}
	}
	if err := c.compareMadeWith(); err != nil {
		return err
	}
	for i := range c.rows {
		r := &c.rows[i]
		c.Counts.Add(r.Change, r.Judged)
		if r.Change == storage.NotReached {
			c.Unreached[r.Now.Outcome]++
		}
	}
	slices.SortFunc(c.rows, func(a, b storage.ChangeRow) int {
		return cmp.Or(cmp.Compare(a.Change, b.Change), cmp.Compare(b.Severity(), a.Severity()), cmp.Compare(b.Pages, a.Pages), cmp.Compare(a.ID, b.ID))
	})
	return nil
}

// compareMadeWith finds the versions that changed.
func (c *comparison) compareMadeWith() error {
	before, err := findings.MadeWith(c.tx, c.From.ID)
	if err != nil {
		return err
	}
	now, err := findings.MadeWith(c.tx, c.To.ID)
	if err != nil {
		return err
	}
	whole := c.From.State == storage.Complete && c.To.State == storage.Complete
	c.MadeWith = storage.VersionChanges(before, now, whole)
	return nil
}
