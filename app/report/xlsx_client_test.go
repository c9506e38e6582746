package report

import (
	"bytes"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"sitewell/app/core/contrast"
	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// branded is a bakery whose report an agency sends to its client.
func branded(t *testing.T) Source {
	t.Helper()
	src := bakery(t)
	var logo bytes.Buffer
	if err := png.Encode(&logo, image.NewRGBA(image.Rect(0, 0, 200, 100))); err != nil {
		t.Fatal(err)
	}
	src.Site.Name = "Bakery"
	src.Brand = Brand{Name: "Agency & Sons", Footer: "12 High Street & more", Logo: logo.Bytes(), LogoType: "image/png", Accent: "#FFE000", Promise: 14}
	src.Changes = &Changes{Data: changeList(30), Words: titles{}, Site: src.Site}
	src.Changes.Comparison.Counts = storage.ChangeCounts{New: 3, Fixed: 9, StillThere: 4}
	src.Changes.Comparison.From.Began = began.AddDate(0, 0, -7)
	src.Past = []storage.Scan{
		{ID: 90, Began: began.AddDate(0, 0, -7), Counts: storage.Counts{Broken: 9, Warning: 1}},
		{ID: src.Scan.ID, Began: began, Counts: storage.Counts{Broken: 99}},
	}
	src.Fixes[0].Progress = fix.Progress{Scans: 2, Since: began.AddDate(0, 0, -7)}
	return src
}

// A logo is a picture that every program shows: LibreOffice has none where an SVG is, and
// Excel of 2013 neither. What is no drawing costs the logo, not the workbook.
func TestExcelLogo(t *testing.T) {
	const head = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" `
	for name, tt := range map[string]struct {
		svg   string
		shown bool
	}{
		"a drawing":             {head + `viewBox="0 0 120 40"><rect width="120" height="40" fill="#0f766e"/></svg>`, true},
		"a huge one":            {head + `width="100000" height="100000" viewBox="0 0 100000 100000"><rect width="100000" height="100000" fill="#0f766e"/></svg>`, true},
		"a very long one":       {head + `viewBox="0 0 100000 1"><rect width="100000" height="1" fill="#0f766e"/></svg>`, true},
		"one with a script":     {head + `viewBox="0 0 9 9"><script>alert(1)</script><rect width="9" height="9"/></svg>`, true},
		"a picture from afar":   {head + `viewBox="0 0 9 9"><image xlink:href="http://127.0.0.1:1/pixel.png" width="9" height="9"/><rect width="9" height="9"/></svg>`, true},
		"one that uses itself":  {head + `viewBox="0 0 9 9"><defs><g id="a"><use href="#a"/></g></defs><use href="#a"/><rect width="9" height="9"/></svg>`, false},
		"one without a size":    {head + `><rect width="9" height="9"/></svg>`, false},
		"a size that is none":   {head + `viewBox="0 0 NaN Inf"><rect width="9" height="9"/></svg>`, false},
		"one that is cut short": {head + `viewBox="0 0 9 9"><rect width="9"`, false},
	} {
		src := branded(t)
		src.Brand.Logo, src.Brand.LogoType = []byte(tt.svg), "image/svg+xml"
		pictures, err := written(t, src, sheetRows).GetPictures(sheetCover, "A1")
		if err != nil || (len(pictures) == 1) != tt.shown {
			t.Errorf("%s: %d logos, %v", name, len(pictures), err)
			continue
		}
		for _, p := range pictures {
			c, kind, err := image.DecodeConfig(bytes.NewReader(p.File))
			if err != nil || kind != "png" || c.Width > logoWidth || c.Height > logoHeight {
				t.Errorf("%s: %s of %d × %d, %v", name, kind, c.Width, c.Height, err)
			}
		}
	}
}

// The cover says whose report it is, for whom, what to do and whether it became better.
func TestExcelCover(t *testing.T) {
	f := written(t, branded(t), sheetRows)
	var said []string
	for _, row := range rowsOf(t, f, sheetCover) {
		said = append(said, row...)
	}
	for _, want := range []string{
		"Agency & Sons", "Website check of Bakery", "For Example Bakery Ltd", "2 things to fix, 1 of them serious.",
		"One change removes 66 % of the problems that visitors run into.", "Better than on 27 October 2026: 3 new, 9 fixed.",
		"Promise kept: no serious problem is older than 14 days.", "12 High Street & more",
	} {
		if !slices.Contains(said, want) {
			t.Errorf("the cover does not say %q:\n%q", want, said)
		}
	}
	pictures, err := f.GetPictures(sheetCover, "A1")
	if err != nil || len(pictures) != 1 {
		t.Errorf("%d logos, %v", len(pictures), err)
	}
	// Black on yellow, for white could not be read.
	style, err := f.GetCellStyle(sheetFixes, "A1")
	if err != nil {
		t.Fatal(err)
	}
	got, err := f.GetStyle(style)
	if err != nil || got.Fill.Color[0] != "FFE000" || got.Font.Color != inkColor {
		t.Errorf("headings in %+v on %+v, %v", got.Font, got.Fill, err)
	}
	footer, err := f.GetHeaderFooter(sheetFixes)
	if err != nil || !strings.Contains(footer.OddFooter, "&C&8 12 High Street && more") {
		t.Errorf("footer %+v, %v", footer, err)
	}
	props, err := f.GetDocProps()
	if err != nil || props.Creator != "Agency & Sons" || props.Title != "Website check of Bakery" {
		t.Errorf("properties %+v, %v", props, err)
	}
}

// What changed has a sheet of its own, with the numbers of the scans before, and each
// problem says whether it is new.
func TestExcelSince(t *testing.T) {
	src := branded(t)
	f := written(t, src, sheetRows)
	got := map[string][]string{}
	for _, row := range rowsOf(t, f, sheetSince) {
		if len(row) > 1 {
			got[row[0]] = row
		}
	}
	for label, want := range map[string]string{"New": "Pages", "2026-10-27 09:15": "9", "2026-11-03 09:15": "2"} {
		if len(got[label]) < 2 || got[label][1] != want {
			t.Errorf("%s: %q, want %s", label, got[label], want)
		}
	}
	rows := rowsOf(t, f, sheetProblems)
	if at := slices.Index(rows[0], "Change"); at < 0 || rows[1][at] != "Still there" {
		t.Errorf("problems: %q", rows[:2])
	}
	fixes := rowsOf(t, f, sheetFixes)
	if at := slices.Index(fixes[0], "Days open"); at < 0 || fixes[1][at] != "7" || fixes[2][at] != "0" {
		t.Errorf("fixes: %q", fixes)
	}
}

// Other sites, pages, links of problems and codes have sheets of their own.
func TestExcelByHostPageAndCode(t *testing.T) {
	f := written(t, bakery(t), sheetRows)
	for sheet, want := range map[string][][]string{
		sheetHosts: {
			{"Fix", "Other site", "Severity", "Verdict", "What happened", "Problems", "Pages that link here", "For example"},
			{"2", "mill.example", "Moderate", "Broken", "Name not found", "1", "1", "https://mill.example/"},
		},
		sheetPages: {
			{"Page", "Title", "Worst problem", "Problems", "Fixes"},
			{"https://bakery.example/", "=1+1 Bakery", "Serious", "4", "1, 2"},
			{"https://bakery.example/old", "", "Serious", "1", "1"},
		},
	} {
		if diff := cmp.Diff(want, rowsOf(t, f, sheet)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", sheet, diff)
		}
	}
	if got := len(rowsOf(t, f, sheetLinked)) - 1; got != 6 {
		t.Errorf("%d links of problems, want 6", got)
	}
	codes := map[string]bool{}
	for _, row := range rowsOf(t, f, sheetCodes)[1:] {
		codes[row[0]] = true
	}
	if diff := cmp.Diff(map[string]bool{"404": true, "dns-not-found": true, "301": true, "missing-fragment": true}, codes); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
}

// A report for somebody has the problems of their fixes alone; a client gets no lists of
// links.
func TestExcelForSomebody(t *testing.T) {
	src := bakery(t)
	src.Whole = false
	f := written(t, src.Narrow(func(f Fix) bool { return f.Cause == fix.Single }), sheetRows)
	if got := rowsOf(t, f, sheetProblems); len(got) != 2 || got[1][3] != "https://bakery.example/cakes" {
		t.Errorf("problems: %q", got)
	}
	if got := len(rowsOf(t, f, sheetLinked)) - 1; got != 3 {
		t.Errorf("%d links, want 3", got)
	}
	want := []string{"Cover", "Fixes", "Problems", "By other site", "Pages with problems", "What the codes mean", "About this scan", "Sitewell"}
	if diff := cmp.Diff(want, written(t, src.For(ForClient), sheetRows).GetSheetList()); diff != "" {
		t.Errorf("sheets for a client (-want +got):\n%s", diff)
	}
}

// Fixes are filled in from lists, and days are days.
func TestExcelDropDowns(t *testing.T) {
	f := written(t, bakery(t), sheetRows)
	rules, err := f.GetDataValidations(sheetFixes)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, r := range rules {
		got[r.Sqref] = r.Type + " " + r.Formula1
	}
	if diff := cmp.Diff(map[string]string{"F2:F3": "list Sitewell_Owners", "G2:G3": "list Sitewell_States", "H2:H3": "date 1"}, got); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	for _, column := range []string{"N", "A"} {
		if shown, err := f.GetColVisible(sheetFixes, column); err != nil || shown != (column == "A") {
			t.Errorf("column %s is shown: %t, %v", column, shown, err)
		}
	}
	if shown, err := f.GetSheetVisible("Sitewell"); err != nil || shown {
		t.Errorf("the hidden sheet is shown: %t, %v", shown, err)
	}
}

// Only so many addresses open at a click, and the cover says so.
func TestExcelOpensSoManyAddresses(t *testing.T) {
	var b bytes.Buffer
	if err := excel(t.Context(), &b, bakery(t), limits{rows: sheetRows, opens: 17}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	// Fixes take 2, problems 12, hosts 1, pages 2.
	for sheet, cells := range map[string]map[string]bool{sheetProblems: {"D2": true, "D5": true}, sheetPages: {"A3": true}, sheetLinked: {"B2": false}} {
		for cell, opens := range cells {
			formula, err := f.GetCellFormula(sheet, cell)
			if err != nil || (formula != "") != opens {
				t.Errorf("%s %s: formula %q, %v", sheet, cell, formula, err)
			}
		}
	}
	var said []string
	for _, row := range rowsOf(t, f, sheetCover) {
		said = append(said, row...)
	}
	if !strings.Contains(strings.Join(said, "\n"), "addresses open at a click; the others are text") {
		t.Errorf("the cover says %q", said)
	}
}

// Colours of severities are those of every brand, and the ink of each can be read on its
// ground.
func TestColorsCanBeRead(t *testing.T) {
	for _, s := range severities() {
		if c := severityColors(s); contrast.Ratio(cellColor(c.ink), cellColor(c.ground)) < 4.5 {
			t.Errorf("%s: contrast %.1f", SeverityWord(s), contrast.Ratio(cellColor(c.ink), cellColor(c.ground)))
		}
	}
	for _, v := range append(outcome.Verdicts(), outcome.Unchecked) {
		if c := verdictColors(v); contrast.Ratio(cellColor(c.ink), cellColor(c.ground)) < 4.5 {
			t.Errorf("%s: contrast %.1f", VerdictWord(v), contrast.Ratio(cellColor(c.ink), cellColor(c.ground)))
		}
	}
	for accent, want := range map[string]string{"": accentColor, "#1d4e89": "1D4E89", "red": accentColor, "=1+1+1": accentColor} {
		s := Source{Brand: Brand{Accent: accent}}
		if got := s.accent(); got != want {
			t.Errorf("accent %q: %q, want %q", accent, got, want)
		}
	}
}
