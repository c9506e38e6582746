package ui

import (
	"sitewell/storage"
	"sitewell/ui/router"
	"sitewell/ui/scanning"
)

// ended is called when a scan runs no longer.
func (w *Window) ended(job scanning.Job) {
	w.jobs.remove(job.Scan)
	isOfSeveral := w.several.queue.Holds(job.Scan)
	defer w.several.queue.Ended(job)
	problem := ""
	if err := job.Err(); err != nil {
		problem = w.o.Sentence(err)
		w.o.Logger.Error("scan ended early", "scan", job.Scan, "err", err)
	}
	w.hintBrowser(job)
	switch page, watching := w.router.Page().(*scanning.Screen); {
	case watching && page.Job().Scan == job.Scan && (page.Paused() || problem != ""):
		page.Ended(problem)
		w.sidebar.Refresh()
		w.menu.refresh()
		if page.Paused() {
			return
		}
	case watching && page.Job().Scan == job.Scan:
		w.router.Replace(router.Route{Name: router.Results, Scan: job.Scan})
	case isOfSeveral: // which is told once all of them have ended
		w.reload()
		return
	default:
		w.endings.tellEnd(job, problem)
		w.reload()
	}
	w.endings.notify(job, problem)
}

// comeForward brings the window to the front with the results of a scan. An open question
// stays: it waits for its answer.
func (w *Window) comeForward(scan storage.ScanID) {
	w.window.Show()
	w.window.RequestFocus()
	w.palette.Close()
	if !w.dialogs.Open() && !w.chooser.IsOpen() {
		w.going.Results(scan)
	}
}

// tick shows how scans go, about once a second for each.
func (w *Window) tick() {
	w.sidebar.Refresh()
	if w.several.queue.Active() && w.router.Route().Name == router.Sites {
		w.sites.ShowSeveral()
	}
}

// showSeveral shows how far the sites are, where they are looked at.
func (w *Window) showSeveral() {
	if w.sites != nil && w.sidebar != nil {
		w.sites.ShowSeveral()
		w.sidebar.Refresh()
	}
}

// scanSeveral lets the person choose the sites to be scanned.
func (w *Window) scanSeveral() {
	w.going.showSites()
	w.sites.Choose()
}

// newScan leads to where an address is typed.
func (w *Window) newScan() {
	w.going.showSites()
	w.sites.Focus(w.window.Canvas())
}
