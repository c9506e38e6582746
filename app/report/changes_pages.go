package report

import (
	"encoding/json"
	"fmt"
	"strings"

	"sitewell/scanner/result"
	"sitewell/storage"
)

// PageWords is what a row of a comparison of pages says to a person.
type PageWords struct {
	Headline string // "Title changed on 5 pages"
	Why      string // how it is known that a page is not there, "" for PageChanged
	Was, Is  string // what the field was and is; both "" where nothing more is known
}

// OfPage returns what a row of a comparison of pages says.
func (s Speech) OfPage(r *storage.PageRow) PageWords {
	w := PageWords{Headline: s.pageHeadline(r), Why: s.pageProof(r)}
	if r.Change == storage.PageChanged {
		w.Was, w.Is = s.pageValues(r)
	}
	return w
}

// PageField returns something that pages are compared by, as people read it.
func (s Speech) PageField(f storage.PageField) string {
	switch f {
	case storage.FieldTitle:
		return s.Say("Title", nil)
	case storage.FieldHeading:
		return s.Say("H1", nil)
	case storage.FieldCanonical:
		return s.Say("Canonical address", nil)
	case storage.FieldRobots:
		return s.Say("Directives for search engines", nil)
	case storage.FieldDescription:
		return s.Say("Meta description", nil)
	case storage.FieldText:
		return s.Say("Text", nil)
	case storage.FieldInternalLinks:
		return s.Say("Number of internal links", nil)
	default:
		return f.String()
	}
}

// pageHeadline says in a few words what became of the pages of a row.
func (s Speech) pageHeadline(r *storage.PageRow) string {
	switch r.Change {
	case storage.PageRemoved:
		return s.Say("Removed page", nil)
	case storage.PageNew:
		return s.Say("New page", nil)
	}
	data := map[string]any{"Field": s.PageField(r.Field)}
	if n := len(r.Pages); n > 1 {
		data["Pages"] = s.pages(n)
		return s.Say("{{.Field}} changed on {{.Pages}}", data)
	}
	return s.Say("{{.Field}} changed", data)
}

// pages says how many pages there are.
func (s Speech) pages(n int) string { return s.Plural(n, "{{.Count}} page", "{{.Count}} pages") }

// pageProof says how it is known that a page is not there any more, or was not there
// before.
func (s Speech) pageProof(r *storage.PageRow) string {
	isNew := r.Change == storage.PageNew
	switch {
	case r.Proof == storage.PageGone && isNew:
		return s.Say("answered 404 or 410 before", nil)
	case r.Proof == storage.PageGone:
		return s.Say("answers 404 or 410 now", nil)
	case r.Proof == storage.PageRedirected && isNew:
		return s.Say("redirected to another address before", nil)
	case r.Proof == storage.PageRedirected:
		return s.Say("redirects to another address now", nil)
	case r.Proof == storage.PageUnlinked && isNew:
		return s.Say("no page led there before", nil)
	case r.Proof == storage.PageUnlinked:
		return s.Say("no page leads there any more", nil)
	default:
		return ""
	}
}

// PageValue returns what a field of one page is, as people read it.
func (s Speech) PageValue(f storage.PageField, value string) string {
	switch {
	case f == storage.FieldText:
		return "" // a hash says nothing to anybody
	case value == "":
		return s.Say("(nothing)", nil)
	case value == result.CanonicalSelf && f == storage.FieldCanonical:
		return s.Say("(the page itself)", nil)
	default:
		return value
	}
}

// pageValues says what the field of a row was and is.
func (s Speech) pageValues(r *storage.PageRow) (was, is string) {
	nothing, differs := s.Say("(nothing)", nil), s.Say("(differs from page to page)", nil)
	switch r.Edit {
	case storage.EditSame:
		return s.PageValue(r.Field, r.Before), s.PageValue(r.Field, r.Now)
	case storage.EditPart:
		part := func(s string) string {
			if s == "" {
				return "…"
			}
			return "… " + s + " …"
		}
		return part(r.Before), part(r.Now)
	case storage.EditAdded:
		return nothing, differs
	case storage.EditDropped:
		return differs, nothing
	case storage.EditBy:
		if r.Now != "" {
			return "", s.Say("{{.Count}} more on each page", map[string]any{"Count": r.Now})
		}
		return "", s.Say("{{.Count}} fewer on each page", map[string]any{"Count": r.Before})
	default:
		return differs, differs
	}
}

// PagesLine says in a line what a comparison of pages came to.
func (s Speech) PagesLine(c storage.PageCounts) string {
	count := func(n int) map[string]any { return map[string]any{"Count": s.Number(n)} }
	line := s.Say("{{.Before}} before, {{.Now}} now", map[string]any{"Before": s.Number(c.Before), "Now": s.Number(c.Now)})
	var parts []string
	for _, p := range []struct {
		n    int
		text string
	}{
		{c.Removed, s.Say("{{.Count}} removed", count(c.Removed))},
		{c.Changed, s.Say("{{.Count}} changed", count(c.Changed))},
		{c.New, s.Plural(c.New, "{{.Count}} new", "{{.Count}} new")},
		{c.NotReached, s.Say("{{.Count}} not reached now", count(c.NotReached))},
		{c.NotKnown, s.Say("{{.Count}} not reached before", count(c.NotKnown))},
	} {
		if p.n > 0 {
			parts = append(parts, p.text)
		}
	}
	if len(parts) == 0 {
		parts = append(parts, s.Say("no changes", nil))
	}
	return line + ": " + strings.Join(parts, ", ")
}

// pageDoubts are sentences on what a comparison of pages can't tell.
func (s Speech) pageDoubts(c storage.PageComparison) (all []string) {
	if c.Counts.TitlesOnly {
		all = append(all, s.TitlesOnly())
	}
	if len(c.Suggested) > 0 {
		all = append(all, s.Say("Nearly all pages have another address than before. To compare them with each other, add: {{.Rules}}",
			map[string]any{"Rules": storage.MapFlags(c.Suggested)}))
	}
	return all
}

// TitlesOnly says why nothing but the titles of pages is compared.
func (s Speech) TitlesOnly() string {
	return s.Say("An earlier version of Sitewell made one of the scans and kept only the titles of pages, so nothing else is compared.", nil)
}

// pages writes what became of pages.
func (t *changesText) pages() {
	t.line("")
	t.line(t.bold("Pages: " + t.Speech.PagesLine(t.Pages.Counts)))
	for _, s := range t.Speech.pageDoubts(*t.Pages) {
		t.line("")
		t.paragraph("", s)
	}
	for _, c := range storage.PageChanges() {
		t.pageRows(c)
	}
}

// pageRows writes the rows of one change.
func (t *changesText) pageRows(c storage.PageChange) {
	listed, all := 0, 0
	for i := range t.Pages.Rows {
		r := &t.Pages.Rows[i]
		if r.Change != c {
			continue
		}
		if all++; listed == t.List && !t.Problems {
			continue
		}
		listed++
		t.line("")
		t.pageRow(r)
	}
	if all > listed {
		t.line("")
		t.line("and " + Number(all-listed) + " more; --all lists them")
	}
}

// pageRow takes a line for what changed, and those that belong to it.
func (t *changesText) pageRow(r *storage.PageRow) {
	const indent = "  "
	detail := func(name, text string) {
		if text == "" {
			return
		}
		for line := range strings.SplitSeq(Wrap(Printable(name+text), "", t.Width-len(indent)), "\n") {
			t.line(indent + t.faint(line))
		}
	}
	said := t.Speech.OfPage(r)
	t.line(said.Headline + ": " + Printable(shown(r.Pages[0].URL)) + andMore(len(r.Pages)-1))
	detail("", said.Why)
	detail("Was: ", said.Was)
	detail("Is: ", said.Is)
}

// andMore says that there are n more than the one that is named.
func andMore(n int) string {
	if n == 0 {
		return ""
	}
	return " and " + Number(n) + " more"
}

// jsonPageChange is a line of a comparison in JSON Lines, of pages. As in jsonChange,
// keys may be added at the end, never renamed, reordered or dropped.
type jsonPageChange struct {
	Change    string   `json:"change"`
	Address   string   `json:"address"`
	Proof     string   `json:"proof"`
	Field     string   `json:"field"`
	Edit      string   `json:"edit"`
	Was       string   `json:"was"`
	Is        string   `json:"is"`
	Template  bool     `json:"template"`
	Pages     int      `json:"pages"`
	Addresses []string `json:"addresses"`
}

// writePageChanges writes an object for each row of a comparison of pages.
func writePageChanges(enc *json.Encoder, rows []storage.PageRow) error {
	for i := range rows {
		r := &rows[i]
		line := jsonPageChange{
			Change: r.Change.String(), Address: r.Pages[0].URL, Proof: r.Proof.String(), Field: r.Field.String(),
			Was: r.Before, Is: r.Now, Template: r.IsTemplate(), Pages: len(r.Pages), Addresses: make([]string, len(r.Pages)),
		}
		if r.Change == storage.PageChanged {
			line.Edit = r.Edit.String()
		}
		for j, p := range r.Pages {
			line.Addresses[j] = p.URL
		}
		if err := enc.Encode(line); err != nil {
			return fmt.Errorf("write changes of pages: %w", err)
		}
	}
	return nil
}

// jsonVersionChange is a line of a comparison in JSON Lines, of what the site is made
// with.
type jsonVersionChange struct {
	Change string `json:"change"` // "made-with"
	Name   string `json:"name"`
	Was    string `json:"was"`
	Is     string `json:"is"`
}

// writeVersionChanges writes an object for each version that changed.
func writeVersionChanges(enc *json.Encoder, changes []storage.VersionChange) error {
	for _, c := range changes {
		if err := enc.Encode(jsonVersionChange{"made-with", c.Name, c.Before, c.Now}); err != nil {
			return fmt.Errorf("write changes of versions: %w", err)
		}
	}
	return nil
}
