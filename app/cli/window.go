package cli

import (
	"context"
	"fmt"

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

// open shows the window, or scans in the terminal where there is no display.
func (p *Program) open(ctx context.Context, site string) error {
	if why := p.window.Missing(); why != "" {
		fmt.Fprintln(p.stdio.Err, why)
		return scans{p}.withoutWindow(ctx, site)
	}
	return p.window.Show(ctx, WindowStart{DB: p.db, Address: site})
}
