package findings

import (
	"database/sql"

	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/linkset"
	"sitewell/storage/sqlite/query"
)

// pageNames knows addresses and titles of pages.
type pageNames struct {
	v     *View
	tx    *sql.Tx
	pages map[uint32]pageName
}

type pageName struct{ url, title string }

func (v *View) names(tx *sql.Tx) *pageNames { return &pageNames{v: v, tx: tx} }

// load looks up some pages, and forgets those before.
func (n *pageNames) load(pages []sourcePage) error {
	urls := make([]uint32, len(pages))
	for i, p := range pages {
		urls[i] = p.url
	}
	n.pages = make(map[uint32]pageName, len(pages))
	where, args := n.v.Where()
	return query.Each(n.tx, `SELECT f.url, u.text, f.title FROM json_each(?) j CROSS JOIN finding f ON f.url = j.value AND `+where+`
		CROSS JOIN url u ON u.id = f.url`, func(rows *sql.Rows) error {
		var url uint32
		var p pageName
		err := rows.Scan(&url, &p.url, &p.title)
		n.pages[url] = p
		return err
	}, append([]any{query.List(urls)}, args...)...)
}

// source returns a link of a page.
func (n *pageNames) source(page uint32, l *linkset.Link) storage.Source {
	p := n.pages[page]
	return storage.Source{
		Page: storage.URLID(page), PageURL: p.url, Title: p.title,
		Text: l.Text, Element: result.InHTML(l.Element), Fragment: l.Fragment, Place: l.Place, Line: l.Line, Nofollow: l.Nofollow,
		ByScript: result.IsByScript(l.Element),
	}
}
