package report

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A list that does not fit a sheet goes on with the next.
func TestLongViewGoesOn(t *testing.T) {
	v := View{Name: "List", Headings: []string{"A"}, Count: 500, Speech: English(), Rows: func(yield func([]any, error) bool) {
		for i := range 500 {
			if !yield([]any{i}, nil) {
				return
			}
		}
	}}
	var b bytes.Buffer
	if err := viewExcel(t.Context(), &b, v, 301); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for sheet, want := range map[string]int{"List": 301, "List 2": 201} {
		rows, err := f.GetRows(sheet)
		if err != nil || len(rows) != want || rows[0][0] != "A" {
			t.Errorf("%s: %d rows, want %d, %v", sheet, len(rows), want, err)
		}
	}
}
