package report

import (
	"strings"
	"time"

	"sitewell/storage"
)

// MarkWord names a kind of mark.
func MarkWord(k storage.MarkKind) string {
	switch k {
	case storage.Ignored:
		return "Ignored"
	case storage.WorksInBrowser:
		return "Works in a browser"
	case storage.Done:
		return "Done"
	case storage.Assigned:
		return "Assigned"
	default:
		return "Note"
	}
}

// MarkSubject says what a mark is about.
func MarkSubject(m storage.Mark) string {
	switch m.Scope {
	case storage.OnHost:
		return "All addresses of " + m.Subject
	case storage.OnPattern:
		return "All addresses like " + m.Subject
	case storage.OnElement:
		return "What only links in " + m.Subject + " lead to"
	case storage.OnLink:
		return m.Subject + " (links on " + m.Page + ")"
	case storage.OnFix:
		return "A fix"
	default:
		return m.Subject
	}
}

// MarkText says what somebody said: a reason, a note, or who is to fix it by when.
func MarkText(m storage.Mark) string {
	if m.Kind != storage.Assigned {
		return m.Text
	}
	var parts []string
	if m.Assignee != "" {
		parts = append(parts, "to "+m.Assignee)
	}
	if m.Due != "" {
		parts = append(parts, "due "+m.Due)
	}
	return strings.Join(parts, ", ")
}

// MarkSentence says a mark in one line: "Ignored until 2027-01-31: https://… (the
// shop is closed)".
func MarkSentence(m storage.Mark) string {
	s := MarkWord(m.Kind)
	if !m.Until.IsZero() {
		s += " until " + m.Until.Add(-time.Second).Local().Format(time.DateOnly)
	}
	s += ": " + MarkSubject(m)
	if text := MarkText(m); text != "" {
		s += " (" + text + ")"
	}
	return s
}
