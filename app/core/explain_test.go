package core

import (
	"testing"

	"sitewell/assets/knowledge"
	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
)

// What a sitemap alone names is linked by no page, and is not told to be. The start page
// needs no link.
func TestExplainOrphan(t *testing.T) {
	site := sitetest.New(t, `
-- host https://bakery.example --
-- GET / --

<title>Bakery</title><a href=/bread>Bread</a>
-- GET /bread --

<title>Bread</title>
-- GET /alone --

<title>Alone</title>
-- GET /sitemap.xml --
Content-Type: application/xml

<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://bakery.example/</loc></url><url><loc>https://bakery.example/alone</loc></url><url><loc>https://bakery.example/bread</loc></url></urlset>
`)
	c := kitchen(t, site)
	r, err := c.Runner.ScanAddress(t.Context(), "https://bakery.example/")
	scan := await(t, c, r, err)
	for path, want := range map[string]bool{"alone": true, "bread": false, "": false} {
		facts, err := c.Explainer.facts(t.Context(), scan.ID, rowOf(t, c, scan.ID, "https://bakery.example/"+path).ID)
		if err != nil {
			t.Fatal(err)
		}
		if facts.Orphan != want {
			t.Errorf("%s: orphan %v, want %v", path, facts.Orphan, want)
		}
		if x, err := c.Explainer.knowledge.Explain(facts, "en"); err != nil || x.Orphan != want {
			t.Errorf("%s: explained as orphan: %v, %v", path, x.Orphan, err)
		}
	}
}

func TestExplain(t *testing.T) {
	site := sitetest.New(t, bakery)
	site.Open("oven")
	c := kitchen(t, site)
	r, err := c.Runner.ScanAddress(t.Context(), "bakery.example")
	scan := await(t, c, r, err)
	facts, err := c.Explainer.facts(t.Context(), scan.ID, rowOf(t, c, scan.ID, "https://bakery.example/gone").ID)
	if err != nil {
		t.Fatal(err)
	}
	if facts.Key != outcome.FromStatus(404) || facts.Pages != 3 || !facts.InNavigation || !facts.Internal {
		t.Errorf("got facts %+v, want a 404 of this site on 3 pages, in the navigation", facts)
	}
	e, err := c.Explainer.Explain(t.Context(), scan.ID, rowOf(t, c, scan.ID, "https://bakery.example/gone").ID)
	if err != nil {
		t.Fatal(err)
	}
	if e.Key != outcome.FromStatus(404) || e.Markdown() == "" {
		t.Errorf("got %+v, want an explanation of 404", e)
	}
	if _, err := c.Explainer.ExplainKey("nonsense"); err == nil {
		t.Error("an unknown outcome was explained")
	}
}

// The owner of a domain manages the names below it: nobody is told to take out the link
// to their own shop because its name is gone.
func TestExplainNameBelowTheSite(t *testing.T) {
	site := sitetest.New(t, `
-- host https://winery.example --
-- GET / --

<title>Winery</title><a href=https://shop.winery.example/>Shop</a><a href=https://gone.example/>Friend</a>
`)
	c := kitchen(t, site)
	r, err := c.Runner.ScanAddress(t.Context(), "https://winery.example/")
	scan := await(t, c, r, err)
	for address, want := range map[string]knowledge.Action{"https://shop.winery.example/": knowledge.Repair, "https://gone.example/": knowledge.Replace} {
		row := rowOf(t, c, scan.ID, address)
		if row.Outcome != outcome.DNSNotFound || row.Internal {
			t.Fatalf("%s: %s, internal: %t", address, row.Outcome, row.Internal)
		}
		x, err := c.Explainer.Explain(t.Context(), scan.ID, row.ID)
		if err != nil {
			t.Fatal(err)
		}
		if x.Action != want {
			t.Errorf("%s: the advice is to %s (%s), want %s", address, x.Action, x.Fix, want)
		}
	}
}
