package scanner

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/sitetest"
)

// depthsOf returns the depth of each address, with "too deep" where that is why it
// was skipped.
func depthsOf(m *memory) map[string]string {
	depths := make(map[string]string, len(m.addresses))
	for _, a := range m.addresses {
		line := strconv.Itoa(a.Depth)
		if m.checks[a.ID].Outcome == outcome.TooDeep {
			line += " too deep"
		}
		depths[strings.TrimPrefix(a.URL, "http://site.test")] = line
	}
	return depths
}

// check 118: the depth of an address is the number of clicks by the shortest way,
// also where the shortest way is behind a page that answers last, in virtual time and
// over sockets.
func TestDepthBehindASlowPage(t *testing.T) {
	links := map[string][]string{
		"/":       {"/slow", "/quick"},
		"/quick":  {"/q2"},
		"/q2":     {"/q3", "/landed", "/read"},
		"/q3":     {"/target", "/moved"},
		"/read":   {"/below"},
		"/landed": {"/landed/below"},
		"/slow":   {"/target", "/moved", "/read"},
		"/target": {"/child"},
		"/child":  {"/grandchild"},
	}
	run := func(t *testing.T, options ...sitetest.Option) {
		m := newMemory()
		tooDeep := make(chan struct{}) // is closed once /target was found, and is too deep
		watch := func(c *coordinator) {
			select {
			case <-tooDeep:
			default:
				if _, found := c.table.Find("http://site.test/target"); found {
					close(tooDeep)
				}
			}
		}
		site := sitetest.New(t, "-- GET /unused --\n", options...)
		site.Handle("http://site.test", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/robots.txt":
				http.NotFound(w, r)
				return
			case "/slow":
				<-tooDeep
			case "/moved":
				http.Redirect(w, r, "/landed", http.StatusMovedPermanently)
				return
			}
			page(w, links[r.URL.Path]...)
		}))
		e, err := New(Options{
			Start: "http://site.test/", Resolver: site.Resolver(), Dial: site.Dial, Roots: site.Roots(),
			MaxDepth: 3, NoProbes: true, NoSitemap: true, Concurrency: 2,
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := runWatched(t.Context(), e, m, nil, watch); err != nil {
			t.Fatal(err)
		}
		want := map[string]string{
			"/": "0", "/slow": "1", "/quick": "1", "/q2": "2", "/q3": "3", "/target": "2", "/moved": "2", "/landed": "2",
			"/landed/below": "3", "/read": "2", "/below": "3", "/child": "3", "/grandchild": "4 too deep",
		}
		if d := cmp.Diff(want, depthsOf(m)); d != "" {
			t.Errorf("depths (-want +got):\n%s", d)
		}
	}
	t.Run("in virtual time", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { run(t, sitetest.InMemory()) })
	})
	t.Run("over loopback", func(t *testing.T) { run(t) })
}

// check 118: whatever the order of answers, and however often a scan is stopped and
// resumed, each address has the same depth, and the same addresses are too deep.
func TestDepthsDoNotDependOnTheOrder(t *testing.T) {
	for seed := range uint64(12) {
		var want map[string]string
		for _, stops := range []int{0, 0, 3} {
			synctest.Test(t, func(t *testing.T) {
				m := newMemory()
				scanTangle(t, m, seed, uint64(stops)+rand.Uint64(), stops)
				got := depthsOf(m)
				if want == nil {
					want = shortest(m)
				}
				for address, depth := range got {
					got[address], _, _ = strings.Cut(depth, " ")
					if deep := strings.HasSuffix(depth, "too deep"); deep != (want[address] > "4") {
						t.Errorf("seed %d, %d stops: %s at depth %s", seed, stops, address, depth)
					}
				}
				if d := cmp.Diff(want, got); d != "" {
					t.Errorf("seed %d, %d stops: depths (-want +got):\n%s", seed, stops, d)
				}
			})
		}
	}
}

// shortest returns the depth of each address by the links and redirects that were
// recorded.
func shortest(m *memory) map[string]string {
	depths := map[result.ID]int{startID: 0}
	for changed := true; changed; {
		changed = false
		var all []result.ID
		for _, a := range m.addresses {
			all = append(all, a.ID)
		}
		next := func() (ids []result.ID) { ids, all = all, nil; return ids }
		_ = m.Edges(context.Background(), next, func(e result.Edge) {
			from, known := depths[e.From]
			if !e.IsRedirect {
				from++
			}
			if to, has := depths[e.To]; known && (!has || from < to) {
				depths[e.To], changed = from, true
			}
		})
	}
	out := make(map[string]string)
	for id, depth := range depths {
		out[strings.TrimPrefix(m.addresses[id-1].URL, "http://site.test")] = strconv.Itoa(depth)
	}
	return out
}

// scanTangle scans a site of pages and redirects that link to each other at
// random. Answers take random times, and the scan is stopped and resumed a number
// of times.
func scanTangle(t *testing.T, m *memory, seed, order uint64, stops int) {
	site := sitetest.New(t, "-- GET /unused --\n", sitetest.InMemory())
	site.Handle("http://site.test", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.URL.Path[1:])
		mine := rand.New(rand.NewPCG(seed, uint64(n)))
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		time.Sleep(time.Duration(rand.New(rand.NewPCG(order, uint64(n))).IntN(3000)) * time.Millisecond)
		if n%9 == 8 {
			http.Redirect(w, r, fmt.Sprintf("/%d", mine.IntN(80)), http.StatusMovedPermanently)
			return
		}
		links := []string{fmt.Sprintf("/%d", n+1)}
		for range mine.IntN(3) {
			links = append(links, fmt.Sprintf("/%d", 1+mine.IntN(80)))
		}
		page(w, links...)
	}))
	for ; ; stops-- {
		ctx, cancel := context.WithCancel(context.Background())
		e, err := New(Options{
			Start: "http://site.test/", Resolver: site.Resolver(), Dial: site.Dial, Roots: site.Roots(),
			MaxDepth: 4, NoProbes: true, NoSitemap: true, NoFragments: true, Concurrency: 6,
		})
		if err != nil {
			t.Fatal(err)
		}
		if stops > 0 {
			commits := m.commits
			m.after = func(m *memory) {
				if m.commits > commits+1 {
					cancel()
				}
			}
		} else {
			m.after = nil
		}
		var journal Journal
		if len(m.addresses) > 0 {
			journal = m
		}
		_, err = runWatched(ctx, e, m, journal, audit(t))
		cancel()
		if err == nil {
			return
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
}

// Truth 4 for kinds: an address that is linked as a picture first, and as a page
// before it is checked, is a page, also for a scan that is resumed in between.
func TestKindIsRememberedByAResumedScan(t *testing.T) {
	for _, stop := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			site := sitetest.New(t, "-- GET /unused --\n", sitetest.InMemory())
			site.Handle("http://site.test", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				switch r.URL.Path {
				case "/":
					fmt.Fprint(w, `Home <a href=/a>a</a><img src=/gone>`)
				case "/a":
					fmt.Fprint(w, `More <a href=/gone>gone</a>`)
				default:
					http.NotFound(w, r)
				}
			}))
			o := Options{
				Start: "http://site.test/", Resolver: site.Resolver(), Dial: site.Dial, Roots: site.Roots(),
				NoProbes: true, NoSitemap: true, Concurrency: 1,
			}
			m := newMemory()
			run := func(ctx context.Context, watch func(*coordinator)) error {
				e, err := New(o)
				if err != nil {
					t.Fatal(err)
				}
				var journal Journal
				if len(m.addresses) > 0 {
					journal = m
				}
				_, err = runWatched(ctx, e, m, journal, watch)
				return err
			}
			gone := func(m *memory) (kind result.Kind) {
				for _, a := range m.addresses {
					if strings.HasSuffix(a.URL, "/gone") {
						kind = a.Kind
						if c, done := m.checks[a.ID]; done {
							kind = c.Kind
						}
					}
				}
				return kind
			}
			if stop {
				ctx, cancel := context.WithCancel(context.Background())
				defer cancel()
				err := run(ctx, func(c *coordinator) {
					if c.recorder.progress.pages == 2 {
						cancel()
					}
				})
				if !errors.Is(err, context.Canceled) || len(m.checks) != 2 {
					t.Fatalf("error %v after %d checks, want the scan to be stopped after 2", err, len(m.checks))
				}
			}
			if err := run(context.Background(), audit(t)); err != nil {
				t.Fatal(err)
			}
			if got := gone(m); got != result.KindPage {
				t.Errorf("stopped %t: kind is %s, want page", stop, got)
			}
		})
	}
}
