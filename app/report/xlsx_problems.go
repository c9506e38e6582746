package report

import (
	"context"
	"fmt"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/storage/columns"
)

// problemTable has a row a problem, worst first.
func (b *book) problemTable() *table {
	return &table{
		name: b.speak(sheetProblems), id: "Problems", frozen: 4, printed: 10, wraps: true, links: 3, color: verdictColors(outcome.Broken).ink,
		about:   b.speak("Everything that does not simply work, worst first, with what it means and how to fix it."),
		count:   b.survey.problems,
		columns: b.columns(b.problemCells()),
		each:    b.eachProblem,
	}
}

// problemCells returns the columns of the sheet: what was said about problems is one
// where anything was, and what became of them one where there is a scan before.
func (b *book) problemCells() []columns.Cell {
	cells := columns.ProblemSheet()
	if b.Changes != nil {
		cells = append(cells, columns.ChangeCell())
	}
	if b.Marks.Marked > b.Marks.Ignored.Problems() {
		cells = append(cells, columns.MarkCell())
	}
	return cells
}

func (b *book) eachProblem(ctx context.Context, r *row, yield func() bool) error {
	cells := b.problemCells()
	for row, err := range b.Data.EachRow(ctx, b.Scan.ID, problems(), worstFirst()) {
		if err != nil {
			return fmt.Errorf("read problems: %w", err)
		}
		p := b.survey.found[row.ID]
		if p == nil {
			if !b.Has(row.ID) {
				continue
			}
			p = &found{} // it became one after the survey: the scan still runs
		}
		title, means, fix := b.Words.Words(row.Outcome, row.Internal)
		for _, c := range cells {
			switch c.ID {
			case columns.FixID:
				r.code(numberOf(b.numbers, row.ID))
			case columns.HappenedID:
				r.note(title)
			case columns.MeansID:
				r.note(means)
			case columns.HowToFixID:
				r.note(fix)
			case columns.ChangeID:
				change, changed := b.survey.changed[row.ID]
				if !changed {
					change = storage.StillThere
				}
				r.change(change, b.speak(ChangeWord(change)))
			case columns.FoundOnID:
				r.link(p.pages[0])
			case columns.AndOnID:
				r.text(strings.TrimSpace(p.pages[1] + "\n" + p.pages[2]))
			default:
				b.cell(r, c, &row)
			}
		}
		if !yield() {
			return nil
		}
	}
	return nil
}
