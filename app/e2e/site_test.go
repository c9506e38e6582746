//go:build e2e

package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

// bigSite serves pages that are made from their addresses alone: each links to
// its neighbours and to ten further pages, every twentieth to a page that is
// missing. Every answer takes delay.
func bigSite(t testing.TB, pages int, delay time.Duration) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { writePage(w, 0, pages) })
	mux.HandleFunc("GET /page/{n}", func(w http.ResponseWriter, r *http.Request) {
		n, err := strconv.Atoi(r.PathValue("n"))
		if err != nil || n < 0 || n >= pages {
			notFound(w, r)
			return
		}
		writePage(w, n, pages)
	})
	mux.HandleFunc("/", notFound)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if delay > 0 {
			select {
			case <-time.After(delay):
			case <-r.Context().Done():
				return
			}
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// notFound answers as a site does that has an error page of its own.
func notFound(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusNotFound)
	fmt.Fprint(w, `<!doctype html><title>Not found</title><a href=/>Home</a>`)
}

func writePage(w http.ResponseWriter, n, pages int) {
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html><html lang=en><title>Page %d</title><nav><a href=/>Home</a></nav><main><h1>Page %d</h1>", n, n)
	for i := 1; i <= 10; i++ {
		if to := n*10 + i; to < pages {
			fmt.Fprintf(&b, "<p><a href=/page/%d>Page %d</a></p>", to, to)
		}
	}
	if n%20 == 7 {
		fmt.Fprintf(&b, "<p><a href=/missing/%d>Gone</a></p>", n)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, b.String())
}
