package scanner

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/result"
	"sitewell/scanner/sitetest"
)

// oddElements link to an address as something else than a page.
var oddElements = []string{
	`<img src=%s>`, `<form action=%s></form>`, `<link rel=icon href=%s>`, `<link rel=canonical href=%s>`, `<iframe src=%s></iframe>`,
	`<script src=%s></script>`, `<link rel=alternate hreflang=de href=%s>`, `<link rel=alternate type=application/rss+xml href=%s>`,
}

// oddSite is a site on which links disagree at random what an address is. Answers
// take random times.
type oddSite struct {
	seed, order uint64
}

func (s oddSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.URL.Path[1:])
	if err != nil {
		n = 0
	}
	mine := rand.New(rand.NewPCG(s.seed, uint64(n)))
	if r.URL.Path == "/robots.txt" {
		http.NotFound(w, r)
		return
	}
	time.Sleep(time.Duration(rand.New(rand.NewPCG(s.order, uint64(n))).IntN(3000)) * time.Millisecond)
	kind := n % 10
	if s.seed%2 == 1 && kind != 3 && kind != 4 && kind != 7 {
		kind = 0 // see TestVerdictsDoNotDependOnTheOrder
	}
	switch kind {
	case 3:
		http.NotFound(w, r)
		return
	case 4:
		w.WriteHeader(http.StatusForbidden)
		return
	case 5:
		w.Header().Set("Content-Type", "image/png")
		fmt.Fprint(w, "\x89PNG\r\n\x1a\nxxxx")
		return
	case 6:
		w.Header().Set("Content-Type", "image/png")
		return
	case 7:
		http.Redirect(w, r, fmt.Sprintf("/%d", mine.IntN(60)), http.StatusMovedPermanently)
		return
	case 8:
		w.Header().Set("Content-Type", "application/pdf")
		fmt.Fprint(w, "%PDF-1.7")
		return
	case 9:
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprint(w, "<rss/>")
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, "Page %d", n)
	if s.seed%3 == 0 && n%10 == 0 && n > 0 {
		return
	}
	fmt.Fprintf(w, `<a href=/%d>next</a>`, n+1+n%10/2*7)
	for range 2 + mine.IntN(4) {
		to := fmt.Sprintf("/%d", 1+mine.IntN(60))
		if mine.IntN(10) == 0 {
			to = "http://:bad" + to
		}
		if mine.IntN(3) == 0 {
			fmt.Fprintf(w, `<a href=%s>page</a>`, to)
			continue
		}
		fmt.Fprintf(w, oddElements[mine.IntN(len(oddElements))], to)
	}
}

// scan scans the site, and stops and resumes the scan a number of times. It returns
// what was found of each address.
func (s oddSite) scan(t *testing.T, stops int) map[string]string {
	t.Helper()
	site := sitetest.New(t, "-- GET /unused --\n", sitetest.InMemory())
	site.Handle("http://site.test", s)
	m := newMemory()
	for ; ; stops-- {
		ctx, cancel := context.WithCancel(context.Background())
		e, err := New(Options{
			Start: "http://site.test/", Resolver: site.Resolver(), Dial: site.Dial, Roots: site.Roots(),
			NoProbes: true, NoSitemap: true, Concurrency: 6,
		})
		if err != nil {
			t.Fatal(err)
		}
		m.after = nil
		if commits := m.commits; stops > 0 {
			m.after = func(m *memory) {
				if m.commits > commits+2 {
					cancel()
				}
			}
		}
		var journal Journal
		if len(m.addresses) > 0 {
			journal = m
		}
		_, err = runWatched(ctx, e, m, journal, audit(t))
		cancel()
		if err == nil {
			break
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	found := make(map[string]string)
	for _, a := range m.addresses {
		c := m.checks[a.ID]
		found[a.URL] = fmt.Sprintf("%s, %d clicks, %s %s: %s", c.Kind, a.Depth, c.Verdict, c.Outcome, c.Reason)
		for _, l := range m.pages[a.ID] {
			found[a.URL+" links"] += fmt.Sprintf("%s %d, ", l.Element, l.Target)
			if l.Kind == result.KindPage && c.Kind == "" {
				t.Errorf("%s has links and no check", a.URL)
			}
		}
		found[a.URL+" links"] = strconv.Itoa(strings.Count(found[a.URL+" links"], ","))
	}
	return found
}

// check 120: where links disagree what an address is, the same is found of it in
// whatever order they are met, and however often the scan is stopped and resumed.
// Sites whose files are no pages are not resumed: of a file that was linked as a page,
// a resumed scan knows only that it is a download or a feed.
func TestVerdictsDoNotDependOnTheOrder(t *testing.T) {
	for seed := range uint64(16) {
		var want map[string]string
		resumes := 3 * int(seed%2)
		for _, stops := range []int{0, 0, 0, resumes} {
			synctest.Test(t, func(t *testing.T) {
				got := oddSite{seed, rand.Uint64()}.scan(t, stops)
				if want == nil {
					want = got
				}
				if d := cmp.Diff(want, got); d != "" {
					t.Errorf("seed %d, %d stops (-want +got):\n%s", seed, stops, d)
				}
			})
		}
		if want := slices.Sorted(maps.Keys(want)); len(want) < 20 {
			t.Errorf("seed %d: only %d addresses: %v", seed, len(want), want)
		}
	}
}
