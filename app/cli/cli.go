// Package cli is the command line: its commands, their options, and what they print. It must
// not know how a window is shown.
package cli

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"sitewell/app/notify"
	"sitewell/app/session"
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
