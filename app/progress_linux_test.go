package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sitewell/app/cli/command"
)

// A terminal shows how far a scan is, and has nothing of that left in the end; where there is
// none, and with TERM=dumb, nothing is written that only a terminal understands.
func TestScanShowsProgress(t *testing.T) {
	for _, tt := range []struct {
		name, term, locale, want, without string
		isTerminal                        bool
	}{
		{"terminal", "xterm", "C.UTF-8", "Reading pages", "checked, 0 problems", true},
		{"terminal without UTF-8", "xterm", "C", "##", "█", true},
		{"dumb", "dumb", "C.UTF-8", "Scanning ", "\x1b", true},
		{"pipe", "xterm", "C.UTF-8", "Scanning ", "\x1b", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			shown := make(chan struct{}) // closed when the terminal shows what is expected
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/html")
				switch r.URL.Path {
				case "/":
					fmt.Fprint(w, `<title>Home</title><a href="/slow">Slow</a> <a href="/b">B</a> <a href="/c">C</a>`)
				case "/slow":
					select {
					case <-shown:
					case <-r.Context().Done():
					}
					fmt.Fprint(w, `<title>Slow</title><a href="/">Home</a>`)
				case "/b", "/c":
					fmt.Fprint(w, `<title>Page</title><a href="/">Home</a>`)
				default:
					http.NotFound(w, r)
				}
			}))
			defer server.Close()
			text := scanShown(t, server.URL, tt.term, tt.locale, tt.isTerminal, func(text string) {
				if strings.Contains(text, tt.want) {
					select {
					case <-shown:
					default:
						close(shown)
					}
				}
			})
			if !strings.Contains(text, tt.want) || strings.Contains(text, tt.without) {
				t.Errorf("shown: %q, want %q and no %q", text, tt.want, tt.without)
			}
			if at := strings.LastIndex(text, "Reading pages"); at >= 0 && !strings.Contains(text[at:], "\x1b[J") {
				t.Errorf("the bars are left: %q", text[at:])
			}
		})
	}
}

// scanShown scans a site and returns what was shown; see gets all of it so far.
func scanShown(t *testing.T, site, term, locale string, isTerminal bool, see func(string)) string {
	t.Helper()
	executable, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var in io.Reader
	var out *os.File
	if isTerminal {
		person, program := newTerminal(t)
		in, out = person, program
	} else {
		reader, writer, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		in, out = reader, writer
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute) // in which a scan ends that shows nothing
	defer cancel()
	cmd := exec.CommandContext(ctx, executable)
	cmd.Args = []string{"sitewell", "scan", site, "--db", "q.db", "--no-external"}
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, out, out
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+filepath.Join(dir, "state"), "TERM="+term, "LC_ALL="+locale)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	buffer := make([]byte, 4096)
	for {
		n, err := in.Read(buffer) // EIO where nobody has the other end of a terminal
		text.Write(buffer[:n])
		see(text.String())
		if err != nil {
			break
		}
	}
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != command.ExitOK && code != command.ExitBroken {
		t.Errorf("exit code %d: %s", code, text.String())
	}
	return text.String()
}
