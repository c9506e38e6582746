package report

import (
	"context"
	"fmt"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// problemTable has a row a problem, worst first.
func (b *book) problemTable() *table {
	return &table{
		name: b.speak(sheetProblems), frozen: 4, printed: 10, wraps: true, color: verdictColors(outcome.Broken).ink,
		about: b.speak("Everything that does not simply work, worst first, with what it means and how to fix it."),
		count: b.survey.problems,
		columns: []column{
			{heading: b.speak("Fix"), width: 8},
			{heading: b.speak("Severity"), width: 9},
			{heading: b.speak("Verdict"), width: 13},
			{heading: b.speak("Address"), width: 36},
			{heading: b.speak("Status"), width: 7},
			{heading: b.speak("What happened"), width: 20},
			{heading: b.speak("What it means"), width: 36},
			{heading: b.speak("How to fix it"), width: 36},
			{heading: b.speak("Pages that link here"), width: 11, number: true},
			{heading: b.speak("Found on"), width: 30},
			{heading: b.speak("And on"), width: 36},
			{heading: b.speak("Whose"), width: 15},
			{heading: b.speak("Kind"), width: 11},
			{heading: b.speak("Leads to"), width: 36},
			{heading: b.speak("Technical reason"), width: 40},
			{heading: b.speak("Checked"), width: 16},
		},
		each: b.eachProblem,
	}
}

func (b *book) eachProblem(ctx context.Context, r *row, yield func() bool) error {
	for row, err := range b.Data.EachRow(ctx, b.Scan.ID, problems(), worstFirst()) {
		if err != nil {
			return fmt.Errorf("read problems: %w", err)
		}
		p := b.survey.pages[keyOf(row)]
		if p == nil {
			p = &found{} // it became one after the survey: the scan still runs
		}
		title, means, fix := b.Words.Words(row.Outcome, row.Internal)
		r.code(numberOf(b.numbers, row.ID))
		r.note(b.Speech.Severity(row.Severity))
		r.verdict(row.Verdict, b.Speech.Verdict(row.Verdict))
		r.link(shown(row.URL))
		r.code(row.Status)
		r.note(title)
		r.note(means)
		r.note(fix)
		r.count(row.Sources)
		r.link(p.pages[0])
		r.text(strings.TrimSpace(p.pages[1] + "\n" + p.pages[2]))
		r.note(b.Speech.Side(row.Internal))
		r.note(b.Speech.Kind(row.Kind))
		r.link(elsewhere(row))
		r.text(row.Reason)
		r.date(b.local(row.At))
		if !yield() {
			return nil
		}
	}
	return nil
}

// elsewhere is where redirects led, "" where the address answered itself.
func elsewhere(r storage.Row) string {
	if r.Final == r.URL {
		return ""
	}
	return r.Final
}
