package render

import (
	"context"
	"strings"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// userAgentOf returns a user agent with the name and version of the engine that runs, as
// in "Mozilla/5.0 (compatible; Sitewell/1.0) Chrome/130.0.6723.91"; "" for that of the
// browser itself.
func userAgentOf(own, product string) string {
	if own == "" {
		return ""
	}
	return strings.TrimSpace(own + " " + engineOf(product))
}

// engineOf returns the name and version of an engine: "Chrome/130.0.6723.91" for
// "HeadlessChrome/130.0.6723.91", since that it has no window is no part of its name.
func engineOf(product string) string { return strings.TrimPrefix(product, "Headless") }

// setUserAgent lets the pages of a tab, and the servers that are asked for them, get to know a
// user agent. What the engine would say of itself in further headers is said in the same way.
func setUserAgent(tab context.Context, userAgent string) error {
	if userAgent == "" {
		return nil
	}
	fields := strings.Fields(userAgent)
	name, version, _ := strings.Cut(fields[len(fields)-1], "/")
	major, _, _ := strings.Cut(version, ".")
	_, err := chromedp.Call(tab, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{
		UserAgent: userAgent,
		UserAgentMetadata: &emulation.UserAgentMetadata{
			Brands:          []*emulation.UserAgentBrandVersion{{Brand: name, Version: major}},
			FullVersionList: []*emulation.UserAgentBrandVersion{{Brand: name, Version: version}},
		},
	})
	return err
}
