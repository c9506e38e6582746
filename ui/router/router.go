// Package router goes from screen to screen and back. It knows screens by their routes only, and what
// they can do by small interfaces that a screen may implement.
package router

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
	Redirects   Name = "redirects"
	Overview    Name = "overview"
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
	// Opener is told when it is shown, and again when sites or scans changed.
	Opener interface{ Opened() }
	// Leaver is told when it is shown no longer.
	Leaver interface{ Left() }
	// Focuser puts the keyboard where a person begins.
	Focuser interface{ Focus(c fyne.Canvas) }
	// Searcher has a search field.
	Searcher interface{ Search(c fyne.Canvas) }
	// Backer closes what is open within it on Escape, and reports whether
	// anything was.
	Backer interface{ Back() bool }
	// Keeper has something that leaving would lose.
	Keeper interface {
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

// Options are what a router needs.
type Options struct {
	// Build makes the page that a route leads to, Show shows it.
	Build func(Route) Page
	Show  func(Route, Page)
	// Hold is asked before a person leaves a page, and reports whether it took
	// that over: then leave goes on with it. It may be nil.
	Hold func(from Page, leave func()) bool
}

// Router is where a person is, and was. Its methods belong to the window's thread.
type Router struct {
	o             Options
	current       entry
	back, forward []entry
}

// New returns a router that is nowhere yet.
func New(o Options) *Router { return &Router{o: o} }

// Route returns where a person is.
func (r *Router) Route() Route { return r.current.route }

// Page returns what is shown, nil before the first visit.
func (r *Router) Page() Page { return r.current.page }

// CanGoBack reports whether there is a place to go back to.
func (r *Router) CanGoBack() bool { return len(r.back) > 0 }

// CanGoForward reports whether a person went back from somewhere.
func (r *Router) CanGoForward() bool { return len(r.forward) > 0 }

// Visit leads to a new place; what was ahead is forgotten.
func (r *Router) Visit(to Route) {
	if r.current.page != nil {
		if r.current.route == to {
			r.shown()
			return
		}
		if r.held(func() { r.Visit(to) }) {
			return
		}
		r.leave()
		r.back = append(r.back, r.current)
	}
	r.forward = nil
	r.enter(entry{route: to})
}

// Replace leads to a place that takes the present one's, which going back
// does not find again.
func (r *Router) Replace(to Route) {
	r.leave()
	if n := len(r.back); n > 0 && r.back[n-1].route == to {
		r.back = r.back[:n-1]
	}
	r.enter(entry{route: to})
}

// GoBack leads to the place before.
func (r *Router) GoBack() {
	if n := len(r.back); n > 0 && !r.held(r.GoBack) {
		r.leave()
		r.forward = append(r.forward, r.current)
		to := r.back[n-1]
		r.back = r.back[:n-1]
		r.enter(to)
	}
}

// GoForward leads to the place from which a person went back.
func (r *Router) GoForward() {
	if n := len(r.forward); n > 0 && !r.held(r.GoForward) {
		r.leave()
		r.back = append(r.back, r.current)
		to := r.forward[n-1]
		r.forward = r.forward[:n-1]
		r.enter(to)
	}
}

// Forget drops every kept page and place that match, present one excepted.
func (r *Router) Forget(match func(Route) bool) {
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

func (r *Router) held(leave func()) bool { return r.o.Hold != nil && r.o.Hold(r.current.page, leave) }

func (r *Router) leave() {
	if l, ok := r.current.page.(Leaver); ok {
		l.Left()
	}
}

func (r *Router) enter(e entry) {
	if e.page == nil {
		e.page = r.o.Build(e.route)
	}
	r.current = e
	r.back = trimmed(r.back)
	r.forward = trimmed(r.forward)
	r.shown()
}

// Renew makes the present page again, and every other one when it is shown again.
func (r *Router) Renew() {
	r.leave()
	for _, all := range [][]entry{r.back, r.forward} {
		for i := range all {
			all[i].page = nil
		}
	}
	r.enter(entry{route: r.current.route})
}

func (r *Router) shown() {
	r.o.Show(r.current.route, r.current.page)
	if o, ok := r.current.page.(Opener); ok {
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
