package weburl

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// rawServer returns a server on loopback that sends the unchanged first line of
// each request to the channel.
func rawServer(t *testing.T) (host string, lines <-chan string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan string, 1)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			line, _ := bufio.NewReader(conn).ReadString('\n')
			got <- strings.TrimSpace(line)
			_, _ = conn.Write([]byte("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"))
			conn.Close()
		}
	}()
	t.Cleanup(func() { l.Close(); <-done })
	return l.Addr().String(), got
}

// checks 4, 5, 6, 10, 13
func TestStdURLVerbatim(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", "/"},
		{"/a/b.html", "/a/b.html"},
		{"/a%zz", "/a%zz"},
		{"/100%", "/100%"},
		{"/a b", "/a%20b"},
		{"//x//y", "//x//y"},
		{"/a%2fb%2F~%7E", "/a%2fb%2F~%7E"},
		{"/a|b[c]!$&'()*+,;=:@", "/a|b[c]!$&'()*+,;=:@"},
		{"/a?", "/a?"},
		{"/a?b=%zz|{}`^[]\\ 'x", "/a?b=%zz|{}`^[]\\%20%27x"},
		{"/a;b?c?d/e", "/a;b?c?d/e"},
		{"/ü%41", "/%C3%BC%41"},
		{"/a#b", "/a"},
		{"/*", "/*"},
		{"/a:b//c", "/a:b//c"},
	}
	host, lines := rawServer(t)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, Proxy: nil}}
	get := func(in string) string {
		u := must(t, "http://"+host+in)
		req := (&http.Request{Method: http.MethodGet, URL: u.StdURL(), Header: http.Header{}}).WithContext(t.Context())
		resp, err := client.Do(req)
		if err != nil {
			t.Fatalf("%q: %v", in, err)
		}
		resp.Body.Close()
		return <-lines
	}
	for _, tt := range tests {
		if got, want := get(tt.in), "GET "+tt.want+" HTTP/1.1"; got != want {
			t.Errorf("%q: got %q, want %q", tt.in, got, want)
		}
		if u := must(t, "http://"+host+tt.in); u.RequestURI() != tt.want {
			t.Errorf("%q: RequestURI is %q, want %q", tt.in, u.RequestURI(), tt.want)
		}
	}
	// net/http takes a leading "//" for a host, so this one is sent in
	// absolute form (RFC 9112 §3.2.2).
	if got, want := get("//x%zz"), "GET http://"+host+"//x%zz HTTP/1.1"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// check 13: the unusual paths are also sent over HTTP/2, without the absolute
// form. (Go's own server refuses malformed escapes there, so these are missing.)
func TestStdURLHTTP2(t *testing.T) {
	got := make(chan string, 1)
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got <- r.Proto + " " + r.RequestURI
	}))
	srv.EnableHTTP2 = true
	srv.StartTLS()
	t.Cleanup(srv.Close)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for _, path := range []string{"/x|y?z|", "//x|y", "//x//y"} {
		u := must(t, srv.URL+path)
		req := (&http.Request{Method: http.MethodGet, URL: u.StdURL(), Header: http.Header{}}).WithContext(ctx)
		resp, err := srv.Client().Do(req)
		if err != nil {
			t.Errorf("%q: %v", path, err)
			continue
		}
		resp.Body.Close()
		if line := <-got; line != "HTTP/2.0 "+path {
			t.Errorf("%q: got %q", path, line)
		}
	}
}

// A request through a proxy contains the whole address.
func TestStdURLForProxy(t *testing.T) {
	host, lines := rawServer(t)
	proxied := &http.Transport{DisableKeepAlives: true, Proxy: http.ProxyURL(must(t, "http://"+host).StdURL())}
	for _, path := range []string{"/a", "/a%zz?b", "//x%zz", "//x"} {
		u := must(t, "http://example.com"+path)
		req := (&http.Request{Method: http.MethodGet, URL: u.StdURLForProxy(), Header: http.Header{}}).WithContext(t.Context())
		resp, err := proxied.RoundTrip(req)
		if err != nil {
			t.Fatalf("%q: %v", path, err)
		}
		resp.Body.Close()
		if got, want := <-lines, "GET http://example.com"+path+" HTTP/1.1"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
