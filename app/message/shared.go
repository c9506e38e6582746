package message

import (
	"strings"

	"sitewell/app/core"
	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// Words put texts into the reader's language.
type Words struct {
	Say    func(text string, data map[string]any) string
	Plural func(n int, one, other string) string
}

// ForShared says how to fix a shared cause and how far it reaches: “31 links on 9 sites”.
func ForShared(c core.SharedCause, w Words) (title, reach string) {
	s := ForFix(c.Fix, "")
	reach = w.Say("{{.Links}} on {{.Sites}}", map[string]any{
		"Links": w.Plural(c.Links(), "{{.Count}} link", "{{.Count}} links"), "Sites": w.Plural(len(c.Sites), "{{.Count}} site", "{{.Count}} sites"),
	})
	return w.Say(s.Text, s.Data), reach
}

// SharedMessage returns a message about a shared cause that a person can send to the
// editors of the sites, with all links.
func SharedMessage(c core.SharedCause, links []core.SharedLink, w Words) string {
	subject := c.Fix.Subject
	if subject == "" {
		subject = c.Fix.Example
	}
	title, reach := ForShared(c, w)
	data := map[string]any{"Subject": subject}
	opening := w.Say("These links lead to {{.Subject}}, which does not work. Please replace or remove them.", data)
	if c.Fix.Verdict == outcome.CantVerify {
		opening = w.Say("Programs can't check {{.Subject}}. Please open it in a browser. If it works, nothing needs to be done.", data)
	}
	lines := []string{title + " (" + reach + ")", "", opening}
	var site storage.SiteID
	for _, l := range links {
		if l.Site.ID != site {
			site = l.Site.ID
			lines = append(lines, "", l.Site.Title())
		}
		line := "- " + l.PageURL + " → " + l.URL
		if l.Text != "" {
			line += " (" + l.Text + ")"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n") + "\n"
}
