package sqlite

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// Each page says how many links are on it, and how many of them lead to problems that are
// not ignored, and pages are sorted by that.
func TestProblemLinksOfPages(t *testing.T) {
	db := newDB(t)
	id := newSite(t, db)
	scan := scannedPages(t, db, id, storage.Complete,
		page("", "a", "a", "b", "c#x", "c#y"), page("b", "a", "c#x", "c"), page("c", "b"), page("d"),
		is("a", "404 broken"), is("c#x", "missing-fragment warning"))
	check := func(what string, want map[string][2]int, order string) {
		t.Helper()
		f := storage.Filter{PagesOnly: true}
		ids, err := db.RowIDs(t.Context(), scan, f, storage.Order{By: storage.ByProblemLinks, Desc: true})
		if err != nil {
			t.Fatal(err)
		}
		rows, err := db.PageRows(t.Context(), scan, ids)
		if err != nil {
			t.Fatal(err)
		}
		got, names := map[string][2]int{}, []string{}
		for _, r := range rows {
			name := "/" + strings.TrimPrefix(r.URL, site)
			got[name] = [2]int{r.OutLinks, r.ProblemLinks}
			names = append(names, name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: links and problems (-want +got):\n%s", what, diff)
		}
		if given := strings.Join(names, " "); given != order {
			t.Errorf("%s: order %s, want %s", what, given, order)
		}
	}
	check("all", map[string][2]int{"/": {5, 3}, "/b": {3, 2}, "/c": {1, 0}, "/d": {0, 0}}, "/ /b /c /d")
	mark := storage.Mark{Kind: storage.Ignored, Scope: storage.OnAddress, Subject: site + "a", Class: outcome.ClientError, Made: clock()}
	if _, err := db.ChangeMarks(t.Context(), storage.MarkChange{Site: id, Save: []storage.Mark{mark}}); err != nil {
		t.Fatal(err)
	}
	check("one is ignored", map[string][2]int{"/": {5, 1}, "/b": {3, 1}, "/c": {1, 0}, "/d": {0, 0}}, "/ /b /c /d")
	ids, err := db.RowIDs(t.Context(), scan, storage.Filter{PagesOnly: true}, storage.Order{By: storage.ByOutLinks, Desc: true})
	if err != nil || len(ids) != 4 {
		t.Fatal(ids, err)
	}
	rows, err := db.PageRows(t.Context(), scan, ids[:1])
	if err != nil || rows[0].OutLinks != 5 {
		t.Errorf("%d links are on the first page, %v", rows[0].OutLinks, err)
	}
}
