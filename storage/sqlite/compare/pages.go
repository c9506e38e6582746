package compare

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
)

// ComparePages compares the pages of two scans; storage.PageChange has the rules. It
// takes the memory of all pages of both scans, without their links. Errors are those
// of Compare.
func (c *Comparer) ComparePages(ctx context.Context, p storage.Pair) (result storage.PageComparison, err error) {
	err = c.file.Reading(ctx, "compare pages", func(tx *sql.Tx) error {
		w, err := newComparison(ctx, tx, p)
		if err != nil {
			return err
		}
		if err := w.readAliases(); err != nil {
			return err
		}
		result, err = w.comparePages()
		return err
	})
	return result, err
}

// storedPage is a page as a scan found it.
type storedPage struct {
	url          uint32
	text         string
	title, facts string
}

func (p *storedPage) ref() storage.PageRef {
	return storage.PageRef{ID: storage.URLID(p.url), URL: p.text}
}

// decode returns the facts of a page.
func (p *storedPage) decode() (f storage.PageFacts, err error) {
	f.Title = p.title
	if p.facts == "" {
		return f, nil
	}
	f.Known = true
	return f, findings.UnpackFacts([]byte(p.facts), &f)
}

// pages reads the pages of a scan.
func (c *comparison) pages(v *findings.View) (pages []storedPage, err error) {
	where, args := v.Where()
	return pages, query.Each(c.tx, `SELECT f.url, u.text, f.title, coalesce(f.facts, '') FROM finding f CROSS JOIN url u ON u.id = f.url
		WHERE `+where+` AND f.document = 1`, func(rows *sql.Rows) error {
		var p storedPage
		err := rows.Scan(&p.url, &p.text, &p.title, &p.facts)
		pages = append(pages, p)
		return err
	}, args...)
}

func (c *comparison) comparePages() (result storage.PageComparison, err error) {
	before, err := c.pages(c.from)
	if err != nil {
		return result, err
	}
	now, err := c.pages(c.to)
	if err != nil {
		return result, err
	}
	counts := &result.Counts
	counts.Before, counts.Now = len(before), len(now)
	later := make(map[uint32]*storedPage, len(now))
	for i := range now {
		later[now[i].url] = &now[i]
	}
	var both []storage.ComparedPage
	var dropped []storedPage
	for i := range before {
		old := &before[i]
		page := later[c.aliases.later(old.url)]
		if page == nil {
			dropped = append(dropped, *old)
			continue
		}
		delete(later, page.url)
		compared := storage.ComparedPage{PageRef: page.ref()}
		if compared.Before, err = old.decode(); err != nil {
			return result, err
		}
		if compared.Now, err = page.decode(); err != nil {
			return result, err
		}
		if old := &compared.Before; old.Canonical != "" {
			old.Canonical = c.pair.Map.Map(old.Canonical)
		}
		counts.TitlesOnly = counts.TitlesOnly || !compared.Before.Known || !compared.Now.Known
		both = append(both, compared)
	}
	var added []storedPage
	for _, p := range later {
		added = append(added, *p)
	}
	gone, err := c.absent(absence{c.from, c.to, c.aliases.later, &c.aliases.ambiguous, c.pair.Unread}, dropped)
	if err != nil {
		return result, err
	}
	fresh, err := c.absent(absence{c.to, c.from, c.aliases.earlier, &c.aliases.claimed, c.pair.UnreadBefore}, added)
	if err != nil {
		return result, err
	}
	counts.Removed, counts.NotReached = len(gone), len(dropped)-len(gone)
	counts.New, counts.NotKnown = len(fresh), len(added)-len(fresh)
	changed := storage.PageRows(both)
	ids := make(map[storage.URLID]bool)
	for i := range changed {
		for _, p := range changed[i].Pages {
			ids[p.ID] = true
		}
		if changed[i].IsTemplate() {
			counts.Templates++
		}
	}
	counts.Changed = len(ids)
	result.Rows = append(result.Rows, absentRows(storage.PageRemoved, gone)...)
	result.Rows = append(result.Rows, changed...)
	result.Rows = append(result.Rows, absentRows(storage.PageNew, fresh)...)
	result.Suggested = c.suggest(counts, before, now)
	return result, c.ctx.Err()
}

// suggest returns a map for scans of which nearly no page is in both.
func (c *comparison) suggest(n *storage.PageCounts, before, now []storedPage) []string {
	if both := n.Before - n.Removed - n.NotReached; n.Before == 0 || n.Now == 0 || 10*both > min(n.Before, n.Now) {
		return nil
	}
	texts := func(pages []storedPage) []string {
		all := make([]string, len(pages))
		for i := range pages {
			all[i] = pages[i].text
		}
		return all
	}
	return storage.SuggestRules(texts(before), texts(now), c.From.Start, c.To.Start)
}

// absentPage is a page of one scan of which it is proved that it was not there in
// another.
type absentPage struct {
	storage.PageRef
	proof storage.PageProof
}

// absentRows returns a row for each page, in the order of addresses.
func absentRows(change storage.PageChange, pages []absentPage) []storage.PageRow {
	slices.SortFunc(pages, func(a, b absentPage) int { return cmp.Compare(a.URL, b.URL) })
	rows := make([]storage.PageRow, len(pages))
	for i, p := range pages {
		rows[i] = storage.PageRow{Change: change, Proof: p.proof, Pages: []storage.PageRef{p.PageRef}}
	}
	return rows
}
