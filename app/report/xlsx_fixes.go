package report

import "context"

// fixTable has a row a fix, worst first: what a person works through.
func (b *book) fixTable() *table {
	return &table{
		name: sheetFixes, frozen: 3, printed: 9, wraps: true, color: accentColor,
		about: "What to do, worst first. One change mends all problems of a row; the sheet of problems has its number beside each.",
		count: len(b.Fixes),
		columns: []column{
			{heading: "Fix", width: 6},
			{heading: "Severity", width: 9},
			{heading: "What to do", width: 46},
			{heading: "Why one change mends it", width: 46},
			{heading: "What happened", width: 24},
			{heading: "Problems", width: 10, number: true},
			{heading: "Pages", width: 10, number: true},
			{heading: "Verdict", width: 11},
			{heading: "For example", width: 46},
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
		r.note(SeverityWord(f.Severity))
		r.text(f.Do)
		r.note(f.Why)
		r.note(b.happened(&f))
		r.count(len(f.Problems))
		r.count(f.Pages)
		r.verdict(f.Verdict)
		r.link(shown(f.Example))
		if !yield() {
			return nil
		}
	}
	return nil
}

// happened says what the problems of a fix have in common.
func (s *Source) happened(f *Fix) string {
	if f.Outcome == "" {
		return "Several kinds"
	}
	title, _, _ := s.Words.Words(f.Outcome, f.Internal)
	return title
}
