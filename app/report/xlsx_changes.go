package report

import (
	"context"

	"sitewell/scanner/outcome"
)

// changeTable has a row for every problem that changed since the scan before, what asks
// for work first.
func (b *book) changeTable() *table {
	t := &table{
		name: b.speak(sheetChanges), id: "Changes", frozen: 3, printed: 8, wraps: true, color: verdictColors(outcome.Works).ink, links: 1,
		about: b.speak("What is new, came back, was fixed or is not linked any more since the scan before."),
		count: b.survey.changes,
		each:  b.eachChangeRow,
	}
	for _, c := range changesHead {
		t.columns = append(t.columns, column{heading: b.speak(c.name), width: min(c.width, 52)})
	}
	t.columns[len(t.columns)-1].number = true
	return t
}

func (b *book) eachChangeRow(ctx context.Context, r *row, yield func() bool) error {
	c := b.Changes.spoken()
	c.Speech = b.Speech
	for change, err := range b.eachChange(ctx) {
		if err != nil {
			return err
		}
		cells := c.cells(&change)
		r.change(change.Change, cells[0])
		r.severity(change.Severity(), cells[1])
		r.link(cells[2])
		for _, text := range cells[3:] {
			r.text(text)
		}
		r.count(change.Pages)
		if !yield() {
			return nil
		}
	}
	return nil
}
