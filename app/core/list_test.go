package core

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/app/core/addresslist"
	"sitewell/scanner/sitetest"
)

// A list is a site of its own, even if its first address is the start of another; it can
// be scanned again, changed and compared.
func TestScanList(t *testing.T) {
	var now *sitetest.Site
	c, _ := rebuiltBy(t, &now)
	now = sitetest.New(t, unwell)
	const home, hours, flour = "https://bakery.example/", "https://bakery.example/hours", "https://mill.example/flour"
	r, err := c.Runner.ScanList(t.Context(), "Newsletter", []string{home, hours, flour}, ScanOverrides{})
	first := await(t, c, r, err)
	want := map[string]string{home: "200 works", hours: "404 broken", flour: "404 broken"}
	if diff := cmp.Diff(want, verdicts(t, c, first.ID)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, address := range []string{hours, flour} {
		if row := rowOf(t, c, first.ID, address); !row.Internal || row.Severity != rowOf(t, c, first.ID, hours).Severity {
			t.Errorf("%+v", row)
		}
	}

	r, err = c.Runner.ScanAddress(t.Context(), "bakery.example")
	if whole := await(t, c, r, err); whole.Site == first.Site {
		t.Error("the site is taken for the list")
	}
	if site, err := c.History.FindSite(t.Context(), "newsletter"); err != nil || site.ID != first.Site {
		t.Errorf("%+v, %v", site, err)
	}

	now = sitetest.New(t, well)
	r, err = c.Runner.StartScan(t.Context(), first.Site)
	second := await(t, c, r, err)
	if second.Site != first.Site || len(verdicts(t, c, second.ID)) != 3 {
		t.Errorf("%+v of %v", second, verdicts(t, c, second.ID))
	}
	comparison, err := c.History.Compare(t.Context(), first.Site, 0, 0)
	if err != nil || comparison.SettingsDiffer || comparison.MapReason != NoMap {
		t.Errorf("%+v, %v", comparison, err)
	}

	r, err = c.Runner.ScanList(t.Context(), "NEWSLETTER", []string{hours}, ScanOverrides{})
	third := await(t, c, r, err)
	if third.Site != first.Site || len(verdicts(t, c, third.ID)) != 1 {
		t.Errorf("%+v of %v", third, verdicts(t, c, third.ID))
	}
	if _, err := c.Rechecker.Recheck(t.Context(), first.ID, rowOf(t, c, first.ID, flour).ID); err != nil {
		t.Error(err)
	}
	if row := rowOf(t, c, first.ID, flour); row.Outcome == "404" || !row.Internal {
		t.Errorf("checked again: %+v", row)
	}
}

func TestScanListRefuses(t *testing.T) {
	c, scans := rebuilt(t, unwell)
	if _, err := c.History.EditSite(t.Context(), scans[0].Site, SiteEdit{Name: given("Bakery")}); err != nil {
		t.Fatal(err)
	}
	list := []string{"https://bakery.example/"}
	for _, tt := range []struct {
		name      string
		addresses []string
		want      error
	}{
		{" ", list, ErrNoListName},
		{"Bakery", list, ErrSiteNameTaken},
		{"Nothing", nil, addresslist.ErrEmpty},
	} {
		if _, err := c.Runner.ScanList(t.Context(), tt.name, tt.addresses, ScanOverrides{}); !errors.Is(err, tt.want) {
			t.Errorf("%q: error %v, want %v", tt.name, err, tt.want)
		}
	}
	if sites, err := c.Store.Sites(t.Context()); err != nil || len(sites) != 1 {
		t.Errorf("%d sites, %v", len(sites), err)
	}
}

// Only what had problems last time is checked, and the site itself stays as it was.
func TestScanProblems(t *testing.T) {
	var now *sitetest.Site
	c, scans := rebuiltBy(t, &now, unwell)
	now = sitetest.New(t, strings.Replace(fixed, "<title>Flour</title>", "<title>Flour</title> Flour", 1)) // a page of the list is read
	r, err := c.Runner.ScanProblems(t.Context(), scans[0].Site, "Bakery: problems", ScanOverrides{})
	if err == nil && r.ListName() != "Bakery: problems" {
		t.Errorf("the scan that runs is called %q", r.ListName())
	}
	scan := await(t, c, r, err)
	got := verdicts(t, c, scan.ID)
	for p, err := range c.db.EachProblem(t.Context(), scans[0].ID) {
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := got[homeOf(p.URL)]; !ok {
			t.Errorf("%s is not checked", p.URL)
		}
	}
	for address, v := range got {
		if v != "200 works" {
			t.Errorf("%s: %s", address, v)
		}
	}
	if scan.Site == scans[0].Site || scan.Counts.Broken != 0 {
		t.Errorf("%+v", scan)
	}
	if _, err := c.Runner.ScanProblems(t.Context(), scan.Site, "Again", ScanOverrides{}); !errors.Is(err, ErrNothingToRepeat) {
		t.Errorf("error %v where there are no problems", err)
	}
}

// A list that is imported is no site that begins at the same address.
func TestImportOfAList(t *testing.T) {
	site := sitetest.New(t, unwell)
	from, to := kitchen(t, site), kitchen(t, site)
	r, err := from.Runner.ScanList(t.Context(), "Newsletter", []string{"https://bakery.example/"}, ScanOverrides{})
	scan := await(t, from, r, err)
	r, err = to.Runner.ScanAddress(t.Context(), "bakery.example")
	whole := await(t, to, r, err)
	r, err = to.Runner.ScanList(t.Context(), "Other", []string{"https://bakery.example/"}, ScanOverrides{})
	other := await(t, to, r, err)
	name := filepath.Join(t.TempDir(), "scan.sitewell")
	if err := from.History.ExportScan(t.Context(), scan.ID, name, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	s, err := to.History.Import(t.Context(), name, func(int, int) {})
	if err != nil || s.Site == whole.Site || s.Site == other.Site {
		t.Fatalf("%+v, %v", s, err)
	}
	r, err = to.Runner.StartScan(t.Context(), s.Site)
	if again := await(t, to, r, err); len(verdicts(t, to, again.ID)) != 1 {
		t.Error(verdicts(t, to, again.ID))
	}
}
