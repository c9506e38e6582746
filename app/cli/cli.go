// Package cli is the command line: its commands, their options, and what they print. It must
// not know how a window is shown.
package cli

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"sitewell/app/core"
	"sitewell/app/message"
	"sitewell/app/notify"
	"sitewell/app/report"
	"sitewell/app/session"
	"sitewell/app/settings"
	"sitewell/storage"
)

// Exit codes, a promise to scripts (README.md).
const (
	ExitOK     = 0 // the scan is complete, nothing is broken
	ExitBroken = 1 // the scan is complete, something is broken
	ExitUsage  = 2 // nothing was scanned: an address, option or file can't be used
	ExitFailed = 3 // the scan did not come to its end, or its results could not be saved
)

// Stdio is what the program talks through.
type Stdio struct {
	In       io.Reader
	Out, Err io.Writer
}

// Window is what the command line needs of the window.
type Window interface {
	// IsBuilt reports whether this program has a window, which it shows where there is a
	// display.
	IsBuilt() bool
	// Missing says why no window can be shown, "" where one can.
	Missing() string
	// Show shows the window until the person closes it.
	Show(ctx context.Context, how WindowStart) error
}

// WindowStart says how the window starts.
type WindowStart struct {
	DB      string         // the history that the person chose, "" for their own
	Address string         // scanned at once, as if it was typed; "" for none
	Site    storage.SiteID // whose scans are shown, 0 for none
	Compare bool           // what changed on Site is shown
}

// Options are what the command line works with.
type Options struct {
	Stdio   Stdio
	Session *session.Session
	Window  Window
	// Notify shows a notification on the desktop; nil for none.
	Notify func(ctx context.Context, n notify.Notification) error
	// MailRoots are the authorities of mail servers, nil for those of the system.
	MailRoots *x509.CertPool
}

// Run runs the command that arguments name, and gives its exit code. Without a command
// that is the window.
func Run(args []string, o Options) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, stopHangUp := endOnHangUp(ctx)
	defer stopHangUp()
	// A second Ctrl+C ends the program at once.
	defer context.AfterFunc(ctx, stop)()

	p := &Program{stdio: o.Stdio, asJSON: asksForJSON(args), session: o.Session, window: o.Window, notify: o.Notify, mailRoots: o.MailRoots}
	cmd := p.Root()
	cmd.SetArgs(args)
	cmd.SetIn(o.Stdio.In)
	cmd.SetOut(o.Stdio.Out)
	cmd.SetErr(o.Stdio.Err)
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

// Program is what all commands share.
type Program struct {
	stdio   Stdio
	asJSON  bool   // the command was asked for JSON
	db      string // the history that the person chose, "" for their own
	browser string // in which pages are shown; "": the first that is found
	session *session.Session
	window  Window
	// notify shows a notification on the desktop; nil for none.
	notify    func(ctx context.Context, n notify.Notification) error
	mailRoots *x509.CertPool // of mail servers, nil for those of the system
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

// Failed returns an error with the exit code of what did not come to its end.
func Failed(err error) error { return &exitError{ExitFailed, err} }

// exitCode returns the code of an error; one that knows none came from cobra,
// which is about usage.
func exitCode(err error) int {
	var e *exitError
	switch {
	case err == nil:
		return ExitOK
	case errors.As(err, &e):
		return e.code
	default:
		return ExitUsage
	}
}

// told puts an error into words for the terminal. Commands that it names are for
// the history that was used.
func (p *Program) told(err error) string { return toldFor(err, p.db) }

// toldFor is told for commands with a history, "" for the person's own.
func toldFor(err error, db string) string {
	var silent *noTerminalError
	var file *core.FileError
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
		return "The file " + file.Path + " can't be read. Check its name and whether you may read it."
	default:
		const check = "sitewell db check"
		return strings.ReplaceAll(message.ForError(err).String(), check, ours(db, "db", "check"))
	}
}

// report writes to the terminal what went wrong in a command.
func (p *Program) report(err error, cmd *cobra.Command) {
	var e *exitError
	switch {
	case err == nil:
	case errors.As(err, &e):
		if e.err != nil {
			p.writeError(p.told(e.err), "", e.code)
		}
	default: // cobra's own words about options and arguments
		p.writeError(err.Error(), "\nRun '"+cmd.CommandPath()+" --help' for usage.", ExitUsage)
	}
}

// open shows the window, or scans in the terminal where there is no display.
func (p *Program) open(ctx context.Context, site string) error {
	if why := p.window.Missing(); why != "" {
		fmt.Fprintln(p.stdio.Err, why)
		return p.withoutWindow(ctx, site)
	}
	return p.window.Show(ctx, WindowStart{DB: p.db, Address: site})
}
