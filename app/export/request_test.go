package export

import (
	"archive/zip"
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"sitewell/app/output"
	"sitewell/app/report"
	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// The fixes of the developer, the editor and the host together are those of the client,
// and every problem is in one of them; what the window says beforehand is what is there.
func TestReportsForEverybody(t *testing.T) {
	e, scan := bakeryScan(t)
	contents, err := e.Contents(t.Context(), scan.ID)
	if err != nil {
		t.Fatal(err)
	}
	in := make(map[string]int)
	for _, a := range report.Audiences() {
		src, err := e.Requested(t.Context(), scan.ID, Request{Audience: a})
		if err != nil {
			t.Fatal(err)
		}
		got := Content{Fixes: len(src.Fixes)}
		for _, f := range src.Fixes {
			got.Problems += len(f.Problems)
			if a != report.ForClient && a != report.Everything {
				in[f.Key()]++
			}
		}
		if src.Whole != (a == report.Everything) {
			t.Errorf("for %s: whole %t", a, src.Whole)
		}
		if a == report.Everything {
			got.Rows, got.Links = scan.Counts.Rows(), scan.Counts.Links
		}
		if contents[a] != got {
			t.Errorf("for %s: the window says %+v, the report has %+v", a, contents[a], got)
		}
	}
	if len(in) != contents[report.ForClient].Fixes {
		t.Errorf("%d fixes are for somebody, want %d", len(in), contents[report.ForClient].Fixes)
	}
	for key, n := range in {
		if n != 1 {
			t.Errorf("%s is in %d reports", key, n)
		}
	}
}

// The report of a view has the problems of that alone.
func TestReportOfAView(t *testing.T) {
	e, scan := bakeryScan(t)
	all, err := e.Requested(t.Context(), scan.ID, Request{})
	if err != nil {
		t.Fatal(err)
	}
	id := all.Fixes[0].Problems[0]
	src, err := e.Requested(t.Context(), scan.ID, Request{View: true, Only: []storage.URLID{id}})
	if err != nil || len(src.Fixes) != 1 || !src.Has(id) || src.Whole {
		t.Errorf("got %d fixes, whole %t, %v", len(src.Fixes), src.Whole, err)
	}
	if other := all.Fixes[len(all.Fixes)-1].Problems[0]; src.Has(other) {
		t.Error("another problem is in it")
	}
}

// A report has the brand of its site, or the one that is asked for, in that one's language
// or the one that is asked for; parts are left out as the brand says.
func TestReportHasItsBrand(t *testing.T) {
	e, scan := bakeryScan(t)
	ctx := t.Context()
	brand, err := e.o().Core.Brands.Save(ctx, storage.Brand{Name: "Studio Nord", Language: "de", Default: true, Promise: 14, Accent: "#0f766e", Without: []string{PartSettings}})
	if err != nil {
		t.Fatal(err)
	}
	get := func(r Request) report.Source {
		t.Helper()
		src, err := e.Requested(ctx, scan.ID, r)
		if err != nil {
			t.Fatal(err)
		}
		return src
	}
	of := get(Request{})
	if of.Brand.Name != brand.Name || of.Brand.Promise != 14 || of.Brand.Accent != "#0f766e" || len(of.Settings) != 0 {
		t.Errorf("the brand of the site: %+v, %d settings", of.Brand, len(of.Settings))
	}
	if word := of.Speech.Verdict(outcome.Broken); word == "Broken" {
		t.Errorf("it does not speak German: %q", word)
	}
	title, _, _ := of.Words.Words("404", true)
	english := get(Request{Brand: &storage.Brand{}})
	if plain, _, _ := english.Words.Words("404", true); plain == title || english.Brand.Name != "" || len(english.Settings) == 0 {
		t.Errorf("without a brand: %q, %q, %d settings", plain, english.Brand.Name, len(english.Settings))
	}
	if asked := get(Request{Language: "en"}); asked.Speech.Verdict(outcome.Broken) != "Broken" || asked.Brand.Name != brand.Name {
		t.Errorf("in English: %q, %q", asked.Speech.Verdict(outcome.Broken), asked.Brand.Name)
	}
	var says []string
	for _, f := range of.Fixes {
		says = append(says, f.Do)
	}
	for i, f := range english.Fixes {
		if f.Cause != fix.Single && f.Do == says[i] {
			t.Errorf("%q is English in a German report", f.Do)
		}
	}
}

// What a scan saves at its end (scan --xlsx) has the brand of its site, too.
func TestExportHasItsBrand(t *testing.T) {
	e, scan := bakeryScan(t)
	if _, err := e.o().Core.Brands.Save(t.Context(), storage.Brand{Name: "Studio Nord", Default: true}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "report.xlsx")
	if err := e.Export(t.Context(), scan.ID, Spreadsheet, path, nil); err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	part, err := fs.ReadFile(z, "docProps/core.xml")
	if err != nil || !bytes.Contains(part, []byte("<dc:creator>Studio Nord</dc:creator>")) {
		t.Errorf("properties: %s, %v", part, err)
	}
}

// A German workbook comes from a program that speaks English, whole.
func TestGermanWorkbook(t *testing.T) {
	e, scan := bakeryScan(t)
	path := filepath.Join(t.TempDir(), "bericht.xlsx")
	if err := e.SaveReport(t.Context(), scan.ID, Spreadsheet, Request{Audience: report.ForClient, Language: "de"}, path, nil); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if names := strings.Join(f.GetSheetList(), " "); !strings.Contains(names, "Probleme") {
		t.Errorf("sheets: %s", names)
	}
}

// The rows of a CSV file are of the kind that its format says, and a format that is not
// there says so.
func TestKindsOfRows(t *testing.T) {
	e, scan := bakeryScan(t)
	for as, want := range map[Format]string{"csv": "\ufeff", "csv-jira": "Summary"} {
		path := filepath.Join(t.TempDir(), "rows.csv")
		if err := e.SaveReport(t.Context(), scan.ID, as, Request{}, path, nil); err != nil {
			t.Errorf("%s: %v", as, err)
		}
		if text, _ := os.ReadFile(path); !strings.HasPrefix(string(text), want) {
			t.Errorf("%s begins with %.20q, want %q", as, text, want)
		}
	}
	var missing *output.MissingFormatError
	if err := e.SaveReport(t.Context(), scan.ID, "csv-haiku", Request{}, filepath.Join(t.TempDir(), "x"), nil); !errors.As(err, &missing) {
		t.Errorf("a kind that there is none of: %v", err)
	}
}

// A server that nobody has rules for leaves no file.
func TestRedirectsForAnUnknownServer(t *testing.T) {
	e, scan := bakeryScan(t)
	path := filepath.Join(t.TempDir(), "report")
	if err := e.SaveReport(t.Context(), scan.ID, "redirects-geocities", Request{}, path, nil); err == nil {
		t.Error("no error")
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a file is left")
	}
}
