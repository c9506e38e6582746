//go:build e2e

package e2e

import (
	"cmp"
	"strconv"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/storage/sqlite"
)

// sheet is a table of a workbook by its headings.
type sheet []map[string]string

// readSheet reads a sheet whose first row holds the headings.
func readSheet(t *testing.T, f *excelize.File, name string) sheet {
	t.Helper()
	rows, err := f.GetRows(name)
	if err != nil || len(rows) == 0 {
		t.Fatalf("sheet %s: %d rows, %v", name, len(rows), err)
	}
	var all sheet
	for _, cells := range rows[1:] {
		row := map[string]string{}
		for i, heading := range rows[0] {
			if i < len(cells) {
				row[heading] = cells[i]
			}
		}
		all = append(all, row)
	}
	return all
}

// line is a problem as both database and workbook tell it.
type line struct {
	Address, Verdict string
	Status, Sources  int
}

var verdictWords = map[outcome.Verdict]string{
	outcome.Broken: "Broken", outcome.Warning: "Warning", outcome.CantVerify: "Can't verify",
	outcome.Works: "Works", outcome.Skipped: "Skipped",
}

// compareWorkbook holds a saved workbook against the history: the same
// problems with their verdicts, to the last one (truth 8 of design.md).
func compareWorkbook(t *testing.T, path string, db *sqlite.DB, scan storage.Scan) {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	number := func(s string) int {
		n, _ := strconv.Atoi(s) // "" and "–" are none
		return n
	}
	var got, want []line
	for _, row := range readSheet(t, f, "Problems") {
		got = append(got, line{row["Address"], row["Verdict"], number(row["Status"]), number(row["Pages that link here"])})
	}
	problems := storage.Filter{Verdicts: []outcome.Verdict{outcome.Broken, outcome.Warning, outcome.CantVerify}, Marks: storage.NotIgnored}
	for row, err := range db.EachRow(t.Context(), scan.ID, problems, storage.Order{By: storage.BySeverity}) {
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, line{cmp.Or(row.URL, "(empty)"), verdictWords[row.Verdict], row.Status, row.Sources})
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-history +workbook):\n%s", diff)
	}
	counts, err := db.Counts(t.Context(), scan.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != counts.Problems() {
		t.Errorf("%d rows of problems, the history counts %d", len(got), counts.Problems())
	}
	// Each problem is in one fix.
	held := map[string]int{}
	for _, row := range readSheet(t, f, "Problems") {
		held[row["Fix"]]++
	}
	for _, row := range readSheet(t, f, "Fixes") {
		if n := number(row["Problems"]); n == 0 || held[row["Fix"]] != n {
			t.Errorf("fix %s: %d problems, %d rows of problems name it", row["Fix"], n, held[row["Fix"]])
		}
		delete(held, row["Fix"])
	}
	if len(held) > 0 {
		t.Errorf("problems name fixes that are not listed: %v", held)
	}
}

// outcomes returns every address of a scan with its outcome.
func outcomes(t *testing.T, db *sqlite.DB, scan storage.ScanID) map[string]outcome.Key {
	t.Helper()
	all := map[string]outcome.Key{}
	for row, err := range db.EachRow(t.Context(), scan, storage.Filter{}, storage.Order{By: storage.ByFound}) {
		if err != nil {
			t.Fatal(err)
		}
		all[row.URL] = row.Outcome
	}
	return all
}
