package folder

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"
)

// site returns a folder with files.
func site(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, body := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func start(t *testing.T, dir, before string) *Server {
	t.Helper()
	s, err := Start(context.WithoutCancel(t.Context()), dir, before)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// get asks for a path without following redirects.
func get(t *testing.T, s *Server, path, host string) (status int, location, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL()+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = host
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header.Get("Location"), string(b)
}

func TestAnswersAsStaticHostsDo(t *testing.T) {
	dir := site(t, map[string]string{"index.html": "home", "about.html": "about", "docs/index.html": "docs", "empty/a.txt": "a", "404.html": "own"})
	outside := site(t, map[string]string{"secret.txt": "secret"})
	if err := os.Symlink(filepath.Join(outside, "secret.txt"), filepath.Join(dir, "link.txt")); err != nil {
		t.Fatal(err)
	}
	s := start(t, dir, "")
	for path, want := range map[string]struct {
		status         int
		location, body string
	}{
		"":                           {200, "", "home"},
		"index.html":                 {200, "", "home"},
		"about":                      {200, "", "about"},
		"docs?x=1":                   {301, "/docs/?x=1", ""},
		"docs/":                      {200, "", "docs"},
		"empty/":                     {404, "", "own"}, // never listed
		"nothing.html":               {404, "", "own"},
		"link.txt":                   {404, "", "own"}, // leads out of the folder
		"..%2f..%2f..%2fetc%2fhosts": {404, "", "own"},
	} {
		status, location, body := get(t, s, path, "")
		if status != want.status || location != want.location || body != want.body {
			t.Errorf("%q is answered with %d, %q, %q", path, status, location, body)
		}
	}
	if status, _, body := get(t, s, "", "evil.example"); status != http.StatusMisdirectedRequest || body != "" {
		t.Errorf("another name is answered with %d, %q", status, body)
	}
}

// The address stays the same, so that scans can be compared.
func TestAddressStays(t *testing.T) {
	dir := site(t, map[string]string{"index.html": "home"})
	first := start(t, dir, "")
	second := start(t, dir, first.URL()) // taken
	if second.URL() == first.URL() {
		t.Fatal("two servers have one address")
	}
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	if again := start(t, dir, second.URL()); again.URL() != second.URL() {
		t.Errorf("served at %s, and before at %s", again.URL(), second.URL())
	}
}

func TestNoFolder(t *testing.T) {
	if _, err := Start(t.Context(), filepath.Join(t.TempDir(), "none"), ""); err == nil {
		t.Error("served what is not there")
	}
}
