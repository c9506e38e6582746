package sqlite_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/sqlitetest"
)

// A mark of an element is about the problems to which links of that kind lead and no
// others, whatever pages they are on, and whether addresses or places on pages.
func TestMarksOfElements(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 15))
	places := []result.Place{result.PlaceUnknown, result.PlaceFooter, result.PlaceMain, result.PlaceNavigation}
	elements := []string{"a[href]", "img[src]"}
	hidden := 0
	for round := range 25 {
		m := newMarkedSite(t)
		type link struct {
			place   result.Place
			element string
		}
		to := make(map[string][]link)
		s := sqlitetest.Scan{Scan: storage.Scan{Site: m.site, Start: home, State: storage.Complete, Began: m.now, Ended: m.now}}
		var broken []string
		for i := range 8 {
			broken = append(broken, fmt.Sprintf("%sgone%d", home, i))
		}
		broken = append(broken, home+"p0#missing", home+"p1#missing")
		for p := range 3 {
			a := sqlitetest.Address{Row: storage.Row{URL: fmt.Sprintf("%sp%d", home, p), Internal: true, Outcome: "200"}, Read: true}
			for range 5 {
				url := broken[r.IntN(len(broken))]
				k := link{places[r.IntN(len(places))], elements[r.IntN(2)]}
				to[url] = append(to[url], k)
				a.Links = append(a.Links, sqlitetest.Link{To: url, Place: k.place, Element: k.element})
			}
			s.Found = append(s.Found, a)
		}
		for _, url := range broken {
			key := outcome.Key("404")
			if strings.Contains(url, "#") {
				key = outcome.MissingFragment
			}
			s.Found = append(s.Found, sqlitetest.Address{Row: storage.Row{URL: url, Outcome: key, Internal: true}})
		}
		scan := sqlitetest.Store(t, m.DB, s)
		var rules []storage.ElementRule
		for _, text := range []string{"footer", "footer img[src]", "img[src]", "main"} {
			if r.IntN(2) == 0 {
				rule, _ := storage.ParseElementRule(text)
				rules = append(rules, rule)
				m.mark(ignoring(storage.OnElement, text))
			}
		}
		var want []string
		for _, url := range broken {
			if slices.ContainsFunc(rules, func(rule storage.ElementRule) bool {
				return len(to[url]) > 0 && !slices.ContainsFunc(to[url], func(l link) bool { return !rule.Has(l.place, l.element) })
			}) {
				want = append(want, url)
			}
		}
		slices.Sort(want)
		hidden += len(want)
		if diff := cmp.Diff(want, m.rows(scan, storage.OnlyIgnored)); diff != "" {
			t.Fatalf("round %d, ignored by %v (-want +got):\n%s", round, rules, diff)
		}
		n, err := m.MarkCounts(t.Context(), scan)
		if err != nil || n.Ignored.Problems() != len(want) {
			t.Fatalf("round %d: %d are counted, %v; want %d", round, n.Ignored.Problems(), err, len(want))
		}
		if err := m.Verify(t.Context(), scan); err != nil {
			t.Fatal(err)
		}
	}
	if hidden < 20 {
		t.Errorf("only %d were ignored: the test says too little", hidden)
	}
}
