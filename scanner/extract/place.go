package extract

import (
	"golang.org/x/net/html/atom"

	"sitewell/scanner/result"
)

// regions follows which part of the page the tokenizer is in, without a tree:
// a short stack of the open elements that mark a region. Missing and
// superfluous end tags are survived, since a region ends at the end tag of its
// own name that matches by count, and regions within it end with it.
type regions struct {
	stack [maxRegions]region
	depth int
	over  int // regions past the bound that are open
}

const maxRegions = 32

type region struct {
	tag   atom.Atom
	place result.Place
	// parts: headers and footers within are its own, not the page's.
	parts bool
	// inner is the number of elements of the same name that are open within.
	inner int
}

// place is where the tokenizer is.
func (r *regions) place() result.Place {
	if r.depth == 0 {
		return result.PlaceUnknown
	}
	return r.stack[r.depth-1].place
}

// start takes in a start tag.
func (r *regions) start(t *tag) {
	var place result.Place
	opens := false
	if t.have&(1<<attrRole) != 0 || mayOpen(t.atom) {
		place, opens = r.opens(t)
	}
	if !opens {
		if r.depth > 0 && r.stack[r.depth-1].tag == t.atom {
			r.stack[r.depth-1].inner++
		}
		return
	}
	if r.depth == maxRegions {
		r.over++
		return
	}
	parts := t.atom == atom.Article ||
		(place == result.PlaceMain || place == result.PlaceAside) && landmark(t) == place
	r.stack[r.depth] = region{tag: t.atom, place: place, parts: parts || r.hasParts()}
	r.depth++
}

// end takes in an end tag.
func (r *regions) end(tag atom.Atom) {
	for i := r.depth - 1; i >= 0; i-- {
		if r.stack[i].tag != tag {
			continue
		}
		switch {
		case r.over > 0 && i == r.depth-1:
			r.over--
		case r.stack[i].inner > 0 && i == r.depth-1:
			r.stack[i].inner--
		case r.stack[i].inner > 0:
			// Its inner elements were closed with the regions within.
			r.stack[i].inner--
			r.depth, r.over = i+1, 0
		default:
			r.depth, r.over = i, 0
		}
		return
	}
}

// hasParts reports whether a header or footer here is not the page's.
func (r *regions) hasParts() bool { return r.depth > 0 && r.stack[r.depth-1].parts }

// mayOpen reports whether an element without a role can begin a region.
func mayOpen(a atom.Atom) bool {
	switch a {
	case atom.Header, atom.Nav, atom.Main, atom.Aside, atom.Footer, atom.Article,
		atom.Div, atom.Section, atom.Ul, atom.Table, atom.Td:
		return true
	}
	return false
}

// opens reports whether an element begins a region, and which place that is.
//
// Everything within a footer is footer: to fix a menu there, a person edits the
// footer. A header or footer within an article, main or aside belongs to that
// (HTML-AAM), unless a mere id says so: many pages wrap all they have in
// <div id="main">. An article has the place of what contains it.
func (r *regions) opens(t *tag) (result.Place, bool) {
	now := r.place()
	place := landmark(t)
	if place == result.PlaceUnknown {
		switch t.atom {
		case atom.Article:
			return now, true
		case atom.Div, atom.Section, atom.Ul, atom.Table, atom.Td:
			if now == result.PlaceUnknown && r.depth == 0 || now == result.PlaceHeader {
				place = placeByName(t)
			}
			if now == result.PlaceHeader && place != result.PlaceNavigation {
				return now, false
			}
		}
		return place, place != result.PlaceUnknown
	}
	switch {
	case now == result.PlaceFooter && place != result.PlaceMain:
		return now, true
	case place == result.PlaceHeader || place == result.PlaceFooter:
		if !t.has(attrRole) && r.hasParts() {
			return now, true
		}
	}
	return place, true
}

// landmark returns the place that an element's name or role stands for.
func landmark(t *tag) result.Place {
	if t.have&(1<<attrRole) != 0 {
		for token := range tokens(t.get(attrRole)) {
			var room [24]byte
			switch string(folded(room[:], token)) {
			case "banner":
				return result.PlaceHeader
			case "navigation":
				return result.PlaceNavigation
			case "main":
				return result.PlaceMain
			case "complementary":
				return result.PlaceAside
			case "contentinfo":
				return result.PlaceFooter
			case "presentation", "none":
				return result.PlaceUnknown
			}
		}
	}
	switch t.atom {
	case atom.Header:
		return result.PlaceHeader
	case atom.Nav:
		return result.PlaceNavigation
	case atom.Main:
		return result.PlaceMain
	case atom.Aside:
		return result.PlaceAside
	case atom.Footer:
		return result.PlaceFooter
	}
	return result.PlaceUnknown
}

// placeByName reads the place off an element's id or class, for the many pages
// that have no landmarks. Only whole names count, so that "header-image" or
// "footer-note" says nothing.
func placeByName(t *tag) result.Place {
	if p := nameToPlace(t.get(attrID)); p != result.PlaceUnknown {
		return p
	}
	if t.have&(1<<attrClass) != 0 {
		for token := range tokens(t.get(attrClass)) {
			if p := nameToPlace(token); p != result.PlaceUnknown {
				return p
			}
		}
	}
	return result.PlaceUnknown
}

func nameToPlace(name []byte) result.Place {
	if len(name) < 3 || len(name) > 24 {
		return result.PlaceUnknown
	}
	var room [24]byte
	switch string(folded(room[:], name)) {
	case "header", "site-header", "siteheader", "masthead", "topbar", "top-bar", "page-header":
		return result.PlaceHeader
	case "nav", "navbar", "navigation", "menu", "mainmenu", "main-menu", "mainnav", "main-nav", "topnav", "top-nav",
		"sidenav", "site-nav", "site-navigation", "primary-menu", "primary-nav", "nav-menu", "navbar-nav",
		"breadcrumb", "breadcrumbs":
		return result.PlaceNavigation
	case "main", "content", "main-content", "maincontent", "site-content", "page-content":
		return result.PlaceMain
	case "sidebar", "side-bar", "aside":
		return result.PlaceAside
	case "footer", "site-footer", "sitefooter", "page-footer", "colophon":
		return result.PlaceFooter
	}
	return result.PlaceUnknown
}
