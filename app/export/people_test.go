package export

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"sitewell/app/report"
	"sitewell/app/report/csvfile"
	"sitewell/app/report/pdf"
	"sitewell/app/report/reporttest"
	"sitewell/app/report/webpage"
	"sitewell/scanner/sitetest"
)

// Truth 8: the page, the PDF and CSV have the numbers of the digest, which are those of
// the window.
func TestReportsForPeopleAgree(t *testing.T) {
	text := bakery(t)
	site := sitetest.New(t, text)
	site.Open("oven")
	e, c := kitchen(t, site)
	for range 2 {
		r, err := c.Runner.ScanAddress(t.Context(), "bakery.example")
		await(t, c, r, err)
	}
	sites, err := c.Store.Sites(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	src, err := e.Report(t.Context(), sites[0].Last.ID)
	if err != nil {
		t.Fatal(err)
	}
	src.Brand.Promise = 14
	d, err := src.Digest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if src.Changes == nil || d.Since == "" || d.Promise == "" || len(src.Fixes) < 4 || d.Counts.Problems() == 0 {
		t.Fatalf("the report proves little: %+v", d)
	}
	count := func(n int) string { return report.Number(n) }

	var page bytes.Buffer
	if err := webpage.Write(t.Context(), &page, src); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(&page)
	if err != nil {
		t.Fatal(err)
	}
	var words strings.Builder
	rows := 0 // of problems and fixes
	for n := range root.Descendants() {
		switch {
		case n.Type == html.TextNode && strings.TrimSpace(n.Data) != "":
			words.WriteString(strings.TrimSpace(n.Data) + "\n")
		case n.Data == "tr" && n.Parent.Data == "tbody":
			rows++
		}
	}

	var document bytes.Buffer
	if err := pdf.Write(t.Context(), &document, src); err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]string{"the page": words.String(), "the PDF": reporttest.PDFText(document.Bytes())} {
		flat := strings.ReplaceAll(got, "\n", " ")
		for _, sentence := range []string{d.Verdict, d.Share, d.Since, d.Promise} {
			if !strings.Contains(flat, sentence) {
				t.Errorf("%s lacks %q:\n%s", name, sentence, got)
			}
		}
		for _, tile := range []string{
			count(d.Counts.Broken) + "\nBroken\n", count(d.Counts.Warning) + "\nWarning\n", count(d.Counts.Cant) + "\nCan't verify\n", count(d.Counts.Works) + "\nWorks\n",
		} {
			if !strings.Contains("\n"+got, "\n"+tile) {
				t.Errorf("%s lacks %q:\n%s", name, tile, got)
			}
		}
		for _, f := range d.First {
			if !strings.Contains(strings.ReplaceAll(flat, " ", ""), strings.ReplaceAll(f.Do, " ", "")) {
				t.Errorf("%s lacks the fix %q", name, f.Do)
			}
		}
	}
	if want := "Problems (" + count(d.Counts.Problems()) + ")"; !strings.Contains(words.String(), want) {
		t.Errorf("the page lacks %q", want)
	}

	table := func(kind csvfile.Kind) [][]string {
		var b bytes.Buffer
		if err := csvfile.Write(t.Context(), &b, src, csvfile.Options{Kind: kind, NoMark: true}); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&b).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return rows[1:]
	}
	verdicts := map[string]int{}
	for _, row := range table(csvfile.Problems) {
		verdicts[row[2]]++
	}
	for verdict, want := range map[string]int{"Broken": d.Counts.Broken, "Warning": d.Counts.Warning, "Can't verify": d.Counts.Cant} {
		if verdicts[verdict] != want {
			t.Errorf("CSV has %d of %s, want %d", verdicts[verdict], verdict, want)
		}
	}
	problems := 0
	fixes := table(csvfile.Fixes)
	for _, row := range fixes {
		n, err := strconv.Atoi(row[6])
		if err != nil {
			t.Fatal(err)
		}
		problems += n
	}
	if problems != d.Counts.Problems() || len(fixes) != len(src.Fixes) || len(table(csvfile.Jira)) != len(src.Fixes) || len(table(csvfile.Trello)) != len(src.Fixes) {
		t.Errorf("fixes in CSV: %d with %d problems, want %d with %d", len(fixes), problems, len(src.Fixes), d.Counts.Problems())
	}
	if rows < d.Counts.Problems()+len(src.Fixes) {
		t.Errorf("the page has %d rows", rows)
	}
}
