package core

import (
	"context"
	"fmt"

	"sitewell/scanner"
	"sitewell/scanner/render"
	"sitewell/storage"
)

// Browser is the browser of this computer, in which scans show pages that scripts make,
// and a person can open single addresses.
type Browser struct {
	*base
	preparer preparer
}

// Find returns the file of the browser; the error wraps render.ErrNoBrowser if there is
// none.
func (b *Browser) Find() (string, error) { return b.browser() }

// BrowserError says why a program can't be used as the browser.
type BrowserError struct {
	Program string
	Err     error // of package render
}

// Error names the program.
func (e *BrowserError) Error() string { return e.Program + ": " + e.Err.Error() }

// Unwrap returns the error behind it.
func (e *BrowserError) Unwrap() error { return e.Err }

// CheckBrowser starts a program, and returns its version if it is a browser that can be
// used. Errors: *BrowserError, and that of ctx.
func CheckBrowser(ctx context.Context, program string) (version string, err error) {
	if _, err = render.Find(program); err != nil {
		err = fmt.Errorf("%w: %w", render.ErrNotStarted, err)
	} else if version, err = render.Version(ctx, program); err == nil {
		return version, nil
	}
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	return "", &BrowserError{Program: program, Err: err}
}

// Open opens an address of a scan once, as scanner.Open does, with a window if visible
// is set. Nothing is stored: what a person makes of it is theirs. The error wraps
// render.ErrNoBrowser if there is no browser; others are those of scanner.Open.
func (b *Browser) Open(ctx context.Context, scan storage.ScanID, address string, visible bool) (*render.Opened, error) {
	old, err := b.db.ScanByID(ctx, scan)
	if err != nil {
		return nil, fmt.Errorf("find scan: %w", err)
	}
	settings, err := settingsOfScan(old)
	if err != nil {
		return nil, err
	}
	o := b.preparer.options(settings, old.Start)
	if o.Browser, err = b.browser(); err != nil {
		return nil, err
	}
	if o.Network, err = b.preparer.networkOf(ctx, old); err != nil {
		return nil, err
	}
	return scanner.Open(ctx, o, address, visible)
}
