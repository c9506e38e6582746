package fetch_test

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
)

// A large body waits for its memory as long as it takes, and no deadline makes
// that a fault of the server. A small one does not ask.
func TestReserve(t *testing.T) {
	tests := []struct {
		name   string
		size   int
		length bool
		want   []int64
	}{
		{"small", 1 << 19, true, nil},
		{"announced", 3 << 20, true, []int64{3<<20 + 1}},
		{"not announced", 3 << 20, false, []int64{fetch.DefaultMaxBody}},
		{"too large", 20 << 20, true, []int64{fetch.DefaultMaxBody}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				site := sitetest.New(t, "-- GET /unused --\n", sitetest.InMemory())
				site.Handle("http://site.test", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Content-Type", "text/html")
					if test.length {
						w.Header().Set("Content-Length", strconv.Itoa(test.size))
					}
					_, _ = w.Write([]byte(strings.Repeat("x", test.size)))
				}))
				c := newClient(t, site)
				var asked []int64
				a := c.Fetch(t.Context(), fetch.Request{
					URL: parse(t, "http://site.test/"), Want: fetch.WantPage,
					Reserve: func(_ context.Context, bytes int64) error {
						asked = append(asked, bytes)
						time.Sleep(5 * time.Minute)
						return nil
					},
				})
				if a.Outcome != "200" || len(a.Body) != min(test.size, fetch.DefaultMaxBody) || a.Truncated {
					t.Errorf("got %s with %d bytes: %v", a.Outcome, len(a.Body), a.Err)
				}
				if !slices.Equal(asked, test.want) {
					t.Errorf("asked for %d, want %d", asked, test.want)
				}
			})
		})
	}
}

// A scan that is stopped does not wait for memory.
func TestReserveStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := sitetest.New(t, "-- GET /unused --\n", sitetest.InMemory())
		site.Handle("http://site.test", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte(strings.Repeat("x", 3<<20)))
		}))
		c := newClient(t, site)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		a := c.Fetch(ctx, fetch.Request{
			URL: parse(t, "http://site.test/"), Want: fetch.WantPage,
			Reserve: func(ctx context.Context, _ int64) error {
				<-ctx.Done()
				return context.Cause(ctx)
			},
		})
		if a.Outcome != outcome.Cancelled {
			t.Errorf("got %s: %v", a.Outcome, a.Err)
		}
	})
}
