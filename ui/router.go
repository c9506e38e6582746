package ui

import (
	"fyne.io/fyne/v2"

	"sitewell/storage"
)

// Name says which screen a route leads to.
type Name string

const (
	Sites    Name = "sites"
	Scanning Name = "scanning"
	Results  Name = "results"
	History  Name = "history"
	Codes    Name = "codes"
	Help     Name = "help"
	Settings Name = "settings"
	// AppSettings are those of Sitewell itself, Settings those of a site.
	AppSettings Name = "app-settings"
	Compare     Name = "compare"
)

// Route is a place to go to. Only the numbers that its screen needs are set.
type Route struct {
	Name Name
	Site storage.SiteID
	Scan storage.ScanID
	From storage.ScanID // that Scan is compared with
}

// Page is a screen as the router shows it. Further abilities are told by the
// optional interfaces below.
type Page interface {
	Content() fyne.CanvasObject
}

type (
	// opener is told when it is shown, and again when sites or scans changed.
	opener interface{ Opened() }
	// leaver is told when it is shown no longer.
	leaver interface{ Left() }
	// focuser puts the keyboard where a person begins.
	focuser interface{ Focus(c fyne.Canvas) }
	// searcher has a search field.
	searcher interface{ Search(c fyne.Canvas) }
	// backer closes what is open within it on Escape, and reports whether
	// anything was.
	backer interface{ Back() bool }
	// keeper has something that leaving would lose.
	keeper interface {
		Unsaved() bool
		Discard()
		// SaveThen calls then once everything is saved.
		SaveThen(then func())
	}
)

// entry is a place that was visited. Its page is kept for a while, so that
// going back finds everything as it was left.
type entry struct {
	route Route
	page  Page
}

const (
	remembered = 50 // places to go back to
	alive      = 4  // of them with their pages
)

// router goes from page to page and back. It knows pages by their routes only.
type router struct {
	build func(Route) Page
	show  func(Route, Page)
	// hold is asked before a person leaves a page, and reports whether it took
	// that over: then leave goes on with it. It may be nil.
	hold          func(from Page, leave func()) bool
	current       entry
	back, forward []entry
}

// visit leads to a new place; what was ahead is forgotten.
func (r *router) visit(to Route) {
	if r.current.page != nil {
		if r.current.route == to {
			r.shown()
			return
		}
		if r.held(func() { r.visit(to) }) {
			return
		}
		r.leave()
		r.back = append(r.back, r.current)
	}
	r.forward = nil
	r.enter(entry{route: to})
}

// replace leads to a place that takes the present one's, which going back
// does not find again.
func (r *router) replace(to Route) {
	r.leave()
	if n := len(r.back); n > 0 && r.back[n-1].route == to {
		r.back = r.back[:n-1]
	}
	r.enter(entry{route: to})
}

func (r *router) goBack() {
	if n := len(r.back); n > 0 && !r.held(r.goBack) {
		r.leave()
		r.forward = append(r.forward, r.current)
		to := r.back[n-1]
		r.back = r.back[:n-1]
		r.enter(to)
	}
}

func (r *router) goForward() {
	if n := len(r.forward); n > 0 && !r.held(r.goForward) {
		r.leave()
		r.back = append(r.back, r.current)
		to := r.forward[n-1]
		r.forward = r.forward[:n-1]
		r.enter(to)
	}
}

// forget drops every kept page and place that match, present one excepted.
func (r *router) forget(match func(Route) bool) {
	keep := func(all []entry) []entry {
		kept := all[:0]
		for _, e := range all {
			if !match(e.route) {
				kept = append(kept, e)
			}
		}
		return kept
	}
	r.back, r.forward = keep(r.back), keep(r.forward)
}

func (r *router) held(leave func()) bool { return r.hold != nil && r.hold(r.current.page, leave) }

func (r *router) leave() {
	if l, ok := r.current.page.(leaver); ok {
		l.Left()
	}
}

func (r *router) enter(e entry) {
	if e.page == nil {
		e.page = r.build(e.route)
	}
	r.current = e
	r.back = trimmed(r.back)
	r.forward = trimmed(r.forward)
	r.shown()
}

// renew makes the present page again, and every other one when it is shown again.
func (r *router) renew() {
	r.leave()
	for _, all := range [][]entry{r.back, r.forward} {
		for i := range all {
			all[i].page = nil
		}
	}
	r.enter(entry{route: r.current.route})
}

func (r *router) shown() {
	r.show(r.current.route, r.current.page)
	if o, ok := r.current.page.(opener); ok {
		o.Opened()
	}
}

// trimmed bounds what is remembered; the newest stand last.
func trimmed(all []entry) []entry {
	if len(all) > remembered {
		all = all[len(all)-remembered:]
	}
	for i := range all[:max(len(all)-alive, 0)] {
		all[i].page = nil
	}
	return all
}
