package app

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"sitewell/scanner"
)

// A scheduled scan shows a notification if something is new, and only then.
func TestScheduledNotification(t *testing.T) {
	var page atomic.Value
	page.Store(`<a href="/old">Old</a>`)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			w.WriteHeader(http.StatusNotFound)
		}
		fmt.Fprint(w, "<title>Home</title>"+page.Load().(string))
	}))
	defer server.Close()
	db := filepath.Join(t.TempDir(), "h.db")
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	var shown []string
	do := func(args ...string) {
		t.Helper()
		var out, errs strings.Builder
		code := run(append(args, "--db", db), Stdio{Out: &out, Err: &errs}, seams{
			prepare: func(o *scanner.Options) { o.NoDelay = true },
			notify: func(_ context.Context, title, text string) error {
				shown = append(shown, title+"|"+text)
				return nil
			},
		})
		if code != exitOK {
			t.Fatalf("%q: exit code %d: %s", args, code, errs.String())
		}
	}
	do("sites", "add", server.URL)
	do("run-schedule", "1")
	do("run-schedule", "1")
	if len(shown) > 0 {
		t.Errorf("nothing is new: %q", shown)
	}
	page.Store(`<a href="/old">Old</a> <a href="/new">New</a>`)
	do("run-schedule", "1")
	host := strings.TrimPrefix(server.URL, "http://")
	if len(shown) != 1 || !strings.HasPrefix(shown[0], "1 new problem on "+host+"|") {
		t.Errorf("got %q", shown)
	}
}

// A schedule starts the program without a console, where there is one.
func TestScheduledProgram(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"sitewell.exe", "sitewell.com", "alone.com"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for executable, want := range map[string]string{"sitewell.com": "sitewell.exe", "sitewell.exe": "sitewell.exe", "alone.com": "alone.com", "sitewell": "sitewell"} {
		if got := withoutConsole(filepath.Join(dir, executable)); got != filepath.Join(dir, want) {
			t.Errorf("%s: %s, want %s", executable, got, want)
		}
	}
}
