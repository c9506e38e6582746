package core

import (
	"cmp"
	"errors"
	"strings"
	"testing"

	"sitewell/assets/knowledge"
	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
	"sitewell/storage"
)

// failing is a site whose shop fails everywhere.
const failing = `
-- host https://bakery.example --
-- GET / --

<title>Bakery</title><a href=/shop/1>1</a><a href=/shop/2>2</a><a href=/shop/3>3</a>
-- GET /shop/1 --
500

-- GET /shop/2 --
500

-- GET /shop/3 --
500

`

// TestStepsFollowTheHosting: what the person says of their hosting holds for the
// explanations at once, is no other way to scan, and nothing that Sitewell does not
// know can be stored.
func TestStepsFollowTheHosting(t *testing.T) {
	c := kitchen(t, sitetest.New(t, failing))
	r, err := c.Runner.ScanAddress(t.Context(), "https://bakery.example/")
	first := await(t, c, r, err)
	if err := c.Explainer.ChoosePanel(t.Context(), first.ID, "Plesk"); err != nil {
		t.Fatal(err)
	}
	x, err := c.Explainer.Explain(t.Context(), first.ID, rowOf(t, c, first.ID, "https://bakery.example/shop/1").ID)
	if err != nil {
		t.Fatal(err)
	}
	if x.Panel != "Plesk" || !strings.Contains(x.Markdown(), "In Plesk open Websites & Domains") || strings.Contains(x.Markdown(), "cPanel") {
		t.Errorf("steps for %q:\n%s", x.Panel, x.Markdown())
	}
	if err := c.Explainer.ChoosePanel(t.Context(), first.ID, "geocities"); !errors.Is(err, knowledge.ErrUnknown) {
		t.Errorf("a panel that nobody knows: %v", err)
	}
	r, err = c.Runner.ScanAddress(t.Context(), "https://bakery.example/")
	second := await(t, c, r, err)
	d, err := c.History.Compare(t.Context(), first.Site, first.ID, second.ID)
	if err != nil {
		t.Fatal(err)
	}
	if d.SettingsDiffer {
		t.Error("the scans are said to have run under different settings")
	}
}

// TestTablesKnowTheBuilder: reports and fixes tell the owner of a site at a website
// builder what they can do, as the explanation does.
func TestTablesKnowTheBuilder(t *testing.T) {
	c := kitchen(t, sitetest.New(t, failing))
	r, err := c.Runner.ScanAddress(t.Context(), "https://bakery.example/")
	scan := await(t, c, r, err)
	for _, platform := range []string{"", "Wix"} {
		if err := c.Explainer.ChoosePlatform(t.Context(), scan.ID, platform); err != nil {
			t.Fatal(err)
		}
		hosted := platform != ""
		words, err := c.Explainer.WordsFor(t.Context(), scan, "")
		if err != nil {
			t.Fatal(err)
		}
		x, err := c.Explainer.Explain(t.Context(), scan.ID, rowOf(t, c, scan.ID, "https://bakery.example/shop/1").ID)
		if err != nil {
			t.Fatal(err)
		}
		_, _, fix := words.Words("500", true)
		if fix != x.Fix || strings.Contains(fix, "error log") == hosted {
			t.Errorf("%q: tables say %q, the explanation %q", platform, fix, x.Fix)
		}
		if _, _, elsewhere := words.Words(outcome.FromStatus(500), false); strings.Contains(elsewhere, "builder") {
			t.Errorf("another site's fault: %q", elsewhere)
		}
		fixes, err := c.FixLister.Fixes(t.Context(), scan.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(fixes) == 0 || fixes[0].Hosted != hosted {
			t.Errorf("%q: fixes %+v", platform, fixes)
		}
	}
}

// TestDemoSiteIsNamedInTheReadersLanguage, also where it has been scanned before.
func TestDemoSiteIsNamedInTheReadersLanguage(t *testing.T) {
	c := kitchen(t, sitetest.New(t, failing))
	for _, name := range []string{"", "Vorführ-Website"} {
		c.SetLanguage("", name)
		site, err := c.Runner.demoSite(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if want := cmp.Or(name, "Demo site"); site.Name != want {
			t.Errorf("it is called %q, want %q", site.Name, want)
		}
	}
}

// TestPlatformOfABrokenSite: a site whose start page fails is explained for what
// runs it, as far as its redirects show that, or an earlier scan did. What the
// last start page that worked does not show any more is forgotten.
func TestPlatformOfABrokenSite(t *testing.T) {
	const works, fails = "\n<title>Bakery</title><a href=/wp-content/a>A</a>\n", "500\n\n"
	for _, tt := range []struct {
		name  string
		start []string // the answer in each scan
		want  string
	}{
		{"a loop that names it", []string{"301\nX-ShopId: 1\nLocation: /\n\n"}, "Shopify"},
		{"it worked before", []string{works, fails}, "WordPress"},
		{"it failed twice", []string{works, fails, fails}, "WordPress"},
		{"it loops now", []string{works, "301\nLocation: /\n\n"}, "WordPress"},
		{"it was made anew", []string{works, "\n<title>Bakery</title>\n", fails}, ""},
		{"nothing names it", []string{fails}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var c *Core
			var last storage.Scan
			for _, answer := range tt.start {
				site := sitetest.New(t, "-- host https://bakery.example --\n-- GET / --\n"+answer)
				if c == nil {
					c = kitchen(t, site)
				}
				c.config.Prepare = prepare(site)
				r, err := c.Runner.ScanAddress(t.Context(), "https://bakery.example/")
				last = await(t, c, r, err)
			}
			x, err := c.Explainer.Explain(t.Context(), last.ID, rowOf(t, c, last.ID, "https://bakery.example/").ID)
			if err != nil {
				t.Fatal(err)
			}
			if x.StepsFor != tt.want {
				t.Errorf("steps for %q, want %q", x.StepsFor, tt.want)
			}
		})
	}
}
