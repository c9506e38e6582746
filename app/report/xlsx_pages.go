package report

import (
	"context"
	"strconv"
	"strings"
)

// pageTable has a row for every page with links to problems, worst first: for those
// who work page by page.
func (b *book) pageTable() *table {
	about := b.speak("The pages on which visitors meet problems, worst first.")
	if n := b.survey.morePages; n > 0 {
		about += " " + b.Speech.Plural(n, "{{.Count}} page with less is left out.", "{{.Count}} pages with less are left out.")
	}
	t := &table{
		name: b.speak(sheetPages), id: "Pages", frozen: 1, printed: 5, color: b.accentColor, links: 1,
		about: about, count: len(b.survey.pages),
		columns: []column{
			{heading: b.speak("Page"), width: 62},
			{heading: b.speak("Title"), width: 40},
			{heading: b.speak("Worst problem"), width: 13},
			{heading: b.speak("Problems"), width: 10, number: true},
			{heading: b.speak("Fixes"), width: 18},
		},
		each: b.eachPage,
	}
	if b.survey.editable {
		t.columns, t.links = append(t.columns, column{heading: b.speak("Edit this page"), width: 46}), 2
	}
	return t
}

func (b *book) eachPage(ctx context.Context, r *row, yield func() bool) error {
	for i := range b.survey.pages {
		if i%tickRows == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		p := &b.survey.pages[i]
		r.link(shown(p.address))
		r.text(p.title)
		r.severity(p.severity, b.Speech.Severity(p.severity))
		r.count(p.problems)
		r.text(numbersOf(p))
		if b.survey.editable {
			r.link(p.edit)
		}
		if !yield() {
			return nil
		}
	}
	return nil
}

// numbersOf lists the numbers of the first fixes that a page needs.
func numbersOf(p *pageTally) string {
	var all []string
	for _, n := range p.fixes {
		if n > 0 {
			all = append(all, strconv.Itoa(int(n)))
		}
	}
	text := strings.Join(all, ", ")
	if p.more {
		text += " …"
	}
	return text
}
