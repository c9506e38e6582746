package sqlite

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// madePage is an address of a made site: a page with facts and links, one that says
// something else ("404 broken"), or one that redirects.
type madePageOf struct {
	title string
	facts result.PageFacts
	says  string   // "" for 200 works
	to    string   // where it redirects to
	links []string // paths
}

// madeLimits are what a scan of a test does not look at.
type madeLimits struct {
	read func(path string) bool // nil: all; what is not read waits, or is left out by a complete scan
	omit func(path string) bool // links to these are left out, nil: none
}

// madeScan stores a scan of a site as a crawler would find it: from the home page along
// the links, as far as limits allow.
func madeScan(tb testing.TB, db *DB, siteID storage.SiteID, host string, state storage.State, pages map[string]madePageOf, limits madeLimits) storage.ScanID {
	tb.Helper()
	w, err := db.NewScan(tb.Context(), storage.Scan{Site: siteID, Start: host, Began: clock(), Version: "test", Settings: "{}"})
	if err != nil {
		tb.Fatal(err)
	}
	defer w.Close()
	b := &result.Batch{}
	ids := map[string]result.ID{}
	var paths []string
	find := func(path string) result.ID {
		if ids[path] == 0 {
			ids[path] = result.ID(len(b.Found) + 1)
			paths = append(paths, path)
			b.Found = append(b.Found, result.Address{ID: ids[path], URL: host + path, Internal: true, Kind: result.KindPage})
		}
		return ids[path]
	}
	find("")
	for i := 0; i < len(paths); i++ {
		path := paths[i]
		p, exists := pages[path]
		id := ids[path]
		c := result.Check{Address: id, Final: host + path, FinalID: id, Outcome: "200", Status: 200, Verdict: outcome.Works, Title: p.title, At: clock()}
		switch {
		case limits.read != nil && !limits.read(path):
			if state == storage.Complete { // left out by the settings
				c.Outcome, c.Status, c.Verdict, c.Reason = outcome.Excluded, 0, outcome.Skipped, "left out"
				b.Checks = append(b.Checks, c)
			}
			continue
		case !exists:
			c.Outcome, c.Status, c.Verdict = "404", 404, outcome.Broken
		case p.to != "":
			c.Outcome, c.Status, c.Verdict, c.Final, c.FinalID = "301", 301, outcome.Warning, host+p.to, find(p.to)
		case p.says != "":
			var key, verdict string
			fmt.Sscan(p.says, &key, &verdict)
			c.Outcome = outcome.Key(key)
			c.Status, _ = c.Outcome.Status()
			c.Verdict, _ = outcome.ParseVerdict(verdict)
		default:
			page := result.Page{Address: id, Document: true, Facts: &result.PageFacts{}}
			*page.Facts = p.facts
			for _, to := range p.links {
				if limits.omit != nil && limits.omit(to) {
					b.Omitted++
					continue
				}
				page.Links = append(page.Links, result.Link{Target: find(to), URL: host + to, Element: "a[href]", Kind: result.KindPage, Text: to})
			}
			b.Pages = append(b.Pages, page)
		}
		b.Checks = append(b.Checks, c)
	}
	if err := w.Commit(tb.Context(), b); err != nil {
		tb.Fatal(err)
	}
	if err := w.Finish(tb.Context(), state, result.Summary{}); err != nil {
		tb.Fatal(err)
	}
	return w.ID()
}

// moved is where the site of tests is after it moved.
const moved = "http://moved.example/"

// pagesOf returns the rows of a comparison of pages as lines.
func pagesOf(tb testing.TB, db *DB, p storage.Pair) ([]string, storage.PageCounts) {
	tb.Helper()
	c, err := db.ComparePages(tb.Context(), p)
	if err != nil {
		tb.Fatal(err)
	}
	lines := []string{}
	for _, r := range c.Rows {
		var paths []string
		for _, p := range r.Pages {
			paths = append(paths, strings.TrimPrefix(strings.TrimPrefix(p.URL, site), moved))
		}
		line := r.Change.String()
		if r.Change == storage.PageChanged {
			line += fmt.Sprintf(" %s %s %q %q", r.Field, r.Edit, r.Before, r.Now)
		} else {
			line += " " + r.Proof.String()
		}
		lines = append(lines, line+": "+strings.Join(paths, " "))
	}
	return lines, c.Counts
}

// The rules of PageChange, one by one.
func TestComparePages(t *testing.T) {
	links := func(to ...string) madePageOf { return madePageOf{links: to} }
	tests := []struct {
		name               string
		from, to           map[string]madePageOf
		fromState, toState storage.State // Complete unless given
		read               func(string) bool
		want               []string
	}{
		{
			name: "every field",
			from: map[string]madePageOf{"": {title: "T", facts: result.PageFacts{Heading: "H", Canonical: "=", Description: "D", Robots: "", Text: 1}, links: []string{""}}},
			to:   map[string]madePageOf{"": {title: "T2", facts: result.PageFacts{Heading: "H2", Canonical: site + "x", Description: "", Robots: "noindex", Text: 2}}},
			want: []string{
				`page-changed title same "T" "T2": `, `page-changed h1 same "H" "H2": `, `page-changed canonical same "=" "https://www.example.com/x": `,
				`page-changed robots same "" "noindex": `, `page-changed description same "D" "": `, `page-changed text same "" "": `,
				`page-changed internal-links same "1" "0": `,
			},
		},
		{
			name: "a page that answers 404, one that redirects and one that nothing leads to are removed",
			from: map[string]madePageOf{"": links("a", "b", "c", "d"), "a": {}, "b": {}, "c": {}, "d": {}},
			to:   map[string]madePageOf{"": links("a", "b", "d"), "b": {to: "d"}, "d": {}},
			want: []string{"page-removed gone: a", "page-removed redirected: b", "page-removed unlinked: c", `page-changed internal-links same "4" "3": `},
		},
		{
			name: "a section that only leads to itself is removed with the link to it",
			from: map[string]madePageOf{"": links("s"), "s": links("s1", "s2"), "s1": links("s2", "s"), "s2": links("s1")},
			to:   map[string]madePageOf{"": links()},
			want: []string{"page-removed unlinked: s", "page-removed unlinked: s1", "page-removed unlinked: s2", `page-changed internal-links same "1" "0": `},
		},
		{
			name: "what a page leads to that was not read again is not removed, nor what that leads to",
			from: map[string]madePageOf{"": links("s", "t"), "s": links("s1"), "s1": links("s2"), "s2": {}, "t": links()},
			to:   map[string]madePageOf{"": links("s", "t"), "s": {says: "500 broken"}, "t": links()},
			want: []string{},
		},
		{
			name: "a stopped scan removes nothing that it did not find gone", toState: storage.Stopped,
			from: map[string]madePageOf{"": links("a", "b", "c"), "a": {}, "b": {}, "c": {}},
			to:   map[string]madePageOf{"": links("b")},
			want: []string{"page-removed gone: b", `page-changed internal-links same "3" "1": `},
		},
		{
			name: "what the settings leave out is not removed",
			from: map[string]madePageOf{"": links("a"), "a": links("a1"), "a1": {}},
			to:   map[string]madePageOf{"": links("a"), "a": links("a1"), "a1": {}},
			read: func(path string) bool { return path != "a" },
			want: []string{},
		},
		{
			name: "new pages are proved in the same way",
			from: map[string]madePageOf{"": links("a")},
			to:   map[string]madePageOf{"": links("a", "b"), "a": {}, "b": links("c"), "c": {}},
			want: []string{`page-changed internal-links same "1" "2": `, "page-new gone: a", "page-new unlinked: b", "page-new unlinked: c"},
		},
		{
			name: "a stopped scan does not show what was new after it", fromState: storage.Stopped,
			from: map[string]madePageOf{"": links()},
			to:   map[string]madePageOf{"": links("a"), "a": {}},
			want: []string{`page-changed internal-links same "0" "1": `},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			db := newDB(t)
			id := newSite(t, db)
			p := storage.Pair{From: madeScan(t, db, id, site, either(tt.fromState), tt.from, madeLimits{})}
			p.To = madeScan(t, db, id, site, either(tt.toState), tt.to, madeLimits{read: tt.read})
			got, _ := pagesOf(t, db, p)
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("pages (-want +got):\n%s", d)
			}
			for _, scan := range []storage.ScanID{p.From, p.To} {
				if err := db.Verify(t.Context(), scan); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// What a template changed is one row.
func TestTemplateChanges(t *testing.T) {
	db := newDB(t)
	id := newSite(t, db)
	made := func(brand string, heading func(i int) string, robots string, footer ...string) map[string]madePageOf {
		all := map[string]madePageOf{"": {}}
		for i := range 8 {
			path := fmt.Sprintf("p%d", i)
			home := all[""]
			home.links = append(home.links, path)
			all[""] = home
			f := result.PageFacts{Heading: heading(i), Robots: robots, Text: uint32(len(brand))}
			if robots != "" {
				f.Description = "About " + path
			}
			all[path] = madePageOf{title: "Page " + path + " – " + brand, facts: f, links: footer}
		}
		return all
	}
	p := storage.Pair{
		From: madeScan(t, db, id, site, storage.Complete, made("Old Ltd", func(i int) string { return fmt.Sprint("Welcome", i) }, ""), madeLimits{}),
		To:   madeScan(t, db, id, site, storage.Complete, made("New & Sons", func(i int) string { return fmt.Sprint("Hello", i%3, "x", i) }, "noindex", "p1", "p2"), madeLimits{}),
	}
	const all = "p0 p1 p2 p3 p4 p5 p6 p7"
	want := []string{
		`page-changed title part "Old Ltd" "New & Sons": ` + all,
		`page-changed h1 varies "" "": ` + all,
		`page-changed robots same "" "noindex": ` + all,
		`page-changed description added "" "": ` + all,
		`page-changed text same "" "": ` + all,
		`page-changed internal-links same "0" "2": ` + all,
	}
	got, counts := pagesOf(t, db, p)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("pages (-want +got):\n%s", d)
	}
	if d := cmp.Diff(storage.PageCounts{Before: 9, Now: 9, Changed: 8, Templates: 6}, counts); d != "" {
		t.Errorf("counts (-want +got):\n%s", d)
	}
}

// Links that a scan left out because of a limit prove nothing, neither of pages nor of
// problems.
func TestOmittedLinksProveNothing(t *testing.T) {
	db := newDB(t)
	id := newSite(t, db)
	from := map[string]madePageOf{"": {links: []string{"a", "b"}}, "a": {}}
	p := storage.Pair{From: madeScan(t, db, id, site, storage.Complete, from, madeLimits{})}
	w := scanOf(t, db, id)
	err := w.Commit(t.Context(), &result.Batch{
		Found:  []result.Address{{ID: 1, URL: site, Internal: true, Kind: result.KindPage}},
		Checks: []result.Check{{Address: 1, Final: site, FinalID: 1, Outcome: "200", Status: 200, Verdict: outcome.Works, At: clock()}},
		Pages:  []result.Page{{Address: 1, Document: true, Facts: &result.PageFacts{}}}, Omitted: 2,
	})
	if err != nil {
		t.Fatal(err)
	}
	finish(t, w, storage.Complete)
	p.To = w.ID()
	got, counts := pagesOf(t, db, p)
	if slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "page-removed") }) || counts.NotReached != 1 {
		t.Errorf("pages %q, %+v", got, counts)
	}
	if d := cmp.Diff(map[string]string{"b": "not-reached: 404 → unknown"}, changesOf(t, db, p)); d != "" {
		t.Errorf("problems (-want +got):\n%s", d)
	}
}
