package fix

import (
	"cmp"
	"slices"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Use is a way in which pages link to a target: the number of pages that do so by
// this element in this place.
type Use struct {
	Place   result.Place
	Element string // "a[href]"
	Pages   int

	last   result.URLID
	sketch sketch
}

// AddLink records that a page links to the problem. It must be called for all links
// of one page before those of the next.
func (p *Problem) AddLink(page result.URLID, place result.Place, element string) {
	i := slices.IndexFunc(p.Uses, func(u Use) bool { return u.Place == place && u.Element == element })
	if i < 0 {
		i = len(p.Uses)
		p.Uses = append(p.Uses, Use{Place: place, Element: element})
	}
	u := &p.Uses[i]
	if u.last == page {
		return
	}
	u.last = page
	u.Pages++
	if isTemplate(place) {
		u.sketch.add(page)
	}
	if p.Page == 0 || page < p.Page {
		p.Page = page
	}
}

// onlySitemap reports whether no page links to the problem, and a sitemap names it.
func (p *Problem) onlySitemap() bool {
	return len(p.Uses) > 0 && !slices.ContainsFunc(p.Uses, func(u Use) bool { return !strings.HasPrefix(u.Element, "sitemap[") })
}

// isTemplate reports whether a template usually makes this place.
func isTemplate(p result.Place) bool {
	switch p {
	case result.PlaceHeader, result.PlaceNavigation, result.PlaceFooter, result.PlaceAside:
		return true
	}
	return false
}

// templateUse returns the use that makes a problem part of a template: the way in
// which at least half of the pages link to it.
func templateUse(p *Problem) (Use, bool) {
	switch p.Outcome {
	case outcome.NoErrorPage, outcome.MixedContent: // problems of the page itself, regardless of its links
		return Use{}, false
	}
	best := Use{}
	for _, u := range p.Uses {
		if isTemplate(u.Place) && u.Pages > best.Pages {
			best = u
		}
	}
	return best, best.Pages >= leastTemplate && 2*best.Pages >= p.Pages
}

// NeedsPageURL reports whether the grouping depends on which page links to the
// problem first.
func (p *Problem) NeedsPageURL() bool {
	if p.Internal && p.MayHaveMoved() {
		return true
	}
	_, ok := templateUse(p)
	return ok
}

const (
	// The number of pages with the same part that indicate a template.
	leastTemplate = 4
	// maxTemplates limits the search for the template of a problem. Those with
	// the most pages are found.
	maxTemplates = 200
)

// templates groups problems whose links are in the same part of nearly the same
// pages: the footer of the blog is not that of the shop.
func templates(problems []*Problem) []group {
	type part struct {
		p   *Problem
		use Use
	}
	var parts []part
	for _, p := range problems {
		if u, ok := templateUse(p); ok {
			parts = append(parts, part{p, u})
		}
	}
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(b.use.Pages, a.use.Pages) })
	var groups []group
	var first []Use // of each group
	for _, part := range parts {
		i := slices.IndexFunc(first[:min(len(first), maxTemplates)], func(u Use) bool {
			return u.Place == part.use.Place && alike(u, part.use)
		})
		if i < 0 {
			i = len(groups)
			groups = append(groups, group{key: key{subject: part.use.Place.String()}})
			first = append(first, part.use)
		}
		groups[i].problems = append(groups[i].problems, part.p)
	}
	return groups
}

// alike reports whether two uses are on nearly the same pages: at least half of
// the pages of either are common to both.
func alike(a, b Use) bool {
	return 2*min(a.Pages, b.Pages) >= max(a.Pages, b.Pages) && a.sketch.likeness(&b.sketch) >= 0.5
}

// sketch represents a set of pages by the smallest of their hashes (a bottom-k
// sketch), so that two sets can be compared without storing them.
type sketch struct {
	n    int
	hash [sketchSize]uint32 // ascending, the first n are used
}

const sketchSize = 12

func (s *sketch) add(page result.URLID) {
	h := mix(uint64(page))
	at, there := slices.BinarySearch(s.hash[:s.n], h)
	if there || at == sketchSize {
		return
	}
	s.n = min(s.n+1, sketchSize)
	copy(s.hash[at+1:s.n], s.hash[at:])
	s.hash[at] = h
}

// likeness estimates the Jaccard index of two sets of pages.
func (s *sketch) likeness(o *sketch) float64 {
	i, j, both, all := 0, 0, 0, 0
	for all < sketchSize && (i < s.n || j < o.n) {
		all++
		switch {
		case j == o.n || i < s.n && s.hash[i] < o.hash[j]:
			i++
		case i == s.n || o.hash[j] < s.hash[i]:
			j++
		default:
			i, j, both = i+1, j+1, both+1
		}
	}
	if all == 0 {
		return 0
	}
	return float64(both) / float64(all)
}

// mix is the finaliser of SplitMix64.
func mix(x uint64) uint32 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return uint32((x ^ x>>31) >> 32)
}
