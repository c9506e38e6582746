//go:build !headless

package desktop

import (
	"context"
	"encoding/csv"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"sitewell/app/report"
	"sitewell/app/session"
	uiexport "sitewell/ui/export"
	"sitewell/ui/table"
)

// A list of the window is saved with its rows and columns, as Excel and as CSV; what a site
// says never becomes a formula.
func TestWindowSavesLists(t *testing.T) {
	p := &session.Session{}
	h, err := p.OpenHistory(t.Context(), session.HistoryOptions{DB: t.TempDir() + "/history.db"})
	if err != nil {
		t.Fatal(err)
	}
	defer closeCore(t, h.Core)
	list := table.View{Headings: []string{"Address", "On pages", "Checked"}, Count: 2, Rows: func(context.Context) iter.Seq2[[]any, error] {
		return func(yield func([]any, error) bool) {
			_ = yield([]any{"/a;b", 1204, time.Date(2026, 11, 29, 9, 15, 1, 0, time.Local)}, nil) && yield([]any{"=1+1", nil, "–"}, nil)
		}
	}}
	save := func(as uiexport.Format, o uiexport.CSVOptions) string {
		t.Helper()
		path := filepath.Join(t.TempDir(), "list")
		if err := (views{h.Files}).SaveView(t.Context(), list, as, o, path, func(int, int) {}); err != nil {
			t.Fatal(err)
		}
		return path
	}
	text, err := os.ReadFile(save(uiexport.CSV, uiexport.CSVOptions{Separator: ';'}))
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), report.ByteOrderMark)))
	r.Comma = ';'
	rows, err := r.ReadAll()
	want := [][]string{{"Address", "On pages", "Checked"}, {"/a;b", "1204", "2026-11-29 09:15:01"}, {"'=1+1", "", "–"}}
	if diff := cmp.Diff(want, rows); diff != "" || err != nil {
		t.Errorf("%v, -want +got\n%s", err, diff)
	}
	if plain, err := os.ReadFile(save(uiexport.CSV, uiexport.CSVOptions{NoMark: true})); err != nil || !strings.HasPrefix(string(plain), "Address,") {
		t.Errorf("without a mark: %.20q, %v", plain, err)
	}
	f, err := excelize.OpenFile(save(uiexport.Spreadsheet, uiexport.CSVOptions{}))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cells, err := f.GetRows(f.GetSheetName(0), excelize.Options{RawCellValue: true})
	if err != nil || len(cells) != 3 || cells[1][0] != "/a;b" || cells[1][1] != "1204" || cells[2][0] != "=1+1" || cells[2][2] != "–" {
		t.Errorf("%q, %v", cells, err)
	}
	if formula, _ := f.GetCellFormula(f.GetSheetName(0), "A3"); formula != "" {
		t.Errorf("formula %q", formula)
	}
}
