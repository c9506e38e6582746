package workbook

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// parts are those of a small workbook that came back.
func parts() map[string]string {
	return map[string]string{
		"xl/workbook.xml": `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>
			<sheet name="Fixes" r:id="a"/><sheet name="Sitewell" r:id="b"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/><Relationship Id="b" Target="/xl/worksheets/sheet2.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData>
			<row><c t="s"><v>0</v></c><c t="inlineStr"><is><r><t>Own</t></r><rPh><t>x</t></rPh><r><t>er</t></r></is></c><c t="str"><v>Due</v></c></row>
			<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" t="str"><f>1+1</f><v>Anna</v></c><c r="C2"><v>46380.5</v></c></row></sheetData></worksheet>`,
		"xl/worksheets/sheet2.xml": `<worksheet><sheetData>
			<row><c t="str"><v>sitewell</v></c><c><v>1</v></c></row>
			<row><c t="str"><v>column</v></c><c t="str"><v>owner</v></c><c t="str"><v>Owner</v></c></row>
			<row><c t="str"><v>column</v></c><c t="str"><v>due</v></c><c t="str"><v>Due</v></c></row></sheetData></worksheet>`,
		"xl/sharedStrings.xml": `<sst><si><t>Sitewell key</t></si><si><t xml:space="preserve">target https://a.example/  </t></si></sst>`,
	}
}

// packed makes a file of parts.
func packed(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(file []byte) (*Returned, error) {
	return Read(context.Background(), bytes.NewReader(file), int64(len(file)))
}

// Shared texts, texts in pieces, formulas, cells without names: all that programs write.
func TestReadFormsOfCells(t *testing.T) {
	got, err := read(packed(t, parts()))
	if err != nil {
		t.Fatal(err)
	}
	want := []Row{{Key: "target https://a.example/", Now: Work{Owner: "Anna", Due: "2026-12-24"}}}
	if diff := cmp.Diff(want, got.Rows); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	old := parts()
	old["xl/workbook.xml"] = strings.Replace(old["xl/workbook.xml"], "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1)
	if got, err = read(packed(t, old)); err != nil || got.Rows[0].Now.Due != "2030-12-25" {
		t.Errorf("days from 1904: %+v, %v", got, err)
	}
}

// A file that is no workbook of ours, or is meant to do harm, is refused with its reason.
func TestReadRefuses(t *testing.T) {
	with := func(name, text string) []byte {
		all := parts()
		all[name] = text
		if text == "" {
			delete(all, name)
		}
		return packed(t, all)
	}
	whole := packed(t, parts())
	for _, tt := range []struct {
		name string
		file []byte
		want error
	}{
		{"empty", nil, ErrNotWorkbook},
		{"text", []byte("Fix;Severity\n1;Serious\n"), ErrNotWorkbook},
		{"the old format of Excel, or one with a password", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)), ErrNotWorkbook},
		{"cut short", whole[:len(whole)/2], ErrNotWorkbook},
		{"another archive", packed(t, map[string]string{"content.xml": "<a/>"}), ErrNotWorkbook},
		{"no records", with("xl/worksheets/sheet2.xml", `<worksheet><sheetData/></worksheet>`), ErrForeign},
		{"no keys", with("xl/sharedStrings.xml", `<sst><si><t>Other</t></si></sst>`), ErrForeign},
		{"no sheet", with("xl/worksheets/sheet2.xml", ""), ErrForeign},
		{"a newer version", with("xl/worksheets/sheet2.xml", `<worksheet><sheetData><row><c t="str"><v>sitewell</v></c><c><v>2</v></c></row></sheetData></worksheet>`), ErrNewer},
		{"broken XML", with("xl/worksheets/sheet1.xml", `<worksheet><sheetData><row <c`), ErrDamaged},
		{"an entity of its own", with("xl/worksheets/sheet1.xml", `<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData><row><c t="str"><v>&a;</v></c></row></sheetData></worksheet>`), ErrDamaged},
		{"a shared text that is none", with("xl/worksheets/sheet1.xml", `<worksheet><sheetData><row><c t="s"><v>-5</v></c></row></sheetData></worksheet>`), ErrDamaged},
		{"a row beyond the last", with("xl/worksheets/sheet1.xml", `<worksheet><sheetData><row r="99999999"><c t="str"><v>a</v></c></row></sheetData></worksheet>`), ErrTooLarge},
		{"an index that unpacks to much", with("xl/workbook.xml", "<workbook>"+strings.Repeat(" ", maxIndex)+"</workbook>"), ErrTooLarge},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := read(tt.file); !errors.Is(err, tt.want) {
				t.Errorf("got %+v, %v, want %v", got, err, tt.want)
			}
		})
	}
	if _, err := Read(t.Context(), bytes.NewReader(nil), maxFile+1); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a file that is too large: %v", err)
	}
}

// A part that unpacks to gigabytes is not read.
func TestReadRefusesBombs(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts() {
		if name == "xl/worksheets/sheet1.xml" {
			continue
		}
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	w, err := z.CreateRaw(&zip.FileHeader{Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate, UncompressedSize64: maxPart + 1, CompressedSize64: 4})
	if err == nil {
		_, err = w.Write([]byte{3, 0, 0, 0})
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := read(b.Bytes()); !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v, want that it is too large", err)
	}
}

// Whatever a file says, Read returns, and what it returns can be used.
func FuzzRead(f *testing.F) {
	all := parts()
	f.Add(all["xl/worksheets/sheet1.xml"], all["xl/worksheets/sheet2.xml"], all["xl/sharedStrings.xml"])
	f.Fuzz(func(t *testing.T, fixes, memory, shared string) {
		all := parts()
		all["xl/worksheets/sheet1.xml"], all["xl/worksheets/sheet2.xml"], all["xl/sharedStrings.xml"] = fixes, memory, shared
		got, err := read(packed(t, all))
		if err != nil {
			return
		}
		for _, r := range got.Rows {
			if r.Key == "" || r.Now.Due != "" && r.Now.Due != r.Was.Due && len(r.Now.Due) != len("2006-01-02") {
				t.Errorf("row %+v", r)
			}
		}
	})
}
