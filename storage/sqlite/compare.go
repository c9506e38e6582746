package sqlite

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
	"sitewell/scanner/result"
	"sitewell/storage"
)

// lookBack is how many complete scans before the earlier one are searched for
// problems that came back.
const lookBack = 20

// Compare compares two scans of a site, whatever their states, settings and
// versions; storage.Change has the rules. Memory grows with the number of
// problems, not of addresses. Errors: ErrNotFound, storage.ErrOtherSite.
func (db *DB) Compare(ctx context.Context, p storage.Pair) (c storage.Comparison, err error) {
	d, err := db.compared.get(ctx, db, p)
	if err != nil {
		return c, err
	}
	return d.Comparison, nil
}

// EachChange yields the rows of a comparison that a filter leaves, in order, as
// they are at the start. An error ends it.
func (db *DB) EachChange(ctx context.Context, p storage.Pair, f storage.ChangeFilter, o storage.Order) iter.Seq2[storage.ChangeRow, error] {
	return stream(func(yield func(storage.ChangeRow) bool) error {
		d, err := db.compared.get(ctx, db, p)
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
	rows []storage.ChangeRow // as ByChange orders them
}

// comparisons remembers the comparison that was asked for last: its head and
// each part of its rows are asked for one after the other.
type comparisons struct {
	mu   sync.Mutex
	key  string
	last *difference
}

// get returns the comparison of two scans as they are now.
func (c *comparisons) get(ctx context.Context, db *DB, p storage.Pair) (d *difference, err error) {
	err = db.reading(ctx, "compare scans", func(tx *sql.Tx) error {
		w, err := newComparison(ctx, tx, p)
		if err != nil {
			return err
		}
		key := w.key()
		c.mu.Lock()
		if c.key == key {
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
	from, to *view
	live     map[*view]*urlMap[uint32] // pages that link to an address, where they are not stored
	older    []scanRow                 // complete scans before from, newest first
	unread   []string
}

func newComparison(ctx context.Context, tx *sql.Tx, p storage.Pair) (*comparison, error) {
	from, err := scanByID(tx, p.From)
	if err != nil {
		return nil, err
	}
	to, err := scanByID(tx, p.To)
	if err != nil {
		return nil, err
	}
	if from.Site != to.Site {
		return nil, fmt.Errorf("scans %d and %d: %w", from.ID, to.ID, storage.ErrOtherSite)
	}
	older, err := queryScans(tx, `s.site = ? AND s.id < ? AND s.state = ? AND `+live+` ORDER BY s.id DESC LIMIT ?`, from.Site, from.ID, storage.Complete, lookBack)
	c := &comparison{ctx: ctx, tx: tx, from: viewOf(from), to: viewOf(to), older: older, unread: p.Unread}
	c.Comparison = storage.Comparison{From: from.Scan, To: to.Scan, LookedBack: len(older)}
	return c, err
}

// key says which scans are compared, and in what state they are.
func (c *comparison) key() string {
	var b strings.Builder
	for _, s := range append([]scanRow{c.from.scanRow, c.to.scanRow}, c.older...) {
		fmt.Fprint(&b, s.ID, " ", s.State, " ", s.revision, ";")
	}
	return b.String() + strings.Join(c.unread, "\n")
}

// run finds the rows and counts them.
func (c *comparison) run() (err error) {
	c.live = make(map[*view]*urlMap[uint32])
	for _, v := range []*view{c.from, c.to} {
		if c.live[v], err = v.countPages(c.ctx, c.tx); err != nil {
			return err
		}
	}
	for _, step := range []func() error{c.readProblems, c.proveRemoved, c.lookBack} {
		if err := step(); err != nil {
			return err
		}
	}
	for i := range c.rows {
		addChange(&c.Counts, &c.rows[i])
	}
	slices.SortFunc(c.rows, func(a, b storage.ChangeRow) int {
		return cmp.Or(cmp.Compare(a.Change, b.Change), cmp.Compare(b.Severity(), a.Severity()), cmp.Compare(b.Pages, a.Pages), cmp.Compare(a.ID, b.ID))
	})
	return nil
}

// addChange counts a row.
func addChange(c *storage.ChangeCounts, r *storage.ChangeRow) {
	n := map[storage.Change]*int{
		storage.New: &c.New, storage.CameBack: &c.CameBack, storage.StillThere: &c.StillThere,
		storage.Fixed: &c.Fixed, storage.LinkRemoved: &c.LinkRemoved, storage.NotReached: &c.NotReached,
	}
	*n[r.Change]++
	switch {
	case !r.Judged:
	case r.Change == storage.Fixed:
		c.JudgedBetter++
	default:
		c.JudgedWorse++
	}
}

// seen is what a scan says of an address.
type seen struct {
	storage.Told
	url      string
	internal bool
	kind     result.Kind
	pages    int
}

// each calls yield with what a scan says of the addresses that a condition
// leaves.
func (c *comparison) each(v *view, condition string, yield func(s seen), args ...any) error {
	where, all := v.where()
	return eachQuery(c.tx, `SELECT f.url, u.text, f.internal, f.kind, max(f.pages, 0), f.verdict, f.status, f.outcome, f.severity, f.reason
		FROM finding f CROSS JOIN url u ON u.id = f.url WHERE `+where+` AND `+condition, func(rows *sql.Rows) error {
		var s seen
		err := rows.Scan(&s.ID, &s.url, &s.internal, &s.kind, &s.pages, &s.Verdict, &s.Status, &s.Outcome, &s.Severity, &s.Reason)
		if live := c.live[v]; live != nil {
			s.pages = int(live.get(uint32(s.ID)))
		}
		yield(s)
		return err
	}, append(all, args...)...)
}

// readProblems reads the problems of both scans, and what each says of those of
// the other. What needs no further look is decided: LinkRemoved is NotReached
// and CameBack is New until proveRemoved and lookBack find otherwise.
func (c *comparison) readProblems() error {
	const problems = `f.verdict IN ` + problemVerdicts
	place := make(map[result.ID]int)
	err := c.each(c.from, problems, func(s seen) {
		place[s.ID] = len(c.rows)
		c.rows = append(c.rows, storage.ChangeRow{ID: s.ID, URL: s.url, Internal: s.internal, Kind: s.kind, Before: s.Told, Pages: s.pages})
	})
	if err != nil {
		return err
	}
	var missing []result.ID // later problems that were none before
	now := func(r *storage.ChangeRow, s *seen) {
		r.Internal, r.Kind, r.Now, r.Pages = s.internal, s.kind, s.Told, s.pages
	}
	err = c.each(c.to, problems, func(s seen) {
		at, known := place[s.ID]
		if !known {
			at = len(c.rows)
			place[s.ID] = at
			c.rows = append(c.rows, storage.ChangeRow{ID: s.ID, URL: s.url, Change: storage.New})
			missing = append(missing, s.ID)
		}
		now(&c.rows[at], &s)
	})
	if err != nil {
		return err
	}
	err = c.eachOf(c.from, missing, func(s seen) { c.rows[place[s.ID]].Before = s.Told })
	if err != nil {
		return err
	}
	missing = missing[:0]
	for i := range c.rows {
		if r := &c.rows[i]; r.Change == 0 && r.Now.ID == 0 {
			missing = append(missing, r.ID)
		}
	}
	if err := c.eachOf(c.to, missing, func(s seen) { now(&c.rows[place[s.ID]], &s) }); err != nil {
		return err
	}
	for i := range c.rows {
		judge(&c.rows[i])
	}
	return nil
}

// eachOf calls yield with what a scan says of some addresses.
func (c *comparison) eachOf(v *view, ids []result.ID, yield func(s seen)) error {
	for part := range slices.Chunk(ids, lookupSize) {
		if err := c.each(v, `f.url IN (SELECT value FROM json_each(?))`, yield, jsonList(part)); err != nil {
			return err
		}
	}
	return c.ctx.Err()
}

// judge decides what became of an address.
func judge(r *storage.ChangeRow) {
	alike := r.Before.Outcome == r.Now.Outcome && r.Before.Status == r.Now.Status
	switch {
	case r.Change == storage.New:
		r.Judged = r.Before.Verdict == outcome.Works && alike
	case r.Now.Verdict.IsProblem():
		r.Change = storage.StillThere
	case r.Now.Verdict == outcome.Works:
		r.Change, r.Judged = storage.Fixed, alike
	default:
		r.Change = storage.NotReached
	}
}

// lookBack finds the problems that worked in the earlier scan and had been
// there before.
func (c *comparison) lookBack() error {
	if len(c.older) == 0 {
		return nil
	}
	place := make(map[result.ID]int)
	var ids []result.ID
	for i := range c.rows {
		if r := &c.rows[i]; r.Change == storage.New && r.Before.Verdict == outcome.Works {
			place[r.ID] = i
			ids = append(ids, r.ID)
		}
	}
	newest := c.older[0]
	for part := range slices.Chunk(ids, lookupSize) {
		if err := c.ctx.Err(); err != nil {
			return err
		}
		err := eachQuery(c.tx, `SELECT f.url, f.first_scan, coalesce(f.until_scan, ?) FROM finding f WHERE f.first_scan IN `+chain+`
			AND f.url IN (SELECT value FROM json_each(?)) AND f.verdict IN `+problemVerdicts, func(rows *sql.Rows) error {
			var id result.ID
			var first, until int64
			if err := rows.Scan(&id, &first, &until); err != nil {
				return err
			}
			r := &c.rows[place[id]]
			for _, s := range c.older { // newest first
				if first <= s.ID && s.ID < until && s.ID > r.Since {
					r.Change, r.Since = storage.CameBack, s.ID
					break
				}
			}
			return nil
		}, c.to.ID+1, c.from.Site, newest.ID, jsonList(part))
		if err != nil {
			return err
		}
	}
	return nil
}

// choose returns the places of the rows that a filter leaves, in order.
func (d *difference) choose(f storage.ChangeFilter, o storage.Order) []int {
	places := make([]int, 0, len(d.rows))
	needle := fold(f.Text)
	for i := range d.rows {
		r := &d.rows[i]
		if (len(f.Changes) == 0 || slices.Contains(f.Changes, r.Change)) && strings.Contains(fold(r.URL), needle) {
			places = append(places, i)
		}
	}
	compare := changeOrder(o)
	if compare != nil {
		slices.SortStableFunc(places, func(a, b int) int { return compare(&d.rows[a], &d.rows[b]) })
	} else if o.Desc {
		slices.Reverse(places)
	}
	return places
}

// changeOrder returns how rows are sorted, nil for the order that they have.
func changeOrder(o storage.Order) func(a, b *storage.ChangeRow) int {
	sign := 1
	if o.Desc {
		sign = -1
	}
	outcomes := func(of func(*storage.ChangeRow) outcome.Key) func(a, b *storage.ChangeRow) int {
		return func(a, b *storage.ChangeRow) int {
			x, y := of(a), of(b)
			if x == "" || y == "" { // what is not known comes last in either direction
				return number(x == "") - number(y == "")
			}
			return sign * cmp.Compare(x, y)
		}
	}
	switch o.By {
	case storage.ByAddress:
		return func(a, b *storage.ChangeRow) int { return sign * cmp.Compare(a.URL, b.URL) }
	case storage.BySeverity:
		return func(a, b *storage.ChangeRow) int { return sign * cmp.Compare(b.Severity(), a.Severity()) }
	case storage.BySources:
		return func(a, b *storage.ChangeRow) int { return sign * cmp.Compare(a.Pages, b.Pages) }
	case storage.ByOutcome:
		return outcomes(func(r *storage.ChangeRow) outcome.Key { return r.Now.Outcome })
	case storage.ByBefore:
		return outcomes(func(r *storage.ChangeRow) outcome.Key { return r.Before.Outcome })
	default:
		return nil
	}
}
