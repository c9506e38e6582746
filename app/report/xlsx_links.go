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
			{heading: "Page", width: 46},
			{heading: "Link text", width: 28},
			{heading: "Leads to", width: 46},
			{heading: "Status", width: 8},
			{heading: "Verdict", width: 12},
			{heading: "Place on the page", width: 13},
			{heading: "Line", width: 8},
			{heading: "Element", width: 14},
			{heading: "Outcome", width: 20},
		},
	}
}

// links writes the sheet with a row a link.
func (b *book) links(ctx context.Context) error {
	t, err := b.newTable(linkLayout())
	if err != nil {
		return err
	}
	c := b.styles.single
	for link, err := range b.Data.EachLink(ctx, b.Scan.ID, storage.Filter{}) {
		if err != nil {
			return fmt.Errorf("read links: %w", err)
		}
		err = t.add(
			c.asLink(link.PageURL),
			c.asText(link.Text),
			c.asLink(shown(withFragment(link))),
			c.asCode(link.Status),
			c.asVerdict(link.Verdict),
			c.asNote(link.Place.String()),
			c.asCode(link.Line),
			c.asNote(link.Element),
			c.asNote(string(link.Outcome)),
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
			{heading: "Address", width: 52},
			{heading: "Verdict", width: 12},
			{heading: "Status", width: 8},
			{heading: "What happened", width: 26},
			{heading: "Kind", width: 11},
			{heading: "Whose", width: 11},
			{heading: "Pages that link here", width: 11, number: true},
			{heading: "Title", width: 36},
			{heading: "Leads to", width: 40},
			{heading: "Type", width: 20},
			{heading: "Bytes", width: 11, number: true},
			{heading: "Seconds", width: 10, number: true},
			{heading: "Clicks from start", width: 11, number: true},
			{heading: "Outcome", width: 20},
			{heading: "Technical reason", width: 40},
			{heading: "Checked", width: 16},
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
	c := b.styles.single
	var title string
	if row.Verdict != outcome.Unchecked {
		title, _, _ = b.Words.Words(row.Outcome, row.Internal)
	}
	size := c.asCode(0)
	if row.Size > 0 {
		size = c.asNumber(int(row.Size))
	}
	return []any{
		c.asLink(shown(row.URL)),
		c.asVerdict(row.Verdict),
		c.asCode(row.Status),
		c.asNote(title),
		c.asNote(string(row.Kind)),
		c.asNote(whose(row.Internal)),
		c.asNumber(row.Sources),
		c.asText(row.Title),
		c.asLink(elsewhere(row)),
		c.asText(row.ContentType),
		size,
		c.asSeconds(row.Took),
		c.asNumber(row.Depth),
		c.asNote(string(row.Outcome)),
		c.asText(row.Reason),
		c.asDate(b.local(row.At)),
	}
}
