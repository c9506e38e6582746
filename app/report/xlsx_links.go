package report

import (
	"context"
	"fmt"

	"sitewell/storage"
)

// linkTable has a row a link.
func (b *book) linkTable() *table {
	return &table{
		name: b.speak(sheetLinks), id: "Links", frozen: 1, printed: 7, color: b.accentColor, links: 2,
		about:   b.speak("Every link: on which page it is, where it leads and what that means."),
		count:   b.survey.links,
		columns: b.linkColumns(),
		each: func(ctx context.Context, r *row, yield func() bool) error {
			return b.eachLink(ctx, r, storage.Filter{}, yield)
		},
	}
}

// linkedTable has a row a link to a problem, for those who have to change it.
func (b *book) linkedTable() *table {
	return &table{
		name: b.speak(sheetLinked), id: "LinksOfProblems", frozen: 2, printed: 8, color: b.accentColor, links: 2,
		about:   b.speak("Every link that leads to a problem: on which page it is, and with which text."),
		count:   b.survey.linked,
		columns: append([]column{{heading: b.speak("Fix"), width: 7}}, b.linkColumns()...),
		each: func(ctx context.Context, r *row, yield func() bool) error {
			return b.eachLink(ctx, r, problems(), yield)
		},
	}
}

func (b *book) linkColumns() []column {
	return []column{
		{heading: b.speak("Page"), width: 46},
		{heading: b.speak("Link text"), width: 28},
		{heading: b.speak("Leads to"), width: 46},
		{heading: b.speak("Status"), width: 8},
		{heading: b.speak("Verdict"), width: 14},
		{heading: b.speak("Place on the page"), width: 13},
		{heading: b.speak("Line"), width: 8},
		{heading: b.speak("Element"), width: 14},
		{heading: b.speak("Outcome"), width: 20},
		{heading: b.speak("Found by"), width: 10},
	}
}

// eachLink fills in the links that a filter leaves. Those of problems have the number
// of the fix.
func (b *book) eachLink(ctx context.Context, r *row, f storage.Filter, yield func() bool) error {
	ofProblems := len(f.Verdicts) > 0
	for link, err := range b.Data.EachLink(ctx, b.Scan.ID, f) {
		if err != nil {
			return fmt.Errorf("read links: %w", err)
		}
		if ofProblems {
			if b.survey.found[link.Row] == nil {
				continue
			}
			r.code(numberOf(b.numbers, link.Row))
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
		r.note(b.Speech.FoundBy(&link.Source))
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
