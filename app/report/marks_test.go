package report

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/storage"
	"sitewell/storage/sqlite"
)

// A problem that is ignored is on a sheet of its own, with the reason, and is not
// counted; the numbers of workbook and terminal are the same (truth 8).
func TestIgnoredIsApart(t *testing.T) {
	src := sourceOf(t, wholeScan())
	db := src.Data.(*sqlite.DB)
	_, err := db.ChangeMarks(t.Context(), storage.MarkChange{Site: src.Scan.Site, Save: []storage.Mark{
		{Kind: storage.Ignored, Scope: storage.OnAddress, Subject: "https://bakery.example/cakes", Text: "=the shop is closed", Made: began},
		{Kind: storage.Assigned, Scope: storage.OnAddress, Subject: "https://mill.example/", Assignee: "Anna", Due: "2026-12-24", Made: began},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if src.Marks, err = db.MarkCounts(t.Context(), src.Scan.ID); err != nil {
		t.Fatal(err)
	}
	src.Fixes = src.Fixes[1:]
	f := written(t, src, sheetRows)
	if diff := cmp.Diff([]string{
		"Cover", "Fixes", "Problems", "Ignored", "By other site", "Pages with problems", "Links of problems", "Links", "All addresses",
		"What the codes mean", "About this scan", "Sitewell",
	}, f.GetSheetList()); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}
	want := [][]string{
		{"Verdict", "Address", "Status", "What happened", "Mark", "What it is about", "Reason", "Marked on", "Until"},
		{"Broken", "https://bakery.example/cakes", "404", "Page not found (404)", "Ignored", "This address", "=the shop is closed", "2026-11-03 09:15"},
	}
	if diff := cmp.Diff(want, rowsOf(t, f, sheetIgnored)); diff != "" {
		t.Errorf("ignored (-want +got):\n%s", diff)
	}
	problems := rowsOf(t, f, sheetProblems)
	if len(problems) != 4 || problems[0][len(problems[0])-1] != "Mark" {
		t.Fatalf("problems: %q", problems)
	}
	if got := problems[1][len(problems[1])-1]; got != "Assigned: Anna, 2026-12-24" {
		t.Errorf("mark of a problem: %q", got)
	}
	got := map[string]string{}
	for _, r := range rowsOf(t, f, sheetCover) {
		if len(r) > 1 {
			got[r[0]] = r[1]
		}
	}
	for label, value := range map[string]string{"Broken": "1", "Warning": "2", "Ignored": "1", "Problems": "3", "All addresses": "6"} {
		if got[label] != value {
			t.Errorf("%s: got %q, want %q", label, got[label], value)
		}
	}
	var text bytes.Buffer
	if err := Text(TextOptions{Problems: true})(t.Context(), &text, src); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(text.String(), "\n")
	for _, want := range []string{"Broken              1", "Ignored             1  'sitewell mark SITE' lists what and why"} {
		if !slices.Contains(lines, want) {
			t.Errorf("the terminal does not show %q:\n%s", want, text.String())
		}
	}
	if strings.Contains(text.String(), "bakery.example/cakes") {
		t.Errorf("the terminal lists what is ignored:\n%s", text.String())
	}
}
