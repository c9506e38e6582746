package report

import (
	"encoding/json"
	"fmt"
	"strings"

	"sitewell/scanner/result"
	"sitewell/storage"
)

// PageFieldWord is something that pages are compared by, as people read it.
func PageFieldWord(f storage.PageField) string {
	switch f {
	case storage.FieldTitle:
		return "Title"
	case storage.FieldHeading:
		return "H1"
	case storage.FieldCanonical:
		return "Canonical address"
	case storage.FieldRobots:
		return "Directives for search engines"
	case storage.FieldDescription:
		return "Description"
	case storage.FieldText:
		return "Text"
	case storage.FieldInternalLinks:
		return "Number of internal links"
	default:
		return f.String()
	}
}

// pageHeadline says in a few words what became of the pages of a row.
func pageHeadline(r *storage.PageRow) string {
	switch r.Change {
	case storage.PageRemoved:
		return "Removed"
	case storage.PageNew:
		return "New"
	}
	word := PageFieldWord(r.Field) + " changed"
	if len(r.Pages) > 1 {
		word += " on " + Plural(len(r.Pages), "page", "pages")
	}
	return word
}

// proofMeans says how it is known that a page is not there any more, or was not there
// before.
func proofMeans(r *storage.PageRow) string {
	isNew := r.Change == storage.PageNew
	switch {
	case r.Proof == storage.PageGone && isNew:
		return "answered 404 or 410 before"
	case r.Proof == storage.PageGone:
		return "answers 404 or 410 now"
	case r.Proof == storage.PageRedirected && isNew:
		return "redirected to another address before"
	case r.Proof == storage.PageRedirected:
		return "redirects to another address now"
	case r.Proof == storage.PageUnlinked && isNew:
		return "no page led there before"
	case r.Proof == storage.PageUnlinked:
		return "no page leads there any more"
	default:
		return ""
	}
}

// pageValues says what the field of a row was and is.
func pageValues(r *storage.PageRow) (was, is string) {
	value := func(s string) string {
		switch {
		case s == "":
			return "(nothing)"
		case s == result.CanonicalSelf && r.Field == storage.FieldCanonical:
			return "(the page itself)"
		default:
			return s
		}
	}
	const differs = "(differs from page to page)"
	switch r.Edit {
	case storage.EditSame:
		if r.Field == storage.FieldText {
			return "", ""
		}
		return value(r.Before), value(r.Now)
	case storage.EditPart:
		part := func(s string) string {
			if s == "" {
				return "…"
			}
			return "… " + s + " …"
		}
		return part(r.Before), part(r.Now)
	case storage.EditAdded:
		return "(nothing)", differs
	case storage.EditDropped:
		return differs, "(nothing)"
	case storage.EditBy:
		if r.Now != "" {
			return "", r.Now + " more on each page"
		}
		return "", r.Before + " fewer on each page"
	default:
		return differs, differs
	}
}

// PagesLine says in a line what a comparison of pages came to.
func PagesLine(c storage.PageCounts) string {
	line := fmt.Sprintf("%s before, %s now", Number(c.Before), Number(c.Now))
	var parts []string
	for _, p := range []struct {
		n    int
		word string
	}{{c.Removed, "removed"}, {c.Changed, "changed"}, {c.New, "new"}, {c.NotReached, "not reached now"}, {c.NotKnown, "not reached before"}} {
		if p.n > 0 {
			parts = append(parts, Number(p.n)+" "+p.word)
		}
	}
	if len(parts) == 0 {
		return line + ": no changes"
	}
	return line + ": " + strings.Join(parts, ", ")
}

// pageDoubts are sentences on what a comparison of pages can't tell.
func pageDoubts(c storage.PageComparison) (all []string) {
	if c.Counts.TitlesOnly {
		all = append(all, "An earlier version of Sitewell made one of the scans and kept only the titles of pages, so nothing else is compared.")
	}
	if c.Suggested != "" {
		all = append(all, "Nearly all pages have another address than before. To compare them with each other, add: "+c.Suggested)
	}
	return all
}

// pages writes what became of pages.
func (t *changesText) pages() {
	t.line("")
	t.line(t.bold("Pages: " + PagesLine(t.Pages.Counts)))
	for _, s := range pageDoubts(*t.Pages) {
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
	t.line(pageHeadline(r) + ": " + Printable(shown(r.Pages[0].URL)) + andMore(len(r.Pages)-1))
	detail("", proofMeans(r))
	if r.Change == storage.PageChanged {
		was, is := pageValues(r)
		detail("Was: ", was)
		detail("Is: ", is)
	}
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
