package scanner

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"sitewell/scanner/extract"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/soft404"
)

// Fragments that wait for their pages take no more memory than they may, and what
// they took is free again when the page comes.
func TestFragmentsThatWait(t *testing.T) {
	f := newFragmentChecks(&recorder{}, Options{}, 0)
	long := strings.Repeat("x", 1<<20)
	kept := 0
	for i := range 100 {
		if f.await(result.ID(i%7+1), fmt.Sprint(i, long)) {
			kept++
		}
	}
	if kept != 63 || f.bytes > maxFragmentBytes {
		t.Errorf("%d of 100 fragments of a megabyte wait, with %d bytes in all", kept, f.bytes)
	}
	for page := range result.ID(7) {
		f.takeAwaiting(page + 1)
	}
	if f.bytes != 0 || len(f.awaiting) != 0 {
		t.Errorf("%d bytes are taken by none, %d pages are waited for", f.bytes, len(f.awaiting))
	}
}

// check 92: pages that wait for the error-page probe take little memory together,
// whatever they hold, and all of them are checked in the end.
func TestPagesHeldForProbe(t *testing.T) {
	const pages = 120
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		most := 0
		watched := func(c *coordinator) { most = max(most, c.soft404.DeferredBytes()) }
		s := scanWatched(t, m, Options{NoDelay: true, Concurrency: 4}, watched, func(w http.ResponseWriter, r *http.Request) {
			var links []string
			switch {
			case strings.Contains(r.URL.Path, "no-such-page-"):
				<-r.Context().Done() // until the time of the scan is over
			case r.URL.Path == "/":
				for i := range pages {
					links = append(links, fmt.Sprintf("/dir/%d", i))
				}
			case strings.HasPrefix(r.URL.Path, "/dir/"):
				for i := range 20 {
					links = append(links, fmt.Sprintf("mailto:%d%s@example.com", i, strings.Repeat("x", 40_000)))
				}
			default:
				http.NotFound(w, r)
				return
			}
			page(w, links...)
		})
		if want := soft404.MaxDeferredBytes + 4*soft404.MaxBytes; most > want || most < 1<<20 {
			t.Errorf("pages of %d bytes were held, want at most %d", most, want)
		}
		if s.Waiting != 0 || s.Pages != pages+1 {
			t.Errorf("%d pages, %d addresses wait", s.Pages, s.Waiting)
		}
	})
}

// check 42: a page with more ids than are read says that places on it were not
// checked, and none of these is told to be missing.
func TestPageWithTooManyIDs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		s := scanLimited(t, m, Options{}, func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/":
				page(w, "/ids#first", "/ids#missing")
			case "/ids":
				page(w, "/")
				for i := range extract.MaxAnchors + 1 {
					fmt.Fprintf(w, "<p id=i%d>", i)
				}
			default:
				http.NotFound(w, r)
			}
		})
		c, _ := m.check("http://site.test/ids")
		if c.Outcome != outcome.TooLarge || !strings.HasSuffix(c.Reason, "this page has more than 100000 ids: links to places on it were not checked") {
			t.Errorf("the page is %s (%s)", c.Outcome, c.Reason)
		}
		if s.Omitted != 2 || s.Found != 2 {
			t.Errorf("%d links omitted, %d addresses found", s.Omitted, s.Found)
		}
	})
}
