package report

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"sitewell/app/report/workbook"
)

// worked is a bakery about whose fixes something was said.
func worked(t *testing.T) Source {
	t.Helper()
	src := bakery(t)
	src.Site.Name = "Bakery"
	src.Fixes[1].Work = Work{Owner: "Anna", State: workbook.Done, Due: "2026-12-24", Note: "=SUM(1) by phone\n_x0041_ second line"}
	return src
}

// back writes a workbook, lets a person change it, and reads it.
func back(t *testing.T, src Source, change func(f *excelize.File)) *workbook.Returned {
	t.Helper()
	var b bytes.Buffer
	if err := Excel(t.Context(), &b, src); err != nil {
		t.Fatal(err)
	}
	if change != nil {
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		change(f)
		b.Reset()
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
	}
	got, err := workbook.Read(t.Context(), bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// A workbook that nobody touched comes back as it went out, in every language.
func TestWorkbookComesBack(t *testing.T) {
	src := worked(t)
	one := workbook.Row{Key: "target https://bakery.example/cakes", Title: src.Fixes[0].Do}
	two := workbook.Row{Key: "template footer", Title: src.Fixes[1].Do, Was: src.Fixes[1].Work, Now: src.Fixes[1].Work}
	want := &workbook.Returned{
		Scan: int64(src.Scan.ID), Began: began, Start: "https://bakery.example/", Site: "Bakery", Saved: began.Add(time.Hour), Rows: []workbook.Row{one, two},
	}
	if diff := cmp.Diff(want, back(t, src, nil)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	src.Speech = marked()
	if got := back(t, src, nil); len(got.Unread) > 0 || got.Rows[1].Now != two.Now {
		t.Errorf("in another language: %+v", got)
	}
}

// What a person does to the sheet of fixes is read: rows that are sorted, deleted,
// copied, added, columns that moved, and words in other letters.
func TestWorkbookThatWasEdited(t *testing.T) {
	set := func(f *excelize.File, cell string, value any) {
		t.Helper()
		if err := f.SetCellValue(sheetFixes, cell, value); err != nil {
			t.Fatal(err)
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	now := func(r *workbook.Returned) map[string]Work {
		all := make(map[string]Work)
		for _, row := range r.Rows {
			all[row.Key] = row.Now
		}
		return all
	}
	const cakes, footer = "target https://bakery.example/cakes", "template footer"
	was := worked(t).Fixes[1].Work
	for _, tt := range []struct {
		name   string
		change func(f *excelize.File)
		want   map[string]Work
		unread []workbook.Unread
		added  int
	}{
		{"filled in", func(f *excelize.File) {
			set(f, "F2", " Ben ")
			set(f, "G2", "iGNORED")
			set(f, "H2", time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC))
			set(f, "I2", "no time\r\nto do it")
		}, map[string]Work{cakes: {Owner: "Ben", State: workbook.Ignored, Due: "2027-01-31", Note: "no time\nto do it"}, footer: was}, nil, 0},
		{"a day as text", func(f *excelize.File) { set(f, "H2", "31.1.2027") }, map[string]Work{cakes: {Due: "2027-01-31"}, footer: was}, nil, 0},
		{
			"emptied",
			func(f *excelize.File) {
				for _, cell := range []string{"F3", "G3", "H3", "I3"} {
					set(f, cell, nil)
				}
			},
			map[string]Work{cakes: {}, footer: {}},
			nil, 0,
		},
		{"a row deleted", func(f *excelize.File) { must(f.RemoveRow(sheetFixes, 2)) }, map[string]Work{footer: was}, nil, 0},
		{"rows above the headings", func(f *excelize.File) {
			must(f.InsertRows(sheetFixes, 1, 3))
			set(f, "A1", "Our list")
		}, map[string]Work{cakes: {}, footer: was}, nil, 0},
		{"a column moved", func(f *excelize.File) {
			must(f.InsertCols(sheetFixes, "A", 2))
			set(f, "A2", "Q1")
		}, map[string]Work{cakes: {}, footer: was}, nil, 0},
		{"a column deleted", func(f *excelize.File) { must(f.RemoveCol(sheetFixes, "H")) }, map[string]Work{cakes: {}, footer: was}, nil, 0},
		{"a row copied", func(f *excelize.File) {
			must(f.DuplicateRow(sheetFixes, 3))
			set(f, "F4", "Carl")
		}, map[string]Work{cakes: {}, footer: was}, []workbook.Unread{{Sheet: sheetFixes, Cell: "A4", Text: worked(t).Fixes[1].Do, Twice: true}}, 0},
		{"a row added", func(f *excelize.File) { set(f, "F4", "Carl") }, map[string]Work{cakes: {}, footer: was}, nil, 1},
		{"cells that can't be used", func(f *excelize.File) {
			set(f, "G2", "perhaps")
			set(f, "H3", "soon")
		}, map[string]Work{cakes: {}, footer: was}, []workbook.Unread{
			{Sheet: sheetFixes, Cell: "G2", Field: workbook.FieldState, Text: "perhaps"}, {Sheet: sheetFixes, Cell: "H3", Field: workbook.FieldDue, Text: "soon"},
		}, 0},
		{"a sheet renamed", func(f *excelize.File) { must(f.SetSheetName(sheetFixes, "To do")) }, map[string]Work{cakes: {}, footer: was}, nil, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := back(t, worked(t), tt.change)
			if diff := cmp.Diff(tt.want, now(got)); diff != "" {
				t.Errorf("work (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.unread, got.Unread); diff != "" {
				t.Errorf("unread (-want +got):\n%s", diff)
			}
			if got.Unkeyed != tt.added {
				t.Errorf("%d rows were added, want %d", got.Unkeyed, tt.added)
			}
		})
	}
}
