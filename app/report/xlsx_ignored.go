package report

import (
	"context"
	"fmt"
	"strings"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// ignoredTable has a row for every problem that somebody said to ignore.
func (b *book) ignoredTable() *table {
	return &table{
		name: b.speak(sheetIgnored), id: "Ignored", frozen: 2, links: 1, printed: 9, wraps: true, color: verdictColors(outcome.Skipped).ink,
		about: b.speak("Problems that somebody said to ignore, with the reason. No other sheet has them, but those of all links and addresses."),
		count: b.survey.ignored,
		columns: []column{
			{heading: b.speak("Verdict"), width: 13},
			{heading: b.speak("Address"), width: 46},
			{heading: b.speak("Status"), width: 7},
			{heading: b.speak("What happened"), width: 24},
			{heading: b.speak("Mark"), width: 20},
			{heading: b.speak("What it is about"), width: 36},
			{heading: b.speak("Reason"), width: 36},
			{heading: b.speak("Marked on"), width: 16},
			{heading: b.speak("Until"), width: 16},
		},
		each: b.eachIgnored,
	}
}

func (b *book) eachIgnored(ctx context.Context, r *row, yield func() bool) error {
	f := problems()
	f.Marks = storage.OnlyIgnored
	for row, err := range b.Data.EachRow(ctx, b.Scan.ID, f, worstFirst()) {
		if err != nil {
			return fmt.Errorf("read ignored problems: %w", err)
		}
		m, _ := storage.MarkOf(row.Marks, storage.Ignored, storage.WorksInBrowser)
		title, _, _ := b.Words.Words(row.Outcome, row.Internal)
		r.verdict(row.Verdict, b.Speech.Verdict(row.Verdict))
		r.link(shown(row.URL))
		r.code(row.Status)
		r.note(title)
		r.note(b.speak(MarkWord(m.Kind)))
		r.note(b.about(m))
		r.text(m.Text)
		r.date(b.local(m.Made))
		if m.Until.IsZero() {
			r.date(time.Time{})
		} else {
			r.date(b.local(m.Until.Add(-time.Second)))
		}
		if !yield() {
			return nil
		}
	}
	return nil
}

// about says to what a mark applies.
func (b *book) about(m storage.Mark) string {
	switch m.Scope {
	case storage.OnHost:
		return b.speak("All addresses of {{.Host}}", "Host", m.Subject)
	case storage.OnPattern:
		return b.speak("All addresses like {{.Pattern}}", "Pattern", m.Subject)
	case storage.OnElement:
		return b.speak("What only links in {{.Element}} lead to", "Element", m.Subject)
	case storage.OnLink:
		return b.speak("Links on {{.Page}}", "Page", m.Page)
	default:
		return b.speak("This address")
	}
}

// said says what was said about a problem, a line for each mark.
func (b *book) said(marks []storage.Mark) string {
	var lines []string
	for _, m := range marks {
		line := b.speak(MarkWord(m.Kind))
		var details []string
		for _, detail := range []string{m.Assignee, m.Due, m.Text} {
			if detail != "" {
				details = append(details, detail)
			}
		}
		if len(details) > 0 {
			line += ": " + strings.Join(details, ", ")
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
