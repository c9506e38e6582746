package ui

import (
	"sitewell/storage"
	"sitewell/ui/redirects"
	"sitewell/ui/router"
)

// Redirects shows where the addresses of a scan's site may lead that were not found.
func (w *Window) Redirects(scan storage.ScanID) {
	w.router.Visit(router.Route{Name: router.Redirects, Scan: scan})
}

func (w *Window) redirectsPage(scan storage.ScanID) router.Page {
	return redirects.New(redirects.Options{
		Run: w.run, Scan: scan, Store: w.o.Redirects, Dialogs: w.dialogs, Folders: folders{w}, Desktop: around{w},
		Pick: w.chooser.Folder, Offer: w.offer, Prefs: w.o.App.Preferences(), Sentence: w.o.Sentence, Keys: w.key,
	})
}

// redirectsShown does that for the scan that is looked at.
func (w *Window) redirectsShown() {
	if !w.dialogs.Open() && w.redirectable() {
		w.Redirects(w.subject.scan.ID)
	}
}

// redirectable reports whether there is a scan on the screen whose addresses may be redirected.
func (w *Window) redirectable() bool {
	route := w.router.Route()
	return route.Name == router.Results && w.subject.scan.ID == route.Scan && route.Scan != 0
}
