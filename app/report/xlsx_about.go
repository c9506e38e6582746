package report

import (
	"context"
	"maps"
	"slices"

	"sitewell/scanner/outcome"
)

// aboutScan writes the sheet for those who want to know how the numbers came about.
func (b *book) aboutScan(context.Context) error {
	l := b.leaf(sheetAbout, 36, 12, 12, 66)
	l.set(0, l.styles.title, b.speak(sheetAbout))
	l.height(32)
	l.next()
	l.scan()
	l.settings()
	l.skipped()
	l.answers()
	return l.finish()
}

func (l *leaf) scan() {
	scan := l.Scan
	l.section(l.speak("The scan"))
	if l.Site.Client != "" {
		l.fact(l.speak("Client"), l.styles.summary.text, plainText(l.Site.Client))
	}
	l.link(l.speak("Start address"), scan.Start)
	l.fact(l.speak("Began"), l.styles.summary.date, wallClock(l.local(scan.Began)))
	if !scan.Ended.IsZero() {
		l.fact(l.speak("Ended"), l.styles.summary.date, wallClock(l.local(scan.Ended)))
	}
	l.fact(l.speak("Time spent"), l.styles.summary.note, l.Speech.Duration(scan.Worked))
	l.fact(l.speak("Result"), l.styles.summary.note, l.state())
	for _, g := range scan.Gaps() {
		text, _ := l.Speech.Gap(g)
		l.fact(l.speak("Not looked at"), l.styles.summary.text, text)
	}
	if line := OrphanLine(l.Orphans, l.Speech); line != "" {
		l.fact(l.speak("Only in the sitemap"), l.styles.summary.text, plainText(line))
	}
	c := l.survey.digest.Counts
	l.fact(l.speak("Pages read"), l.styles.summary.code, c.Pages)
	l.fact(l.speak("Links found"), l.styles.summary.code, c.Links)
	l.fact(l.speak("Addresses of this site"), l.styles.summary.code, c.Internal)
	l.fact(l.speak("Checked with"), l.styles.summary.text, Program(scan.Version))
}

func (l *leaf) settings() {
	l.section(l.speak("Settings and limits"))
	for _, f := range l.Settings {
		l.fact(f.Name, l.styles.summary.text, plainText(f.Value))
	}
	if n := l.Ledger.Omitted; n > 0 {
		l.fact(l.speak("Links beyond a limit"), l.styles.summary.code, n)
	}
}

// skipped says what was found and not checked.
func (l *leaf) skipped() {
	if len(l.Ledger.Skipped) == 0 {
		return
	}
	l.section(l.speak("Skipped, and why"), l.speak("Addresses"))
	for _, s := range l.Ledger.Skipped {
		title, means, _ := l.Words.Words(s.Outcome, s.Internal)
		l.set(0, l.styles.label, title)
		l.set(1, l.styles.summary.number, s.Count)
		l.set(2, l.styles.summary.note, nil)
		l.set(3, l.styles.summary.note, means)
		l.next()
	}
}

func (l *leaf) answers() {
	statuses := l.survey.statuses
	total := 0
	for _, n := range statuses {
		total += n
	}
	if total == 0 {
		return
	}
	l.section(l.speak("How addresses answered"), l.speak("Addresses"), l.speak(headShare))
	for _, status := range slices.Sorted(maps.Keys(statuses)) {
		title := l.speak("No answer by HTTP, or no address that could be asked")
		var name any = l.speak("No answer")
		if status != 0 {
			title, _, _ = l.Words.Words(outcome.FromStatus(status), true)
			name = status
		}
		l.set(0, l.styles.label, name)
		l.counted(statuses[status], total)
		l.set(3, l.styles.summary.note, title)
		l.next()
	}
}
