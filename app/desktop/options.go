// Package desktop shows the window: it passes the parts of package core to package ui, which
// knows neither core nor files. With the tag headless it has no window, and imports no Fyne.
package desktop

import (
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
}
