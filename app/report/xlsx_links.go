package report

import (
	"context"
	"fmt"

	"sitewell/scanner/outcome"
	"sitewell/storage"
)

func linkLayout() layout {
	return layout{
		name: sheetLinks, frozen: 1, printed: 7, color: accentColor,
		columns: []column{
			{"Page", 46},
			{"Link text", 28},
			{"Leads to", 46},
			{"Status", 8},
			{"Verdict", 12},
			{"Place on the page", 13},
			{"Line", 8},
			{"Element", 14},
			{"Outcome", 20},
		},
	}
}

// links writes the sheet with a row a link.
func (b *book) links(ctx context.Context) error {
	t, err := b.newTable(linkLayout())
	if err != nil {
		return err
	}
	s := b.styles
	for link, err := range b.Data.EachLink(ctx, b.Scan.ID, storage.Filter{}) {
		if err != nil {
			return fmt.Errorf("read links: %w", err)
		}
		err = t.add(
			s.cellLink(link.PageURL),
			s.cellText(link.Text),
			s.cellLink(withFragment(link)),
			s.cellStatus(link.Status),
			s.cellVerdict(link.Verdict),
			s.cellNote(link.Place.String()),
			s.cellStatus(link.Line),
			s.cellNote(link.Element),
			s.cellNote(string(link.Outcome)),
		)
		if err != nil {
			return err
		}
	}
	b.sum.noteSheets(t)
	return t.end()
}

// withFragment is a link's address with what follows '#'.
func withFragment(l storage.LinkRow) string {
	if l.Fragment == "" {
		return l.URL
	}
	return l.URL + "#" + l.Fragment
}

func addressLayout() layout {
	return layout{
		name: sheetAddresses, frozen: 1, printed: 8, color: verdictColors(outcome.Skipped).ink,
		columns: []column{
			{"Address", 52},
			{"Verdict", 12},
			{"Status", 8},
			{"What happened", 26},
			{"Kind", 11},
			{"Whose", 11},
			{"Pages that link here", 10},
			{"Title", 36},
			{"Leads to", 40},
			{"Type", 20},
			{"Bytes", 11},
			{"Seconds", 9},
			{"Clicks from start", 9},
			{"Outcome", 20},
			{"Technical reason", 40},
			{"Checked", 16},
		},
	}
}

// addresses writes the sheet with a row for everything that the scan knows of.
func (b *book) addresses(ctx context.Context) error {
	t, err := b.newTable(addressLayout())
	if err != nil {
		return err
	}
	for row, err := range b.Data.EachRow(ctx, b.Scan.ID, storage.Filter{}, storage.Order{By: storage.ByFound}) {
		if err != nil {
			return fmt.Errorf("read addresses: %w", err)
		}
		b.sum.addStatus(row)
		if err := t.add(b.addressCells(row)...); err != nil {
			return err
		}
	}
	b.sum.noteSheets(t)
	return t.end()
}

func (b *book) addressCells(row storage.Row) []any {
	s := b.styles
	var title string
	if row.Verdict != outcome.Unchecked {
		title, _, _ = b.Words.Words(row.Outcome, row.Internal)
	}
	size := s.cellStatus(0)
	if row.Size > 0 {
		size = s.cellNumber(int(row.Size))
	}
	return []any{
		s.cellLink(row.URL),
		s.cellVerdict(row.Verdict),
		s.cellStatus(row.Status),
		s.cellNote(title),
		s.cellNote(string(row.Kind)),
		s.cellNote(whose(row.Internal)),
		s.cellNumber(row.Sources),
		s.cellText(row.Title),
		s.cellLink(elsewhere(row)),
		s.cellText(row.ContentType),
		size,
		s.cellSeconds(row.Took),
		s.cellNumber(row.Depth),
		s.cellNote(string(row.Outcome)),
		s.cellText(row.Reason),
		s.cellDate(b.local(row.At)),
	}
}
