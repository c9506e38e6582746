package compare

import (
	"database/sql"
	"slices"

	"sitewell/storage"
	"sitewell/storage/linkset"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/urlid"
)

// absence is what one scan read and another proves not to have been there.
type absence struct {
	one, other *findings.View
	numberOf   func(uint32) uint32 // the number that an address of the one has in the other, 0 for none
	ambiguous  *urlid.Map[bool]    // addresses of the one of which nothing can be said
	unread     []string            // elements that the one read and the other did not
}

// absent returns which pages of one scan, none of them a page of the other, were
// proved not to be there by the other.
func (c *comparison) absent(a absence, pages []storedPage) ([]absentPage, error) {
	there := make(map[uint32]storage.PageProof) // what the other scan found, by its numbers; 0: no proof
	var ids []uint32
	for i := range pages {
		if id := a.numberOf(pages[i].url); id != 0 {
			ids = append(ids, id)
		}
	}
	where, args := a.other.Where()
	for part := range slices.Chunk(ids, query.LookupSize) {
		err := query.Each(c.tx, `SELECT f.url, CASE WHEN f.outcome IN ('404', '410') THEN ? WHEN f.verdict IN (1, 2) AND f.final IS NOT NULL AND f.final <> f.url THEN ? ELSE 0 END
			FROM finding f WHERE `+where+` AND f.url IN (SELECT value FROM json_each(?))`, func(rows *sql.Rows) error {
			var url uint32
			var proof storage.PageProof
			err := rows.Scan(&url, &proof)
			there[url] = proof
			return err
		}, slices.Concat([]any{storage.PageGone, storage.PageRedirected}, args, []any{query.List(part)})...)
		if err != nil {
			return nil, err
		}
	}
	var proved []absentPage
	unknown := make(map[uint32]*storedPage)
	for i := range pages {
		p := &pages[i]
		proof, isFound := there[a.numberOf(p.url)]
		switch {
		case proof != 0:
			proved = append(proved, absentPage{p.ref(), proof})
		case !isFound && !a.ambiguous.Get(p.url):
			unknown[p.url] = p
		}
	}
	if len(unknown) == 0 || !isWhole(a.other) {
		return proved, nil
	}
	u := unlinked{comparison: c, absence: a, open: unknown}
	if err := u.run(); err != nil {
		return nil, err
	}
	for url := range u.linked {
		if p := u.open[url]; p != nil {
			proved = append(proved, absentPage{p.ref(), storage.PageUnlinked})
		}
	}
	return proved, nil
}

// unlinked finds the pages of one scan to which nothing leads in another; see
// storage.PageUnlinked. All of open are taken for such pages until a page is found
// that leads to one and may be there still. What is taken out leads to others in turn.
type unlinked struct {
	*comparison
	absence
	open    map[uint32]*storedPage
	linked  map[uint32]bool // there is a link to it
	targets [][]uint32      // of a page version, those that are open
	version map[uint32]int  // of a page that is open: its place in targets
	due     []int           // places in targets whose pages are to be taken out
}

func (u *unlinked) run() error {
	told, err := u.accountedBy(u.other)
	if err != nil {
		return err
	}
	u.linked, u.version = make(map[uint32]bool), make(map[uint32]int)
	err = u.one.EachVersion(u.ctx, u.tx, func(v *findings.PageVersion, read findings.ReadLinks) error {
		var targets []uint32
		for t := linkset.Targets(v.Targets); t.Next(); {
			if u.open[t.URL] != nil {
				targets = append(targets, t.URL)
			}
		}
		if len(targets) == 0 {
			return nil
		}
		at := len(u.targets)
		u.targets = append(u.targets, targets)
		for _, t := range targets {
			u.linked[t] = u.linked[t] || len(v.Pages) > 1 || v.Pages[0] != t
		}
		for _, page := range v.Pages {
			if u.open[page] != nil {
				u.version[page] = at
			} else if !told.Get(u.numberOf(page)) {
				u.due = append(u.due, at)
				return nil
			}
		}
		return u.readElements(read)
	})
	for err == nil && len(u.due) > 0 {
		at := u.due[len(u.due)-1]
		u.due = u.due[:len(u.due)-1]
		targets := u.targets[at]
		u.targets[at] = nil
		for _, t := range targets {
			u.takeOut(t)
		}
	}
	return err
}

// readElements takes out what links of elements lead to that the other scan did not
// read.
func (u *unlinked) readElements(read findings.ReadLinks) error {
	if len(u.unread) == 0 {
		return nil
	}
	links, err := read(nil)
	for i := range links {
		if storage.IsUnread(u.unread, links[i].Element) && u.open[links[i].Target] != nil {
			u.targets = append(u.targets, []uint32{links[i].Target})
			u.due = append(u.due, len(u.targets)-1)
		}
	}
	return err
}

// takeOut takes out a page, and notes what that leads to.
func (u *unlinked) takeOut(page uint32) {
	if u.open[page] == nil {
		return
	}
	delete(u.open, page)
	if at, ok := u.version[page]; ok {
		u.due = append(u.due, at)
	}
}
