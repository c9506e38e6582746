package report

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"sitewell/storage"
)

// sheetCells are the parts of a sheet that say where its cells are.
type sheetCells struct {
	Dimension *struct {
		Ref string `xml:"ref,attr"`
	} `xml:"dimension"`
	Cells []struct {
		Ref string `xml:"r,attr"`
	} `xml:"sheetData>row>c"`
}

// Readers such as openpyxl in read-only mode believe a sheet's dimension, and
// pass over every cell outside of it.
func TestDimensionsHoldAllCells(t *testing.T) {
	changes := Changes{Data: changeList(30), Words: titles{}, Site: storage.Site{Name: "Bakery"}}
	changes.Comparison.Counts.New = 30
	for _, tt := range []struct {
		name   string
		sheets int
		write  func(*bytes.Buffer) error
	}{
		{"scan", 11, func(b *bytes.Buffer) error {
			return excel(t.Context(), b, bakery(t), limits{rows: sheetRows, opens: maxOpened})
		}},
		{"scan over several sheets", 18, func(b *bytes.Buffer) error {
			return excel(t.Context(), b, bakery(t), limits{rows: 4, opens: maxOpened})
		}},
		{"changes", 1, func(b *bytes.Buffer) error { return changesXLSX(t.Context(), b, changes, sheetRows) }},
		{"changes that fill a sheet", 1, func(b *bytes.Buffer) error { return changesXLSX(t.Context(), b, changes, 16) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := tt.write(&b); err != nil {
				t.Fatal(err)
			}
			sheets := 0
			for name, s := range readSheets(t, b.Bytes()) {
				sheets++
				columns, rows := extent(t, s)
				want := "A1:" + cellName(t, columns, rows)
				if s.Dimension == nil || s.Dimension.Ref != want {
					t.Errorf("%s: dimension %+v, want %s", name, s.Dimension, want)
				}
			}
			if sheets != tt.sheets {
				t.Errorf("%d sheets, want %d", sheets, tt.sheets)
			}
		})
	}
}

func readSheets(t *testing.T, workbook []byte) map[string]sheetCells {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	sheets := make(map[string]sheetCells)
	for _, part := range archive.File {
		if !strings.HasPrefix(part.Name, "xl/worksheets/sheet") {
			continue
		}
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		var s sheetCells
		if err := xml.NewDecoder(r).Decode(&s); err != nil {
			t.Fatal(err)
		}
		sheets[part.Name] = s
	}
	return sheets
}

// extent returns the last column and row that have a cell.
func extent(t *testing.T, s sheetCells) (columns, rows int) {
	t.Helper()
	for _, c := range s.Cells {
		column, row, err := excelize.CellNameToCoordinates(c.Ref)
		if err != nil {
			t.Fatal(err)
		}
		columns, rows = max(columns, column), max(rows, row)
	}
	return columns, rows
}

func cellName(t *testing.T, column, row int) string {
	t.Helper()
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		t.Fatal(err)
	}
	return name
}
