// Package app puts Sitewell together: it chooses between window and command
// line, and starts the program again. main is all that uses it.
package app

import (
	"context"
	"crypto/x509"
	"runtime"

	"github.com/spf13/cobra"

	"sitewell/app/cli"
	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/notify"
	"sitewell/app/session"
	"sitewell/scanner"
	"sitewell/scanner/memlimit"
)

// Stdio is what the program talks through.
type Stdio = command.Stdio

// Main runs Sitewell with the arguments after the program's name and gives its
// exit code.
func Main(args []string, stdio Stdio) int {
	defer runtime.KeepAlive(memlimit.SetGrowth())
	cobra.MousetrapHelpText = "" // a double click on Windows opens the window
	return run(args, stdio, seams{keys: session.SystemKeys{}, notify: notify.Show})
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
	s := session.New(version(), with.keys, with.prepare)
	s.Browser = with.browser
	return cli.Run(args, &command.Run{Stdio: stdio, Session: s, Window: window{s}, Notify: with.notify, MailRoots: with.mailRoots})
}
