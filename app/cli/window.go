package cli

import (
	"context"
	"fmt"

	"sitewell/app/cli/command"
	"sitewell/app/cli/scanning"
)

// windows are the commands that show the window.
type windows struct{ *command.Run }

// open shows the window, or scans in the terminal where there is no display.
func (p windows) open(ctx context.Context, site string) error {
	if why := p.Window.Missing(); why != "" {
		fmt.Fprintln(p.Stdio.Err, why)
		return scanning.WithoutWindow(ctx, p.Run, site)
	}
	return p.Window.Show(ctx, command.WindowStart{DB: p.DB, Address: site})
}
