package app

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"sitewell/app/cli/command"
	"sitewell/app/export"
	"sitewell/scanner"
)

// newTerminal returns both ends of a new terminal: what a person reads and types, and
// what a program is started in (pty(7)).
func newTerminal(t *testing.T) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = person.Close() })
	control, err := person.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	number := 0
	var failed error
	err = control.Control(func(fd uintptr) {
		if failed = unix.IoctlSetPointerInt(int(fd), unix.TIOCSPTLCK, 0); failed == nil {
			number, failed = unix.IoctlGetInt(int(fd), unix.TIOCGPTN)
		}
	})
	if err := errors.Join(err, failed); err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return person, program
}

// exporting is an export of a scan with 20,001 addresses into the file "report",
// as a process in a terminal.
type exporting struct {
	cmd    *exec.Cmd
	dir    string
	person *os.File
	shown  bytes.Buffer // in the terminal, complete once read is closed
	read   chan struct{}
}

// scanOfMany makes a folder with a history of one scan, q.db.
func scanOfMany(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	t.Setenv("XDG_STATE_HOME", filepath.Join(dir, "state"))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, `<title>Many</title>`)
		for i := range 20_000 {
			fmt.Fprintf(w, "<a href=mailto:baker%d@many.example>Mail</a>\n", i)
		}
	}))
	defer server.Close()
	code := run([]string{"scan", server.URL, "--db", filepath.Join(dir, "q.db")}, command.Stdio{Out: io.Discard, Err: io.Discard},
		seams{prepare: func(o *scanner.Options) { o.NoDelay = true }})
	if code != command.ExitOK {
		t.Fatalf("the scan ended with exit code %d", code)
	}
	return dir
}

// startExport starts the export; held: the terminal shows nothing until the person
// presses Ctrl+Q, as after Ctrl+S, so that the export waits in its first report of
// progress.
func startExport(t *testing.T, dir string, as export.Format, held bool) *exporting {
	t.Helper()
	executable, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	person, program := newTerminal(t)
	defer program.Close()
	e := &exporting{cmd: exec.Command(executable), dir: t.TempDir(), person: person, read: make(chan struct{})}
	if err := os.WriteFile(filepath.Join(e.dir, "report"), []byte("before"), 0o644); err != nil {
		t.Fatal(err)
	}
	if held {
		e.types(t, "\x13")
	}
	e.cmd.Args = []string{"sitewell", "export", "1", "--db", filepath.Join(dir, "q.db"), "--format", string(as), "-o", "report"}
	if as == export.Spreadsheet { // that of an export has the problems alone, and there are few
		e.cmd.Args = []string{"sitewell", "report", "1", "--db", filepath.Join(dir, "q.db"), "--format", string(as), "--for", "all", "-o", "report"}
	}
	e.cmd.Dir = e.dir
	e.cmd.Env = append(os.Environ(), "TERM=xterm")
	e.cmd.Stderr = program
	if err := e.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(e.read)
		_, _ = io.Copy(&e.shown, person) // ends with EIO when the program has ended
	}()
	t.Cleanup(func() { _ = e.cmd.Process.Kill() })
	return e
}

func (e *exporting) types(t *testing.T, keys string) {
	t.Helper()
	if _, err := e.person.WriteString(keys); err != nil {
		t.Fatal(err)
	}
}

// end waits for the end of the export, and returns its exit code and what the
// terminal showed.
func (e *exporting) end(t *testing.T) (code int, shown string) {
	t.Helper()
	err := e.cmd.Wait()
	<-e.read
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return e.cmd.ProcessState.ExitCode(), e.shown.String()
}

// writes reports whether the export has begun to write. Before it opens the history
// it tries whether it could, with a part file as well.
func (e *exporting) writes(t *testing.T) bool {
	t.Helper()
	open, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", e.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	reads := false
	for _, fd := range open {
		file, _ := os.Readlink(fd) // it may have been closed since
		reads = reads || filepath.Base(file) == "q.db"
	}
	return reads && len(e.files(t)) == 2
}

// files returns the names in the folder of the export.
func (e *exporting) files(t *testing.T) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(e.dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// A terminal shows how far an export is, in every format.
func TestExportShowsProgress(t *testing.T) {
	dir := scanOfMany(t)
	for _, as := range []export.Format{export.Database, export.Spreadsheet, export.JSONLines} {
		e := startExport(t, dir, as, false)
		code, shown := e.end(t)
		if code != command.ExitOK || !strings.Contains(shown, "1,000 of ") || !strings.Contains(shown, " rows") {
			t.Errorf("%s: exit code %d, the terminal showed %q", as, code, shown)
		}
	}
}

// Ctrl+C halfway through an export ends it soon, with a sentence and without half
// of a file.
func TestCtrlCStopsAnExport(t *testing.T) {
	dir := scanOfMany(t)
	for _, as := range []export.Format{export.Database, export.Spreadsheet, export.JSONLines} {
		e := startExport(t, dir, as, true)
		for late := time.Now().Add(2 * time.Minute); !e.writes(t); time.Sleep(time.Millisecond) {
			if time.Now().After(late) {
				t.Fatalf("%s: nothing is written within two minutes", as)
			}
		}
		if err := e.cmd.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		e.types(t, "\x11")
		began := time.Now()
		code, shown := e.end(t)
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%s: ended %v after Ctrl+C", as, took)
		}
		if code != command.ExitFailed || !strings.Contains(shown, "sitewell: Stopped. report was not saved.") {
			t.Errorf("%s: exit code %d, the terminal showed %q", as, code, shown)
		}
		text, err := os.ReadFile(filepath.Join(e.dir, "report"))
		if left := e.files(t); err != nil || len(left) != 1 || string(text) != "before" {
			t.Errorf("%s: left %v with %.10q, %v", as, left, text, err)
		}
	}
}
