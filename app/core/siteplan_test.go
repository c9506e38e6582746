package core

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/app/core/sitelist"
	"sitewell/scanner"
	"sitewell/scanner/sitetest"
)

// What the rows of a list become, and that it can be taken back.
func TestSitesOfAList(t *testing.T) {
	c, err := Open(t.Context(), Config{DB: filepath.Join(t.TempDir(), "h.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, s := range []NewSite{{Address: "http://old.example", Name: "Shop", Client: "Baker"}, {Address: "same.example"}} {
		if _, _, err := c.History.AddSite(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	list, err := sitelist.Read(t.Context(), []byte("address,name,client\nnew.example,New,A\nold.example,,B\nsame.example,,\nhttp://new.example,,\nftp://x,,\ntaken.example,shop,\nlong.example,"+strings.Repeat("x", 201)+",\nNEW.example/,,\n"))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := c.Portfolio.PlanSites(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range plan {
		got = append(got, fmt.Sprint(p.Row, " ", p.Plan, " ", p.Of, " ", p.Becomes.Start, " ", p.Becomes.Name, "/", p.Becomes.Client, " ", p.Err != nil))
	}
	want := []string{
		"2 add 0 https://new.example/ New/A false", "3 change 0 http://old.example/ Shop/B false", "4 same 0 https://same.example/ / false",
		"5 repeat 2 https://new.example/ / false", "6 faulty 0  / true", "7 faulty 0  / true", "8 faulty 0  / true", "9 repeat 2 https://new.example/ / false",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("plan (-want +got):\n%s", diff)
	}
	added, err := c.Portfolio.AddPlanned(t.Context(), plan)
	if err != nil || len(added.Added) != 1 || len(added.Changed) != 1 {
		t.Fatalf("added %+v, %v", added, err)
	}
	if site, err := c.History.FindSite(t.Context(), "Shop"); err != nil || site.Client != "B" {
		t.Errorf("changed %+v, %v", site, err)
	}
	if err := c.Portfolio.UndoAdded(t.Context(), added); err != nil {
		t.Fatal(err)
	}
	sites, err := c.Store.Sites(t.Context())
	if err != nil || len(sites) != 2 || sites[1].Client != "Baker" {
		t.Errorf("after undoing %+v, %v", sites, err)
	}
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
