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
		name: sheetProblems, frozen: 4, printed: 10, wraps: true, color: verdictColors(outcome.Broken).ink,
		about: "Everything that does not simply work, worst first, with what it means and how to fix it.",
		count: b.survey.problems,
		columns: []column{
			{heading: "Fix", width: 6},
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
		r.note(SeverityWord(row.Severity))
		r.verdict(row.Verdict)
		r.link(shown(row.URL))
		r.code(row.Status)
		r.note(title)
		r.note(means)
		r.note(fix)
		r.count(row.Sources)
		r.link(p.pages[0])
		r.text(strings.TrimSpace(p.pages[1] + "\n" + p.pages[2]))
		r.note(whose(row.Internal))
		r.note(string(row.Kind))
		r.link(elsewhere(row))
		r.text(row.Reason)
		r.date(b.local(row.At))
		if !yield() {
			return nil
		}
	}
	return nil
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
