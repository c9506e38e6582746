package core

import (
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"testing"

	"sitewell/scanner/fetch"
	"sitewell/storage"
)

// gateway is a proxy that wants anna and her password, and reaches two sites of three.
func gateway(t *testing.T) *url.URL {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Header.Get("Proxy-Authorization") != "Basic YW5uYTpzZWNyZXQ=":
			w.WriteHeader(http.StatusProxyAuthRequired)
		case r.Method == http.MethodConnect:
			w.WriteHeader(http.StatusForbidden)
		default:
			_, _ = w.Write([]byte("<title>Far away</title>"))
		}
	}))
	t.Cleanup(s.Close)
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestProxy(t *testing.T) {
	c, err := Open(t.Context(), Config{DB: filepath.Join(t.TempDir(), "history.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	proxy := gateway(t)
	known := *proxy
	known.User = url.UserPassword("anna", "secret")
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	silent := "http://" + nobody.Addr().String()
	if err := nobody.Close(); err != nil {
		t.Fatal(err)
	}
	try := func(site, through string, want ProxyReason) {
		t.Helper()
		got, err := c.History.TestProxy(t.Context(), through)
		var failed *ProxyError
		switch {
		case want == "" && (err != nil || got != site):
			t.Errorf("%s through %s: got %q, %v", site, through, got, err)
		case want != "" && (!errors.As(err, &failed) || failed.Reason != want):
			t.Errorf("%s through %s: got %v, want %s", site, through, err, want)
		}
	}
	try("", proxy.String(), "") // there is no site to ask for: it is only connected to
	try("", silent, ProxySilent)
	site, err := c.Store.SaveSite(t.Context(), storage.Site{Start: "http://far.example/"})
	if err != nil {
		t.Fatal(err)
	}
	try("far.example", known.String(), "")
	try("far.example", proxy.String(), ProxyPassword)
	try("far.example", silent, ProxySilent)
	try("far.example", fetch.DirectProxy, ProxyNoSite)
	site.Start = "https://far.example/"
	if _, err := c.Store.SaveSite(t.Context(), site); err != nil {
		t.Fatal(err)
	}
	try("far.example", known.String(), ProxyRefuses) // by CONNECT
	try("far.example", proxy.String(), ProxyPassword)
}
