package fetch_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"sitewell/scanner/fetch"
	"sitewell/scanner/sitetest"
)

// BenchmarkFetch compares a call with a bare GET by net/http over the same
// loopback server; the server's own work is in both.
func BenchmarkFetch(b *testing.B) {
	page := sitetest.Generated{Pages: 1000, Across: 100, Nav: 50, Padding: 8 << 10}.Page(0)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(page)
	}))
	defer server.Close()
	b.Run("bare", func(b *testing.B) {
		b.ReportAllocs()
		var buf bytes.Buffer
		for b.Loop() {
			r, err := http.Get(server.URL)
			if err != nil {
				b.Fatal(err)
			}
			buf.Reset()
			if _, err := io.Copy(&buf, r.Body); err != nil {
				b.Fatal(err)
			}
			r.Body.Close()
		}
	})
	b.Run("fetch", func(b *testing.B) {
		u := parse(b, server.URL)
		c, err := fetch.New(fetch.Options{Home: u, Proxy: fetch.DirectProxy})
		if err != nil {
			b.Fatal(err)
		}
		defer c.Close()
		b.ReportAllocs()
		for b.Loop() {
			if a := c.Fetch(b.Context(), fetch.Request{URL: u, Want: fetch.WantPage}); a.Err != nil {
				b.Fatal(a.Err)
			}
		}
	})
}
