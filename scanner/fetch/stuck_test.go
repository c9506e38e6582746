package fetch_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
)

const stuckSite = `
-- host https://window.example --
protocol: h2-window
-- host https://late-window.example --
protocol: h2-window-body
-- host https://two.example --
protocol: h2
-- GET / --

two
-- host http://one.example --
-- GET / --

one
`

// lockedBuffer is a log that several goroutines write to.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// within fails the test, with all goroutines, where f does not end in time.
func within(t *testing.T, limit time.Duration, what string, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { defer close(done); f() }()
	select {
	case <-done:
	case <-time.After(limit):
		t.Fatalf("%s did not end within %v", what, limit)
	}
}

// A peer that makes net/http's HTTP/2 client block for ever costs one exchange
// its deadline and a moment. Its host is asked no more after the second time,
// other hosts are asked as ever, and closing the client ends as well (checks
// 63, 64).
func TestExchangeThatNeverEndsIsGivenUp(t *testing.T) {
	for _, evil := range []string{"https://window.example/", "https://late-window.example/"} {
		t.Run(evil, func(t *testing.T) {
			site := sitetest.New(t, stuckSite)
			var logged lockedBuffer
			c, err := fetch.New(fetch.Options{
				Resolver: site.Resolver(), Dial: site.Dial, Roots: site.Roots(),
				// Less than what others may wait for a connection, so that their own
				// deadlines do not come first.
				HeaderTimeout: 2 * time.Second, StallTimeout: 2 * time.Second,
				ConnectTimeout: 20 * time.Second,
				Logger:         slog.New(slog.NewTextHandler(&logged, nil)),
			})
			if err != nil {
				t.Fatal(err)
			}
			c.UseStdHTTP2()
			var answers sync.Map
			ask := func(addresses ...string) {
				within(t, 90*time.Second, "asking "+strings.Join(addresses, " and "), func() {
					var asked sync.WaitGroup
					for i, address := range addresses {
						asked.Go(func() { answers.Store(i, get(t, c, address)) })
					}
					asked.Wait()
				})
			}
			answer := func(i int) *fetch.Answer {
				a, _ := answers.Load(i)
				return a.(*fetch.Answer)
			}
			// Two at once: the second one blocks the pool of all connections, and
			// with it what the third one asks of another host.
			ask(evil, evil, "https://two.example/", "http://one.example/")
			for i, want := range []outcome.Key{outcome.HTTP2Error, outcome.HTTP2Error, "200", "200"} {
				if a := answer(i); a.Outcome != want {
					t.Errorf("answer %d: got %s (%v), want %s", i, a.Outcome, a.Err, want)
				}
			}
			ask("https://two.example/", "http://one.example/")
			for i := range 2 {
				if a := answer(i); a.Outcome != "200" {
					t.Errorf("afterwards answer %d: got %s (%v), want 200", i, a.Outcome, a.Err)
				}
			}
			ask(evil)
			began := time.Now()
			ask(evil)
			if took := time.Since(began); answer(0).Outcome != outcome.HTTP2Error || took > 2*time.Second {
				t.Errorf("a host that hung twice: got %s after %v, want %s at once", answer(0).Outcome, took, outcome.HTTP2Error)
			}
			within(t, 5*time.Second, "Close", c.Close)
			if text := logged.String(); !strings.Contains(text, "left=1") || !strings.Contains(text, "host="+strings.TrimSuffix(strings.TrimPrefix(evil, "https://"), "/")) {
				t.Errorf("log does not tell host and number: %s", text)
			}
		})
	}
}

// As the client speaks HTTP/2, such a peer holds up nobody: while it says no more, another
// one is asked and answers (check 63).
func TestPeerThatBlocksHoldsUpNobody(t *testing.T) {
	for evil, want := range map[string]outcome.Key{
		"https://window.example/":      outcome.HTTP2Error,
		"https://late-window.example/": "200", // its header is whole
	} {
		t.Run(evil, func(t *testing.T) {
			site := sitetest.New(t, stuckSite)
			c, err := fetch.New(fetch.Options{Resolver: site.Resolver(), Dial: site.Dial, Roots: site.Roots()})
			if err != nil {
				t.Fatal(err)
			}
			within(t, 15*time.Second, "asking both", func() {
				var asked sync.WaitGroup
				for range 2 {
					asked.Go(func() {
						if a := get(t, c, evil); a.Outcome != want {
							t.Errorf("got %s (%v), want %s", a.Outcome, a.Err, want)
						}
					})
				}
				if !site.Await(t.Context(), "GET "+evil, 1) {
					t.Error("nothing was asked")
				}
				if a := get(t, c, "https://two.example/"); a.Outcome != "200" {
					t.Errorf("another host: got %s (%v), want 200", a.Outcome, a.Err)
				}
				asked.Wait()
				c.Close()
			})
		})
	}
}

// A person who stops a scan does not wait for such a peer.
func TestStopDoesNotWaitForWhatNeverEnds(t *testing.T) {
	site := sitetest.New(t, stuckSite)
	c, err := fetch.New(fetch.Options{Resolver: site.Resolver(), Dial: site.Dial, Roots: site.Roots()})
	if err != nil {
		t.Fatal(err)
	}
	c.UseStdHTTP2()
	ctx, stop := context.WithCancel(t.Context())
	within(t, 5*time.Second, "a stop", func() {
		var asked sync.WaitGroup
		for range 3 {
			asked.Go(func() {
				a := c.Fetch(ctx, fetch.Request{URL: parse(t, "https://window.example/"), Method: http.MethodGet})
				if a.Outcome != outcome.Cancelled {
					t.Errorf("got %s, want cancelled", a.Outcome)
				}
			})
		}
		if !site.Await(t.Context(), "GET https://window.example/", 1) {
			t.Error("nothing was asked")
		}
		stop()
		asked.Wait()
		c.Close()
	})
}
