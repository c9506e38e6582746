package cli

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"
)

// withoutWindow scans a site, or the demo site, and saves a spreadsheet in the
// present folder.
func (p *Program) withoutWindow(ctx context.Context, site string) error {
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

// hostIn is the host of a typed address, as part of the name of a file.
func hostIn(site string) string {
	if !strings.Contains(site, "://") {
		site = "http://" + site
	}
	u, err := url.Parse(site)
	if err != nil {
		return "site"
	}
	host := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-':
			return r
		default:
			return -1
		}
	}, u.Hostname())
	if host = strings.Trim(host, ".-"); host == "" {
		return "site"
	}
	return host
}

// freeName returns a file name that is not taken yet.
func freeName(base, ext string) string {
	name := base + ext
	for n := 2; ; n++ {
		if _, err := os.Lstat(name); err != nil {
			return name
		}
		name = fmt.Sprintf("%s-%d%s", base, n, ext)
	}
}
