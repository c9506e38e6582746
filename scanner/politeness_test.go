package scanner

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
)

// bounded answers after a while, and past a number of requests at once calls
// over in place of an answer.
type bounded struct {
	capacity int
	service  time.Duration
	over     func(w http.ResponseWriter)
	heavy    func(r *http.Request) bool // what alone is refused so; nil: everything
	pages    http.Handler

	mu                      sync.Mutex
	busy, answered, refused int
}

// ServeHTTP implements http.Handler.
func (b *bounded) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	b.busy++
	full := b.busy > b.capacity && (b.heavy == nil || b.heavy(r))
	b.mu.Unlock()
	defer func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.busy--
		if full {
			b.refused++
		} else {
			b.answered++
		}
	}()
	if full {
		b.over(w)
		return
	}
	time.Sleep(b.service)
	b.pages.ServeHTTP(w, r)
}

func unavailable(w http.ResponseWriter) { w.WriteHeader(http.StatusServiceUnavailable) }

// forAMinute scans http://site.test for a minute of a bubble's time.
func forAMinute(t *testing.T, h http.Handler, o Options) {
	t.Helper()
	site := sitetest.New(t, "", sitetest.InMemory())
	site.Handle("http://site.test", h)
	o.Start, o.Resolver, o.Dial, o.NoProbes = "http://site.test/", site.Resolver(), site.Dial, true
	e, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if _, err := e.Run(ctx, newMemory(), nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("the scan ended before its minute: %v", err)
	}
}

// A server that answers 503 past its capacity is used to at least 80 % and
// pushed over it by less than 1 % of the requests (design, "Politeness").
func TestCapacityIsFoundAndKeptTo(t *testing.T) {
	for _, test := range []struct {
		capacity int
		service  time.Duration
		most     int // that the scan may ask for at once
	}{
		{1, 100 * time.Millisecond, 0},
		{1, 200 * time.Millisecond, 0},
		{3, 200 * time.Millisecond, 0},
		{3, 500 * time.Millisecond, 0},
		{5, 400 * time.Millisecond, 0},
		{8, 400 * time.Millisecond, 0},
		{16, 400 * time.Millisecond, 0},  // 8 at once are the most by default
		{16, 300 * time.Millisecond, 32}, // the owner allows more
	} {
		t.Run(fmt.Sprintf("%d at once, %v, owner %d", test.capacity, test.service, test.most), func(t *testing.T) {
			server := &bounded{
				capacity: test.capacity, service: test.service, over: unavailable,
				pages: sitetest.Generated{Pages: 100_000},
			}
			synctest.Test(t, func(t *testing.T) { forAMinute(t, server, Options{Concurrency: test.most}) })
			answered, refused := server.answered, server.refused
			allowed := test.capacity
			if test.most == 0 {
				allowed = min(allowed, defaultConcurrency)
			}
			possible := allowed * int(time.Minute/test.service)
			share := float64(refused) / float64(answered+refused)
			use := float64(answered) / float64(possible)
			t.Logf("%d answered of %d (%.0f %%), %d refused (%.2f %%)", answered, possible, 100*use, refused, 100*share)
			if share > 0.01 {
				t.Errorf("refused: %.2f %%, want under 1 %%", 100*share)
			}
			if use < 0.8 {
				t.Errorf("use: %.0f %%, want at least 80 %%", 100*use)
			}
		})
	}
}

// A server that is slow, or slow for some of its pages, is not held back: it
// was never asked for less. Of the time that eight requests at once have in a
// minute, at least 80 % are used.
func TestSlowServerIsNotThrottledForNothing(t *testing.T) {
	for _, test := range []struct {
		name    string
		service func(r *http.Request, since time.Duration) time.Duration
	}{
		{"two seconds each", func(*http.Request, time.Duration) time.Duration { return 2 * time.Second }},
		{"some fast, some slow", func(r *http.Request, _ time.Duration) time.Duration {
			if pageNumber(r)%2 == 0 {
				return 50 * time.Millisecond
			}
			return 550 * time.Millisecond
		}},
		{"fast files, slow pages", func(r *http.Request, _ time.Duration) time.Duration {
			if strings.HasPrefix(r.URL.Path, "/file/") {
				return 5 * time.Millisecond
			}
			return 500 * time.Millisecond
		}},
		{"fast at first, three times as slow later", func(_ *http.Request, since time.Duration) time.Duration {
			if since < 20*time.Second {
				return 100 * time.Millisecond
			}
			return 300 * time.Millisecond
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var busy atomic.Int64
				pages := sitetest.Generated{Pages: 100_000, FileEvery: 1}
				began := time.Now()
				forAMinute(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					d := test.service(r, time.Since(began))
					time.Sleep(d)
					busy.Add(int64(d))
					pages.ServeHTTP(w, r)
				}), Options{})
				use := time.Duration(busy.Load()).Seconds() / (defaultConcurrency * time.Minute).Seconds()
				t.Logf("%.0f %% used", 100*use)
				if use < 0.8 {
					t.Errorf("use: %.0f %%, want at least 80 %%", 100*use)
				}
			})
		})
	}
}

// A server that makes one page after the other takes the longer the more it is
// asked for at once: asking for eight at once wins nothing, so fewer are asked.
func TestServerThatQueuesIsNotCrowded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const service = 100 * time.Millisecond
		slot := make(chan struct{}, 1)
		var busy, crowd, answered atomic.Int64
		pages := sitetest.Generated{Pages: 100_000}
		forAMinute(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			crowd.Add(busy.Add(1))
			defer busy.Add(-1)
			slot <- struct{}{}
			time.Sleep(service)
			<-slot
			answered.Add(1)
			pages.ServeHTTP(w, r)
		}), Options{})
		mean := float64(crowd.Load()) / float64(answered.Load())
		use := float64(answered.Load()) / float64(time.Minute/service)
		t.Logf("%.1f at once, %.0f %% used", mean, 100*use)
		if mean > 6.5 {
			t.Errorf("%.1f were asked for at once, want at most 6.5 of 8", mean)
		}
		if use < 0.9 {
			t.Errorf("use: %.0f %%, want at least 90 %%", 100*use)
		}
	})
}

// pageNumber returns the number in an address of sitetest.Generated.
func pageNumber(r *http.Request) int {
	_, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	name, _, _ = strings.Cut(name, ".")
	n, _ := strconv.Atoi(name)
	return int(uint64(n) * 0x9e3779b97f4a7c15 >> 40)
}

// A server that fails only under load, by whatever sign, ends without a false
// Broken: what failed at speed is tried again when the host is quiet.
func TestServerThatFailsUnderLoadHasNothingBroken(t *testing.T) { // checks 61, 103
	status := func(n int) func(http.ResponseWriter) { return func(w http.ResponseWriter) { w.WriteHeader(n) } }
	for _, test := range []struct {
		name  string
		over  func(w http.ResponseWriter)
		heavy func(r *http.Request) bool
	}{
		{"500", status(500), nil},
		{"502", status(502), nil},
		{"503", unavailable, nil},
		{"508", status(508), nil},
		{"509", status(509), nil},
		{"529", status(529), nil},
		{"reset", func(http.ResponseWriter) { panic(http.ErrAbortHandler) }, nil},
		// Too few to slow the scan down, so they are only tried again when it is quiet.
		{"500 for heavy pages", status(500), func(r *http.Request) bool { return pageNumber(r)%5 == 0 }},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				site := sitetest.New(t, "", sitetest.InMemory())
				pages := sitetest.Generated{Pages: 300, MissingEvery: 10}
				server := &bounded{capacity: 1, service: 50 * time.Millisecond, over: test.over, heavy: test.heavy, pages: pages}
				site.Handle("http://site.test", server)
				m := newMemory()
				e, err := New(Options{Start: "http://site.test/", Resolver: site.Resolver(), Dial: site.Dial, NoProbes: true})
				if err != nil {
					t.Fatal(err)
				}
				s, err := e.Run(t.Context(), m, nil)
				if err != nil {
					t.Fatal(err)
				}
				ledger(t, s.Progress, m)
				broken, want := s.Verdicts[outcome.Broken], pages.Counts().Missing
				t.Logf("%d failures, %d broken, %d works", server.refused, broken, s.Verdicts[outcome.Works])
				if server.refused == 0 {
					t.Error("nothing failed: the test proves nothing")
				}
				if broken != want || s.Verdicts[outcome.Works] != 300 {
					t.Errorf("got %d broken and %d that work, want %d and 300", broken, s.Verdicts[outcome.Works], want)
				}
			})
		})
	}
}
