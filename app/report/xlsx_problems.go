package report

import (
	"context"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

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
		name: sheetProblems, frozen: 3, printed: 10, color: verdictColors(outcome.Broken).ink,
		columns: []column{
			{"Severity", 10},
			{"Verdict", 12},
			{"Address", 46},
			{"Status", 8},
			{"What happened", 26},
			{"What it means", 40},
			{"How to fix it", 40},
			{"Pages that link here", 10},
			{"Found on", 40},
			{"And on", 40},
			{"Whose", 11},
			{"Kind", 11},
			{"Leads to", 40},
			{"Technical reason", 40},
			{"Checked", 16},
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
		s := b.styles
		err = t.add(
			s.cellNote(SeverityWord(row.Severity)),
			s.cellVerdict(row.Verdict),
			s.cellLink(row.URL),
			s.cellStatus(row.Status),
			s.cellNote(title),
			s.cellNote(means),
			s.cellNote(fix),
			s.cellNumber(row.Sources),
			s.cellLink(p.pages[0]),
			s.cellText(strings.TrimSpace(p.pages[1]+"\n"+p.pages[2])),
			s.cellNote(whose(row.Internal)),
			s.cellNote(string(row.Kind)),
			s.cellLink(elsewhere(row)),
			s.cellText(row.Reason),
			s.cellDate(b.local(row.At)),
		)
		if err != nil {
			return err
		}
	}
	b.sum.noteSheets(t)
	return t.end()
}

func (s styles) cellVerdict(v outcome.Verdict) any {
	return excelize.Cell{StyleID: s.verdicts[v], Value: VerdictWord(v)}
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
