package fetch_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"sitewell/scanner/fetch"
	"sitewell/scanner/weburl"
)

func TestSmoke(t *testing.T) {
	for _, tls := range []bool{false, true} {
		s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/moved" {
				http.Redirect(w, r, "/x", 301)
				return
			}
			w.Write([]byte("<html>hello " + r.URL.Path))
		}))
		if tls {
			s.EnableHTTP2 = true
			s.StartTLS()
		} else {
			s.Start()
		}
		defer s.Close()
		c, err := fetch.New(fetch.Options{AllowNet: func(netip.Addr) bool { return true }})
		if err != nil {
			t.Fatal(err)
		}
		u, err := weburl.Parse(s.URL + "/moved#frag")
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			a := c.Fetch(t.Context(), fetch.Request{URL: u, Want: fetch.WantPage})
			t.Logf("%+v %s", a, a.Body)
		}
		c.Close()
	}
}
