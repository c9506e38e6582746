package core

import (
	"errors"
	"testing"

	"sitewell/scanner/sitetest"
	"sitewell/storage"
)

// What rules do is told without a comparison, and fixes are counted as they are listed.
func TestPreviewAndFixCounts(t *testing.T) {
	site := sitetest.New(t, bakery)
	site.Open("oven")
	c := kitchen(t, site)
	r, err := c.Runner.ScanAddress(t.Context(), "bakery.example")
	first := await(t, c, r, err)
	r, err = c.Runner.ScanAddress(t.Context(), "bakery.example")
	second := await(t, c, r, err)

	p, rules, err := c.History.PreviewMap(t.Context(), CompareRequest{Site: first.Site, Rules: []string{storage.MapSlash}})
	if err != nil || p.Addresses == 0 || p.Paired != p.Addresses || p.Moved != 0 || rules.String() != "--map slash" {
		t.Errorf("preview: %+v by %s, %v", p, rules, err)
	}
	var wrong *storage.MapRuleError
	if _, _, err := c.History.PreviewMap(t.Context(), CompareRequest{Site: first.Site, Rules: []string{"nonsense"}}); !errors.As(err, &wrong) {
		t.Errorf("a rule that can't be used: %v", err)
	}

	fixes, err := c.FixLister.Fixes(t.Context(), second.ID)
	if err != nil {
		t.Fatal(err)
	}
	many := second
	many.Counts.Broken = fixCountMost
	counts, err := c.FixLister.FixCounts(t.Context(), []storage.Scan{second, many, first})
	if err != nil || len(fixes) == 0 || counts[0] != len(fixes) || counts[1] != -1 || counts[2] != -1 {
		t.Errorf("fix counts: %v, want %d, -1, -1; %v", counts, len(fixes), err)
	}
}
