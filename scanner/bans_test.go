package scanner

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"sitewell/scanner/sitetest"
)

// evasive is a server that refuses everything for some time after more than most
// requests within a second, as Apache's mod_evasive does: each further request begins
// that time again.
type evasive struct {
	most  int
	bans  time.Duration
	plain func(n int) bool // pages that are always refused
	pages int
	// window: no more than most requests are answered in each such time, as with
	// QS_ClientEventLimitCount of mod_qos; 0: they are counted as said above.
	window time.Duration
	status int // 0: 403

	mu       sync.Mutex
	last     []time.Time
	until    time.Time
	requests int
	began    time.Time
	count    int
}

// ServeHTTP implements http.Handler.
func (e *evasive) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	now := time.Now()
	e.requests++
	e.last = slices.DeleteFunc(append(e.last, now), func(at time.Time) bool { return now.Sub(at) > time.Second })
	refuse := now.Before(e.until)
	if e.window > 0 {
		if now.Sub(e.began) >= e.window {
			e.began, e.count = now, 0
		}
		e.count++
		refuse = e.count > e.most
	} else if e.most > 0 && (refuse || len(e.last) > e.most) {
		refuse, e.until = true, now.Add(e.bans)
	}
	e.mu.Unlock()
	time.Sleep(5 * time.Millisecond)
	n, err := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/"))
	switch {
	case refuse || e.plain != nil && e.plain(n):
		w.WriteHeader(cmp.Or(e.status, http.StatusForbidden))
		return
	case r.URL.Path == "/robots.txt" || err != nil && r.URL.Path != "/":
		http.NotFound(w, r)
		return
	}
	var links []string
	for i := n*20 + 1; i <= n*20+20 && i < e.pages; i++ {
		links = append(links, "/"+strconv.Itoa(i))
	}
	page(w, links...)
}

// check 103: a server that bans who asks too fast, with 403, has nothing broken but what
// it refuses when it is asked alone. Pages that it refuses are broken, and do not slow
// the scan down.
func TestServerThatBansWhoAsksTooFast(t *testing.T) {
	isThird := func(n int) bool { return n%3 == 2 && n > 20 }
	isSection := func(n int) bool { return n >= 100 && n < 160 }
	tests := []struct {
		name    string
		server  *evasive
		longest time.Duration
		refused string
	}{
		{"50 a second", &evasive{most: 50, bans: 10 * time.Second, pages: 300}, time.Minute, ""},
		{"10 a second", &evasive{most: 10, bans: 10 * time.Second, pages: 300}, 4 * time.Minute, ""},
		{"10 a second, some pages are refused", &evasive{most: 10, bans: 10 * time.Second, pages: 300, plain: isThird}, 4 * time.Minute, "broken 403 403"},
		{"a ban of a minute", &evasive{most: 50, bans: time.Minute, pages: 300}, 5 * time.Minute, ""},
		{"30 in 10 seconds, status 500", &evasive{most: 30, window: 10 * time.Second, pages: 300, status: 500}, 5 * time.Minute, ""},
		{"10 a second, status 500", &evasive{most: 10, bans: 10 * time.Second, pages: 300, status: 500}, 5 * time.Minute, ""},
		{"every third page fails", &evasive{pages: 300, plain: isThird, status: 500}, 2 * time.Minute, "broken 500 500"},
		{"a section fails", &evasive{pages: 300, plain: isSection, status: 502}, 2 * time.Minute, "broken 502 502"},
		{"every third page is refused", &evasive{pages: 300, plain: isThird}, 5 * time.Second, "broken 403 403"},
		{"a section is refused", &evasive{pages: 300, plain: isSection}, 5 * time.Second, "broken 403 403"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				site := sitetest.New(t, "", sitetest.InMemory())
				site.Handle("http://site.test", tt.server)
				e, err := New(Options{Start: "http://site.test/", Resolver: site.Resolver(), Dial: site.Dial, NoProbes: true, NoSitemap: true})
				if err != nil {
					t.Fatal(err)
				}
				m, began := newMemory(), time.Now()
				if _, err := runWatched(t.Context(), e, m, nil, audit(t)); err != nil {
					t.Fatal(err)
				}
				wrong := 0
				for address, line := range m.table() {
					want := "works 200 200"
					n, _ := strconv.Atoi(strings.TrimPrefix(address, "http://site.test/"))
					if tt.server.plain != nil && tt.server.plain(n) {
						want = tt.refused
					}
					if line != want {
						if wrong++; wrong < 4 {
							t.Errorf("%s: got %s, want %s", address, line, want)
						}
					}
				}
				took := time.Since(began)
				t.Logf("%d wrong of %d, %d requests in %v", wrong, len(m.table()), tt.server.requests, took)
				if took > tt.longest {
					t.Errorf("took %v, want at most %v", took, tt.longest)
				}
			})
		})
	}
}

// check 103: a server that never ends its ban has nothing broken because of that.
func TestBanThatDoesNotEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := sitetest.New(t, "", sitetest.InMemory())
		site.Handle("http://site.test", &evasive{most: 50, bans: 24 * time.Hour, pages: 300})
		e, err := New(Options{Start: "http://site.test/", Resolver: site.Resolver(), Dial: site.Dial, NoProbes: true, NoSitemap: true})
		if err != nil {
			t.Fatal(err)
		}
		m := newMemory()
		if _, err := runWatched(t.Context(), e, m, nil, audit(t)); err != nil {
			t.Fatal(err)
		}
		lines := map[string]int{}
		for _, line := range m.table() {
			lines[line[:strings.LastIndexByte(line, ' ')]]++
		}
		if len(lines) != 2 || lines["cant-verify rate-limited"] == 0 {
			t.Error(fmt.Sprint(lines), "want addresses that work or can't be verified")
		}
	})
}
