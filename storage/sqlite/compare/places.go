package compare

import (
	"database/sql"
	"strings"

	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/linkset"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/urlid"
)

// proveFound finds the places within pages that were missing and are there now. A scan
// keeps only the places that are missing, so a place is there where the later scan looked
// for it, which it does for each that a link names, and has nothing to say of it:
// storage.Change has the rule.
func (c *comparison) proveFound() error {
	if err := c.proveWholeSite(); err != nil {
		return err
	}
	if !isWhole(c.to) || c.to.Counts.PlacesChecked == 0 { // with the check switched off, none is looked for
		return nil
	}
	open := make(map[findings.Place]int) // the place of the row
	pages := new(urlid.Map[bool])
	for i := range c.rows {
		r := &c.rows[i]
		if r.Change != storage.NotReached || r.Now.ID != 0 || !strings.Contains(r.URL, "#") || result.IsWholeSite(r.URL) || c.aliases.ambiguous.Get(uint32(r.Before.ID)) {
			continue
		}
		to, err := c.from.Destination(c.tx, r.Before.ID)
		if err != nil {
			return err
		}
		if to.Page = c.aliases.later(to.Page); to.Fragment == "" || to.Page == 0 {
			continue
		}
		open[to] = i
		pages.Set(to.Page, true)
	}
	if len(open) == 0 {
		return nil
	}
	whole, err := c.readWhole(c.to)
	if err != nil {
		return err
	}
	return c.to.EachVersion(c.ctx, c.tx, func(v *findings.PageVersion, read findings.ReadLinks) error {
		for t := linkset.Targets(v.Targets); t.Next(); {
			if !pages.Get(t.URL) {
				continue
			}
			links, err := read(nil)
			for i := range links {
				at := findings.Place{Page: links[i].Target, Fragment: links[i].Fragment}
				if row, isOpen := open[at]; isOpen && whole.Get(at.Page) {
					c.rows[row].Change = storage.Fixed
					delete(open, at)
				}
			}
			return err
		}
		return nil
	})
}

// proveWholeSite finds what was found of the site as a whole and is so no more: no link
// names it, so it is fixed where the later scan is complete and read the start page.
func (c *comparison) proveWholeSite() error {
	if c.to.State != storage.Complete {
		return nil
	}
	for i := range c.rows {
		r := &c.rows[i]
		if r.Change != storage.NotReached || r.Now.ID != 0 || !result.IsWholeSite(r.URL) || c.aliases.ambiguous.Get(uint32(r.Before.ID)) {
			continue
		}
		to, err := c.from.Destination(c.tx, r.Before.ID)
		if err != nil {
			return err
		}
		whole, err := c.readWhole(c.to)
		if err != nil {
			return err
		}
		if whole.Get(c.aliases.later(to.Page)) {
			r.Change = storage.Fixed
		}
	}
	return nil
}

// readWhole returns the pages that a scan read to their end, under their own address.
func (c *comparison) readWhole(v *findings.View) (*urlid.Map[bool], error) {
	whole := new(urlid.Map[bool])
	where, args := v.Where()
	return whole, query.Each(c.tx, `SELECT f.url FROM finding f WHERE `+where+` AND `+accounted+`
		AND f.verdict IN (1, 2) AND (f.page_version IS NOT NULL OR f.document = 1) AND (f.final IS NULL OR f.final = f.url)`, func(rows *sql.Rows) error {
		var url uint32
		err := rows.Scan(&url)
		whole.Set(url, true)
		return err
	}, args...)
}
