package compare

import (
	"database/sql"
	"slices"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/storage/linkset"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/urlid"
)

// proveRemoved finds the problems that no page links to any more; storage.Change
// says what proves that.
func (c *comparison) proveRemoved() error {
	if !isWhole(c.to) {
		return nil
	}
	open := make(map[findings.Place]int) // the place of the row
	pages := make(map[uint32]bool)
	for i := range c.rows {
		r := &c.rows[i]
		if r.Change != storage.NotReached || r.Now.ID != 0 || r.Pages == 0 || c.aliases.ambiguous.Get(uint32(r.Before.ID)) {
			continue
		}
		to, err := c.from.Destination(c.tx, r.Before.ID)
		if err != nil {
			return err
		}
		open[to] = i
		pages[to.Page] = true
	}
	if len(open) == 0 {
		return nil
	}
	p := removal{comparison: c, open: open, pages: pages}
	if err := p.closeUnread(); err != nil {
		return err
	}
	if err := p.closeNamed(c.to); err != nil {
		return err
	}
	for _, i := range open {
		c.rows[i].Change = storage.LinkRemoved
	}
	return nil
}

// removal looks for what proves that links are still there, or may be.
type removal struct {
	*comparison
	open  map[findings.Place]int // what nothing was found of yet
	pages map[uint32]bool
}

// accounted is the condition that it is known of a page which links are on it
// now: all of it was read, or it is gone and its links with it, or it leads
// elsewhere.
var accounted = `(f.outcome IN ('404', '410') OR f.outcome NOT IN ('` + strings.Join([]string{
	string(outcome.BodyTruncated), string(outcome.TooLarge), string(outcome.BadCompression),
}, `', '`) + `') AND f.verdict IN (1, 2) AND (f.page_version IS NOT NULL OR f.document = 1 OR f.final IS NOT f.url))`

// accountedBy returns the addresses of a scan of which accounted holds.
func (c *comparison) accountedBy(v *findings.View) (*urlid.Map[bool], error) {
	told := new(urlid.Map[bool])
	where, args := v.Where()
	return told, query.Each(c.tx, `SELECT f.url FROM finding f WHERE `+where+` AND `+accounted, func(rows *sql.Rows) error {
		var url uint32
		err := rows.Scan(&url)
		told.Set(url, true)
		return err
	}, args...)
}

// isWhole reports whether a scan found everything that is linked on the pages that it
// read: it came to its end and left out no links because of a limit.
func isWhole(v *findings.View) bool { return v.State == storage.Complete && v.Counts.Omitted == 0 }

// closeUnread takes out what pages of the earlier scan link to that the later
// one did not account for, and what links of elements lead to that it did not
// read.
func (p *removal) closeUnread() error {
	told, err := p.accountedBy(p.to)
	if err != nil {
		return err
	}
	return p.from.EachVersion(p.ctx, p.tx, func(v *findings.PageVersion, read findings.ReadLinks) error {
		unread := slices.ContainsFunc(v.Pages, func(url uint32) bool { return !told.Get(p.aliases.later(url)) })
		if !unread && len(p.pair.Unread) == 0 || !p.leads(v.Targets) {
			return nil
		}
		links, err := read(nil)
		for i := range links {
			if l := &links[i]; unread || storage.IsUnread(p.pair.Unread, l.Element) {
				p.close(l)
			}
		}
		return err
	})
}

// closeNamed takes out what the pages of a scan link to.
func (p *removal) closeNamed(v *findings.View) error {
	return v.EachVersion(p.ctx, p.tx, func(v *findings.PageVersion, read findings.ReadLinks) error {
		if !p.leads(v.Targets) {
			return nil
		}
		links, err := read(nil)
		for i := range links {
			p.close(&links[i])
		}
		return err
	})
}

func (p *removal) leads(targets []byte) bool {
	for t := linkset.Targets(targets); t.Next(); {
		if p.pages[t.URL] {
			return true
		}
	}
	return false
}

// close takes out what a link leads to.
func (p *removal) close(l *linkset.Link) {
	delete(p.open, findings.Place{Page: l.Target})
	if l.Fragment != "" {
		delete(p.open, findings.Place{Page: l.Target, Fragment: l.Fragment})
	}
}
