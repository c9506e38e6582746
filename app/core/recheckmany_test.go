package core

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
	"sitewell/storage"
)

// fixed is the site of unwell after everything was fixed, its missing error page as well.
const fixed = `
-- host https://bakery.example --
-- GET / --

<title>Bakery</title> <a href="/cakes">Cakes</a>
-- GET /cakes --

<title>Cakes</title><h2 id="recipe">Recipe</h2>
-- GET /hours --

<title>Opening hours</title> <a href="/new">New</a>
-- GET /moody --

<title>Moody</title> Not any more
-- GET /* --
404

<title>Not found</title> <a href="/">Home</a>
-- host https://mill.example --
-- GET /flour --

<title>Flour</title>
`

// problemsIn returns the problems of a scan.
func problemsIn(t *testing.T, c *Core, scan storage.ScanID) []storage.URLID {
	t.Helper()
	return idsOf(t, c, scan, allProblems())
}

// idsOf returns the addresses of a scan that a filter leaves.
func idsOf(t *testing.T, c *Core, scan storage.ScanID, f storage.Filter) []storage.URLID {
	t.Helper()
	ids, err := c.Store.RowIDs(t.Context(), scan, f, storage.Order{})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// All problems of a scan are checked again together, each once: how far that is gets
// told, and everything that changed is stored with what was before.
func TestRecheckMany(t *testing.T) {
	var now *sitetest.Site
	c, scans := rebuiltBy(t, &now, unwell)
	scan := scans[0].ID
	before := verdicts(t, c, scan)
	listed := problemsIn(t, c, scan)
	now = sitetest.New(t, fixed)
	told, fresh := 0, map[storage.URLID]bool{}
	var last storage.RecheckProgress
	s, err := c.Rechecker.RecheckMany(t.Context(), scan, append(slices.Clone(listed), listed...), func(p storage.RecheckProgress) {
		told++
		last = p
		for _, a := range p.Fresh {
			fresh[a.ID] = true
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if working, problems := s.Working(); working != len(listed) || problems != 0 || len(s.Results) != len(listed) || s.Unsettled+s.Unsafe+s.Left != 0 {
		t.Errorf("of %d: %+v", len(listed), s)
	}
	if told == 0 || last.Done != len(listed) || last.Total != len(listed) || len(fresh) != len(listed) {
		t.Errorf("told %d times, at last %+v, of %d addresses", told, last, len(fresh))
	}
	for _, url := range []string{"https://bakery.example/hours", "https://bakery.example/cakes#recipe", "https://mill.example/flour", "https://bakery.example/moody", "https://bakery.example/#~whole-site"} {
		before[url] = "200 works"
		address, _, _ := strings.Cut(url, "#")
		if n := now.Count("GET " + address); n != 1 && !strings.Contains(url, "mill.example") {
			t.Errorf("%s was asked for %d times", url, n)
		}
	}
	if diff := cmp.Diff(before, verdicts(t, c, scan)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	d, err := c.Store.Detail(t.Context(), scan, rowOf(t, c, scan, "https://bakery.example/hours").ID)
	if err != nil || len(d.Earlier) != 1 || d.Earlier[0].Outcome != "404" || d.Earlier[0].Verdict != outcome.Broken || !d.Earlier[0].At.Before(d.At) {
		t.Errorf("what was before: %+v, %v", d.Earlier, err)
	}
	if err := c.db.Verify(t.Context(), scan); err != nil {
		t.Error(err)
	}
	if fixes, err := c.FixLister.Fixes(t.Context(), scan); err != nil || len(fixes) != 0 {
		t.Errorf("fixes: %v, %v", fixes, err)
	}
}

// A page is checked again with the problems that it links to, and nothing else.
func TestProblemsOnAPage(t *testing.T) {
	var now *sitetest.Site
	c, scans := rebuiltBy(t, &now, unwell)
	scan := scans[0].ID
	of := func(url string) storage.URLID { return rowOf(t, c, scan, url).ID }
	home := of("https://bakery.example/")
	got, err := c.db.ProblemsOn(t.Context(), scan, home)
	if err != nil {
		t.Fatal(err)
	}
	want := []storage.URLID{
		home, of("https://bakery.example/cakes#recipe"), of("https://bakery.example/hours"), of("https://mill.example/flour"), of("https://bakery.example/moody"),
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("home (-want +got):\n%s", diff)
	}
	hours := of("https://bakery.example/hours")
	if got, err := c.db.ProblemsOn(t.Context(), scan, hours); err != nil || !slices.Equal(got, []storage.URLID{hours}) {
		t.Errorf("a page without links: %v, %v", got, err)
	}
	if _, err := c.db.ProblemsOn(t.Context(), scan, 999); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("no such page: %v", err)
	}
}

// One recheck of a site goes on at a time, and no scan beside it; when the program is
// closed it ends, and what was found is kept.
func TestRecheckManyIsAlone(t *testing.T) {
	var now *sitetest.Site
	c, scans := rebuiltBy(t, &now, unwell)
	scan := scans[0].ID
	now = sitetest.New(t, strings.Replace(fixed, "-- GET /hours --\n", "-- GET /hours --\n!wait oven\n", 1))
	type ended struct {
		s   storage.RecheckSummary
		err error
	}
	first := make(chan ended)
	go func() {
		s, err := c.Rechecker.RecheckMany(t.Context(), scan, problemsIn(t, c, scan), nil)
		first <- ended{s, err}
	}()
	if !now.Await(t.Context(), "https://bakery.example/hours", 1) || !now.Await(t.Context(), "https://bakery.example/moody", 1) {
		t.Fatal("nothing was asked")
	}
	hours := rowOf(t, c, scan, "https://bakery.example/hours").ID
	if _, err := c.Rechecker.Recheck(t.Context(), scan, hours); !errors.Is(err, ErrRechecking) {
		t.Errorf("another recheck: %v", err)
	}
	if _, err := c.Runner.ScanAddress(t.Context(), "bakery.example"); !errors.Is(err, ErrRechecking) {
		t.Errorf("a scan: %v", err)
	}
	c.endAll()
	e := <-first
	if !errors.Is(e.err, context.Canceled) || e.s.Unsettled == 0 {
		t.Errorf("it ended with %+v, %v", e.s, e.err)
	}
	for _, a := range e.s.Results {
		if row := verdicts(t, c, scan); a.After != outcome.Works || len(row) == 0 {
			t.Errorf("%+v", a)
		}
	}
	if err := c.db.Verify(t.Context(), scan); err != nil {
		t.Error(err)
	}
}

// Addresses that can't be checked by themselves, or are unsafe, are counted and left
// alone.
func TestRecheckManyLeavesAddressesOut(t *testing.T) {
	var now *sitetest.Site
	c, scans := rebuiltBy(t, &now, unwell)
	scan := scans[0].ID
	mail := rowOf(t, c, scan, "mailto:baker@bakery.example").ID
	before := now.Count("https://bakery.example/*")
	s, err := c.Rechecker.RecheckMany(t.Context(), scan, []storage.URLID{mail}, nil)
	if err != nil || s.Left != 1 || len(s.Results) != 0 || now.Count("https://bakery.example/*") != before {
		t.Errorf("alone: %+v, %v", s, err)
	}
	s, err = c.Rechecker.RecheckMany(t.Context(), scan, []storage.URLID{mail, rowOf(t, c, scan, "https://bakery.example/hours").ID}, nil)
	if err != nil || s.Left != 1 || len(s.Results) != 1 {
		t.Errorf("with another: %+v, %v", s, err)
	}
	if s, err := c.Rechecker.RecheckMany(t.Context(), scan, nil, nil); err != nil || len(s.Results) != 0 {
		t.Errorf("none: %+v, %v", s, err)
	}
}

// changing is a site of which some pages answer otherwise each time.
func changing(r *rand.Rand) string {
	var b strings.Builder
	b.WriteString("-- host https://bakery.example --\n-- GET / --\n\n<title>Bakery</title><nav><a href=\"/p0\">0</a></nav>")
	const pages = 12
	for i := range pages {
		fmt.Fprintf(&b, `<a href="/p%d">%[1]d</a> <a href="/p%[1]d#a">a</a> <a href="https://mill.example/%[1]d">m</a>`, i)
	}
	b.WriteString("\n")
	answer := func(path string) {
		fmt.Fprintf(&b, "-- GET %s --\n", path)
		switch r.IntN(5) {
		case 0:
			b.WriteString("404\n\ngone\n")
		case 1:
			b.WriteString("302\nLocation: /\n\n")
		case 2:
			b.WriteString("403\n\nno\n")
		case 3:
			fmt.Fprintf(&b, "\n<title>Page %s</title><p id=\"a\">words\n", path)
		default:
			fmt.Fprintf(&b, "\n<title>Page %s</title>words\n", path)
		}
	}
	for i := range pages {
		answer(fmt.Sprintf("/p%d", i))
	}
	b.WriteString("-- host https://mill.example --\n")
	for i := range pages {
		answer(fmt.Sprintf("/%d", i))
	}
	return b.String()
}

// Everything that is checked again is as a scan finds it at that moment, with its
// severity, whatever it was before. What the site itself answers in a scan that was
// stopped, or has others before and after, is no different.
func TestRecheckManyAgreesWithAFullScan(t *testing.T) {
	for seed := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, 7))
		var now *sitetest.Site
		later := changing(r)
		c, scans := rebuiltBy(t, &now, changing(r), changing(r), later)
		old, full := scans[r.IntN(2)].ID, scans[2].ID
		now = sitetest.New(t, later)
		ids := idsOf(t, c, old, storage.Filter{})
		if _, err := c.Rechecker.RecheckMany(t.Context(), old, ids, nil); err != nil {
			t.Fatal(err)
		}
		want := verdicts(t, c, full)
		for _, id := range ids {
			d, err := c.Store.Detail(t.Context(), old, id)
			if err != nil {
				t.Fatal(err)
			}
			if says, isThere := want[d.URL]; isThere && says != string(d.Outcome)+" "+d.Verdict.String() {
				t.Errorf("seed %d, %s: it is %s %s, a scan finds %s", seed, d.URL, d.Outcome, d.Verdict, says)
			}
		}
		for _, s := range scans {
			if err := c.db.Verify(t.Context(), s.ID); err != nil {
				t.Errorf("seed %d, scan %d: %v", seed, s.ID, err)
			}
		}
	}
}
