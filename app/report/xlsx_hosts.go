package report

import (
	"context"

	"sitewell/scanner/outcome"
)

// hostTable has a row for every other site with problems, worst first.
func (b *book) hostTable() *table {
	return &table{
		name: b.speak(sheetHosts), id: "Hosts", frozen: 2, printed: 8, wraps: true, color: verdictColors(outcome.Warning).ink, links: 1,
		about: b.speak("Which other sites fail, with how many pages of this site link there."),
		count: len(b.survey.hosts),
		columns: []column{
			{heading: b.speak("Fix"), width: 7},
			{heading: b.speak("Other site"), width: 34},
			{heading: b.speak("Severity"), width: 10},
			{heading: b.speak("Verdict"), width: 13},
			{heading: b.speak("What happened"), width: 30},
			{heading: b.speak("Problems"), width: 10, number: true},
			{heading: b.speak("Pages that link here"), width: 12, number: true},
			{heading: b.speak("For example"), width: 56},
		},
		each: b.eachHost,
	}
}

func (b *book) eachHost(ctx context.Context, r *row, yield func() bool) error {
	for i, h := range b.survey.hosts {
		if i%tickRows == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		title, _, _ := b.Words.Words(h.outcome, false)
		r.code(numberOf(b.numbers, h.problem))
		r.text(h.host)
		r.severity(h.severity, b.Speech.Severity(h.severity))
		r.verdict(h.verdict, b.Speech.Verdict(h.verdict))
		r.note(title)
		r.count(h.problems)
		r.count(h.pages)
		r.link(shown(h.example))
		if !yield() {
			return nil
		}
	}
	return nil
}
