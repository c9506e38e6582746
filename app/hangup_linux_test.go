package app

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"sitewell/app/cli/command"
)

// A scan whose terminal is closed ends like one that is stopped by Ctrl+C: what was
// found is kept, and saved as a file. A shell sends the signal as well as the kernel.
func TestClosedTerminalEndsAScan(t *testing.T) {
	reached := make(chan struct{})
	once := sync.OnceFunc(func() { close(reached) })
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, `<title>Home</title><a href="/slow">Slow</a>`)
		case "/slow":
			once()
			<-r.Context().Done()
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	executable, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	t.Setenv("XDG_STATE_HOME", filepath.Join(dir, "state"))
	person, program := newTerminal(t)
	cmd := exec.Command(executable)
	cmd.Args = []string{"sitewell", "scan", server.URL, "--db", "q.db", "--xlsx", "report.xlsx"}
	cmd.Dir = dir
	cmd.Stdin, cmd.Stdout, cmd.Stderr = program, program, program
	// The program must not inherit that the signal is ignored, as under nohup.
	hangUps := make(chan os.Signal, 1)
	signal.Notify(hangUps, syscall.SIGHUP)
	defer signal.Stop(hangUps)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true} // of standard input
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	if err := program.Close(); err != nil {
		t.Fatal(err)
	}
	<-reached
	if err := person.Close(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Process.Signal(syscall.SIGHUP) // it may have ended
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != command.ExitFailed {
		t.Errorf("%v, want exit code %d", cmd.ProcessState, command.ExitFailed)
	}
	if _, err := os.Stat(filepath.Join(dir, "report.xlsx")); err != nil {
		t.Error(err)
	}
	var out bytes.Buffer
	run([]string{"history", server.URL, "--db", filepath.Join(dir, "q.db")}, command.Stdio{Out: &out, Err: &out}, seams{})
	if !strings.Contains(out.String(), "Stopped") {
		t.Errorf("the history says:\n%s", &out)
	}
}
