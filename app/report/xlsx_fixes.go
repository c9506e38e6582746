package report

import "context"

// fixTable has a row a fix, worst first: what a person works through.
func (b *book) fixTable() *table {
	return &table{
		name: b.speak(sheetFixes), frozen: 3, printed: 9, wraps: true, color: accentColor,
		about: b.speak("What to do, most serious first. One change fixes all problems of a row; the sheet of problems shows its number beside each."),
		count: len(b.Fixes),
		columns: []column{
			{heading: b.speak("Fix"), width: 8},
			{heading: b.speak("Severity"), width: 9},
			{heading: b.speak("What to do"), width: 46},
			{heading: b.speak("Why one change is enough"), width: 46},
			{heading: b.speak("What happened"), width: 24},
			{heading: b.speak("Problems"), width: 10, number: true},
			{heading: b.speak("Pages"), width: 10, number: true},
			{heading: b.speak("Verdict"), width: 13},
			{heading: b.speak("For example"), width: 46},
		},
		each: b.eachFix,
	}
}

func (b *book) eachFix(ctx context.Context, r *row, yield func() bool) error {
	for i, f := range b.Fixes {
		if i%tickRows == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		r.code(i + 1)
		r.note(b.Speech.Severity(f.Severity))
		r.text(f.Do)
		r.note(f.Why)
		r.note(b.happened(&f))
		r.count(len(f.Problems))
		r.count(f.Pages)
		r.verdict(f.Verdict, b.Speech.Verdict(f.Verdict))
		r.link(shown(f.Example))
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
