package report

import (
	"strings"

	"sitewell/storage"
)

// OrphanLine returns a sentence about the pages that only the sitemap lists, ""
// where there are none.
func OrphanLine(o storage.Orphans, say Speech) string {
	if o.Count == 0 {
		return ""
	}
	line := say.Plural(o.Count, "{{.Count}} page is only in the sitemap, no page links there", "{{.Count}} pages are only in the sitemap, no page links there") +
		": " + strings.Join(o.Examples, ", ")
	if o.Count > len(o.Examples) {
		line += " " + say.Say("and others", nil)
	}
	return line
}
