package ui

import (
	"log/slog"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/codes"
	"sitewell/ui/results"
	"sitewell/ui/router"
	"sitewell/ui/sitesettings"
)

// navigator leads to the screens. Its methods belong to the window's thread.
type navigator struct {
	router *router.Router
	log    *slog.Logger
}

// going is where screens lead to, of all parts that have such ways.
type going struct {
	*navigator
	*scans
	*saver
	*keeper
	*browserHint
}

// showSites leads to the list of sites.
func (n *navigator) showSites() { n.router.Visit(router.Route{Name: router.Sites}) }

// Watch shows a scan that runs.
func (n *navigator) Watch(scan storage.ScanID) {
	n.router.Visit(router.Route{Name: router.Scanning, Scan: scan})
}

// Results shows what a scan found.
func (n *navigator) Results(scan storage.ScanID) {
	n.router.Visit(router.Route{Name: router.Results, Scan: scan})
}

// History shows the scans of a site.
func (n *navigator) History(site storage.SiteID) {
	n.router.Visit(router.Route{Name: router.History, Site: site})
}

// showHelp leads to the page with all shortcuts.
func (n *navigator) showHelp() { n.router.Visit(router.Route{Name: router.Help}) }

// showOverview leads to how all sites are.
func (n *navigator) showOverview() { n.router.Visit(router.Route{Name: router.Overview}) }

// showCodes leads to what every code means.
func (n *navigator) showCodes() { n.router.Visit(router.Route{Name: router.Codes}) }

// Compare shows what changed between two scans of a site; 0 stands for the newest
// one, and for the complete one before the other.
func (n *navigator) Compare(site storage.SiteID, from, to storage.ScanID) {
	n.router.Visit(router.Route{Name: router.Compare, Site: site, From: from, Scan: to})
}

// Problem shows an address in the results of a scan.
func (n *navigator) Problem(scan storage.ScanID, id storage.URLID) {
	n.Results(scan)
	if page, ok := n.router.Page().(*results.Screen); ok && page.Scan() == scan {
		page.Open(id)
	}
}

// Redirects shows where the addresses of a scan's site may lead that were not found.
func (n *navigator) Redirects(scan storage.ScanID) {
	n.router.Visit(router.Route{Name: router.Redirects, Scan: scan})
}

// Settings shows the settings of a site.
func (n *navigator) Settings(site storage.SiteID) {
	n.router.Visit(router.Route{Name: router.Settings, Site: site})
}

// SignIn shows the settings of a site where its sign-in is entered.
func (n *navigator) SignIn(site storage.SiteID) {
	n.Settings(site)
	if page, ok := n.router.Page().(*sitesettings.Screen); ok { // else a person is asked about what is not saved
		page.ShowSignIn()
	}
}

// leaveSettings goes back to where a person came from.
func (n *navigator) leaveSettings() {
	n.log.Info("settings left")
	if n.router.CanGoBack() {
		n.router.GoBack()
		return
	}
	n.router.Visit(router.Route{Name: router.Sites})
}

// BrowserSettings shows where the browser is chosen.
func (n *navigator) BrowserSettings() { n.appSettings() }

// appSettings shows the settings of Sitewell itself.
func (n *navigator) appSettings() { n.router.Visit(router.Route{Name: router.AppSettings}) }

// showCode shows what a code means.
func (n *navigator) showCode(key outcome.Key) {
	n.showCodes()
	if page, ok := n.router.Page().(*codes.Screen); ok {
		page.Open(key)
	}
}
