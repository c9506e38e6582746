package schedule

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"unicode"
)

// Job is a program that the system runs by a plan.
type Job struct {
	// Name is different from that of all other jobs; letters, digits and "-".
	Name string
	// Title says to a person what it does.
	Title   string
	Program string // absolute path
	Args    []string
	Plan    Plan
}

// State is what the system knows of a job.
type State string

const (
	Missing  State = "missing"  // nothing of that name, or it is switched off
	Outdated State = "outdated" // it runs another program, or at another time
	Active   State = "active"
)

// System has jobs run.
type System interface {
	// Install has a job run from now on, in place of one of the same name. The error is an
	// *UnavailableError where the system can't run jobs for this person.
	Install(ctx context.Context, j Job) error
	// Remove has a job run no longer. One that there is not is no error.
	Remove(ctx context.Context, name string) error
	// State looks whether a job is run, and as it is given.
	State(ctx context.Context, j Job) (State, error)
}

// None is a System that runs nothing.
type None struct{}

// Install implements System: the error is an *UnavailableError.
func (None) Install(context.Context, Job) error {
	return &UnavailableError{Program: "schedule", Err: exec.ErrNotFound}
}

// Remove implements System.
func (None) Remove(context.Context, string) error { return nil }

// State implements System.
func (None) State(context.Context, Job) (State, error) { return Missing, nil }

// UnavailableError says that the system's own way to run jobs can't be used: it is not
// there, or refuses. Program is what was asked, and Said what it answered.
type UnavailableError struct {
	Program, Said string
	Err           error
}

// Error names the program and its answer.
func (e *UnavailableError) Error() string {
	return strings.TrimSpace(fmt.Sprintf("%s: %v: %s", e.Program, e.Err, e.Said))
}

// Unwrap returns the error behind it.
func (e *UnavailableError) Unwrap() error { return e.Err }

// ErrUnsupported: a path has a character that can't be written into what the system reads.
var ErrUnsupported = errors.New("path with a control character")

// check makes sure that a job can be written down.
func (j Job) check() error {
	for _, s := range append([]string{j.Program}, j.Args...) {
		if strings.ContainsFunc(s, unicode.IsControl) {
			return fmt.Errorf("%q: %w", s, ErrUnsupported)
		}
	}
	return nil
}

// title is the title in one line.
func (j Job) title() string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, j.Title)
}

// Run runs a program and returns what it printed on both of its outputs.
type Run func(ctx context.Context, program string, args ...string) (said string, err error)

// RunProgram is the Run that really runs programs.
func RunProgram(ctx context.Context, program string, args ...string) (said string, err error) {
	cmd := exec.CommandContext(ctx, program, args...)
	hideConsole(cmd)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// For returns what runs jobs on an operating system, by its name in runtime.GOOS. home is the
// person's home folder, config that for settings, $XDG_CONFIG_HOME or ~/.config, of which
// Linux needs one.
func For(goos, home, config string, run Run) System {
	switch goos {
	case "darwin":
		return &launchd{home: home, uid: os.Getuid(), run: run}
	case "windows":
		return &taskScheduler{run: run}
	default:
		return &systemd{config: config, run: run}
	}
}

// ask runs a program whose failure means that the system can't be used.
func ask(ctx context.Context, run Run, program string, args ...string) error {
	if said, err := run(ctx, program, args...); err != nil {
		return unavailable(ctx, program, said, err)
	}
	return nil
}

func unavailable(ctx context.Context, program, said string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return &UnavailableError{Program: program, Said: strings.TrimSpace(said), Err: err}
}
