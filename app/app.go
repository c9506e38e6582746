// Package app puts Sitewell together: it chooses between window and command
// line, knows where files belong on this computer, and writes the log. It is
// the only package that ends the program.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"sitewell/app/core"
	"sitewell/scanner"
)

// Exit codes, a promise to scripts (README.md).
const (
	exitOK     = 0 // the scan is complete, nothing is broken
	exitBroken = 1 // the scan is complete, something is broken
	exitUsage  = 2 // nothing was scanned: an address, option or file can't be used
	exitFailed = 3 // the scan did not come to its end, or its results could not be saved
)

// Stdio is what the program talks through.
type Stdio struct {
	In       io.Reader
	Out, Err io.Writer
}

// Main runs Sitewell with the arguments after the program's name and gives its
// exit code.
func Main(args []string, stdio Stdio) int { return run(args, stdio, nil) }

// run is Main with the last word on the options of every scan, for tests.
func run(args []string, stdio Stdio, prepare func(*scanner.Options)) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second Ctrl+C ends the program at once.
	defer context.AfterFunc(ctx, stop)()

	p := &program{stdio: stdio, version: version(), prepare: prepare}
	cmd := p.root()
	cmd.SetArgs(args)
	cmd.SetIn(stdio.In)
	cmd.SetOut(stdio.Out)
	cmd.SetErr(stdio.Err)
	err := cmd.ExecuteContext(ctx)
	p.report(err)
	return exitCode(err)
}

// program is what all commands share.
type program struct {
	stdio   Stdio
	version string
	prepare func(*scanner.Options)
}

// exitError is an error that knows its exit code. One without an error behind
// it has been told already.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// exitCode gives the code of an error; one that knows none came from cobra,
// which is about usage.
func exitCode(err error) int {
	var e *exitError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &e):
		return e.code
	default:
		return exitUsage
	}
}

// report tells the person at the terminal what went wrong.
func (p *program) report(err error) {
	var e *exitError
	switch {
	case err == nil:
	case errors.As(err, &e):
		if e.err != nil {
			fmt.Fprintln(p.stdio.Err, "sitewell: "+core.Message(e.err).String())
		}
	default: // cobra's own words about options and arguments
		fmt.Fprintf(p.stdio.Err, "sitewell: %v\nRun 'sitewell --help' for usage.\n", err)
	}
}
