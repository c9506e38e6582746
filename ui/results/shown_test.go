package results_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"sitewell/ui/results"
)

// rows reads the rows of a list, as a file of it is written.
func (f *fixture) rows(l results.Shown) (rows [][]any) {
	f.t.Helper()
	done := false
	go func() {
		for cells, err := range l.Rows(f.t.Context()) {
			if err != nil {
				f.t.Error(err)
			}
			rows = append(rows, cells)
		}
		f.q.Dispatch(func() { done = true })
	}()
	f.q.Until(f.t, func() bool { return done })
	return rows
}

// What is saved of each list is what it shows: as many rows as its foot says, with the
// search in force, under the headings of the columns.
func TestShownIsSaved(t *testing.T) {
	f := newFixture(t, 1180, 760, func(f *fixture) { f.compares = true })
	f.until("8 things to fix", "8 rows")
	for _, text := range []string{"", "o"} { // which all lists share
		f.Search(f.w.Canvas())
		test.Type(f.w.Canvas().Focused(), text)
		for _, tab := range []string{"Problems", "All addresses", "Pages", "Fixes"} {
			f.pressFirst(tab)
			f.drain()
			f.q.Until(t, func() bool {
				list := f.Shown()
				return len(list) == 1 && slices.ContainsFunc(f.texts(), func(s string) bool {
					n, _, counted := strings.Cut(s, " ")
					return counted && n == fmt.Sprint(list[0].Count) && (strings.HasSuffix(s, " row") || strings.HasSuffix(s, " rows") || strings.HasSuffix(s, " shown"))
				})
			})
			list := f.Shown()[0]
			if rows := f.rows(list); len(rows) != list.Count || len(rows[0]) != len(list.Headings) {
				t.Errorf("%s, search %q: %d rows are saved, %d shown", tab, text, len(rows), list.Count)
			}
			for _, heading := range list.Headings {
				if !f.shows(heading) {
					t.Errorf("%s: no heading %q on the screen", tab, heading)
				}
			}
			if isProblems := tab == "Problems"; (list.Problems != nil) != isProblems {
				t.Errorf("%s: can be a report: %t", tab, list.Problems != nil)
			}
		}
	}
}

// The order that a person chose is that of the file, and a panel's list can be saved, too.
func TestShownIsSavedInOrder(t *testing.T) {
	f := newFixture(t, 1180, 760, nil)
	f.problems()
	f.click("/old-menu")
	f.press("Where it is linked")
	var lists []results.Shown
	f.q.Until(t, func() bool { lists = f.Shown(); return len(lists) == 2 })
	if lists[1].Title != "Links of this problem" || len(f.rows(lists[1])) != lists[1].Count {
		t.Errorf("%q with %d rows", lists[1].Title, lists[1].Count)
	}
	f.pressFirst("Address") // the heading of the list
	f.q.Until(t, func() bool {
		texts := f.texts()
		return slices.Index(texts, "http://www.example.com/about") < slices.Index(texts, "/old-menu")
	})
	list := f.Shown()[0]
	at := slices.Index(list.Headings, "Address")
	if rows := f.rows(list); !slices.IsSortedFunc(rows, func(a, b []any) int { return strings.Compare(a[at].(string), b[at].(string)) }) {
		t.Errorf("the rows of the file are not in the order on the screen: %v", rows)
	}
}
