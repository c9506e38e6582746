package report

import (
	"context"
	"fmt"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// shownPages is how many of the pages that link to a problem stand beside it.
// The Links sheet has all of them.
const shownPages = 3

// linkKey is what a link leads to: an address, or a fragment of it.
type linkKey struct {
	target   result.ID
	fragment string
}

// keyOf is where the links to a row are found: those to a checked fragment
// lead to its page.
func keyOf(r storage.Row) linkKey {
	if r.Base != 0 {
		return linkKey{target: r.Base, fragment: r.Fragment}
	}
	return linkKey{target: r.ID}
}

// found are the first pages that link to something.
type found struct {
	ids   [shownPages]result.ID
	pages [shownPages]string
}

func (p *found) add(id result.ID, page string) {
	for i := range p.ids {
		switch p.ids[i] {
		case id:
			return
		case 0:
			p.ids[i], p.pages[i] = id, page
			return
		}
	}
}

// firstPages collects for every problem the first pages that link to it, in
// one pass over all links: a query for each of 100,000 problems would take
// longer than the whole report may.
func (b *book) firstPages(ctx context.Context) (map[linkKey]*found, error) {
	pages := make(map[linkKey]*found)
	for row, err := range b.Data.EachRow(ctx, b.Scan.ID, problems(), storage.Order{By: storage.ByFound}) {
		if err != nil {
			return nil, fmt.Errorf("read problems: %w", err)
		}
		pages[keyOf(row)] = &found{}
	}
	names := make(map[result.ID]string) // one copy of each page's address
	for link, err := range b.Data.EachLink(ctx, b.Scan.ID, storage.Filter{}) {
		if err != nil {
			return nil, fmt.Errorf("read links: %w", err)
		}
		for _, key := range []linkKey{{target: link.Target}, {link.Target, link.Fragment}} {
			p := pages[key]
			if p == nil {
				continue
			}
			if names[link.Page] == "" {
				names[link.Page] = link.PageURL
			}
			p.add(link.Page, names[link.Page])
		}
	}
	return pages, nil
}

func problemLayout() layout {
	return layout{
		name: sheetProblems, frozen: 3, printed: 9, wraps: true, color: verdictColors(outcome.Broken).ink,
		columns: []column{
			{heading: "Severity", width: 9},
			{heading: "Verdict", width: 11},
			{heading: "Address", width: 36},
			{heading: "Status", width: 7},
			{heading: "What happened", width: 20},
			{heading: "What it means", width: 36},
			{heading: "How to fix it", width: 36},
			{heading: "Pages that link here", width: 11, number: true},
			{heading: "Found on", width: 30},
			{heading: "And on", width: 36},
			{heading: "Whose", width: 11},
			{heading: "Kind", width: 11},
			{heading: "Leads to", width: 36},
			{heading: "Technical reason", width: 40},
			{heading: "Checked", width: 16},
		},
	}
}

// problems writes the sheet with a row a problem, worst first, and counts
// them for the Summary.
func (b *book) problems(ctx context.Context, pages map[linkKey]*found) error {
	t, err := b.newTable(problemLayout())
	if err != nil {
		return err
	}
	for row, err := range b.Data.EachRow(ctx, b.Scan.ID, problems(), worstFirst()) {
		if err != nil {
			return fmt.Errorf("read problems: %w", err)
		}
		p := pages[keyOf(row)]
		if p == nil {
			p = &found{} // found between two passes over a scan that still runs
		}
		title, means, fix := b.Words.Words(row.Outcome, row.Internal)
		b.sum.add(row, title, fix)
		c := b.styles.wrapped
		err = t.add(
			c.asNote(SeverityWord(row.Severity)),
			c.asVerdict(row.Verdict),
			c.asLink(shown(row.URL)),
			c.asCode(row.Status),
			c.asNote(title),
			c.asNote(means),
			c.asNote(fix),
			c.asNumber(row.Sources),
			c.asLink(p.pages[0]),
			c.asText(strings.TrimSpace(p.pages[1]+"\n"+p.pages[2])),
			c.asNote(whose(row.Internal)),
			c.asNote(string(row.Kind)),
			c.asLink(elsewhere(row)),
			c.asText(row.Reason),
			c.asDate(b.local(row.At)),
		)
		if err != nil {
			return err
		}
	}
	b.sum.noteSheets(t)
	return t.end()
}

func whose(internal bool) string {
	if internal {
		return "This site"
	}
	return "Other site"
}

// elsewhere is where redirects led, "" where the address answered itself.
func elsewhere(r storage.Row) string {
	if r.Final == r.URL {
		return ""
	}
	return r.Final
}
