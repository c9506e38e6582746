// Package cli is the command line: it puts the groups of commands together, runs one, and
// tells what went wrong. It must not know how a window is shown.
package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
)

// Run runs the command that arguments name, and gives its exit code. Without a command
// that is the window.
func Run(args []string, p *command.Run) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, stopHangUp := endOnHangUp(ctx)
	defer stopHangUp()
	// A second Ctrl+C ends the program at once.
	defer context.AfterFunc(ctx, stop)()

	p.AsJSON = command.AsksForJSON(args)
	cmd := Root(p)
	cmd.SetArgs(args)
	cmd.SetIn(p.Stdio.In)
	cmd.SetOut(p.Stdio.Out)
	cmd.SetErr(p.Stdio.Err)
	addCompletion(cmd)
	used, err := cmd.ExecuteContextC(ctx)
	tellError(p, err, used)
	return command.ExitCode(err)
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

// tellError writes to the terminal what went wrong in a command.
func tellError(p *command.Run, err error, cmd *cobra.Command) {
	var e *command.ExitError
	switch {
	case err == nil:
	case errors.As(err, &e):
		if e.Err != nil {
			p.WriteError(p.Told(e.Err), "", e.Code)
		}
	default: // cobra's own words about options and arguments
		p.WriteError(err.Error(), "\nRun '"+cmd.CommandPath()+" --help' for usage.", command.ExitUsage)
	}
}
