package addresslist

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/weburl"
)

// book returns a workbook whose sheets have these rows.
func book(t testing.TB, sheets ...[][]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	write := func(name, text string) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var names, rels strings.Builder
	for i, rows := range sheets {
		fmt.Fprintf(&names, `<sheet name="S%d" sheetId="%d" r:id="r%d"/>`, i, i+1, i)
		fmt.Fprintf(&rels, `<Relationship Id="r%d" Target="worksheets/s%d.xml"/>`, i, i)
		var data strings.Builder
		for _, row := range rows {
			data.WriteString("<row>")
			for _, cell := range row {
				data.WriteString(`<c t="inlineStr"><is><t>` + cell + `</t></is></c>`)
			}
			data.WriteString("</row>")
		}
		write(fmt.Sprintf("xl/worksheets/s%d.xml", i), `<worksheet><sheetData>`+data.String()+`</sheetData></worksheet>`)
	}
	write("xl/workbook.xml", `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>`+names.String()+`</sheets></workbook>`)
	write("xl/_rels/workbook.xml.rels", `<Relationships>`+rels.String()+`</Relationships>`)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRead(t *testing.T) {
	const a, b, c = "https://a.example.com/", "https://b.example.com/x", "http://c.example.com/"
	for name, tt := range map[string]struct {
		file, text string
		want       []string
		unused     []Unused
	}{
		"one on a line": {
			text: "https://a.example.com\r\n\r\n# a comment\nb.example.com/x\nhttp://c.example.com/#top\n",
			want: []string{a, b, c},
		},
		"what can't be used": {
			text: "https://a.example.com\nnothing\nanna@example.com\nmailto:anna@example.com\nftp://example.com/\nhttps://example.com:99999/\nHTTPS://A.example.com/\n",
			want: []string{a},
			unused: []Unused{
				{2, "nothing", NoAddress},
				{3, "anna@example.com", NotWeb},
				{4, "mailto:anna@example.com", NotWeb},
				{5, "ftp://example.com/", NotWeb},
				{6, "https://example.com:99999/", Malformed},
				{7, a, Repeated},
			},
		},
		"in sentences": {
			text: "Please look at https://a.example.com/, (www.example.org) and b.example.com/x.\n[Text](http://c.example.com/) is gone, e.g. since 3.5 hours\nThank you. Anna <anna@example.com>",
			want: []string{a, "https://www.example.org/", b, c},
			unused: []Unused{
				{3, "Thank you. Anna <anna@example.com>", NoAddress},
			},
		},
		"brackets that belong to it": {text: "see https://a.example.com/A_(b) now", want: []string{a + "A_(b)"}},
		"a line of several":          {text: "https://a.example.com/,https://b.example.com/x;http://c.example.com/", want: []string{a, b, c}},
		"commas that belong to it":   {text: "https://a.example.com/1,2;3", want: []string{a + "1,2;3"}},
		"a table with semicolons": {
			file: "links.CSV", text: "Title;URL;Found on\n\"A; home\";https://a.example.com/;start\nB;b.example.com/x;start\nC;;start\nD;soon;start\n",
			want: []string{a, b}, unused: []Unused{{5, "soon", NoAddress}},
		},
		"a table that was pasted":    {text: "A\thttps://a.example.com/\nB\thttps://b.example.com/x\n", want: []string{a, b}},
		"a table with commas":        {file: "x.csv", text: "https://a.example.com/,1\nhttps://b.example.com/x,2,3\n", want: []string{a, b}},
		"the first of equal columns": {file: "x.csv", text: "from,to\nhttps://a.example.com/,https://b.example.com/x\n", want: []string{a}},
		"a table with one column":    {file: "x.csv", text: "Address\nhttps://a.example.com/\n", want: []string{a}},
		"UTF-16":                     {text: "\xff\xfeb\x00.\x00e\x00x\x00a\x00m\x00p\x00l\x00e\x00.\x00c\x00o\x00m\x00/\x00x\x00", want: []string{b}},
		"an older encoding":          {text: "https://a.example.com/\xfc", want: []string{a + "%C3%BC"}},
		"a sitemap": {
			file: "sitemap.xml",
			text: `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://a.example.com/</loc></url><url><loc>/relative</loc></url><url><loc>https://b.example.com/x</loc></url></urlset>`,
			want: []string{a, b}, unused: []Unused{{1, "/relative", Malformed}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Read(t.Context(), tt.file, []byte(tt.text))
			if err != nil {
				t.Fatal(err)
			}
			want := List{Addresses: tt.want, Unused: tt.unused, UnusedCount: len(tt.unused)}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadIndex(t *testing.T) {
	got, err := Read(t.Context(), "", []byte(`<sitemapindex><sitemap><loc>https://a.example.com/1.xml</loc></sitemap></sitemapindex>`))
	if err != nil || !got.IsIndex || len(got.Addresses) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

// The sheet that has addresses is read, and in it the column that has them.
func TestReadWorkbook(t *testing.T) {
	data := book(t, [][]string{{"Notes"}, {"made by hand"}},
		[][]string{{"Title", "Address"}, {"A", "https://a.example.com/"}, {"B", "soon"}, {"C", "c.example.com"}},
		[][]string{{"https://other.example.com/"}})
	got, err := Read(t.Context(), "list.xlsx", data)
	if err != nil {
		t.Fatal(err)
	}
	want := List{
		Addresses: []string{"https://a.example.com/", "https://c.example.com/"},
		Unused:    []Unused{{3, "soon", NoAddress}}, UnusedCount: 1,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReadRefuses(t *testing.T) {
	var many strings.Builder
	for i := range MaxAddresses + 1 {
		fmt.Fprintf(&many, "https://example.com/%d\n", i)
	}
	whole := book(t, [][]string{{"https://example.com/"}})
	for name, tt := range map[string]struct {
		data []byte
		want error
	}{
		"nothing":              {nil, ErrEmpty},
		"no address":           {[]byte("Hello\nworld"), ErrEmpty},
		"too large":            {bytes.Repeat([]byte("x"), MaxSize+1), ErrTooLarge},
		"too many":             {[]byte(many.String()), ErrTooMany},
		"an old workbook":      {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ErrOldWorkbook},
		"half a workbook":      {whole[:len(whole)/2], ErrFormat},
		"a binary file":        {[]byte("\x7fELF\x00\x00"), ErrFormat},
		"broken XML":           {[]byte(`<?xml version="1.0"?><nothing>`), ErrFormat},
		"no gzip":              {[]byte("\x1f\x8bnothing"), ErrFormat},
		"a workbook of nobody": {book(t, [][]string{{"Hello"}}), ErrEmpty},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Read(t.Context(), "", tt.data); !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
		})
	}
}

// No file makes Read panic or pass its limits.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"https://example.com/", "a;https://example.com/\nb;https://example.org/", "<urlset><url><loc>https://example.com/</loc></url></urlset>",
		"see www.example.com.", string(book(f, [][]string{{"https://example.com/"}})),
	} {
		f.Add("x.csv", []byte(s))
		f.Add("", []byte(s))
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		got, err := Read(t.Context(), name, data)
		if (err == nil) != (len(got.Addresses) > 0) {
			t.Fatalf("%d addresses, error %v", len(got.Addresses), err)
		}
		if len(got.Unused) > got.UnusedCount || len(got.Unused) > maxUnused {
			t.Errorf("%d of %d unused", len(got.Unused), got.UnusedCount)
		}
		known := make(map[string]bool)
		for _, address := range got.Addresses {
			if u, err := weburl.Parse(address); err != nil || u.Key() != address || known[address] {
				t.Errorf("%q: %v, known: %v", address, err, known[address])
			}
			known[address] = true
		}
	})
}
