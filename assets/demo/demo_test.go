package demo

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestLoopbackOnly(t *testing.T) {
	s := start(t)
	for _, address := range []string{s.url, s.mill} {
		u, err := url.Parse(address)
		if err != nil || u.Hostname() != "127.0.0.1" {
			t.Errorf("served at %q, %v", address, err)
		}
	}
	if s.URL() != s.url+"/" {
		t.Errorf("URL is %q", s.URL())
	}
}

func TestCloseEnds(t *testing.T) {
	s := start(t)
	if _, ok := s.get(t, s.URL()); !ok {
		t.Fatal("no answer")
	}
	for range 2 {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
	assertClosed(t, s)
}

func TestContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s, err := Start(ctx)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	s.serving.Wait()
	assertClosed(t, s)
	if err := s.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
}

func TestStartAt(t *testing.T) {
	first := start(t)
	if _, err := StartAt(t.Context(), first.URL()); err == nil {
		t.Error("served twice at one address")
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := StartAt(t.Context(), first.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if again.url != first.url || again.mill != first.mill {
		t.Errorf("got %s and %s, want %s and %s", again.url, again.mill, first.url, first.mill)
	}
	for _, bad := range []string{"", "http://example.com/", "http://127.0.0.1/", "http://0.0.0.0:8080/", "http://127.0.0.1:65535/", "http://127.0.0.1:x/"} {
		if s, err := StartAt(t.Context(), bad); err == nil {
			s.Close()
			t.Errorf("served at %q", bad)
		}
	}
}

func start(t *testing.T) *Server {
	t.Helper()
	s, err := Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func assertClosed(t *testing.T, s *Server) {
	t.Helper()
	for _, address := range []string{s.url, s.mill} {
		conn, err := (&net.Dialer{Timeout: 5 * time.Second}).Dial("tcp", strings.TrimPrefix(address, "http://"))
		if err == nil {
			conn.Close()
			t.Errorf("%s still listens", address)
		}
	}
}

// response is what one request without redirects gave.
type response struct {
	status  int
	header  http.Header
	body    string
	bodyErr error
}

// get asks once. It reports false where there was no answer.
func (s *Server) get(t *testing.T, address string) (response, bool) {
	t.Helper()
	transport := &http.Transport{DisableKeepAlives: true, DisableCompression: true}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatalf("%q: %v", address, err)
	}
	resp, err := transport.RoundTrip(request)
	if err != nil {
		return response{bodyErr: err}, false
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return response{status: resp.StatusCode, header: resp.Header, body: string(body), bodyErr: err}, true
}
