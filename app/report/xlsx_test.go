package report

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"sitewell/storage/columns"
)

var (
	keep   = flag.String("keep", "", "folder for the written workbooks, to look at them")
	update = flag.Bool("update", false, "write the golden files anew")
)

// written writes src and opens what was written.
func written(t *testing.T, src Source, rows int) *excelize.File {
	t.Helper()
	var buf bytes.Buffer
	if err := excel(t.Context(), &buf, src, limits{rows: rows, opens: maxOpened}); err != nil {
		t.Fatal(err)
	}
	if *keep != "" {
		if err := os.WriteFile(filepath.Join(*keep, t.Name()+".xlsx"), buf.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f, err := excelize.OpenReader(&buf)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func rowsOf(t *testing.T, f *excelize.File, sheet string) [][]string {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestExcelSheets(t *testing.T) {
	f := written(t, bakery(t), sheetRows)
	if diff := cmp.Diff([]string{
		"Cover", "Fixes", "Problems", "By other site", "Pages with problems", "Links of problems", "Links", "All addresses",
		"What the codes mean", "About this scan", "Sitewell",
	}, f.GetSheetList()); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}

	wantProblems := [][]string{
		{
			"Fix", "Severity", "Verdict", "Address", "Status", "What happened", "What it means", "How to fix it", "Pages that link here",
			"Found on", "And on", "Whose", "Kind", "Leads to", "Technical reason", "Checked",
		},
		{
			"1", "Serious", "Broken", "https://bakery.example/cakes", "404", "Page not found (404)",
			"The server works, but has nothing at this address: the page was moved, renamed or deleted, or the link is mistyped.",
			"Correct the link, or let the old address lead to where the page is now.", "2",
			"https://bakery.example/", "https://bakery.example/old", "This site", "page", "", "HTTP 404", "2026-11-03 09:15",
		},
		{
			"2", "Moderate", "Broken", "https://mill.example/", "", "Name not found",
			"There is no website under this name any more, or the name is mistyped.", "Correct the name, or take the link out.", "1",
			"https://bakery.example/", "", "Other site", "page", "", "HTTP dns-not-found", "2026-11-03 09:15",
		},
		{
			"2", "Minor", "Warning", "https://bakery.example/old", "200", "Outcome 301", "It means something.", "Do something.", "1",
			"https://bakery.example/", "", "This site", "page", "https://bakery.example/new", "HTTP 301", "2026-11-03 09:15",
		},
		{
			"2", "Minor", "Warning", "https://bakery.example/#opening", "200", "Place on the page is missing",
			"The page works, but what follows # in the link isn't on it.", "Correct what follows #, or give the heading that name.", "1",
			"https://bakery.example/", "", "This site", "page", "", "HTTP missing-fragment", "2026-11-03 09:15",
		},
	}
	if diff := cmp.Diff(wantProblems, rowsOf(t, f, sheetProblems)); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}

	wantFixes := [][]string{
		{
			"Fix", "Severity", "What to do", "Pages", "Problems", "Owner", "State", "Due", "Note",
			"Verdict", "What happened", "Why one change is enough", "For example", "Sitewell key",
		},
		{
			"1", "Serious", "Correct or remove the link to /cakes", "2", "1", "", "To do", "", "",
			"Broken", "Page not found (404)", "", "https://bakery.example/cakes", "target https://bakery.example/cakes",
		},
		{
			"2", "Moderate", "Edit the footer: correct its links, of which there are some that lead nowhere at all", "1", "3", "", "To do", "", "",
			"Broken", "Several kinds", "=This part is the same on many pages, so one change corrects all of them.", "https://mill.example/", "template footer",
		},
	}
	if diff := cmp.Diff(wantFixes, rowsOf(t, f, sheetFixes)); diff != "" {
		t.Errorf("fixes (-want +got):\n%s", diff)
	}

	links := rowsOf(t, f, sheetLinks)
	if got, want := len(links), 10; got != want {
		t.Fatalf("%d rows of links, want %d", got, want)
	}
	wantLink := []string{"https://bakery.example/", "Opening hours", "https://bakery.example/#opening", "200", "Warning", "main", "14", "a[href]", "missing-fragment", "Script"}
	if diff := cmp.Diff(wantLink, links[4]); diff != "" {
		t.Errorf("link to a fragment (-want +got):\n%s", diff)
	}
	if got, want := len(rowsOf(t, f, sheetAddresses)), 8; got != want {
		t.Errorf("%d rows of addresses, want %d", got, want)
	}
}

// Cover and About show the numbers of the window (design.md, truth 8).
func TestExcelSummary(t *testing.T) {
	f := written(t, bakery(t), sheetRows)
	got := map[string][]string{}
	for _, sheet := range []string{sheetAbout, sheetCover} {
		for _, r := range rowsOf(t, f, sheet) {
			if len(r) > 1 {
				got[r[0]] = r[1:]
			}
		}
	}
	want := map[string]string{
		"Broken": "2", "Warning": "2", "Can't verify": "0", "Works": "1", "Skipped": "1", "Not checked": "1",
		"Addresses found": "6", "404": "1", "200": "3", "No answer": "1",
		"Pages read": "2", "Links found": "9", "Addresses of this site": "4",
		"Began": "2026-11-03 09:15", "Ended": "2026-11-03 09:17", "Time spent": "2 min 4 s",
		"Result": "Stopped before the end", "Client": "Example Bakery Ltd", "Start address": "https://bakery.example/",
		"User agent": `=HYPERLINK("x")`, "Problems": "4", "Links": "9", "All addresses": "7",
		"Fixes": "2", "What to fix first": "Pages", "Page not found (404)": "2", "Several kinds": "1",
	}
	for label, value := range want {
		if r := got[label]; len(r) == 0 || r[0] != value {
			t.Errorf("%s: got %q, want %q", label, r, value)
		}
	}
}

// Whatever a page says, it stays text; only addresses are links.
func TestExcelNoFormulaFromOutside(t *testing.T) {
	f := written(t, bakery(t), sheetRows)
	formulas := 0
	for _, sheet := range f.GetSheetList() {
		for r, row := range rowsOf(t, f, sheet) {
			for c, value := range row {
				cell, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err != nil {
					t.Fatal(err)
				}
				formula, err := f.GetCellFormula(sheet, cell)
				if err != nil {
					t.Fatal(err)
				}
				if formula == "" {
					continue
				}
				formulas++
				if want := `HYPERLINK("` + value + `")`; formula != want {
					t.Errorf("%s!%s: formula %q, want %q", sheet, cell, formula, want)
				}
			}
		}
	}
	if formulas == 0 {
		t.Error("no address opens at a click")
	}
	for cell, want := range map[string]string{"B2": "=cmd|' /C calc'!A0", "B9": "@cakes", "B6": "+49 old"} {
		got, err := f.GetCellValue(sheetLinks, cell)
		if err != nil {
			t.Fatal(err)
		}
		kind, err := f.GetCellType(sheetLinks, cell)
		if err != nil {
			t.Fatal(err)
		}
		if got != want || kind != excelize.CellTypeInlineString {
			t.Errorf("%s: got %q of type %d, want %q as text", cell, got, kind, want)
		}
	}
}

// Statuses, counts and dates are numbers, so that they sort and sum.
func TestExcelNumbersAndDates(t *testing.T) {
	f := written(t, bakery(t), sheetRows)
	for cell, want := range map[string]string{"E2": "404", "I2": "2", "P2": "46329.385440"} {
		raw, err := f.GetCellValue(sheetProblems, cell, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		kind, err := f.GetCellType(sheetProblems, cell)
		if err != nil {
			t.Fatal(err)
		}
		if raw != want || kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
			t.Errorf("%s: got %q of type %d, want the number %s", cell, raw, kind, want)
		}
	}
}

func TestExcelPanesFiltersPrinting(t *testing.T) {
	f := written(t, bakery(t), sheetRows)
	for sheet, frozen := range map[string]int{sheetFixes: 3, sheetProblems: 4, sheetLinks: 1, sheetAddresses: 1} {
		panes, err := f.GetPanes(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if !panes.Freeze || panes.YSplit != 1 || panes.XSplit != frozen {
			t.Errorf("%s: panes %+v, want the heading and %d columns frozen", sheet, panes, frozen)
		}
		props, err := f.GetSheetProps(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if props.FitToPage == nil || !*props.FitToPage || props.TabColorRGB == nil {
			t.Errorf("%s: not as wide as the page, or without a colour of its own", sheet)
		}
		layout, err := f.GetPageLayout(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if *layout.Orientation != "landscape" || *layout.FitToWidth != 1 {
			t.Errorf("%s: not printed on landscape paper as wide as the page", sheet)
		}
	}
	names := map[string]string{}
	for _, n := range f.GetDefinedName() {
		names[n.Scope+" "+n.Name] = n.RefersTo
	}
	lastOf := func(cells []columns.Cell) string {
		name, err := excelize.ColumnNumberToName(len(cells))
		if err != nil {
			t.Fatal(err)
		}
		return name
	}
	want := map[string]string{
		"Problems _xlnm._FilterDatabase":      "'Problems'!$A$1:$" + lastOf(columns.ProblemSheet()) + "$5",
		"Problems _xlnm.Print_Titles":         "'Problems'!$1:$1",
		"Problems _xlnm.Print_Area":           "'Problems'!$A$1:$J$5",
		"Fixes _xlnm._FilterDatabase":         "'Fixes'!$A$1:$N$3",
		"Fixes _xlnm.Print_Titles":            "'Fixes'!$1:$1",
		"Fixes _xlnm.Print_Area":              "'Fixes'!$A$1:$I$3",
		"Links _xlnm._FilterDatabase":         "'Links'!$A$1:$J$10",
		"Links _xlnm.Print_Titles":            "'Links'!$1:$1",
		"Links _xlnm.Print_Area":              "'Links'!$A$1:$G$10",
		"All addresses _xlnm._FilterDatabase": "'All addresses'!$A$1:$" + lastOf(columns.AddressSheet()) + "$8",
		"All addresses _xlnm.Print_Titles":    "'All addresses'!$1:$1",
		"All addresses _xlnm.Print_Area":      "'All addresses'!$A$1:$H$8",
	}
	for sheet, cells := range map[string][2]string{
		"By other site": {"H", "H$2"}, "Pages with problems": {"E", "E$3"}, "Links of problems": {"H", "K$7"}, "What the codes mean": {"G", "G$5"},
	} {
		_, row, _ := strings.Cut(cells[1], "$")
		want[sheet+" _xlnm._FilterDatabase"] = "'" + sheet + "'!$A$1:$" + cells[1]
		want[sheet+" _xlnm.Print_Titles"] = "'" + sheet + "'!$1:$1"
		want[sheet+" _xlnm.Print_Area"] = "'" + sheet + "'!$A$1:$" + cells[0] + "$" + row
	}
	for name, cells := range map[string]string{
		"Addresses": "'All addresses'!$A$1:$P$8", "Codes": "'What the codes mean'!$A$1:$G$5", "Fixes": "'Fixes'!$A$1:$N$3", "Hosts": "'By other site'!$A$1:$H$2",
		"Links": "'Links'!$A$1:$J$10", "LinksOfProblems": "'Links of problems'!$A$1:$K$7", "Owners": "'Sitewell'!$C$13:$C$15",
		"Pages": "'Pages with problems'!$A$1:$E$3", "Problems": "'Problems'!$A$1:$P$5", "States": "'Sitewell'!$C$10:$C$12",
	} {
		want["Workbook Sitewell_"+name] = cells
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

// A table that a sheet can't hold goes on, and the Cover says so.
func TestExcelOverflow(t *testing.T) {
	f := written(t, bakery(t), 4) // three rows under each heading
	want := []string{
		"Cover", "Fixes", "Problems", "Problems 2", "By other site", "Pages with problems", "Links of problems", "Links of problems 2",
		"Links", "Links 2", "Links 3", "All addresses", "All addresses 2", "All addresses 3",
		"What the codes mean", "What the codes mean 2", "About this scan", "Sitewell",
	}
	if diff := cmp.Diff(want, f.GetSheetList()); diff != "" {
		t.Fatalf("sheets (-want +got):\n%s", diff)
	}
	var links [][]string
	for _, sheet := range want[8:11] {
		links = append(links, rowsOf(t, f, sheet)[1:]...)
	}
	whole := rowsOf(t, written(t, bakery(t), sheetRows), sheetLinks)[1:]
	if diff := cmp.Diff(whole, links); diff != "" {
		t.Errorf("links over three sheets (-one sheet +three):\n%s", diff)
	}
	var told bool
	for _, r := range rowsOf(t, f, sheetCover) {
		told = told || len(r) > 3 && r[0] == sheetLinks && r[1] == "9" && strings.Contains(r[3], "Goes on through “Links 3”")
	}
	if !told {
		t.Error("the Cover does not tell of Links 3")
	}
}

func TestExcelCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Excel(ctx, &bytes.Buffer{}, bakery(t)); err == nil {
		t.Error("a cancelled export gave no error")
	}
}
