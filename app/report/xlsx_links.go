package report

import (
	"context"
	"fmt"

	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// linkTable has a row a link.
func (b *book) linkTable() *table {
	return &table{
		name: b.speak(sheetLinks), frozen: 1, printed: 7, color: accentColor,
		about: b.speak("Every link: on which page it stands, where it leads and what that means."),
		count: b.survey.links,
		columns: []column{
			{heading: b.speak("Page"), width: 46},
			{heading: b.speak("Link text"), width: 28},
			{heading: b.speak("Leads to"), width: 46},
			{heading: b.speak("Status"), width: 8},
			{heading: b.speak("Verdict"), width: 14},
			{heading: b.speak("Place on the page"), width: 13},
			{heading: b.speak("Line"), width: 8},
			{heading: b.speak("Element"), width: 14},
			{heading: b.speak("Outcome"), width: 20},
		},
		each: b.eachLink,
	}
}

func (b *book) eachLink(ctx context.Context, r *row, yield func() bool) error {
	for link, err := range b.Data.EachLink(ctx, b.Scan.ID, storage.Filter{}) {
		if err != nil {
			return fmt.Errorf("read links: %w", err)
		}
		r.link(link.PageURL)
		r.text(link.Text)
		r.link(shown(withFragment(link)))
		r.code(link.Status)
		r.verdict(link.Verdict, b.Speech.Verdict(link.Verdict))
		r.note(b.Speech.Place(link.Place))
		r.code(link.Line)
		r.note(link.Element)
		r.note(string(link.Outcome))
		if !yield() {
			return nil
		}
	}
	return nil
}

// withFragment is a link's address with what follows '#'.
func withFragment(l storage.LinkRow) string {
	if l.Fragment == "" {
		return l.URL
	}
	return l.URL + "#" + l.Fragment
}

// addressTable has a row for everything that the scan knows of.
func (b *book) addressTable() *table {
	return &table{
		name: b.speak(sheetAddresses), frozen: 1, printed: 8, color: verdictColors(outcome.Skipped).ink,
		about: b.speak("Every address that was found, with how it answered."),
		count: b.survey.addresses,
		columns: []column{
			{heading: b.speak("Address"), width: 52},
			{heading: b.speak("Verdict"), width: 14},
			{heading: b.speak("Status"), width: 8},
			{heading: b.speak("What happened"), width: 26},
			{heading: b.speak("Kind"), width: 11},
			{heading: b.speak("Whose"), width: 15},
			{heading: b.speak("Pages that link here"), width: 11, number: true},
			{heading: b.speak("Title"), width: 36},
			{heading: b.speak("Leads to"), width: 40},
			{heading: b.speak("Type"), width: 20},
			{heading: b.speak("Bytes"), width: 11, number: true},
			{heading: b.speak("Seconds"), width: 10, number: true},
			{heading: b.speak("Clicks from start"), width: 11, number: true},
			{heading: b.speak("Outcome"), width: 20},
			{heading: b.speak("Technical reason"), width: 40},
			{heading: b.speak("Checked"), width: 16},
		},
		each: b.eachAddress,
	}
}

func (b *book) eachAddress(ctx context.Context, r *row, yield func() bool) error {
	for row, err := range b.Data.EachRow(ctx, b.Scan.ID, storage.Filter{}, storage.Order{By: storage.ByFound}) {
		if err != nil {
			return fmt.Errorf("read addresses: %w", err)
		}
		title := ""
		if row.Verdict != outcome.Unchecked {
			title, _, _ = b.Words.Words(row.Outcome, row.Internal)
		}
		r.link(shown(row.URL))
		r.verdict(row.Verdict, b.Speech.Verdict(row.Verdict))
		r.code(row.Status)
		r.note(title)
		r.note(b.Speech.Kind(row.Kind))
		r.note(b.Speech.Side(row.Internal))
		r.count(row.Sources)
		r.text(row.Title)
		r.link(elsewhere(row))
		r.text(row.ContentType)
		r.size(row.Size)
		r.seconds(row.Took)
		r.count(row.Depth)
		r.note(string(row.Outcome))
		r.text(row.Reason)
		r.date(b.local(row.At))
		if !yield() {
			return nil
		}
	}
	return nil
}
