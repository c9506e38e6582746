package scanner

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
)

// check 83: a site that makes up ever new random addresses for pages that look the
// same is scanned to an end, in virtual time and over sockets. A catalogue whose
// pages differ is read to its last page.
func TestEndlessRandomPaths(t *testing.T) {
	sites := map[string]struct {
		handler http.HandlerFunc
		isTrap  bool
	}{
		"names beside each other": {randomPages(func(_, name string) string { return "/x/" + name }), true},
		"folders that grow":       {randomPages(func(at, name string) string { return strings.TrimSuffix(at, "/") + "/" + name }), true},
		"a catalogue":             {catalogue, false},
	}
	for name, tt := range sites {
		run := func(t *testing.T, options ...sitetest.Option) {
			site := sitetest.New(t, "-- GET /unused --\n", options...)
			site.Handle("http://site.test", tt.handler)
			e, err := New(Options{
				Start: "http://site.test/", Resolver: site.Resolver(), Dial: site.Dial, Roots: site.Roots(), NoDelay: true, MaxAddresses: 20_000,
			})
			if err != nil {
				t.Fatal(err)
			}
			m := newMemory()
			s, err := runWatched(t.Context(), e, m, nil, audit(t))
			if err != nil {
				t.Fatal(err)
			}
			traps := 0
			for _, skips := range s.SkippedBy {
				if skips.Outcome == outcome.Trap {
					traps = skips.Count
				}
			}
			switch {
			case s.Waiting != 0 || s.Omitted != 0:
				t.Errorf("%d addresses wait, %d links were left out", s.Waiting, s.Omitted)
			case tt.isTrap && (traps == 0 || s.Pages > 2_500):
				t.Errorf("%d pages were read and %d addresses are traps, want some traps after at most 2,500 pages", s.Pages, traps)
			case !tt.isTrap && (traps > 0 || s.Pages != catalogueSize+1):
				t.Errorf("%d pages were read and %d addresses are traps, want %d pages and no traps", s.Pages, traps, catalogueSize+1)
			}
		}
		t.Run(name+" in virtual time", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { run(t, sitetest.InMemory()) })
		})
		t.Run(name+" over loopback", func(t *testing.T) {
			grown := watchMemory(t)
			run(t)
			if n := grown(); n > 100<<20 {
				t.Errorf("memory grew by %d KiB, want at most 100 MiB", n>>10)
			}
		})
	}
}

// randomPages answers every address with a page that looks the same, and that leads
// to two others, whose addresses next returns for the path of the page and a random
// name.
func randomPages(next func(at, name string) string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" || r.URL.Path == "/sitemap.xml" || strings.Contains(r.URL.Path, ".") {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, "<title>Welcome</title><p>The same words on every page, which say nothing about anything, again and again, for as long as anybody reads them.")
		for range 2 {
			fmt.Fprintf(w, `<a href="%s">more</a>`, next(r.URL.Path, fmt.Sprintf("n%x", rand.Uint64())))
		}
	}
}

const catalogueSize = 1_500

// catalogue answers with the pages of a shop: each has a text of its own and leads
// to three others.
func catalogue(w http.ResponseWriter, r *http.Request) {
	n := 0
	_, err := fmt.Sscanf(r.URL.Path, "/product/p%x", &n)
	if r.URL.Path != "/" && (err != nil || n < 1 || n > catalogueSize) {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, "<title>Shop</title><p>Welcome to our shop. ")
	own := rand.New(rand.NewPCG(uint64(n), 1))
	for range 30 {
		fmt.Fprintf(w, "word%d ", own.IntN(5000))
	}
	for i := 3*n + 1; i <= min(3*n+3, catalogueSize); i++ {
		fmt.Fprintf(w, `<a href="/product/p%x">more</a>`, i)
	}
}
