package core

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"sitewell/app/report"
	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/sitetest"
	"sitewell/storage"
)

// seed is one cause in the made site: the fix that is wanted, and what it must
// hold, no more and no less.
type seed struct {
	fix      string // cause and subject
	problems []string
}

const madeSite = "https://site.test"

// seeds are the causes of the made site. Those at the end are
// problems that look alike and have nothing to do with each other.
func seeds() []seed {
	own := func(paths ...string) (all []string) {
		for _, p := range paths {
			all = append(all, madeSite+p)
		}
		return all
	}
	all := []seed{
		{"template footer", own("/imprint", "/terms")},
		{"template footer", own("/blog/feed-old", "/blog/archive-old")}, // of the blog's pages alone
		{"template navigation", own("/vouchers")},
		{"host dead.test", []string{"https://dead.test/1", "https://dead.test/2", "http://dead.test/3"}},
		{"host ended.test", []string{"https://www.ended.test/a", "https://shop.ended.test/b"}},
		{"host expired.test", []string{"https://expired.test/1", "https://expired.test/2"}},
		{"host social.test", []string{"https://social.test/1", "https://social.test/2", "https://social.test/3"}},
		{"host localhost:3000", []string{"http://localhost:3000/1", "http://localhost:3000/2"}},
		{"server 500", own("/shop/1", "/shop/2", "/cart")},
		{"server wrong-type", own("/pic1.gif", "/pic2.gif", "/pic3.gif")},
		{"element link[href]", own("/canon-1", "/canon-2", "/canon-3", "/canon-4")},
		{"relative images/logo.png", own("/a/images/logo.png", "/b/images/logo.png", "/c/images/logo.png")},
		{"rule scheme", []string{"http://partner.test/1", "http://partner.test/2"}},
		{"rule host", []string{"https://before.test/1", "https://before.test/2"}},
		{"rule folder", own("/news/1", "/news/2", "/news/3")},
		{"rule extension", own("/menu1.htm", "/menu2.htm", "/menu3.htm")},
		{"rule slash", own("/dir1", "/dir2", "/dir3")},
		{"target https://site.test/cakes-gone", own("/cakes-gone", "/weddings", "/parties")},
		{"target https://site.test/never-linked", own("/old-1", "/old-2")},
		{"access https://site.test/staff/", own("/staff/1", "/staff/2", "/staff/3")},
		{"folder https://site.test/2009/", own("/2009/a/1", "/2009/b/2", "/2009/3")},
		{"extension .asp", own("/v1.asp", "/a/v2.asp", "/b/v3.asp")},
		{"anchors https://site.test/p/2", own("/p/2#one", "/p/2#two", "/p/2#three")},
	}
	// It has no error page of its own, which is no fault of the links to it.
	all = append(all, seed{"single ", []string{madeSite + "/#~whole-site"}})
	for _, alone := range own(
		"/lonely", "/shop-offer", // next to a template and a folder of similar names
		"/images/1.png", "/images/2.png", "/images/3.png", // of a folder with something left
		"/r19/report.pdf", "/r20/report.pdf", "/r21/report.pdf", // the same name, by chance
		"/p/3#here", "/p/4#there", // one place of each page
		"/slow-1", "/slow-2", // 502, too few for the server's fault
	) {
		all = append(all, seed{"single ", []string{alone}})
	}
	for _, alone := range []string{
		"https://other.test/gone", "https://other.test/deep/lost", // a host that works otherwise
		"https://site.test:1/guestbook", "mailto:baker@@site.test",
	} {
		all = append(all, seed{"single ", []string{alone}})
	}
	return all
}

// made is the site with all seeds, as sitetest reads it.
func made() string {
	var b strings.Builder
	answer := func(path, head, body string) { fmt.Fprintf(&b, "-- GET %s --\n%s\n\n%s\n", path, head, body) }
	page := func(path, head, body string) {
		answer(path, "Content-Type: text/html", "<title>"+path+"</title>"+head+
			`<nav><a href="/">Home</a> <a href="/vouchers">Vouchers</a></nav><main>`+body+
			`</main><footer><a href="/imprint">Imprint</a> <a href="/terms">Terms</a></footer>`)
	}
	links := func(addresses ...string) string {
		var s strings.Builder
		for _, a := range addresses {
			fmt.Fprintf(&s, `<p><a href="%s">%s</a>`, a, a)
		}
		return s.String()
	}
	fmt.Fprintf(&b, "-- host %s --\n", madeSite)
	home := ""
	for _, n := range []int{1, 2, 3, 4, 5, 6} {
		home += links(fmt.Sprintf("/p/%d", n))
		canonical := ""
		if n <= 4 {
			canonical = fmt.Sprintf(`<link rel="canonical" href="/canon-%d">`, n)
		}
		page(fmt.Sprintf("/p/%d", n), canonical, map[int]string{
			1: links("https://dead.test/1", "https://dead.test/2", "http://dead.test/3", "https://www.ended.test/a", "https://shop.ended.test/b",
				"https://expired.test/1", "https://expired.test/2", "https://social.test/1", "https://social.test/2", "https://social.test/3",
				"http://localhost:3000/1", "http://localhost:3000/2"),
			2: links("/shop/1", "/shop/2", "/cart", "http://partner.test/1", "http://partner.test/2", "https://before.test/1", "https://before.test/2",
				"/news/1", "/news/2", "/news/3", "/menu1.htm", "/menu2.htm", "/menu3.htm", "/dir1", "/dir2", "/dir3"),
			3: links("/cakes-gone", "/weddings", "/parties", "/old-1", "/old-2", "/staff/1", "/staff/2", "/staff/3", "/2009/a/1", "/2009/b/2", "/2009/3"),
			4: links("/v1.asp", "/a/v2.asp", "/b/v3.asp", "/p/2#one", "/p/2#two", "/p/2#three", "/lonely", "/shop-offer", "/p/3#here", "/p/4#there", "/slow-1", "/slow-2"),
			5: links("/r19/report.pdf", "/r20/report.pdf", "/r21/report.pdf", "https://other.test/gone", "https://other.test/deep/lost", "https://other.test/fine",
				"https://site.test:1/guestbook", "mailto:baker@@site.test"),
			6: `<img src="/images/1.png"> <img src="/images/2.png"> <img src="/images/3.png"> <img src="/images/fine.png">
				<img src="/pic1.gif"> <img src="/pic2.gif"> <img src="/pic3.gif">`,
		}[n])
	}
	for _, dir := range []string{"a", "b", "c"} {
		home += links("/" + dir + "/page")
		page("/"+dir+"/page", "", `<img src="images/logo.png" alt="Logo">`)
	}
	for n := range 8 {
		path := fmt.Sprintf("/blog/%d", n)
		home += links(path)
		answer(path, "Content-Type: text/html", `<title>Blog</title><a href="/">Home</a><footer><a href="/blog/feed-old">Feed</a> <a href="/blog/archive-old">Archive</a></footer>`)
	}
	page("/", "", home)
	for _, path := range []string{"/shop/1", "/shop/2", "/cart"} {
		answer(path, "500", "no")
	}
	answer("/slow-1", "502", "no")
	answer("/slow-2", "502", "no")
	for n := 1; n <= 3; n++ {
		answer(fmt.Sprintf("/news/%d", n), fmt.Sprintf("301\nLocation: /journal/%d", n), "")
		page(fmt.Sprintf("/journal/%d", n), "", "new")
		answer(fmt.Sprintf("/menu%d.htm", n), fmt.Sprintf("301\nLocation: /menu%d.html", n), "")
		page(fmt.Sprintf("/menu%d.html", n), "", "menu")
		answer(fmt.Sprintf("/dir%d", n), fmt.Sprintf("301\nLocation: /dir%d/", n), "")
		page(fmt.Sprintf("/dir%d/", n), "", "dir")
		answer(fmt.Sprintf("/staff/%d", n), "403", "no")
		answer(fmt.Sprintf("/pic%d.gif", n), "Content-Type: text/html", "<title>not a picture</title>")
	}
	for path, to := range map[string]string{"/weddings": "/cakes-gone", "/parties": "/cakes-gone", "/old-1": "/never-linked", "/old-2": "/never-linked"} {
		answer(path, "301\nLocation: "+to, "")
	}
	answer("/images/fine.png", "Content-Type: image/png", "\x89PNG\r\n\x1a\n")
	b.WriteString(`-- host https://expired.test --
certificate: expired
-- GET /* --

fine
-- host https://social.test --
default: 403
-- host http://partner.test --
-- GET /1 --
301
Location: https://partner.test/1

-- GET /2 --
301
Location: https://partner.test/2

-- host https://partner.test --
-- GET /* --

fine
-- host https://before.test --
-- GET /1 --
301
Location: https://after.test/1

-- GET /2 --
301
Location: https://after.test/2

-- host https://after.test --
-- GET /* --

fine
-- host https://other.test --
-- GET /fine --

fine
`)
	return b.String()
}

// The list of fixes of the made site has one entry for each seed, which holds
// the seed's problems and no others, worst first; no problem and no page of
// one is lost (truth 2).
func TestFixesOfAMadeSite(t *testing.T) {
	c := kitchen(t, sitetest.New(t, made()))
	r, err := c.Runner.ScanAddress(t.Context(), madeSite+"/")
	scan := await(t, c, r, err)
	fixes, err := c.FixLister.Fixes(t.Context(), scan.ID)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[storage.URLID]storage.Row{}
	for row, err := range c.Store.EachRow(context.WithoutCancel(t.Context()), scan.ID, allProblems(), storage.Order{}) {
		if err != nil {
			t.Fatal(err)
		}
		rows[row.ID] = row
	}
	var got, want []string
	for _, f := range fixes {
		var urls []string
		for _, id := range f.Problems {
			urls = append(urls, rows[id].URL)
		}
		subject := f.Subject
		slices.Sort(urls)
		got = append(got, fmt.Sprintf("%s %s: %s", f.Cause, subject, strings.Join(urls, " ")))
	}
	for _, s := range seeds() {
		slices.Sort(s.problems)
		want = append(want, fmt.Sprintf("%s: %s", s.fix, strings.Join(s.problems, " ")))
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("fixes (-want +got):\n%s", diff)
	}
	checkFixes(t, c, scan.ID, fixes, rows)
	causes := map[fix.Cause]bool{}
	for _, f := range fixes {
		causes[f.Cause] = true
	}
	if len(causes) < 12 {
		t.Errorf("the site shows %d kinds of cause, want all", len(causes))
	}
}

// The same number of fixes everywhere (truth 8): the list that the window reads,
// the terminal, the spreadsheet and JSON Lines; and each problem has the number
// of its fix beside it.
func TestFixesAreTheSameEverywhere(t *testing.T) {
	c := kitchen(t, sitetest.New(t, made()))
	r, err := c.Runner.ScanAddress(t.Context(), madeSite+"/")
	scan := await(t, c, r, err)
	fixes, err := c.FixLister.Fixes(t.Context(), scan.ID)
	if err != nil {
		t.Fatal(err)
	}
	src := sourceOf(t, c, scan.ID)

	var text bytes.Buffer
	if err := report.Text(report.TextOptions{List: 1000})(t.Context(), &text, src); err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("site.test: %d things to fix\n", len(fixes)); !strings.Contains(text.String(), want) {
		t.Errorf("the terminal does not say %q:\n%s", want, text.String())
	}
	if last := fmt.Sprintf("\n%3d. ", len(fixes)); strings.Count(text.String(), last) != 1 || strings.Contains(text.String(), "--xlsx") {
		t.Errorf("the terminal does not end its list with%q:\n%s", last, text.String())
	}

	var lines bytes.Buffer
	if err := report.JSONLines(t.Context(), &lines, src); err != nil {
		t.Fatal(err)
	}
	byFix := map[int][]string{} // as the lines of addresses say
	listed := map[int][]string{}
	for line := range bytes.Lines(lines.Bytes()) {
		var x struct {
			Address   string
			FixNumber int
			Fix       struct {
				Number    int
				Addresses []string
			}
		}
		if err := json.Unmarshal(line, &x); err != nil {
			t.Fatal(err)
		}
		if x.FixNumber > 0 {
			byFix[x.FixNumber] = append(byFix[x.FixNumber], x.Address)
		}
		if x.Fix.Number > 0 {
			slices.Sort(x.Fix.Addresses)
			listed[x.Fix.Number] = x.Fix.Addresses
		}
	}
	for _, addresses := range byFix {
		slices.Sort(addresses)
	}
	if diff := cmp.Diff(byFix, listed); diff != "" || len(listed) != len(fixes) {
		t.Errorf("JSON Lines list %d fixes (-by address +by fix):\n%s", len(listed), diff)
	}

	var book bytes.Buffer
	if err := report.Excel(t.Context(), &book, src); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&book)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows := func(sheet string) [][]string {
		rows, err := f.GetRows(sheet)
		if err != nil || len(rows) == 0 {
			t.Fatalf("sheet %s: %d rows, %v", sheet, len(rows), err)
		}
		return rows[1:]
	}
	held := map[string]int{}
	for _, row := range rows("Problems") {
		held[row[0]]++
	}
	said := map[string]int{}
	for _, row := range rows("Fixes") {
		said[row[0]], err = strconv.Atoi(row[4])
		if err != nil {
			t.Error(err)
		}
	}
	if diff := cmp.Diff(held, said); diff != "" || len(said) != len(fixes) {
		t.Errorf("the spreadsheet has %d fixes (-by problem +by fix):\n%s", len(said), diff)
	}
}

// While a scan runs the list can be asked for at any moment, and holds what is
// known by then.
func TestFixesWhileAScanRuns(t *testing.T) {
	site := sitetest.New(t, bakery)
	c := kitchen(t, site)
	r, err := c.Runner.ScanAddress(t.Context(), "bakery.example")
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	until(t, r, func(p result.Progress) bool {
		fixes, err := c.FixLister.Fixes(t.Context(), r.ScanID())
		if err != nil {
			t.Fatal(err)
		}
		in := map[storage.URLID]int{}
		for _, f := range fixes {
			for _, id := range f.Problems {
				if in[id]++; in[id] > 1 {
					t.Errorf("address %d is in two fixes", id)
				}
			}
		}
		asked++
		return p.Problems > 0 && len(in) > 0 // all but /slow, which waits, may be stored by now
	})
	site.Open("oven")
	scan := await(t, c, r, nil)
	fixes, err := c.FixLister.Fixes(t.Context(), scan.ID)
	if err != nil {
		t.Fatal(err)
	}
	held := 0
	for _, f := range fixes {
		held += len(f.Problems)
	}
	if n := countsOf(t, c, scan.ID).Problems(); held != n || asked == 0 {
		t.Errorf("in the end %d problems are in fixes, the scan has %d", held, n)
	}
}

// The badge of a problem and its explanation never say different things: the
// severity is the same, and where it is not what the outcome has in general,
// the explanation says what moved it, and which way.
func TestSeverityIsExplained(t *testing.T) {
	c := kitchen(t, sitetest.New(t, made()))
	for scans := range 2 { // what the first one saw weighs in the second
		r, err := c.Runner.ScanAddress(t.Context(), madeSite+"/")
		scan := await(t, c, r, err)
		general := severityOf(c.knowledge)
		moved := 0
		for row, err := range c.Store.EachRow(context.WithoutCancel(t.Context()), scan.ID, allProblems(), storage.Order{}) {
			if err != nil {
				t.Fatal(err)
			}
			x, err := c.Explainer.Explain(t.Context(), scan.ID, row.ID)
			if err != nil {
				t.Fatal(err)
			}
			if x.Severity != row.Severity {
				t.Errorf("%s: the explanation says %s, the badge %s", row.URL, x.Severity, row.Severity)
			}
			base, _ := general(row.Outcome, row.Internal)
			more, less := strings.Contains(x.Why, "It weighs more"), strings.Contains(x.Why, "It weighs less")
			if row.Severity > base && !more || row.Severity < base && !less || row.Severity == base && more != less {
				t.Errorf("%s (%s) is %s, in general %s: %s", row.URL, row.Outcome, row.Severity, base, x.Why)
			}
			if row.Severity != base {
				moved++
			}
		}
		if moved < 10 {
			t.Errorf("scan %d: only %d severities were moved, so little was tried", scans+1, moved)
		}
	}
}

// checkFixes holds what is true of every list of fixes: each problem is in
// exactly one, each names every page that links to its problems, and none
// follows one that is less severe.
func checkFixes(t *testing.T, c *Core, scan storage.ScanID, fixes []fix.Fix, problems map[storage.URLID]storage.Row) {
	t.Helper()
	in := map[storage.URLID]int{}
	keys := map[string]bool{}
	for i, f := range fixes {
		severity, verdict := outcome.NoSeverity, outcome.Unchecked
		want := map[storage.URLID]bool{}
		for _, id := range f.Problems {
			in[id]++
			severity = max(severity, problems[id].Severity)
			if verdict != outcome.Broken && (problems[id].Verdict == outcome.Broken || verdict != outcome.Warning) {
				verdict = problems[id].Verdict
			}
			sources, _, _, err := c.Store.Sources(t.Context(), scan, id, 0, 1<<20)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range sources {
				want[s.Page] = true
			}
		}
		pages, err := c.FixLister.FixPages(t.Context(), scan, f)
		if err != nil {
			t.Fatal(err)
		}
		got := map[storage.URLID]bool{}
		for _, p := range pages {
			got[p] = true
		}
		if diff := cmp.Diff(want, got); diff != "" || len(pages) != f.Pages || len(pages) != len(got) {
			t.Errorf("%s: says %d pages, names %d (-want +got):\n%s", f.Key(), f.Pages, len(pages), diff)
		}
		if f.Severity != severity || f.Verdict != verdict {
			t.Errorf("%s: got %s %s, its worst is %s %s", f.Key(), f.Severity, f.Verdict, severity, verdict)
		}
		if i > 0 && f.Severity > fixes[i-1].Severity {
			t.Errorf("%s follows what is less severe", f.Key())
		}
		if keys[f.Key()] {
			t.Errorf("two fixes are called %s", f.Key())
		}
		keys[f.Key()] = true
	}
	for id, row := range problems {
		if in[id] != 1 {
			t.Errorf("%s is in %d fixes", row.URL, in[id])
		}
	}
	if len(in) != len(problems) {
		t.Errorf("%d problems in fixes, %d in the scan", len(in), len(problems))
	}
}
