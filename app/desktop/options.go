// Package desktop shows the window: it passes the parts of package core to package ui, which
// knows neither core nor files. With the tag headless it has no window, and imports no Fyne.
package desktop

import (
	"context"

	"sitewell/app/core"
	"sitewell/app/session"
	"sitewell/storage"
)

// Options say how the window starts.
type Options struct {
	Address string // scanned at once, as if it was typed; "" for none
	Version string
	Proxies *session.Proxies
	// IsOwnHistory is false where the person named a history when they started Sitewell.
	IsOwnHistory bool
	Site         storage.SiteID // whose scans are shown, 0 for none
	Compare      bool           // what changed on Site is shown
	SendTest     SendTest
}

// SendTest sends a test message about a site to recipients, and returns what came of each.
type SendTest func(ctx context.Context, server func() (core.MailServer, error), to core.Recipients, site storage.Site) []Delivered

// Delivered is what came of telling one recipient.
type Delivered struct {
	To  string // mail addresses, or the host of a webhook
	Err error  // nil: it was accepted
}
