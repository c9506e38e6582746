package findings

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"sitewell/storage"
	"sitewell/storage/linkset"
)

// markedLinks are an address and the pages whose links to it are marked.
type markedLinks struct {
	id       storage.URLID
	to       Place
	pages    map[uint32]bool
	unmarked bool // another page links there as well
}

// dropOtherLinks takes out the marks of links to addresses to which a page links
// that has no mark: what is wrong there is not wrong for the marked links alone.
func (s *markSearch) dropOtherLinks(ctx context.Context) error {
	links, err := s.markedLinks()
	if err != nil || len(links) == 0 {
		return err
	}
	err = s.view.EachVersion(ctx, s.tx, func(p *PageVersion, read ReadLinks) error {
		for _, l := range links {
			if l.unmarked || linkset.Find(p.Targets, l.to.Page) == 0 || !slices.ContainsFunc(p.Pages, func(url uint32) bool { return !l.pages[url] }) {
				continue
			}
			found, err := read(func(target uint32) bool { return target == l.to.Page })
			if err != nil {
				return err
			}
			for i := range found {
				l.unmarked = l.unmarked || l.to.meant(&found[i])
			}
		}
		return nil
	})
	for _, l := range links {
		if l.unmarked {
			s.dropLinks(l.id)
		}
	}
	return err
}

// dropLinks takes out the marks of links to an address.
func (s *markSearch) dropLinks(id storage.URLID) {
	group := uint32(0)
	for _, i := range s.marksAbout(id) {
		if s.marks[i].Scope != storage.OnLink {
			group = s.groups.with(group, i)
		}
	}
	s.about.Set(uint32(id), group)
}

// markedLinks returns the addresses of the scan to which marks of links are.
func (s *markSearch) markedLinks() ([]*markedLinks, error) {
	var texts []string
	for _, m := range s.marks {
		if m.Scope == storage.OnLink {
			texts = append(texts, m.Page)
		}
	}
	pages, err := idsOfTexts(s.tx, texts)
	if err != nil || len(texts) == 0 {
		return nil, err
	}
	var all []*markedLinks
	for _, id := range s.ids {
		l := &markedLinks{id: id, pages: make(map[uint32]bool)}
		for _, i := range s.marksAbout(id) {
			if m := &s.marks[i]; m.Scope == storage.OnLink {
				l.pages[uint32(pages[m.Page])] = true // 0 for a page that is not known
			}
		}
		if len(l.pages) == 0 {
			continue
		}
		if l.to, err = s.view.Destination(s.tx, id); errors.Is(err, sql.ErrNoRows) {
			continue // it is not in this scan
		} else if err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	return all, nil
}
