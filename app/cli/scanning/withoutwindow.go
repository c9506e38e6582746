package scanning

import (
	"context"
	"time"

	"sitewell/app/cli/command"
)

// WithoutWindow scans a site, or the demo site, and saves a spreadsheet in the
// present folder.
func WithoutWindow(ctx context.Context, run *command.Run, site string) error {
	var o scanOutputs
	name := "demo"
	if site != "" {
		name = command.HostIn(site)
	}
	o.XLSX = command.FreeName("sitewell-"+name+"-"+time.Now().Format(time.DateOnly), ".xlsx")
	if site == "" {
		return scans{run}.demo(ctx, o)
	}
	return scans{run}.scan(ctx, site, settingFlags{}, signInFlags{}, o)
}
