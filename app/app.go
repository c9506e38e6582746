// Package app puts Sitewell together: it chooses between window and command
// line, knows where files belong on this computer, and writes the log. It is
// the only package that ends the program.
package app

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"sitewell/app/core"
	"sitewell/app/message"
	"sitewell/app/notify"
	"sitewell/app/report"
	"sitewell/app/settings"
	"sitewell/scanner"
	"sitewell/scanner/memlimit"
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
func Main(args []string, stdio Stdio) int {
	defer runtime.KeepAlive(memlimit.SetGrowth())
	cobra.MousetrapHelpText = "" // a double click on Windows opens the window
	return run(args, stdio, seams{keys: systemKeys{}, notify: notify.Show})
}

// seams are where tests put something else.
type seams struct {
	prepare func(*scanner.Options)             // has the last word on the options of every scan; nil for none
	keys    core.KeyStore                      // nil for none
	browser func(given string) (string, error) // finds the browser; nil: that of this computer
	// notify shows a notification on the desktop; nil for none.
	notify func(ctx context.Context, n notify.Notification) error
	// mailRoots are the authorities of mail servers, nil for those of the system.
	mailRoots *x509.CertPool
}

// run is Main with its seams.
func run(args []string, stdio Stdio, with seams) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, stopHangUp := endOnHangUp(ctx)
	defer stopHangUp()
	// A second Ctrl+C ends the program at once.
	defer context.AfterFunc(ctx, stop)()

	p := &program{stdio: stdio, version: version(), asJSON: asksForJSON(args), proxies: &proxies{keys: with.keys}, seams: with}
	cmd := p.root()
	cmd.SetArgs(args)
	cmd.SetIn(stdio.In)
	cmd.SetOut(stdio.Out)
	cmd.SetErr(stdio.Err)
	used, err := cmd.ExecuteContextC(ctx)
	p.report(err, used)
	return exitCode(err)
}

// endOnHangUp returns a context that ends as well when the terminal is closed
// (SIGHUP), unless the program was started to survive that (nohup). A shell and the
// kernel may each send the signal: any further one changes nothing, so that what was
// found can be saved.
func endOnHangUp(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	if signal.Ignored(syscall.SIGHUP) {
		return ctx, cancel
	}
	hangUps := make(chan os.Signal, 1)
	signal.Notify(hangUps, syscall.SIGHUP)
	go func() {
		select {
		case <-hangUps:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(hangUps)
		cancel()
	}
}

// program is what all commands share.
type program struct {
	stdio   Stdio
	version string
	asJSON  bool // the command was asked for JSON
	proxies *proxies
	seams
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

// exitCode returns the code of an error; one that knows none came from cobra,
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

// told puts an error into words for the terminal. Commands that it names are for
// the history that was used.
func (o outputs) told(err error) string {
	var silent *noTerminalError
	var file *secretFileError
	var scan *noScanError
	var notSaved *notSavedError
	var history *noHistoryError
	var sentence *sentenceError
	var nothing *nothingSavedError
	var folder *settings.NoFolderError
	var notKept *proxyNotKeptError
	switch {
	case errors.As(err, &notKept):
		return "The proxy is set, but its password could not be put into the key store of this computer, so it is stored nowhere. Unlock the key store and try again."
	case errors.As(err, &folder):
		return message.ForError(err).String() + " 'sitewell settings set data-folder system' does that."
	case errors.As(err, &nothing):
		return "Nothing of " + nothing.file + " can be read. It was left as it is. If you have a back-up: 'sitewell db restore FILE'."
	case errors.As(err, &sentence):
		return sentence.text
	case errors.As(err, &history):
		return "There is no history " + history.file + ". Check the name of the file after --db."
	case errors.As(err, &notSaved) && errors.Is(err, context.Canceled) && notSaved.file != "-":
		return "Stopped. " + notSaved.file + " was not saved."
	case errors.As(err, &scan) && scan.typed == "":
		return "The number of the scan is missing. 'sitewell history SITE' lists the scans of a site with their numbers."
	case errors.As(err, &scan):
		return "There is no scan " + report.Printable(scan.typed) + ". 'sitewell history SITE' lists the scans of a site with their numbers."
	case errors.As(err, &silent):
		var s message.Sentence
		if lacks := (*core.SignInError)(nil); errors.As(err, &lacks) {
			s = message.ForError(lacks)
		}
		s.Next = "There is no terminal to ask for it in: set " + silent.variable + ". Nothing was scanned."
		return s.String()
	case errors.As(err, &file):
		return "The file " + file.path + " can't be read. Check its name and whether you may read it."
	default:
		const check = "sitewell db check"
		return strings.ReplaceAll(message.ForError(err).String(), check, o.command("db", "check"))
	}
}

// report writes to the terminal what went wrong in a command.
func (p *program) report(err error, cmd *cobra.Command) {
	var e *exitError
	switch {
	case err == nil:
	case errors.As(err, &e):
		if e.err != nil {
			var o outputs
			if history := cmd.Flag("db"); history != nil {
				o.db = history.Value.String()
			}
			p.writeError(o.told(e.err), "", e.code)
		}
	default: // cobra's own words about options and arguments
		p.writeError(err.Error(), "\nRun '"+cmd.CommandPath()+" --help' for usage.", exitUsage)
	}
}
