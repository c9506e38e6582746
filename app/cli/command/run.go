// Package command has what every command is made of: the run that it belongs to, how it
// opens the history and tells its results to people and programs, its errors with their exit
// codes, and the options that several commands have. It must not know any command.
package command

import (
	"context"
	"crypto/x509"
	"io"

	"sitewell/app/notify"
	"sitewell/app/session"
	"sitewell/storage"
)

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

// Run is what all commands share.
type Run struct {
	Stdio   Stdio
	AsJSON  bool   // the command was asked for JSON
	DB      string // the history that the person chose, "" for their own
	Browser string // in which pages are shown; "": the first that is found
	Session *session.Session
	Window  Window
	// Notify shows a notification on the desktop; nil for none.
	Notify    func(ctx context.Context, n notify.Notification) error
	MailRoots *x509.CertPool // of mail servers, nil for those of the system
}
