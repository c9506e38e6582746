package report

import "context"

// codeTable explains the outcomes that the problems of the workbook have.
func (b *book) codeTable() *table {
	return &table{
		name: b.speak(sheetCodes), id: "Codes", frozen: 2, printed: 7, wraps: true, color: b.accentColor,
		about: b.speak("What each kind of problem in this workbook means."),
		count: len(b.survey.codes),
		columns: []column{
			{heading: b.speak("Code"), width: 18},
			{heading: b.speak("What happened"), width: 30},
			{heading: b.speak("Whose"), width: 12},
			{heading: b.speak("Verdict"), width: 13},
			{heading: b.speak("Problems"), width: 10, number: true},
			{heading: b.speak("What it means"), width: 56},
			{heading: b.speak("How to fix it"), width: 56},
		},
		each: b.eachCode,
	}
}

func (b *book) eachCode(_ context.Context, r *row, yield func() bool) error {
	for _, c := range b.survey.codes {
		title, means, fix := b.Words.Words(c.key, c.internal)
		r.text(string(c.key))
		r.note(title)
		r.note(b.Speech.Side(c.internal))
		r.verdict(c.verdict, b.Speech.Verdict(c.verdict))
		r.count(c.count)
		r.note(means)
		r.note(fix)
		if !yield() {
			return nil
		}
	}
	return nil
}
