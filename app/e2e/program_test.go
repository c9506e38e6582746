//go:build e2e

package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"sitewell/storage"
)

// binary builds the program once for all tests, unless SITEWELL names one.
var binary = sync.OnceValues(func() (string, error) {
	if named := os.Getenv("SITEWELL"); named != "" {
		return filepath.Abs(named)
	}
	dir, err := os.MkdirTemp("", "sitewell-e2e-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "sitewell")
	build := exec.Command("go", "build", "-tags", "migrated_fynedo,x11", "-o", path, "sitewell")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if os.Getenv("SITEWELL") == "" {
		if path, err := binary(); err == nil {
			os.RemoveAll(filepath.Dir(path))
		}
	}
	os.Exit(code)
}

// english is the language of a desktop, if nothing else is asked for.
const english = "en_GB.UTF-8"

// home is the home folder of somebody who has never used Sitewell.
type home struct {
	dir string
	d   *display
	env []string
}

// newHome makes one. scale and theme are what the desktop asks for.
func newHome(t testing.TB, d *display, scale, theme string) *home {
	t.Helper()
	h := &home{dir: t.TempDir(), d: d}
	h.env = append(h.env, d.env...)
	h.env = append(
		h.env, "HOME="+h.dir, "XDG_CONFIG_HOME="+h.path(".config"), "XDG_DATA_HOME="+h.path("data"),
		"XDG_STATE_HOME="+h.path("state"), "XDG_CACHE_HOME="+h.path("cache"), "FYNE_SCALE="+scale, "FYNE_THEME="+theme,
		"LIBGL_ALWAYS_SOFTWARE=1", "LANG="+english, "LC_ALL=", "TZ=UTC", "GORACE=halt_on_error=1", "NO_PROXY=127.0.0.1",
	)
	for _, dir := range []string{"Documents", ".config/fyne"} {
		if err := os.MkdirAll(h.path(dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	// Nothing blinks, so that a window which stands still can be told.
	if err := os.WriteFile(h.path(".config/fyne/settings.json"), []byte(`{"no_animations":true}`), 0o644); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *home) path(name string) string { return filepath.Join(h.dir, name) }

func (h *home) database() string { return h.path("data/sitewell/history.db") }

// program is Sitewell while it runs.
type program struct {
	*window
	home *home
	cmd  *exec.Cmd
	done chan struct{}
	err  error // once done
	log  int   // length of the log before it began
}

// start runs Sitewell and waits for its window.
func (h *home) start(t testing.TB, args ...string) *program {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	p := &program{home: h, cmd: exec.Command(path, args...), done: make(chan struct{}), log: len(h.readLog())}
	p.cmd.Dir = h.dir
	p.cmd.Env = append(os.Environ(), h.env...)
	output := &strings.Builder{}
	p.cmd.Stdout, p.cmd.Stderr = output, output
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.done)
	}()
	t.Cleanup(func() {
		p.cmd.Process.Kill()
		<-p.done
		if t.Failed() {
			t.Logf("sitewell said:\n%s\nits log:\n%s", output, h.readLog())
		}
	})
	p.window = h.d.findWindow(t, "Sitewell")
	return p
}

func (h *home) readLog() string {
	b, err := os.ReadFile(h.path("state/sitewell/sitewell.log"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err.Error()
	}
	return string(b)
}

// logs counts the lines of this run's log that hold all the words.
func (p *program) logs(words ...string) int {
	n := 0
	for line := range strings.Lines(p.home.readLog()[p.log:]) {
		all := true
		for _, w := range words {
			all = all && strings.Contains(line, w)
		}
		if all {
			n++
		}
	}
	return n
}

// then does something and waits for one more line of the log with the words.
func (p *program) then(t testing.TB, do func(), words ...string) {
	t.Helper()
	before := p.logs(words...)
	do()
	p.waitFor(t, func() bool { return p.logs(words...) > before }, "a log line with "+strings.Join(words, " "))
}

func (p *program) waitFor(t testing.TB, done func() bool, what string) {
	t.Helper()
	within(t, 2*time.Minute, what, func(context.Context) bool {
		select {
		case <-p.done:
			if done() {
				return true
			}
			t.Fatalf("the program ended (%v) before %s", p.err, what)
			return false
		default:
			return done()
		}
	})
}

// exits waits for the end of the program and gives its exit code.
func (p *program) exits(t testing.TB) int {
	t.Helper()
	select {
	case <-p.done:
	case <-time.After(30 * time.Second):
		p.cmd.Process.Signal(syscall.SIGQUIT) // says what its goroutines do
		select {
		case <-p.done:
		case <-time.After(5 * time.Second):
		}
		t.Fatal("the program did not end within 30 s")
	}
	var exit *exec.ExitError
	if errors.As(p.err, &exit) {
		return exit.ExitCode()
	}
	return 0
}

// kill ends the program as a power cut does.
func (p *program) kill(t testing.TB) {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	<-p.done
}

// scan gives the newest scan of the history.
func (h *home) scan(t testing.TB) storage.Scan {
	t.Helper()
	db := h.open(t)
	defer db.Close()
	sites, err := db.Sites(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var newest storage.Scan
	for _, s := range sites {
		if s.Last != nil && s.Last.ID > newest.ID {
			newest = *s.Last
		}
	}
	if newest.ID == 0 {
		t.Fatalf("there is no scan of any of %d sites", len(sites))
	}
	return newest
}

// open reads the history beside the program.
func (h *home) open(t testing.TB) *storage.DB {
	t.Helper()
	db, err := storage.Open(t.Context(), h.database(), storage.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	return db
}
