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

	"sitewell/app/robot"
	"sitewell/storage"
	"sitewell/storage/sqlite"
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
	build := exec.Command("go", "build", "-tags", "migrated_fynedo,x11,e2e", "-o", path, "sitewell")
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
	*robot.Home
	d *display
}

// newHome makes one. scale and theme are what the desktop asks for.
func newHome(t testing.TB, d *display, scale, theme string) *home {
	t.Helper()
	return newHomeAt(t, t.TempDir(), d, scale, theme)
}

// newHomeAt makes one in an empty folder.
func newHomeAt(t testing.TB, dir string, d *display, scale, theme string) *home {
	t.Helper()
	h, err := robot.NewHome(dir, d.Display, scale, theme, english)
	if err != nil {
		t.Fatal(err)
	}
	return &home{h, d}
}

func (h *home) database() string { return h.Path("data/sitewell/history.db") }

// program is Sitewell while it runs.
type program struct {
	*window
	run  *robot.Program
	home *home
	log  int // length of the log before it began
}

// start runs Sitewell and waits for its window.
func (h *home) start(t testing.TB, args ...string) *program {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	p := &program{home: h, log: len(h.readLog(t))}
	p.run, err = h.Start(t.Context(), h.d.Display, path, args...)
	if err != nil {
		t.Fatalf("%v\n%s", err, p.run.Output())
	}
	t.Cleanup(func() {
		p.run.Kill()
		if t.Failed() {
			t.Logf("sitewell said:\n%s\nits log:\n%s", p.run.Output(), h.readLog(t))
		}
	})
	p.window = &window{p.run.Window, h.d}
	return p
}

func (h *home) readLog(t testing.TB) string {
	t.Helper()
	log, err := h.Log()
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// logs counts the lines of this run's log that hold all the words.
func (p *program) logs(words ...string) int {
	n := 0
	log, err := p.home.Log()
	if err != nil || len(log) < p.log {
		return 0
	}
	for line := range strings.Lines(log[p.log:]) {
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
		case <-p.run.Done:
			if done() {
				return true
			}
			t.Fatalf("the program ended (%v) before %s", p.run.Err, what)
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
	case <-p.run.Done:
	case <-time.After(30 * time.Second):
		p.run.Cmd.Process.Signal(syscall.SIGQUIT) // says what its goroutines do
		select {
		case <-p.run.Done:
		case <-time.After(5 * time.Second):
		}
		t.Fatal("the program did not end within 30 s")
	}
	var exit *exec.ExitError
	if errors.As(p.run.Err, &exit) {
		return exit.ExitCode()
	}
	return 0
}

// kill ends the program as a power cut does.
func (p *program) kill(t testing.TB) {
	t.Helper()
	if err := p.run.Cmd.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	<-p.run.Done
}

// scan returns the newest scan of the history.
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
func (h *home) open(t testing.TB) *sqlite.DB {
	t.Helper()
	db, err := sqlite.Open(t.Context(), h.database(), sqlite.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	return db
}
