package scanner

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/sitetest"
)

// scanLimited scans a site in virtual time.
func scanLimited(t *testing.T, m *memory, o Options, handler http.HandlerFunc) result.Summary {
	t.Helper()
	return scanWatched(t, m, o, audit(t), handler)
}

// scanWatched is scanLimited that looks at the coordinator between its steps.
func scanWatched(t *testing.T, m *memory, o Options, watch func(*coordinator), handler http.HandlerFunc) result.Summary {
	t.Helper()
	site := sitetest.New(t, "-- GET /unused --\n", sitetest.InMemory())
	site.Handle("http://site.test", handler)
	o.Start, o.Resolver, o.Dial, o.Roots = "http://site.test/", site.Resolver(), site.Dial, site.Roots()
	e, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	s, err := runWatched(context.Background(), e, m, nil, watch)
	if err != nil {
		t.Fatal(err)
	}
	ledger(t, s.Progress, m)
	return s
}

// page writes a page of links.
func page(w http.ResponseWriter, links ...string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, "<title>Page</title><p>Some words of a page that is not empty.")
	for _, l := range links {
		fmt.Fprintf(w, "<a href=%q>x</a>\n", l)
	}
}

// check 83: no more addresses are found and stored than the limit allows, be
// they links, fragments, targets of redirects or site maps. What is left out is
// counted, on the page too, and no link leads to what does not exist.
func TestAddressLimit(t *testing.T) {
	for _, most := range []int{1, 2, 3, 10, 39, 40, 41, 1000} {
		t.Run(strconv.Itoa(most), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := newMemory()
				s := scanLimited(t, m, Options{MaxAddresses: most}, func(w http.ResponseWriter, r *http.Request) {
					n, err := strconv.Atoi(r.URL.Path[1:])
					switch {
					case r.URL.Path == "/robots.txt":
						fmt.Fprint(w, "Sitemap: /map.xml\n")
					case r.URL.Path == "/map.xml":
						fmt.Fprint(w, "http://site.test/1\nhttp://site.test/2\n")
					case r.URL.Path != "/" && (err != nil || n > 20):
						http.NotFound(w, r)
					case n%5 == 4:
						http.Redirect(w, r, fmt.Sprintf("/%d", n+1), http.StatusMovedPermanently)
					default:
						page(w, fmt.Sprintf("/%d", n+1), fmt.Sprintf("/%d", n+2), fmt.Sprintf("/%d#place", n), "mailto:a@example.com", "http://")
					}
				})
				if s.Waiting != 0 || s.Found != len(m.addresses) || s.Found > most {
					t.Errorf("%d found, %d stored, %d waiting, the limit is %d", s.Found, len(m.addresses), s.Waiting, most)
				}
				if full := s.Found == most; full != (s.Omitted > 0) || s.Omitted != m.omitted {
					t.Errorf("%d found of %d, %d omitted, %d stored as omitted", s.Found, most, s.Omitted, m.omitted)
				}
				noted := 0
				for _, c := range m.checks {
					for _, n := range c.Notes {
						if n.Outcome == outcome.OverLimit {
							noted++
						}
					}
					if c.Outcome == outcome.OverLimit {
						t.Errorf("address %d is stored although it is over the limit", c.Address)
					}
				}
				if noted == 0 && s.Omitted > 0 {
					t.Errorf("%d links were left out, and no page says so", s.Omitted)
				}
			})
		})
	}
}

// A scan that is resumed knows what it left out before.
func TestAddressLimitResumed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		serve := func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/" && len(r.URL.Path) > 4 {
				http.NotFound(w, r)
				return
			}
			page(w, "/a", "/b", "/c", "/d")
		}
		first := scanLimited(t, m, Options{MaxAddresses: 3, NoProbes: true}, serve)
		site := sitetest.New(t, "-- GET /unused --\n", sitetest.InMemory())
		site.Handle("http://site.test", http.HandlerFunc(serve))
		e, err := New(Options{Start: "http://site.test/", MaxAddresses: 3, Resolver: site.Resolver(), Dial: site.Dial, Roots: site.Roots()})
		if err != nil {
			t.Fatal(err)
		}
		again, err := e.Run(context.Background(), m, m)
		if err != nil || first.Omitted != 6 || again.Omitted != first.Omitted || again.Found != 3 {
			t.Errorf("%d links omitted, then %d, %d found, %v", first.Omitted, again.Omitted, again.Found, err)
		}
	})
}

// check 36: a page with too many links says so, and the first of them are checked.
func TestPageWithTooManyLinks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		s := scanLimited(t, m, Options{MaxAddresses: 100}, func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/":
				page(w, "/a")
				fmt.Fprint(w, strings.Repeat("<a href=/a>x</a>", 50_010))
			case "/a":
				page(w, "/")
				fmt.Fprint(w, "<img alt=x srcset='"+strings.Repeat("/a 1x,", 1_007)+"'>")
			default:
				http.NotFound(w, r)
			}
		})
		for address, detail := range map[string]string{
			"http://site.test/":  "this page has more than 50000 links: only the first 50000 were checked, 11 were not",
			"http://site.test/a": "this page has more links than are read of one page or attribute: 1001 were checked, 7 were not",
		} {
			c, _ := m.check(address)
			if c.Outcome != outcome.TooLarge || c.Verdict != outcome.Warning || !strings.HasSuffix(c.Reason, detail) {
				t.Errorf("%s is %s %s (%s)", address, c.Verdict, c.Outcome, c.Reason)
			}
		}
		if s.Omitted != 18 || s.Found != 2 {
			t.Errorf("%d omitted, %d found", s.Omitted, s.Found)
		}
	})
}

// check 81: indexes of indexes end.
func TestEndlessSiteMaps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		s := scanLimited(t, m, Options{NoDelay: true, MaxAddresses: 2_000}, func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.URL.Path == "/robots.txt":
				fmt.Fprint(w, "Sitemap: /map.xml\n")
			case strings.HasPrefix(r.URL.Path, "/map"):
				fmt.Fprint(w, `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`)
				for i := range 5 {
					fmt.Fprintf(w, "<sitemap><loc>http://site.test/map/%d%s</loc></sitemap>", i, strings.TrimPrefix(r.URL.Path, "/map"))
				}
				fmt.Fprint(w, "</sitemapindex>")
			default:
				page(w, "/")
			}
		})
		// One, five below it, and so on: three indexes one below the other.
		siteMaps := 0
		for _, a := range m.addresses {
			if a.Kind == result.KindSitemap {
				siteMaps++
			}
		}
		if want := 1 + 5 + 25 + 125; siteMaps != want || s.Omitted != 5*125 {
			t.Errorf("%d site maps, %d links omitted, want %d and %d", siteMaps, s.Omitted, want, 5*125)
		}
	})
}
