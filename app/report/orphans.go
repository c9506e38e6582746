package report

import (
	"strings"

	"sitewell/storage"
)

// OrphanLine tells of pages that only the sitemap names, "" where there are
// none.
func OrphanLine(o storage.Orphans) string {
	if o.Count == 0 {
		return ""
	}
	line := Plural(o.Count, "page stands", "pages stand") + " in the sitemap alone, no page links there: " + strings.Join(o.Examples, ", ")
	if o.Count > len(o.Examples) {
		line += " and others"
	}
	return line
}
