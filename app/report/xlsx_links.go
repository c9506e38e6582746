package report

import (
	"context"
	"fmt"

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
