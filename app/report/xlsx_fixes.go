package report

import (
	"context"
	"math"
	"slices"

	"sitewell/app/report/workbook"
)

// fixTable has a row a fix, worst first: what a person works through, with columns to
// fill in that come back to Sitewell.
func (b *book) fixTable() *table {
	t := &table{
		name: b.speak(sheetFixes), id: "Fixes", frozen: 3, wraps: true, color: b.accentColor, links: 1,
		about: b.speak("What to do, most serious first. Fill in who does it, how far it is and by when: Sitewell reads it back from this workbook."),
		count: len(b.Fixes),
		each:  b.eachFix,
	}
	for _, c := range b.fixColumns() {
		t.columns = append(t.columns, c.column)
		if c.field == workbook.FieldNote {
			t.printed = len(t.columns)
		}
	}
	return t
}

// fixColumn is a column of the sheet of fixes.
type fixColumn struct {
	column
	field workbook.Field // that people fill in, "" for none
	write func(r *row, number int, f *Fix)
}

func (b *book) fixColumns() []fixColumn {
	head := func(text string, width float64) column { return column{heading: text, width: width} }
	count := func(text string, width float64) column {
		return column{heading: text, width: width, number: true}
	}
	all := []fixColumn{
		{column: head(b.speak("Fix"), 9), write: func(r *row, number int, _ *Fix) { r.code(number) }},
		{column: head(b.speak("Severity"), 10), write: func(r *row, _ int, f *Fix) { r.severity(f.Severity, b.Speech.Severity(f.Severity)) }},
		{column: head(b.speak("What to do"), 50), field: workbook.FieldTitle, write: func(r *row, _ int, f *Fix) { r.text(f.Do) }},
		{column: count(b.speak("Pages"), 9), write: func(r *row, _ int, f *Fix) { r.count(f.Pages) }},
		{column: count(b.speak("Problems"), 10), write: func(r *row, _ int, f *Fix) { r.count(len(f.Problems)) }},
		{column: head(b.speak("Owner"), 18), field: workbook.FieldOwner, write: func(r *row, _ int, f *Fix) { r.input(f.Work.Owner) }},
		{column: head(b.speak("State"), 12), field: workbook.FieldState, write: func(r *row, _ int, f *Fix) { r.input(b.stateWord(f.Work.State)) }},
		{column: head(b.speak("Due"), 12), field: workbook.FieldDue, write: func(r *row, _ int, f *Fix) { r.day(f.Work.Due) }},
		{column: head(b.speak("Note"), 34), field: workbook.FieldNote, write: func(r *row, _ int, f *Fix) { r.input(f.Work.Note) }},
	}
	if slices.ContainsFunc(b.Fixes, func(f Fix) bool { return f.Progress.Scans > 0 }) {
		all = append(all, fixColumn{column: count(b.speak("Days open"), 9), write: func(r *row, _ int, f *Fix) { r.count(b.age(f)) }})
	}
	return append(all,
		fixColumn{column: head(b.speak("Verdict"), 13), write: func(r *row, _ int, f *Fix) { r.verdict(f.Verdict, b.Speech.Verdict(f.Verdict)) }},
		fixColumn{column: head(b.speak("What happened"), 24), write: func(r *row, _ int, f *Fix) { r.note(b.happened(f)) }},
		fixColumn{column: head(b.speak("Why one change is enough"), 46), write: func(r *row, _ int, f *Fix) { r.note(f.Why) }},
		fixColumn{column: head(b.speak("For example"), 46), write: func(r *row, _ int, f *Fix) { r.link(shown(f.Example)) }},
		fixColumn{column: column{heading: workbook.KeyHeading, width: 20}, write: func(r *row, _ int, f *Fix) { r.key(f.Key()) }},
	)
}

// age is for how many days a fix has been there when the scan began, 0 for a new one.
func (b *book) age(f *Fix) int {
	if f.Progress.Since.IsZero() {
		return 0
	}
	return int(math.Round(b.Scan.Began.Sub(f.Progress.Since).Hours() / 24))
}

// stateWord is a state as people read it.
func (b *book) stateWord(s workbook.State) string {
	switch s {
	case workbook.Done:
		return b.speak("Done")
	case workbook.Ignored:
		return b.speak("Ignored")
	default:
		return b.speak("To do")
	}
}

func (b *book) eachFix(ctx context.Context, r *row, yield func() bool) error {
	columns := b.fixColumns()
	for i := range b.Fixes {
		if i%tickRows == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		for _, c := range columns {
			c.write(r, i+1, &b.Fixes[i])
		}
		if !yield() {
			return nil
		}
	}
	return nil
}

// happened says what the problems of a fix have in common.
func (b *book) happened(f *Fix) string {
	if f.Outcome == "" {
		return b.speak("Several kinds")
	}
	return b.Source.happened(f)
}
