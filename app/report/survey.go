package report

import (
	"context"
	"fmt"

	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// survey is what a workbook must know of all rows before the first is
// written: how many there are, what the Summary adds up, and the first pages
// that link to each problem.
type survey struct {
	counts storage.Counts
	// rows
	problems, ignored, links, addresses int
	pages                               map[linkKey]*found
	statuses                            map[int]int
}

// surveyOf passes once over all rows and links.
func surveyOf(ctx context.Context, src *Source) (*survey, error) {
	s := &survey{
		pages: make(map[linkKey]*found), statuses: make(map[int]int),
	}
	var err error
	if s.counts, err = src.Data.Counts(ctx, src.Scan.ID); err != nil {
		return nil, fmt.Errorf("count rows: %w", err)
	}
	s.counts = s.counts.Without(src.Marks)
	for row, err := range src.Data.EachRow(ctx, src.Scan.ID, storage.Filter{}, storage.Order{By: storage.ByFound}) {
		if err != nil {
			return nil, fmt.Errorf("read addresses: %w", err)
		}
		s.add(row)
	}
	names := make(map[storage.URLID]string) // one copy of each page's address
	for link, err := range src.Data.EachLink(ctx, src.Scan.ID, storage.Filter{}) {
		if err != nil {
			return nil, fmt.Errorf("read links: %w", err)
		}
		s.links++
		s.addLink(link, names)
	}
	return s, nil
}

func (s *survey) add(row storage.Row) {
	s.addresses++
	if row.Verdict != outcome.Unchecked && row.Verdict != outcome.Skipped {
		s.statuses[row.Status]++
	}
	if !row.Verdict.IsProblem() {
		return
	}
	if storage.Hidden(row.Marks) {
		s.ignored++
	} else {
		s.problems++
	}
	s.pages[keyOf(row)] = &found{}
}

// shownPages is how many of the pages that link to a problem are listed beside it.
// The Links sheet has all of them.
const shownPages = 3

// found are the first pages that link to something.
type found struct {
	ids   [shownPages]storage.URLID
	pages [shownPages]string
}

// addLink notes the page of a link to a problem. One pass over all links does
// it for all: a query for each of 100,000 problems would take longer than the
// whole report may.
func (s *survey) addLink(link storage.LinkRow, names map[storage.URLID]string) {
	page := func() string {
		if names[link.Page] == "" {
			names[link.Page] = link.PageURL
		}
		return names[link.Page]
	}
	if p := s.pages[linkKey{target: link.Target}]; p != nil {
		p.add(link.Page, page)
	}
	if link.Fragment == "" {
		return
	}
	if p := s.pages[linkKey{link.Target, link.Fragment}]; p != nil {
		p.add(link.Page, page)
	}
}

func (p *found) add(id storage.URLID, page func() string) {
	for i := range p.ids {
		switch p.ids[i] {
		case id:
			return
		case 0:
			p.ids[i], p.pages[i] = id, page()
			return
		}
	}
}

// linkKey is what a link leads to: an address, or a fragment of it.
type linkKey struct {
	target   storage.URLID
	fragment string
}

// keyOf is where the links to a row are found: those to a checked fragment
// lead to its page.
func keyOf(r storage.Row) linkKey {
	if r.Page != 0 {
		return linkKey{target: r.Page, fragment: r.Fragment}
	}
	return linkKey{target: r.ID}
}
