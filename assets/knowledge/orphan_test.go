package knowledge

import (
	"strings"
	"testing"

	"sitewell/scanner/outcome"
)

// Where only the sitemap names a missing page, there is no link to correct.
func TestMissingPageOfTheSitemap(t *testing.T) {
	base, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for lang, words := range map[string][2]string{"en": {"the link", "sitemap"}, "de": {"den Link", "Sitemap"}} {
		for _, key := range []outcome.Key{"404", "410"} {
			f := Facts{Key: key, Internal: true, Verdict: outcome.Broken, Severity: outcome.Serious, Status: 404}
			linked, err := base.Explain(f, lang)
			if err != nil {
				t.Fatal(err)
			}
			f.Orphan = true
			orphan, err := base.Explain(f, lang)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(linked.Fix, words[1]) || !strings.Contains(orphan.Fix, words[1]) || strings.Contains(orphan.Fix, words[0]) || !strings.Contains(orphan.Why, words[1]) {
				t.Errorf("%s, %s: %q, %q; linked: %q", lang, key, orphan.Fix, orphan.Why, linked.Fix)
			}
		}
	}
}
