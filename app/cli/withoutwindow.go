package cli

import (
	"context"
	"time"
)

// withoutWindow scans a site, or the demo site, and saves a spreadsheet in the
// present folder.
func (p scans) withoutWindow(ctx context.Context, site string) error {
	var o scanOutputs
	name := "demo"
	if site != "" {
		name = hostIn(site)
	}
	o.xlsx = freeName("sitewell-"+name+"-"+time.Now().Format(time.DateOnly), ".xlsx")
	if site == "" {
		return p.demo(ctx, o)
	}
	return p.scan(ctx, site, settingFlags{}, signInFlags{}, o)
}
