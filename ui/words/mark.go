package words

import (
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"sitewell/storage"
)

// MarkKind names a kind of mark.
func MarkKind(k storage.MarkKind) string {
	switch k {
	case storage.Ignored:
		return lang.L("Ignored")
	case storage.WorksInBrowser:
		return lang.L("Works in a browser")
	case storage.Done:
		return lang.L("Done")
	case storage.Assigned:
		return lang.L("Assigned")
	default:
		return lang.L("Note")
	}
}

// Marks says in a table what was said about a problem.
func Marks(marks []storage.Mark) string {
	var all []string
	for _, m := range marks {
		said := MarkKind(m.Kind)
		switch {
		case m.Kind == storage.Assigned:
			said = assigned(m)
		case m.Text != "":
			said += ": " + m.Text
		}
		all = append(all, said)
	}
	return strings.Join(all, " · ")
}

// Mark says in a sentence what was said about a problem, when and to what it
// applies. began is when the scan began that is shown.
func Mark(m storage.Mark, began time.Time) string {
	data := map[string]any{"Since": Date(m.Made.Local())}
	said := ""
	switch m.Kind {
	case storage.Ignored:
		said = lang.L("Ignored since {{.Since}}", data)
	case storage.WorksInBrowser:
		said = lang.L("Worked in a browser on {{.Since}}", data)
	case storage.Done:
		return done(m, began, data)
	case storage.Assigned:
		return assigned(m)
	default:
		return lang.L("Note of {{.Since}}", data) + ": " + m.Text
	}
	if !m.Until.IsZero() {
		said += ", " + lang.L("until {{.Until}}", map[string]any{"Until": Date(m.Until.Add(-time.Second).Local())})
	}
	switch m.Scope {
	case storage.OnHost:
		said += ", " + lang.L("with all addresses of {{.Host}}", map[string]any{"Host": m.Subject})
	case storage.OnPattern:
		said += ", " + lang.L("with all addresses like {{.Pattern}}", map[string]any{"Pattern": m.Subject})
	case storage.OnElement:
		said += ", " + lang.L("with all that only links in “{{.Element}}” lead to", map[string]any{"Element": Element(m.Subject)})
	case storage.OnLink:
		said += ", " + lang.L("for the links on {{.Page}}", map[string]any{"Page": m.Page})
	}
	if m.Text != "" {
		said += ": " + m.Text
	}
	return said
}

// Element names the part of pages and the element that a mark is about: Footer, img[src].
func Element(subject string) string {
	rule, ok := storage.ParseElementRule(subject)
	if !ok {
		return subject
	}
	var parts []string
	for _, part := range []string{Place(rule.Place), rule.Element} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

// done says whether what is said to be done is known to be.
func done(m storage.Mark, began time.Time, data map[string]any) string {
	if m.CountsIn(began) {
		return lang.L("Marked as done on {{.Since}}, but this scan still found it.", data)
	}
	return lang.L("Marked as done on {{.Since}}. The next scan will verify it.", data)
}

// assigned says who is to fix something, and by when.
func assigned(m storage.Mark) string {
	data := map[string]any{"Name": m.Assignee, "Due": m.Due}
	if day, err := time.Parse(time.DateOnly, m.Due); err == nil {
		data["Due"] = Date(day)
	}
	switch {
	case m.Due == "":
		return lang.L("Assigned to {{.Name}}", data)
	case m.Assignee == "":
		return lang.L("Due {{.Due}}", data)
	default:
		return lang.L("Assigned to {{.Name}}, due {{.Due}}", data)
	}
}
