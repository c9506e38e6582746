package sqlite_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/storage/sqlite"
	"sitewell/storage/sqlite/sqlitetest"
)

const (
	home     = "https://www.example.com/"
	elsehost = "https://other.example/"
)

// markedSite is a history with one site whose clock a test sets.
type markedSite struct {
	*sqlite.DB
	t    *testing.T
	site storage.SiteID
	now  time.Time
}

func newMarkedSite(t *testing.T) *markedSite {
	t.Helper()
	m := &markedSite{t: t, now: time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC)}
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "history.db"), sqlite.Options{Clock: func() time.Time { return m.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	site, err := db.SaveSite(t.Context(), storage.Site{Start: home, Settings: "{}"})
	if err != nil {
		t.Fatal(err)
	}
	m.DB, m.site = db, site.ID
	return m
}

// scan stores a scan in which the home page links to some addresses, each with an
// outcome.
func (m *markedSite) scan(outcomes map[string]outcome.Key) storage.ScanID {
	m.t.Helper()
	m.now = m.now.Add(time.Hour)
	s := sqlitetest.Scan{Scan: storage.Scan{Site: m.site, Start: home, State: storage.Complete, Began: m.now, Ended: m.now}}
	start := sqlitetest.Address{Row: storage.Row{URL: home, Internal: true, Outcome: "200"}, Read: true}
	for url, key := range outcomes {
		start.Links = append(start.Links, sqlitetest.Link{To: url})
		s.Found = append(s.Found, sqlitetest.Address{Row: storage.Row{URL: url, Outcome: key, Internal: len(url) > len(home) && url[:len(home)] == home}})
	}
	slices.SortFunc(s.Found, func(a, b sqlitetest.Address) int { return cmpText(a.URL, b.URL) })
	s.Found = append([]sqlitetest.Address{start}, s.Found...)
	return sqlitetest.Store(m.t, m.DB, s)
}

func cmpText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (m *markedSite) mark(marks ...storage.Mark) (undo storage.MarkChange) {
	m.t.Helper()
	undo, err := m.ChangeMarks(m.t.Context(), storage.MarkChange{Site: m.site, Save: marks})
	if err != nil {
		m.t.Fatal(err)
	}
	return undo
}

// rows returns the addresses that a filter of marks leaves, in order.
func (m *markedSite) rows(scan storage.ScanID, f storage.MarkFilter) (urls []string) {
	m.t.Helper()
	filter := storage.Filter{Verdicts: []outcome.Verdict{outcome.Broken, outcome.Warning, outcome.CantVerify}, Marks: f}
	for row, err := range m.EachRow(m.t.Context(), scan, filter, storage.Order{By: storage.ByAddress}) {
		if err != nil {
			m.t.Fatal(err)
		}
		urls = append(urls, row.URL)
	}
	return urls
}

func (m *markedSite) check(scan storage.ScanID, f storage.MarkFilter, want ...string) {
	m.t.Helper()
	if diff := cmp.Diff(want, m.rows(scan, f)); diff != "" {
		m.t.Errorf("%s in scan %d (-want +got):\n%s", f, scan, diff)
	}
}

func ignoring(scope storage.MarkScope, subject string) storage.Mark {
	return storage.Mark{Kind: storage.Ignored, Scope: scope, Subject: subject}
}

// A mark leaves a scan as it is and takes problems off by a look-up; it can be undone.
func TestMarksHideProblems(t *testing.T) {
	m := newMarkedSite(t)
	scan := m.scan(map[string]outcome.Key{home + "a": "404", home + "b": "404", home + "ok": "200", elsehost + "x": "500", elsehost + "y": "404"})
	before, err := m.Counts(t.Context(), scan)
	if err != nil {
		t.Fatal(err)
	}
	m.check(scan, storage.OnlyIgnored)
	m.check(scan, storage.NotIgnored, elsehost+"x", elsehost+"y", home+"a", home+"b")

	undo := m.mark(ignoring(storage.OnAddress, home+"a"))
	m.check(scan, storage.OnlyIgnored, home+"a")
	m.mark(ignoring(storage.OnHost, "other.example"))
	m.check(scan, storage.OnlyIgnored, elsehost+"x", elsehost+"y", home+"a")
	m.check(scan, storage.NotIgnored, home+"b")
	after, err := m.Counts(t.Context(), scan)
	if err != nil {
		t.Fatal(err)
	}
	if before != after {
		t.Errorf("counts of the scan changed from %+v to %+v", before, after)
	}
	counts, err := m.MarkCounts(t.Context(), scan)
	if err != nil {
		t.Fatal(err)
	}
	if got := after.Without(counts); got.Problems() != 1 || counts.Marked != 3 {
		t.Errorf("%d problems left, %+v", got.Problems(), counts)
	}
	rows, err := m.Rows(t.Context(), scan, []storage.URLID{sqlitetest.IDs(t, m.DB, scan)[home+"a"]})
	if err != nil || len(rows[0].Marks) != 1 || rows[0].Marks[0].Subject != home+"a" {
		t.Errorf("marks of a row: %+v, %v", rows, err)
	}

	if _, err := m.ChangeMarks(t.Context(), undo); err != nil {
		t.Fatal(err)
	}
	m.check(scan, storage.OnlyIgnored, elsehost+"x", elsehost+"y")
	if err := m.Verify(t.Context(), scan); err != nil {
		t.Error(err)
	}
}

// applies is the rule in other words: whether a mark is about an address with an outcome.
func applies(m storage.Mark, url string, key outcome.Key) bool {
	if info, _ := outcome.Lookup(key); m.Class != "" && m.Class != info.Class {
		return false
	}
	switch m.Scope {
	case storage.OnHost:
		return (strings.HasPrefix(url, "http:") || strings.HasPrefix(url, "https:")) && storage.HostOf(url) == m.Subject
	case storage.OnPattern:
		parts := strings.Split(m.Subject, "*")
		for i := range parts {
			parts[i] = regexp.QuoteMeta(parts[i])
		}
		return regexp.MustCompile(`^` + strings.Join(parts, `.*`) + `$`).MatchString(url)
	default:
		return m.Subject == url
	}
}

// Rules are about exactly what they say.
func TestMarksMatch(t *testing.T) {
	m := newMarkedSite(t)
	addresses := map[string]outcome.Key{
		home + "a": "404", home + "a/b": "404", home + "c": "410", home + "d": "500",
		"http://www.example.com/x": "404", "https://www.example.com.au/": "404", "https://www.example.com:8080/": "404",
		"https://b.example/www.example.com": "404", home + "x/old/y/z.pdf": "404", home + "x/old/y/z.html": "404", home + "x/old/[1].pdf": "404",
		home + "q?a=1": "404", home + "qXa=1": "404", "https://aa": "404", "https://a": "404", "https://\u00fc.example/\u00fc": "404",
	}
	scan := m.scan(addresses)
	with := func(m storage.Mark, class outcome.Class) storage.Mark { m.Class = class; return m }
	for _, mark := range []storage.Mark{
		ignoring(storage.OnAddress, home+"a"), ignoring(storage.OnAddress, home+"nothing"),
		with(ignoring(storage.OnAddress, home+"c"), outcome.ClientError), with(ignoring(storage.OnAddress, home+"d"), outcome.ClientError),
		ignoring(storage.OnHost, "www.example.com"), ignoring(storage.OnHost, "www.example.com:8080"), with(ignoring(storage.OnHost, "www.example.com"), outcome.ServerError),
		ignoring(storage.OnPattern, home+"*"), ignoring(storage.OnPattern, home+"*/old/*.pdf"), ignoring(storage.OnPattern, "*/old/[1].pdf"),
		ignoring(storage.OnPattern, home+"q?*"), ignoring(storage.OnPattern, "https://a*a"), ignoring(storage.OnPattern, "*/x"), ignoring(storage.OnPattern, home+"**"),
		ignoring(storage.OnPattern, "*\u00fc"),
	} {
		undo := m.mark(mark)
		var want []string
		for url, key := range addresses {
			if applies(mark, url, key) {
				want = append(want, url)
			}
		}
		slices.Sort(want)
		m.check(scan, storage.OnlyIgnored, want...)
		if t.Failed() {
			t.Fatalf("of the mark %s %q %s", mark.Scope, mark.Subject, mark.Class)
		}
		if _, err := m.ChangeMarks(t.Context(), undo); err != nil {
			t.Fatal(err)
		}
	}
}

// A class, a day, and a scan limit to what a mark applies.
func TestMarksHoldWithinTheirBounds(t *testing.T) {
	m := newMarkedSite(t)
	first := m.scan(map[string]outcome.Key{home + "a": "404", home + "b": "404", home + "c": "404"})
	fails := ignoring(storage.OnAddress, home+"a")
	fails.Class = outcome.ClientError
	forADay := ignoring(storage.OnAddress, home+"b")
	forADay.Until = m.now.AddDate(0, 0, 1)
	m.now = m.now.Add(time.Minute)
	fromNow := ignoring(storage.OnAddress, home+"c")
	fromNow.From = m.now
	m.mark(fails, forADay, fromNow)
	m.check(first, storage.OnlyIgnored, home+"a", home+"b")
	second := m.scan(map[string]outcome.Key{home + "a": "500", home + "b": "404", home + "c": "404"})
	m.check(second, storage.OnlyIgnored, home+"b", home+"c")
	m.now = m.now.AddDate(0, 0, 2)
	m.check(second, storage.OnlyIgnored, home+"c")
	m.check(first, storage.OnlyIgnored, home+"a")
}

// The links of one page hide a problem only while no other page links there.
func TestMarksOfLinks(t *testing.T) {
	m := newMarkedSite(t)
	site := func(links ...string) storage.ScanID {
		m.now = m.now.Add(time.Hour)
		s := sqlitetest.Scan{Scan: storage.Scan{Site: m.site, Start: home, State: storage.Complete, Began: m.now, Ended: m.now}, Found: []sqlitetest.Address{
			{Row: storage.Row{URL: home, Internal: true, Outcome: "200"}, Read: true, Links: []sqlitetest.Link{{To: home + "page"}, {To: home + "a"}, {To: home + "page#x"}}},
			{Row: storage.Row{URL: home + "page", Internal: true, Outcome: "200"}, Read: true},
			{Row: storage.Row{URL: home + "a", Internal: true, Outcome: "404"}},
			{Row: storage.Row{URL: home + "page#x", Internal: true, Outcome: outcome.MissingFragment}},
		}}
		for _, to := range links {
			s.Found[1].Links = append(s.Found[1].Links, sqlitetest.Link{To: to})
		}
		return sqlitetest.Store(t, m.DB, s)
	}
	onHome := func(to string) storage.Mark {
		mark := ignoring(storage.OnLink, to)
		mark.Page = home
		return mark
	}
	alone, both := site(), site(home+"a", home+"page#x")
	m.mark(onHome(home+"a"), onHome(home+"page#x"))
	m.check(alone, storage.OnlyIgnored, home+"a", home+"page#x")
	m.check(both, storage.OnlyIgnored)
	onPage := onHome(home + "a")
	onPage.Page = home + "page"
	m.mark(onPage)
	m.check(both, storage.OnlyIgnored, home+"a")
}

// What is ignored has no change, neither now nor where it was ignored before.
func TestIgnoredHasNoChange(t *testing.T) {
	m := newMarkedSite(t)
	from := m.scan(map[string]outcome.Key{home + "fixed": "404", home + "ignored": "404", home + "still": "404", home + "new": "200"})
	to := m.scan(map[string]outcome.Key{home + "fixed": "200", home + "ignored": "200", home + "still": "404", home + "new": "404"})
	pair := storage.Pair{From: from, To: to}
	compare := func(want storage.ChangeCounts, ignored int) {
		t.Helper()
		c, err := m.Compare(t.Context(), pair)
		if err != nil {
			t.Fatal(err)
		}
		if c.Counts != want || c.Ignored != ignored {
			t.Errorf("got %+v and %d ignored, want %+v and %d", c.Counts, c.Ignored, want, ignored)
		}
	}
	compare(storage.ChangeCounts{New: 1, StillThere: 1, Fixed: 2}, 0)
	m.mark(ignoring(storage.OnAddress, home+"ignored"), ignoring(storage.OnAddress, home+"new"))
	compare(storage.ChangeCounts{StillThere: 1, Fixed: 1}, 2)
}

// Marks belong to a site, and go with it.
func TestMarksGoWithTheirSite(t *testing.T) {
	m := newMarkedSite(t)
	scan := m.scan(map[string]outcome.Key{home + "a": "404"})
	m.mark(ignoring(storage.OnAddress, home+"a"))
	other, err := m.SaveSite(t.Context(), storage.Site{Start: home, Settings: "{}"})
	if err != nil {
		t.Fatal(err)
	}
	if marks, err := m.Marks(t.Context(), other.ID); err != nil || len(marks) > 0 {
		t.Errorf("another site has the marks %+v, %v", marks, err)
	}
	if err := m.Verify(t.Context(), scan); err != nil {
		t.Error(err)
	}
	if err := m.DeleteSite(t.Context(), m.site); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Marks(t.Context(), m.site); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("got %v", err)
	}
	if _, err := m.ChangeMarks(t.Context(), storage.MarkChange{Site: m.site}); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("got %v", err)
	}
	c, err := m.Check(t.Context(), func(int, int) {})
	if err != nil || !c.IsSound() {
		t.Errorf("got %+v, %v", c, err)
	}
}

// Marks stay with their problems through fifty scans of a site that changes, while
// scans are deleted and the history shrinks (truth 9).
func TestMarksSurviveScansAndDeletions(t *testing.T) {
	m := newMarkedSite(t)
	r := rand.New(rand.NewPCG(15, 9))
	outcomes := []outcome.Key{"200", "404", "404", "500", "301"}
	marked := []storage.Mark{ignoring(storage.OnHost, "other.example"), ignoring(storage.OnPattern, home+"archive/*")}
	for i := range 12 {
		mark := ignoring(storage.OnAddress, fmt.Sprintf("%spage%d", home, i))
		mark.Class = outcome.ClientError
		marked = append(marked, mark)
	}
	for i := range marked {
		m.mark(marked[i])
	}
	stored, err := m.Marks(t.Context(), m.site)
	if err != nil {
		t.Fatal(err)
	}
	found := map[storage.ScanID]map[string]outcome.Key{}
	check := func(scan storage.ScanID) {
		t.Helper()
		var ignored, left []string
		for url, key := range found[scan] {
			row := storage.Row{URL: url, Verdict: outcome.Default(key, len(url) > len(home) && url[:len(home)] == home)}
			if !row.Verdict.IsProblem() {
				continue
			}
			if slices.ContainsFunc(marked, func(m storage.Mark) bool { return applies(m, url, key) }) {
				ignored = append(ignored, url)
			} else {
				left = append(left, url)
			}
		}
		slices.Sort(ignored)
		slices.Sort(left)
		m.check(scan, storage.OnlyIgnored, ignored...)
		m.check(scan, storage.NotIgnored, left...)
	}
	for range 50 {
		now := map[string]outcome.Key{}
		for i := range 30 {
			for _, url := range []string{fmt.Sprintf("%spage%d", home, i), fmt.Sprintf("%sarchive/%d", home, i), fmt.Sprintf("%s%d", elsehost, i)} {
				if r.IntN(4) > 0 {
					now[url] = outcomes[r.IntN(len(outcomes))]
				}
			}
		}
		scan := m.scan(now)
		found[scan] = now
		check(scan)
		if len(found) > 5 {
			for gone := range found {
				if gone == scan {
					continue
				}
				if err := m.DeleteScan(t.Context(), gone); err != nil {
					t.Fatal(err)
				}
				delete(found, gone)
				break
			}
		}
		if t.Failed() {
			t.FailNow()
		}
	}
	for scan := range found {
		check(scan)
		if err := m.Verify(t.Context(), scan); err != nil {
			t.Error(err)
		}
	}
	again, err := m.Marks(t.Context(), m.site)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(stored, again); diff != "" {
		t.Errorf("marks (-before +after):\n%s", diff)
	}
}
