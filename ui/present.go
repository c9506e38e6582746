package ui

import (
	"fyne.io/fyne/v2"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/compare"
	"sitewell/ui/history"
	"sitewell/ui/results"
	"sitewell/ui/router"
)

// present does what the menus and the keyboard offer for what is looked at now.
type present struct {
	router  *router.Router
	subject *subject
	jobs    *jobs
	dialogs *ask.Host
	canvas  fyne.Canvas
	going   going
}

// scanAgain scans the site that is looked at.
func (p *present) scanAgain() {
	switch route := p.router.Route(); {
	case p.dialogs.Open():
	case route.Name == router.History:
		p.going.ScanSite(route.Site)
	case route.Name == router.Results && p.subject.scan.ID == route.Scan && route.Scan != 0:
		p.going.ScanSite(p.subject.scan.Site)
	}
}

// problemsAgain checks what had problems at the site that is looked at.
func (p *present) problemsAgain() {
	switch route := p.router.Route(); {
	case p.dialogs.Open():
	case route.Name == router.History:
		p.going.ScanProblems(route.Site)
	case route.Name == router.Results && p.subject.scan.ID == route.Scan && route.Scan != 0:
		p.going.ScanProblems(p.subject.scan.Site)
	}
}

// export saves the scan, or the comparison, that is looked at as a file.
func (p *present) export() {
	if page, ok := p.router.Page().(*compare.Screen); ok {
		page.Save()
		return
	}
	if route := p.router.Route(); route.Name == router.Results && p.subject.scan.ID == route.Scan {
		p.going.Export(p.subject.scan)
	}
}

// compare compares the scan that is looked at with the complete one before it,
// or of the site whose history is shown the two that are ticked, or the newest two.
func (p *present) compare() {
	switch route := p.router.Route(); {
	case p.dialogs.Open() || !p.isComparable():
	case route.Name == router.History:
		if page, ok := p.router.Page().(*history.Screen); !ok || !page.ComparePicked() {
			p.going.Compare(route.Site, 0, 0)
		}
	default:
		p.going.Compare(p.subject.scan.Site, 0, p.subject.scan.ID)
	}
}

// isComparable reports whether there is a scan that can be compared on the screen.
func (p *present) isComparable() bool {
	route := p.router.Route()
	return route.Name == router.History || route.Name == router.Results && p.subject.scan.ID == route.Scan && route.Scan != 0
}

// redirects does that for the scan that is looked at.
func (p *present) redirects() {
	if !p.dialogs.Open() && p.isRedirectable() {
		p.going.Redirects(p.subject.scan.ID)
	}
}

// isRedirectable reports whether there is a scan on the screen whose addresses may be redirected.
func (p *present) isRedirectable() bool {
	route := p.router.Route()
	return route.Name == router.Results && p.subject.scan.ID == route.Scan && route.Scan != 0
}

// isResumable reports whether the scan that is looked at can go on.
func (p *present) isResumable() bool {
	scan, route := p.subject.scan, p.router.Route()
	return scan.ID != 0 && scan.ID == route.Scan && scan.State != storage.Complete && scan.State != storage.Elsewhere && !p.going.scanning(scan.ID)
}

func (p *present) resume() {
	if p.isResumable() {
		p.going.Resume(p.subject.scan.ID)
	}
}

// check checks again what the list of results shows.
func (p *present) check() {
	if s, ok := p.router.Page().(*results.Screen); ok {
		s.CheckShown()
	}
}

func (p *present) history() {
	if scan := p.subject.scan; scan.ID != 0 && scan.ID == p.router.Route().Scan {
		p.going.History(scan.Site)
	}
}

func (p *present) search() {
	if s, ok := p.router.Page().(router.Searcher); ok {
		s.Search(p.canvas)
	}
}

func (p *present) watch() {
	if all := p.jobs.all(); len(all) > 0 {
		p.going.Watch(all[0].Scan)
	}
}

// stop stops the scan that is looked at, or the only one.
func (p *present) stop() {
	job, ok := p.jobs.scan(p.router.Route().Scan)
	if all := p.jobs.all(); !ok && len(all) > 0 {
		job, ok = all[0], true
	}
	if ok {
		job.Stop()
	}
}

// settings shows the settings of the site that is looked at.
func (p *present) settings() {
	if site := p.subject.site; settable(site) {
		p.going.Settings(site.ID)
	}
}
