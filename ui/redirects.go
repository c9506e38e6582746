package ui

import (
	"fyne.io/fyne/v2/lang"

	"sitewell/storage"
	"sitewell/ui/redirects"
	"sitewell/ui/words"
)

// Redirects is the screen with redirects.
const Redirects Name = "redirects"

// Redirects shows where the addresses of a scan's site may lead that were not found.
func (w *Window) Redirects(scan storage.ScanID) {
	w.router.visit(Route{Name: Redirects, Scan: scan})
}

func (w *Window) redirectsPage(scan storage.ScanID) Page {
	return redirects.New(redirects.Options{
		Run: w.run, Scan: scan, Store: w.o.Redirects, Dialogs: w.dialogs, Folders: folders{w}, Desktop: around{w},
		Pick: w.chooser.Folder, Offer: w.offer, Prefs: w.o.App.Preferences(), Sentence: w.o.Sentence, Keys: w.key,
	})
}

// redirectsShown does that for the scan that is looked at.
func (w *Window) redirectsShown() {
	if !w.dialogs.Open() && w.redirectable() {
		w.Redirects(w.bar.scan.ID)
	}
}

// redirectable reports whether there is a scan on the screen whose addresses may be redirected.
func (w *Window) redirectable() bool {
	route := w.router.current.route
	return route.Name == Results && w.bar.scan.ID == route.Scan && route.Scan != 0
}

// redirectsPlace says where one is.
func redirectsPlace(site storage.Site) string {
	return lang.L("Sites  ›  {{.Site}}  ›  Redirects", map[string]any{"Site": words.Readable(site.Title())})
}
