package core

import (
	"bytes"
	"encoding/json"
	"errors"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"sitewell/app/output"
	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
	"sitewell/storage"
)

// Truth 8: the same numbers in the history, the spreadsheet and JSON Lines.
// Truth 2: a problem lists every page that links to it.
func TestExportsAgree(t *testing.T) {
	site := sitetest.New(t, bakery)
	site.Open("oven")
	c := kitchen(t, site)
	r, err := c.ScanAddress(t.Context(), "bakery.example")
	scan := await(t, c, r, err)
	counts := countsOf(t, c, scan.ID)

	path := filepath.Join(t.TempDir(), "bakery.xlsx")
	if err := c.Export(t.Context(), scan.ID, path, nil); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for sheet, want := range map[string]int{
		"Problems": counts.Problems(), "Links": counts.Links, "All addresses": counts.Rows(),
	} {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(rows) - 1; got != want {
			t.Errorf("%s has %d rows, want %d", sheet, got, want)
		}
	}
	summary, err := f.GetRows("Summary")
	if err != nil {
		t.Fatal(err)
	}
	numbers := map[string]string{}
	for _, row := range summary {
		if len(row) > 1 {
			numbers[row[0]] = row[1]
		}
	}
	for label, want := range map[string]int{
		"Broken": counts.Broken, "Warning": counts.Warning, "Can't verify": counts.Cant, "Works": counts.Works,
		"Skipped": counts.Skipped, "Addresses found": counts.Found, "Pages read": counts.Pages, "Links found": counts.Links,
	} {
		if numbers[label] != strconv.Itoa(want) {
			t.Errorf("Summary says %s: %q, want %d", label, numbers[label], want)
		}
	}

	var buf bytes.Buffer
	if err := c.WriteJSONLines(t.Context(), scan.ID, &buf); err != nil {
		t.Fatal(err)
	}
	verdicts := map[string]int{}
	for line := range strings.Lines(buf.String()) {
		var a struct {
			Address, Verdict string
			Sources          int
			Links            []struct{ Page string }
		}
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatal(err)
		}
		verdicts[a.Verdict]++
		if a.Address == "https://bakery.example/gone" {
			pages := map[string]bool{}
			for _, l := range a.Links {
				pages[l.Page] = true
			}
			if a.Sources != 3 || len(pages) != 3 {
				t.Errorf("/gone is linked from %d pages and lists %v, want 3", a.Sources, pages)
			}
		}
	}
	if verdicts["broken"] != counts.Broken || verdicts["skipped"] != counts.Skipped {
		t.Errorf("JSON Lines counts %v, the history %+v", verdicts, counts)
	}
}

// The window chooses file names as freely as the command line.
func TestExportsSpareTheHistory(t *testing.T) {
	site := sitetest.New(t, bakery)
	site.Open("oven")
	c := kitchen(t, site)
	r, err := c.ScanAddress(t.Context(), "bakery.example")
	scan := await(t, c, r, err)
	d := Comparison{Site: storage.Site{}}
	for _, path := range []string{c.config.DB, c.config.DB + "-wal"} {
		for name, export := range map[string]func() error{
			"spreadsheet": func() error { return c.Export(t.Context(), scan.ID, path, nil) },
			"JSON Lines":  func() error { return c.ExportJSONLines(t.Context(), scan.ID, path) },
			"changes":     func() error { return c.ExportChanges(t.Context(), d, path) },
			"sheet":       func() error { return c.ExportChangesSheet(t.Context(), d, path) },
		} {
			var inUse *output.InUseError
			if err := export(); !errors.As(err, &inUse) || inUse.Use != output.History {
				t.Errorf("%s in %s: %v, want that it belongs to the history", name, path, err)
			}
		}
	}
	if _, err := c.ScanByID(t.Context(), scan.ID); err != nil {
		t.Errorf("the history is harmed: %v", err)
	}
}

// What a sitemap alone names is linked by no page, and is not told to be.
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
<url><loc>https://bakery.example/alone</loc></url><url><loc>https://bakery.example/bread</loc></url></urlset>
`)
	c := kitchen(t, site)
	r, err := c.ScanAddress(t.Context(), "https://bakery.example/")
	scan := await(t, c, r, err)
	for path, want := range map[string]bool{"alone": true, "bread": false} {
		facts, err := c.facts(t.Context(), scan.ID, rowOf(t, c, scan.ID, "https://bakery.example/"+path).ID)
		if err != nil {
			t.Fatal(err)
		}
		if facts.Orphan != want {
			t.Errorf("%s: orphan %v, want %v", path, facts.Orphan, want)
		}
	}
}

func TestExplain(t *testing.T) {
	site := sitetest.New(t, bakery)
	site.Open("oven")
	c := kitchen(t, site)
	r, err := c.ScanAddress(t.Context(), "bakery.example")
	scan := await(t, c, r, err)
	facts, err := c.facts(t.Context(), scan.ID, rowOf(t, c, scan.ID, "https://bakery.example/gone").ID)
	if err != nil {
		t.Fatal(err)
	}
	if facts.Key != outcome.FromStatus(404) || facts.Pages != 3 || !facts.InNavigation || !facts.Internal {
		t.Errorf("got facts %+v, want a 404 of this site on 3 pages, in the navigation", facts)
	}
	e, err := c.Explain(t.Context(), scan.ID, rowOf(t, c, scan.ID, "https://bakery.example/gone").ID)
	if err != nil {
		t.Fatal(err)
	}
	if e.Key != outcome.FromStatus(404) || e.Markdown() == "" {
		t.Errorf("got %+v, want an explanation of 404", e)
	}
	if _, err := c.ExplainKey("nonsense"); err == nil {
		t.Error("an unknown outcome was explained")
	}
}
