package compare

import (
	"database/sql"
	"math"
	"slices"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
)

// seen is what a scan says of an address.
type seen struct {
	storage.Observation
	url      string
	internal bool
	kind     result.Kind
	pages    int
}

// each calls yield with what a scan says of the addresses that a condition
// leaves.
func (c *comparison) each(v *findings.View, condition string, yield func(s seen), args ...any) error {
	where, all := v.Where()
	return query.Each(c.tx, `SELECT f.url, u.text, f.internal, f.kind, max(f.pages, 0), f.verdict, f.status, f.outcome, f.severity, f.reason, coalesce(x.text, '')
		FROM finding f CROSS JOIN url u ON u.id = f.url LEFT JOIN url x ON x.id = f.final AND f.final <> f.url WHERE `+where+` AND `+condition, func(rows *sql.Rows) error {
		var s seen
		err := rows.Scan(&s.ID, &s.url, &s.internal, &s.kind, &s.pages, &s.Verdict, &s.Status, &s.Outcome, &s.Severity, &s.Reason, &s.Final)
		if live := c.live[v]; live != nil {
			s.pages = int(live.Get(uint32(s.ID)))
		}
		yield(s)
		return err
	}, append(all, args...)...)
}

// readProblems reads the problems of both scans, and what each says of those of
// the other. What needs no further look is decided: LinkRemoved, and Fixed of
// a place, are NotReached and CameBack is New until proveRemoved, proveFound and lookBack
// find otherwise.
func (c *comparison) readProblems() error {
	const problems = `f.verdict IN ` + findings.ProblemVerdicts
	place := make(map[storage.URLID]int)
	err := c.each(c.from, problems, func(s seen) {
		r := storage.ChangeRow{ID: s.ID, URL: s.url, Internal: s.internal, Kind: s.kind, Before: s.Observation, Pages: s.pages}
		if now := c.aliases.later(uint32(s.ID)); now != 0 {
			r.ID = storage.URLID(now)
			place[r.ID] = len(c.rows)
		}
		c.rows = append(c.rows, r)
	})
	if err != nil {
		return err
	}
	var missing []storage.URLID // later problems that were none before
	now := func(r *storage.ChangeRow, s *seen) {
		r.URL = s.url
		r.Internal, r.Kind, r.Now, r.Pages = s.internal, s.kind, s.Observation, s.pages
	}
	err = c.each(c.to, problems, func(s seen) {
		at, known := place[s.ID]
		if !known {
			at = len(c.rows)
			place[s.ID] = at
			c.rows = append(c.rows, storage.ChangeRow{ID: s.ID, URL: s.url, Change: storage.New})
			if was := c.aliases.earlier(uint32(s.ID)); was != 0 {
				missing = append(missing, storage.URLID(was))
			}
		}
		now(&c.rows[at], &s)
	})
	if err != nil {
		return err
	}
	err = c.eachOf(c.from, missing, func(s seen) {
		c.rows[place[storage.URLID(c.aliases.later(uint32(s.ID)))]].Before = s.Observation
	})
	if err != nil {
		return err
	}
	missing = missing[:0]
	for i := range c.rows {
		r := &c.rows[i]
		if at, ok := place[r.ID]; r.Change == 0 && r.Now.ID == 0 && ok && at == i {
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
func (c *comparison) eachOf(v *findings.View, ids []storage.URLID, yield func(s seen)) error {
	for part := range slices.Chunk(ids, query.LookupSize) {
		if err := c.each(v, `f.url IN (SELECT value FROM json_each(?))`, yield, query.List(part)); err != nil {
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
	place := make(map[storage.URLID]int)
	var ids []storage.URLID
	for i := range c.rows {
		if r := &c.rows[i]; r.Change == storage.New && r.Before.Verdict == outcome.Works {
			place[r.Before.ID] = i
			ids = append(ids, r.Before.ID)
		}
	}
	newest := c.older[0]
	for part := range slices.Chunk(ids, query.LookupSize) {
		if err := c.ctx.Err(); err != nil {
			return err
		}
		err := query.Each(c.tx, `SELECT f.url, f.first_scan, coalesce(f.until_scan, ?) FROM finding f WHERE f.first_scan IN `+findings.Chain+`
			AND f.url IN (SELECT value FROM json_each(?)) AND f.verdict IN `+findings.ProblemVerdicts, func(rows *sql.Rows) error {
			var id storage.URLID
			var first, until storage.ScanID
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
		}, math.MaxInt64, c.from.Site, newest.ID, query.List(part))
		if err != nil {
			return err
		}
	}
	return nil
}
