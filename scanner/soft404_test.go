package scanner

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/sitetest"
)

// check 92: a probe that fails for a while is sent again, so that a scan of a busy
// server finds what another one finds.
func TestSoft404ProbeIsSentAgain(t *testing.T) {
	scanOf := func(failures int, fail func(w http.ResponseWriter)) map[string]string {
		m := newMemory()
		synctest.Test(t, func(t *testing.T) {
			site := sitetest.New(t, "", sitetest.InMemory())
			left := failures
			site.Handle("http://site.test", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch p := r.URL.Path; {
				case p == "/robots.txt":
					http.NotFound(w, r)
				case p == "/":
					page(w, "/shop/a", "/shop/b", "/shop/c")
				case strings.Contains(p, "no-such-page") && left > 0:
					left--
					fail(w)
				case p == "/shop/a":
					page(w, "/")
				default:
					_, _ = w.Write([]byte("<title>Oops</title><p>There is nothing here any more, and nobody knows where it went. <a href=/>Home</a>"))
				}
			}))
			e, err := New(Options{Start: "http://site.test/", Resolver: site.Resolver(), Dial: site.Dial, NoSitemap: true})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := runWatched(t.Context(), e, m, nil, audit(t)); err != nil {
				t.Fatal(err)
			}
		})
		return m.table()
	}
	want := scanOf(0, nil)
	if !strings.Contains(want["http://site.test/shop/b"], "soft-404") {
		t.Fatalf("nothing is suspected, so this proves nothing: %v", want)
	}
	for name, fail := range map[string]func(w http.ResponseWriter){
		"503": func(w http.ResponseWriter) { w.WriteHeader(http.StatusServiceUnavailable) },
		"429, wait": func(w http.ResponseWriter) {
			w.Header().Set("Retry-After", "20")
			w.WriteHeader(http.StatusTooManyRequests)
		},
		"500":   func(w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) },
		"reset": func(http.ResponseWriter) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(want, scanOf(2, fail)); diff != "" { // one for each of two directories
				t.Errorf("with failures (-without +with):\n%s", diff)
			}
		})
	}
}
