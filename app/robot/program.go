package robot

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"

	"sitewell/ui/outline"
)

// Program is Sitewell while it runs.
type Program struct {
	*Window
	Home *Home
	Cmd  *exec.Cmd
	Done chan struct{} // closed when it has ended
	Err  error         // why it ended, once Done is closed

	out output
}

// Start runs Sitewell and waits for its window.
func (h *Home) Start(ctx context.Context, d *Display, path string, args ...string) (*Program, error) {
	p := &Program{Home: h, Cmd: exec.Command(path, args...), Done: make(chan struct{})}
	socket := h.Path("outline")
	p.Cmd.Dir = h.Dir
	p.Cmd.Env = append(append(os.Environ(), h.Env...), outline.SocketVariable+"="+socket)
	p.Cmd.Stdout, p.Cmd.Stderr = &p.out, &p.out
	if err := p.Cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		p.Err = p.Cmd.Wait()
		close(p.Done)
	}()
	err := Poll(ctx, 3*time.Minute, "a window called Sitewell", func(ctx context.Context) bool {
		w, ok := d.FindWindow(ctx, "Sitewell")
		if ok {
			w.Socket = socket
			p.Window = w
		}
		return ok || p.Ended()
	})
	if err == nil && p.Ended() {
		err = errors.New("the program ended before it showed a window")
	}
	if err != nil {
		p.Kill()
	}
	return p, err
}

// Ended reports whether the program has ended.
func (p *Program) Ended() bool {
	select {
	case <-p.Done:
		return true
	default:
		return false
	}
}

// WaitEnd waits for the end of the program, and reports whether it came within
// the limit.
func (p *Program) WaitEnd(limit time.Duration) bool {
	select {
	case <-p.Done:
		return true
	case <-time.After(limit):
		return false
	}
}

// Output returns what the program has written to standard output and error.
func (p *Program) Output() string { return p.out.String() }

// Kill ends the program at once and waits for that.
func (p *Program) Kill() {
	_ = p.Cmd.Process.Kill() // it may have ended
	<-p.Done
}

// Quit makes the program say what its goroutines do, and ends it.
func (p *Program) Quit() {
	_ = p.Cmd.Process.Signal(syscall.SIGQUIT) // it may have ended
	if !p.WaitEnd(5 * time.Second) {
		p.Kill()
	}
}

// Complaints returns the lines of the log from an offset on that tell of an
// error, and those of the output that tell of a crash, a race, or an error in
// the window's library.
func (p *Program) Complaints(log string) []string {
	var lines []string
	for line := range strings.Lines(log) {
		if strings.Contains(line, "level=ERROR") {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	said := strings.Split(p.Output(), "\n")
	for i, line := range said {
		if isHalfWritten(said[i:]) || isTold(line) {
			continue
		}
		for _, sign := range []string{"DATA RACE", "panic:", "fatal error:", "Fyne error", "SIGSEGV"} {
			if strings.Contains(line, sign) {
				lines = append(lines, strings.TrimSpace(line))
				break
			}
		}
	}
	return lines
}

// isHalfWritten reports whether lines of the output begin with an error that
// says nothing about Sitewell: Fyne watches the file of its preferences, and reads
// it while Fyne itself writes it and has emptied it. Every other cause counts.
func isHalfWritten(lines []string) bool {
	if !strings.HasSuffix(strings.TrimSpace(lines[0]), "Fyne error:  Preferences load error:") {
		return false
	}
	if len(lines) < 3 { // the cause is not written yet
		return true
	}
	cause := strings.TrimSpace(lines[1])
	return strings.HasSuffix(cause, "Cause: EOF") || strings.HasSuffix(cause, "Cause: unexpected EOF")
}

// isTold reports whether a line of the output is an error that Fyne also tells
// the person in a dialog, where it is no fault of the program: a folder that
// can't be made where the person wants it.
func isTold(line string) bool {
	return strings.Contains(line, "Fyne error:  Failed to create folder with path ")
}

// output collects what a program writes, and returns it when asked.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}
