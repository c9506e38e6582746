package crashtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Program is the real program, as a test runs it.
type Program struct {
	Path      string
	Env       []string      // added to the environment of the test
	MaxMemory int64         // resident bytes that a run may take; 0: any number
	Deadline  time.Duration // for a run on a machine that does nothing else; 0: none
	// Record is called with each run that has ended, and may be nil. Calls may
	// overlap.
	Record func(Order, Ended)
}

// Order says how the program is to be run.
type Order struct {
	Args []string
	Dir  string
	// Limit is a shell command that comes first, such as "ulimit -n 20".
	Limit string
	// Signal is sent, if it is not 0, at the time After or, if When is not nil, when that
	// is closed.
	Signal syscall.Signal
	After  time.Duration
	When   <-chan struct{}
	// Terminal: output and errors go to a terminal, that of script(1), and are
	// both in Ended.Output.
	Terminal bool
	// Seen is called with all output until then when there is more, and may be nil.
	// It returns false to stop reading, as head(1) does.
	Seen func(output []byte) bool
}

// Ended is how a run ended.
type Ended struct {
	Code           int            // exit code, -1 if a signal ended it
	Signal         syscall.Signal // that ended it, 0 for none
	Output, Errors string
	Peak           int64 // most resident bytes that were seen
	Took           time.Duration
	Mistake        error // why no run may end so, nil if nothing is wrong
}

// ErrMistake is what every error about the behaviour of the program wraps.
var ErrMistake = errors.New("the program did what it never may")

// Run runs the program to its end. Its error wraps ErrMistake where the program hung,
// took too much memory, or showed what is for programmers only, whatever was done
// to it.
func (p *Program) Run(ctx context.Context, o Order) (Ended, error) {
	cmd := p.command(o)
	var out output
	out.seen = o.Seen
	var errs bytes.Buffer
	cmd.Stderr = &errs
	reader, writer, err := os.Pipe()
	if err != nil {
		return Ended{}, err
	}
	cmd.Stdout = writer
	began := time.Now()
	err = cmd.Start()
	writer.Close()
	if err != nil {
		reader.Close()
		return Ended{}, err
	}
	read := make(chan struct{})
	go func() {
		defer close(read)
		defer reader.Close()
		_, _ = io.Copy(&out, reader) // ends when nobody writes, or Seen has seen enough
	}()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		<-read
		_ = cmd.Wait() // its state says how it ended
	}()
	e := Ended{}
	e.Mistake = p.watch(ctx, o, cmd.Process, ended, &e.Peak)
	e.Took = time.Since(began)
	e.Output, e.Errors = out.String(), errs.String()
	e.Code = cmd.ProcessState.ExitCode()
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		e.Signal = status.Signal()
	}
	if e.Mistake == nil {
		e.Mistake = e.check(o)
	}
	if p.Record != nil {
		p.Record(o, e)
	}
	if err := ctx.Err(); err != nil {
		return e, err
	}
	return e, e.Mistake
}

// command returns the command of an order.
func (p *Program) command(o Order) *exec.Cmd {
	words := append([]string{p.Path}, o.Args...)
	if o.Limit != "" {
		words = append([]string{"sh", "-c", o.Limit + `; exec "$@"`, "sh"}, words...)
	}
	if o.Terminal {
		words = []string{"script", "-qec", strings.Join(quote(words), " "), "/dev/null"}
	}
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Dir = o.Dir
	cmd.Env = append(os.Environ(), append([]string{"TERM=xterm", "LC_ALL=C.UTF-8", "TZ=UTC"}, p.Env...)...)
	return cmd
}

// watch waits for the end of a process and does to it what was ordered. It returns
// a mistake that made it end the process.
func (p *Program) watch(ctx context.Context, o Order, process *os.Process, ended <-chan struct{}, peak *int64) (mistake error) {
	var signal, late <-chan time.Time
	when := o.When
	if o.Signal != 0 && when == nil {
		signal = time.After(o.After)
	}
	if p.Deadline > 0 {
		late = time.After(time.Duration(float64(p.Deadline) * load()))
	}
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	done := ctx.Done()
	for {
		select {
		case <-ended:
			return mistake
		case <-done:
			done = nil
			_ = process.Kill()
		case <-when:
			when = nil
			_ = process.Signal(o.Signal)
		case <-signal:
			_ = process.Signal(o.Signal) // it may have ended
		case <-late:
			if mistake == nil {
				mistake = fmt.Errorf("%w: it did not end in time", ErrMistake)
				_ = process.Signal(syscall.SIGQUIT) // then it shows its goroutines
				late = time.After(10 * time.Second)
				continue
			}
			_ = process.Kill()
		case <-look.C:
			*peak = max(*peak, residentPeak(process.Pid))
			if p.MaxMemory > 0 && *peak > p.MaxMemory && mistake == nil {
				mistake = fmt.Errorf("%w: it took %d MB of memory", ErrMistake, *peak>>20)
				_ = process.Kill()
			}
		}
	}
}

// traces are what only a crash or the race detector writes.
var traces = []string{
	"panic:", "fatal error:", "goroutine ", "DATA RACE", "runtime error", "SIGSEGV", "unexpected fault address",
	"Something unexpected went wrong", "{{.", "%!",
}

// check returns what is wrong with any run that ends so.
func (e Ended) check(o Order) error {
	for _, trace := range traces {
		if strings.Contains(e.Output, trace) && !strings.Contains(strings.Join(o.Args, " "), trace) || strings.Contains(e.Errors, trace) {
			return fmt.Errorf("%w: it wrote %q", ErrMistake, trace)
		}
	}
	if e.Signal != 0 && e.Signal != o.Signal && e.Signal != syscall.SIGPIPE || e.Code > 3 {
		return fmt.Errorf("%w: it ended with code %d, %v", ErrMistake, e.Code, e.Signal)
	}
	if e.Code > 1 && strings.TrimSpace(e.Errors) == "" && e.Signal == 0 && o.Seen == nil && !o.Terminal {
		return fmt.Errorf("%w: exit code %d without a sentence", ErrMistake, e.Code)
	}
	return nil
}

// load returns how many times longer things take than on an idle machine, at
// least 1. Systems that do not tell how busy they are count as idle.
func load() float64 {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return 1
	}
	first, _, _ := strings.Cut(string(text), " ")
	waiting, _ := strconv.ParseFloat(first, 64)
	return max(1, waiting/float64(runtime.NumCPU()))
}

// residentPeak returns the most resident bytes that a process has had, 0 if that
// is unknown (proc_pid_status(5)).
func residentPeak(pid int) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(text), "VmHWM:")
	var kilobytes int64
	_, _ = fmt.Sscan(after, &kilobytes)
	return kilobytes << 10
}

// output collects what a program writes, safely for several goroutines.
type output struct {
	mu   sync.Mutex
	all  bytes.Buffer
	seen func([]byte) bool
}

var errSeenEnough = errors.New("seen enough")

// Write implements io.Writer.
func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.all.Write(p)
	if o.seen != nil && !o.seen(o.all.Bytes()) {
		return 0, errSeenEnough
	}
	return len(p), nil
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.all.String()
}

// quote returns the words quoted for a shell.
func quote(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
	}
	return out
}
