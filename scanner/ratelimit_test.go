package scanner

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"sitewell/scanner/result"
	"sitewell/scanner/sitetest"
)

// limitedRate is a server that answers so many requests a second, as nginx does with
// limit_req and nodelay: burst further ones are answered at once, and all others are
// refused with a status.
type limitedRate struct {
	rate, burst float64
	status      int
	pages       int

	mu                sync.Mutex
	excess            float64
	last              time.Time
	answered, refused int
}

// refuses counts a request and reports whether it is refused.
func (l *limitedRate) refuses() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	excess := 0.0
	if !l.last.IsZero() {
		excess = max(0, l.excess-l.rate*now.Sub(l.last).Seconds()+1)
	}
	refuse := excess > l.burst+1e-9
	if refuse {
		l.refused++
	} else {
		l.excess, l.last = excess, now
		l.answered++
	}
	return refuse
}

// ServeHTTP implements http.Handler.
func (l *limitedRate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if l.refuses() {
		w.WriteHeader(l.status)
		return
	}
	time.Sleep(5 * time.Millisecond)
	n, err := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/"))
	if r.URL.Path == "/robots.txt" || err != nil && r.URL.Path != "/" {
		http.NotFound(w, r)
		return
	}
	var links []string
	for i := n*10 + 1; i <= n*10+10 && i < l.pages; i++ {
		links = append(links, "/"+strconv.Itoa(i))
	}
	page(w, links...)
}

// check 103: a server that answers only so many requests a second is asked as often
// as it answers. None of its pages is broken or can't be verified.
func TestRateLimitIsFoundAndKeptTo(t *testing.T) {
	for _, rate := range []float64{0.2, 0.5, 1, 3, 10, 50} {
		for _, burst := range []float64{0, 5, 20} {
			for _, status := range []int{429, 503, 508, 529} {
				if status > 503 && burst != 5 {
					continue
				}
				t.Run(fmt.Sprintf("%v a second, burst %v, status %d", rate, burst, status), func(t *testing.T) {
					l := &limitedRate{rate: rate, burst: burst, status: status, pages: int(150 + rate*20)}
					began, took := time.Time{}, time.Duration(0)
					m := newMemory()
					synctest.Test(t, func(t *testing.T) {
						site := sitetest.New(t, "", sitetest.InMemory())
						site.Handle("http://site.test", l)
						began = time.Now()
						e, err := New(Options{Start: "http://site.test/", Resolver: site.Resolver(), Dial: site.Dial, Roots: site.Roots(), NoProbes: true, NoSitemap: true})
						if err != nil {
							t.Fatal(err)
						}
						if _, err := runWatched(t.Context(), e, m, nil, audit(t)); err != nil {
							t.Fatal(err)
						}
						took = time.Since(began)
					})
					wrong := 0
					for address, line := range m.table() {
						if line != "works 200 200" {
							if wrong++; wrong < 4 {
								t.Errorf("%s: %s", address, line)
							}
						}
					}
					if wrong > 0 || len(m.table()) != l.pages {
						t.Errorf("%d of %d addresses are wrong", wrong, len(m.table()))
					}
					use := float64(l.answered) / (rate*took.Seconds() + burst)
					t.Logf("%d answered, %d refused in %v: %.0f %% used", l.answered, l.refused, took, 100*use)
					if use < 0.7 {
						t.Errorf("use: %.0f %%, want at least 70 %%", 100*use)
					}
				})
			}
		}
	}
}

// A scan says that it is slow because a host answers only so many requests a second.
func TestRateLimitIsTold(t *testing.T) {
	told := 0
	synctest.Test(t, func(t *testing.T) {
		site := sitetest.New(t, "", sitetest.InMemory())
		site.Handle("http://site.test", &limitedRate{rate: 3, status: http.StatusServiceUnavailable, pages: 60})
		e, err := New(Options{Start: "http://site.test/", Resolver: site.Resolver(), Dial: site.Dial, Roots: site.Roots(), NoProbes: true, NoSitemap: true})
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			if _, err := e.Run(t.Context(), newMemory(), nil); err != nil {
				t.Error(err)
			}
		}()
		watch := time.NewTicker(time.Second)
		defer watch.Stop()
		for running := true; running; {
			select {
			case <-watch.C:
				for _, w := range e.Progress().Slow {
					if w.Reason == result.WaitRate && strings.HasPrefix(w.Host, "site.test") {
						told++
					}
				}
			case <-done:
				running = false
			}
		}
	})
	if told < 5 {
		t.Errorf("the reason was given in %d seconds of the scan, want at least 5", told)
	}
}
