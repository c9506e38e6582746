package ui

import (
	"context"

	"sitewell/storage"
	"sitewell/ui/appsettings"
	"sitewell/ui/router"
	"sitewell/ui/scanning"
)

// browserHint is what a person is told once of there being no browser: of one scan, as
// long as the window is open or until they have had enough of it.
type browserHint struct {
	scan  storage.ScanID
	pages int
}

// hintBrowser notes that a scan which has ended would have gained from a browser. That is
// said of the first such scan that there ever is.
func (w *Window) hintBrowser(job scanning.Job) {
	pages := job.Progress().ScriptPages
	if pages == 0 || !w.o.AppSettings.Values().BrowserHint {
		return
	}
	w.run.Go(func(ctx context.Context) {
		if found, err := w.o.AppSettings.Browser(ctx); err != nil || found.Program != "" {
			return
		}
		w.run.Do(func() {
			if !w.o.AppSettings.Values().BrowserHint { // another scan was faster
				return
			}
			*w.hint = browserHint{job.Scan, pages}
			w.preferences.tellRefused(w.preferences.set(appsettings.BrowserHint, appsettings.Never))
			if r := w.router.Route(); r.Name == router.Results && r.Scan == job.Scan {
				w.reload()
			}
		})
	})
}

// unreadPages returns how many pages the hint of a scan is about, 0 if it has none.
func (w *Window) unreadPages(scan storage.ScanID) int {
	if w.hint.scan != scan {
		return 0
	}
	return w.hint.pages
}

// HideBrowserHint takes the hint away for good.
func (h *browserHint) HideBrowserHint() { *h = browserHint{} }
