package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"sitewell/storage"
)

// somePages is a comparison of pages with a row of each kind.
func somePages() *storage.PageComparison {
	page := func(n ...int) (pages []storage.PageRef) {
		for _, i := range n {
			pages = append(pages, storage.PageRef{ID: storage.URLID(i), URL: fmt.Sprintf("https://bakery.example/%d", i)})
		}
		return pages
	}
	change := func(f storage.PageField, e storage.PageEdit, before, now string, n ...int) storage.PageRow {
		return storage.PageRow{Change: storage.PageChanged, Field: f, Edit: e, Before: before, Now: now, Pages: page(n...)}
	}
	return &storage.PageComparison{
		Counts: storage.PageCounts{Before: 20, Now: 18, Removed: 2, Changed: 6, New: 1, Templates: 1, NotReached: 2, TitlesOnly: true},
		Rows: []storage.PageRow{
			{Change: storage.PageRemoved, Proof: storage.PageGone, Pages: page(8)},
			{Change: storage.PageRemoved, Proof: storage.PageUnlinked, Pages: page(9)},
			change(storage.FieldTitle, storage.EditPart, "Old Ltd", "", 1, 2, 3, 4, 5),
			change(storage.FieldCanonical, storage.EditSame, "=", "https://bakery.example/x", 1),
			change(storage.FieldRobots, storage.EditSame, "", "noindex\x1b[2J", 2),
			change(storage.FieldText, storage.EditSame, "", "", 6),
			change(storage.FieldInternalLinks, storage.EditBy, "", "3", 1, 2, 3, 4, 5),
			{Change: storage.PageNew, Proof: storage.PageRedirected, Pages: page(7)},
		},
		Suggested: []string{"https"},
	}
}

func TestPagesText(t *testing.T) {
	var b strings.Builder
	src := Changes{Data: changeList(0), Words: titles{}, Site: storage.Site{Start: "https://bakery.example/"}, Pages: somePages()}
	src.Comparison.To.State = storage.Complete
	if err := ChangesText(t.Context(), &b, src, TextOptions{Width: 100}); err != nil {
		t.Fatal(err)
	}
	_, got, _ := strings.Cut(b.String(), "Pages: ")
	want := `20 before, 18 now: 2 removed, 6 changed, 1 new, 2 not reached now

An earlier version of Sitewell made one of the scans and kept only the titles of pages, so nothing
else is compared.

Nearly all pages have another address than before. To compare them with each other, add: --map https

Removed page: https://bakery.example/8
  answers 404 or 410 now

Removed page: https://bakery.example/9
  no page leads there any more

Title changed on 5 pages: https://bakery.example/1 and 4 more
  Was: … Old Ltd …
  Is: …

Canonical address changed: https://bakery.example/1
  Was: (the page itself)
  Is: https://bakery.example/x

Directives for search engines changed: https://bakery.example/2
  Was: (nothing)
  Is: noindex�[2J

Text changed: https://bakery.example/6

Number of internal links changed on 5 pages: https://bakery.example/1 and 4 more
  Is: 3 more on each page

New page: https://bakery.example/7
  redirected to another address before
`
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	b.Reset()
	if err := ChangesText(t.Context(), &b, src, TextOptions{List: 1}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"and 1 more; --all lists them", "and 4 more; --all lists them"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("want %q in\n%s", want, b.String())
		}
	}
}

func TestPagesJSONLines(t *testing.T) {
	var b bytes.Buffer
	src := Changes{Data: changeList(0), Words: titles{}, Pages: somePages()}
	src.Comparison.MadeWith = []storage.VersionChange{{Name: "PHP", Before: "8.1", Now: "8.3"}}
	if err := ChangesJSONLines(t.Context(), &b, src); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if len(lines) != len(src.Pages.Rows)+1 {
		t.Fatalf("%d lines, want %d", len(lines), len(src.Pages.Rows)+1)
	}
	for at, want := range map[int]string{
		0: `{"change":"page-removed","address":"https://bakery.example/8","proof":"gone","field":"","edit":"","was":"","is":"","template":false,"pages":1,"addresses":["https://bakery.example/8"]}`,
		3: `{"change":"page-changed","address":"https://bakery.example/1","proof":"","field":"canonical","edit":"same","was":"=","is":"https://bakery.example/x","template":false,"pages":1,"addresses":["https://bakery.example/1"]}`,
		8: `{"change":"made-with","name":"PHP","was":"8.1","is":"8.3"}`,
	} {
		if lines[at] != want {
			t.Errorf("got  %s\nwant %s", lines[at], want)
		}
	}
	var row struct {
		Template  bool
		Addresses []string
	}
	if err := json.Unmarshal([]byte(lines[2]), &row); err != nil || !row.Template || len(row.Addresses) != 5 {
		t.Errorf("%s: %v", lines[2], err)
	}
}

// A sheet of pages has a row for each change, and says so where it is full.
func TestPagesFillASheet(t *testing.T) {
	src := Changes{Data: changeList(0), Words: titles{}, Site: storage.Site{Name: "Bakery"}, Pages: somePages()}
	for _, tt := range []struct{ rows, changes int }{{sheetRows, 8}, {11, 4}} {
		var b bytes.Buffer
		if err := changesXLSX(t.Context(), &b, src, tt.rows); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		rows, err := f.GetRows(pagesSheet)
		if err != nil {
			t.Fatal(err)
		}
		changes := 0
		for _, r := range rows {
			if len(r) == len(pagesHead) && r[0] != "Change" {
				changes++
			}
		}
		if changes != tt.changes || len(rows) > tt.rows {
			t.Errorf("%d rows: %d changes in %d rows, want %d", tt.rows, changes, len(rows), tt.changes)
		}
		if tt.rows != sheetRows {
			continue
		}
		want := []string{"Title changed on 5 pages", "https://bakery.example/1", "… Old Ltd …", "…", "", "5"}
		if got := rows[len(rows)-6]; !reflect.DeepEqual(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// What a comparison notes is shown above the changes.
func TestComparisonNotes(t *testing.T) {
	src := Changes{Data: changeList(0), Words: titles{}, Notes: []string{"A note."}}
	var b strings.Builder
	if err := ChangesText(t.Context(), &b, src, TextOptions{}); err != nil || !strings.Contains(b.String(), "\nA note.\n") {
		t.Errorf("%v: %s", err, b.String())
	}
	if strings.Contains(b.String(), "Pages:") {
		t.Errorf("pages that nobody compared:\n%s", b.String())
	}
}

// The web page of a comparison has what became of pages, and all pages of a template's
// change.
func TestPagesHTML(t *testing.T) {
	var b bytes.Buffer
	src := Changes{Data: changeList(0), Words: titles{}, Pages: somePages()}
	pages := src.Pages.Rows[2].Pages
	for i := range pages {
		pages[i].Before, pages[i].Now = fmt.Sprintf("Page %d – Old Ltd", i), fmt.Sprintf("Page <%d>", i)
	}
	src.Pages.Rows[6].Pages = slices.Repeat(pages[:1], pagesListed+10)
	if err := ChangesHTML(t.Context(), &b, src); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"<h2>Pages (8)</h2>", "20 before, 18 now: 2 removed, 6 changed, 1 new, 2 not reached now", `<td class="page-removed">Removed page</td>`,
		"Title changed on 5 pages", "and 4 more", `<span class="was">Page 4 – Old Ltd</span><br>Page &lt;4&gt;`, "(the page itself)",
		"and 209 more", "<li>and 9 more</li>",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("want %s in\n%s", want, b.String())
		}
	}
}
