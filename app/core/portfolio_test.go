package core

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner"
	"sitewell/scanner/sitetest"
)

func TestParseSites(t *testing.T) {
	tests := []struct {
		name, text string
		want       []NewSite
	}{
		{"addresses", "example.com\nexample.org\r\n\n# no\n", []NewSite{{Address: "example.com"}, {Address: "example.org"}}},
		{"commas", "Name,Address\n\"Baker, Sons\",example.com\n", []NewSite{{Address: "example.com", Name: "Baker, Sons"}}},
		{"semicolons and BOM", "\ufeffclient;url\nA;example.com\n;example.org\n", []NewSite{{Address: "example.com", Client: "A"}, {Address: "example.org"}}},
		{"tabs, other columns", "id\twebsite\tname\n1\texample.com\tShop\n2\texample.org\n", []NewSite{{Address: "example.com", Name: "Shop"}, {Address: "example.org"}}},
		{"first column without headings", "example.com,Shop\n", []NewSite{{Address: "example.com"}}},
		{"nothing", "", nil},
	}
	for _, tt := range tests {
		got, err := ParseSites(strings.NewReader(tt.text))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestParseSitesTellsWhatIsWrong(t *testing.T) {
	_, err := ParseSites(strings.NewReader("address,name\nexample.com,\nftp://x,\n,Nameless\n"))
	var lines []int
	for _, e := range ListLineErrors(err) {
		lines = append(lines, e.Line)
	}
	if diff := cmp.Diff([]int{3, 4}, lines); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	if _, err := ParseSites(strings.NewReader(strings.Repeat("a.example\n", maxSiteList+1))); !errors.Is(err, ErrListLong) {
		t.Errorf("too many sites: %v", err)
	}
	if _, err := ParseSites(strings.NewReader(strings.Repeat("#", maxListSize+1))); !errors.Is(err, ErrListLong) {
		t.Errorf("too many bytes: %v", err)
	}
}

func FuzzParseSites(f *testing.F) {
	f.Add("address;name\nexample.com;x\n")
	f.Add("\"\n\"a,\tb")
	f.Fuzz(func(t *testing.T, text string) {
		sites, err := ParseSites(strings.NewReader(text))
		if err != nil && sites != nil {
			t.Error("sites beside an error")
		}
	})
}

// A site that was added by its bare name is scanned by http where it has no https, and
// keeps that address.
func TestAddedSiteIsReached(t *testing.T) {
	site := sitetest.New(t, streets)
	c, err := Open(t.Context(), Config{DB: filepath.Join(t.TempDir(), "h.db"), Prepare: func(o *scanner.Options) {
		o.Resolver, o.Dial, o.Roots, o.NoDelay = site.Resolver(), site.Dial, site.Roots(), true
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	added, isNew, err := c.History.AddSite(t.Context(), NewSite{Address: "onlyhttp.example", Client: " Baker \n& Co "})
	if err != nil || !isNew || added.Start != "https://onlyhttp.example/" || added.Client != "Baker & Co" {
		t.Fatalf("added %+v, %v, %v", added, isNew, err)
	}
	run, err := c.Runner.StartScan(t.Context(), added.ID)
	if err != nil {
		t.Fatal(err)
	}
	<-run.Done()
	stored, err := c.Store.SiteByID(t.Context(), added.ID)
	if err != nil || stored.Start != "http://onlyhttp.example/" || stored.Client != "Baker & Co" {
		t.Errorf("stored %+v, %v", stored, err)
	}
	if _, isNew, err := c.History.AddSite(t.Context(), NewSite{Address: "onlyhttp.example"}); err != nil || isNew {
		t.Errorf("added again: new %v, %v", isNew, err)
	}
}
