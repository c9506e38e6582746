package scanner

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"sitewell/scanner/sitetest"
)

// requestTimes remembers when a host was sent requests, and answers them.
type requestTimes struct {
	answer http.HandlerFunc

	mu    sync.Mutex
	times []time.Time
	paths []string
}

// ServeHTTP implements http.Handler.
func (r *requestTimes) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	r.mu.Lock()
	r.times = append(r.times, time.Now())
	r.paths = append(r.paths, request.URL.Path)
	r.mu.Unlock()
	r.answer(w, request)
}

// shortLinks is a site with pages, and with addresses that redirect to another host.
func shortLinks(pages, links int, target string) *requestTimes {
	return &requestTimes{answer: func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(20 * time.Millisecond)
		if n, ok := strings.CutPrefix(r.URL.Path, "/go/"); ok {
			w.Header().Set("Location", target+n)
			w.WriteHeader(http.StatusFound)
			return
		}
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		var all []string
		if r.URL.Path == "/" {
			for i := range links {
				all = append(all, fmt.Sprint("/go/", i))
			}
			for i := range pages {
				all = append(all, fmt.Sprint("/page/", i))
			}
		}
		page(w, all...)
	}}
}

// check 121: two hundred addresses that redirect to one other host are followed as
// fast as that host is asked, and the site itself is not slowed down by them.
func TestRedirectsKeepThePaceOfTheirTarget(t *testing.T) {
	const links, pages = 200, 400
	own := shortLinks(pages, links, "http://other.example/")
	other := &requestTimes{answer: func(w http.ResponseWriter, _ *http.Request) { page(w) }}
	m := newMemory()
	var began time.Time
	synctest.Test(t, func(t *testing.T) {
		site := sitetest.New(t, "", sitetest.InMemory())
		site.Handle("http://site.test", own)
		site.Handle("http://other.example", other)
		e, err := New(Options{Start: "http://site.test/", Resolver: site.Resolver(), Dial: site.Dial, NoProbes: true, NoSitemap: true})
		if err != nil {
			t.Fatal(err)
		}
		began = time.Now()
		if _, err := runWatched(t.Context(), e, m, nil, audit(t)); err != nil {
			t.Fatal(err)
		}
	})
	for address, line := range m.table() {
		if strings.HasPrefix(address, "http://site.test/go/") != strings.HasPrefix(line, "works") && !strings.HasPrefix(line, "works") {
			t.Errorf("%s: %s", address, line)
		}
	}
	if len(other.times) != links {
		t.Errorf("the other host was sent %d requests, want %d", len(other.times), links)
	}
	for i := 1; i < len(other.times); i++ {
		if gap := other.times[i].Sub(other.times[i-1]); gap < externalGap {
			t.Fatalf("request %d came %v after the one before, want %v", i, gap, externalGap)
		}
	}
	if took, most := own.times[len(own.times)-1].Sub(began), 5*time.Second; took > most {
		t.Errorf("the site itself took %v, want at most %v", took, most)
	}
}

// check 121: a host that asks for a pause gets it from redirects, too.
func TestRedirectsWaitAsTheirTargetAsks(t *testing.T) {
	const pause = 30 * time.Second
	own := shortLinks(10, 20, "http://other.example/")
	var asked time.Time
	other := &requestTimes{}
	other.answer = func(w http.ResponseWriter, _ *http.Request) {
		if asked.IsZero() {
			asked = time.Now()
			w.Header().Set("Retry-After", "30")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		page(w)
	}
	m := newMemory()
	synctest.Test(t, func(t *testing.T) {
		site := sitetest.New(t, "", sitetest.InMemory())
		site.Handle("http://site.test", own)
		site.Handle("http://other.example", other)
		e, err := New(Options{Start: "http://site.test/", Resolver: site.Resolver(), Dial: site.Dial, NoProbes: true, NoSitemap: true})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := runWatched(t.Context(), e, m, nil, audit(t)); err != nil {
			t.Fatal(err)
		}
	})
	for address, line := range m.table() {
		if strings.Contains(line, "429") || strings.Contains(line, "rate") {
			t.Errorf("%s: %s", address, line)
		}
	}
	if len(other.times) != 21 || other.times[1].Sub(asked) < pause {
		t.Errorf("%d requests, the second one %v after the first, want 21 and %v", len(other.times), other.times[1].Sub(asked), pause)
	}
}

// check 121: a server that answers a request a second counts redirects as well, as
// nginx does between /directory and /directory/.
func TestRedirectsWithinALimitedHost(t *testing.T) {
	limit := &limitedRate{rate: 1, status: http.StatusServiceUnavailable, pages: 40}
	slashes := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p := r.URL.Path; p != "/" && p != "/robots.txt" && !strings.HasSuffix(p, "/") {
			if limit.refuses() {
				w.WriteHeader(limit.status)
				return
			}
			http.Redirect(w, r, p+"/", http.StatusMovedPermanently)
			return
		}
		r.URL.Path = "/" + strings.Trim(r.URL.Path, "/")
		limit.ServeHTTP(w, r)
	})
	m := newMemory()
	synctest.Test(t, func(t *testing.T) {
		site := sitetest.New(t, "", sitetest.InMemory())
		site.Handle("http://site.test", slashes)
		e, err := New(Options{Start: "http://site.test/", Resolver: site.Resolver(), Dial: site.Dial, NoProbes: true, NoSitemap: true})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := runWatched(t.Context(), e, m, nil, audit(t)); err != nil {
			t.Fatal(err)
		}
	})
	for address, line := range m.table() {
		if line != "works 200 200" && line != "warning 301 200" {
			t.Errorf("%s: %s", address, line)
		}
	}
}

// check 121: while too many addresses wait for other sites, no further address of the
// site is requested, and those that lead to the site itself go on.
func TestFewRedirectsWait(t *testing.T) {
	const most, links = 5, 60
	answer := func(target string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if n, ok := strings.CutPrefix(r.URL.Path, "/go/"); ok {
				http.Redirect(w, r, target+n, http.StatusFound)
				return
			}
			if n, ok := strings.CutPrefix(r.URL.Path, "/own/"); ok {
				http.Redirect(w, r, "http://www.site.test/"+n, http.StatusFound)
				return
			}
			var all []string
			for i := range links {
				if r.URL.Path == "/" {
					all = append(all, fmt.Sprint("/own/", i), fmt.Sprint("/go/", i))
				}
			}
			page(w, all...)
		}
	}
	m := newMemory()
	longest := 0
	synctest.Test(t, func(t *testing.T) {
		site := sitetest.New(t, "", sitetest.InMemory())
		site.Handle("http://site.test", answer("http://other.example/"))
		site.Handle("http://www.site.test", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { page(w) }))
		site.Handle("http://other.example", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { page(w) }))
		e, err := New(Options{Start: "http://site.test/", Resolver: site.Resolver(), Dial: site.Dial, NoProbes: true, NoSitemap: true, IgnoreRobots: true})
		if err != nil {
			t.Fatal(err)
		}
		check := audit(t)
		_, err = runWatched(t.Context(), e, m, nil, func(c *coordinator) {
			check(c)
			c.redirects.most = most
			longest = max(longest, c.redirects.outside)
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	for address, line := range m.table() {
		if strings.HasPrefix(line, "broken") || strings.HasPrefix(line, "cant") {
			t.Errorf("%s: %s", address, line)
		}
	}
	if got := len(m.table()); got < 2*links || longest < most || longest > most+defaultConcurrency {
		t.Errorf("%d addresses, at most %d waiting", got, longest)
	}
}
