package core

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/sitetest"
)

// The pages of fixes are the same whether their links are remembered or read again.
func TestPagesOfFixesReadAgain(t *testing.T) {
	c := kitchen(t, sitetest.New(t, made()))
	r, err := c.Runner.ScanAddress(t.Context(), madeSite+"/")
	scan := await(t, c, r, err)
	want, err := c.FixLister.Fixes(t.Context(), scan.ID)
	if err != nil || len(want) == 0 {
		t.Fatal(len(want), err)
	}
	got, err := c.FixLister.Fixes(t.Context(), scan.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.FixLister.countPages(t.Context(), scan.ID, got, &pageUses{isFull: true}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-remembered +read again):\n%s", diff)
	}
}
