package scanner

import (
	"time"

	"sitewell/scanner/fetch"
	"sitewell/scanner/frontier"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/sitemap"
	"sitewell/scanner/verdict"
	"sitewell/scanner/weburl"
)

// seekSiteMap asks for the site maps of the host that the scan began with:
// those that robots.txt names are links of robots.txt; where it names none,
// the usual place is tried, and says nothing if there is none (checks 81, 82).
func (r *run) seekSiteMap(h *host, u weburl.URL) {
	o := r.e.opts
	if o.NoSitemap || o.FollowNothing || u.Origin() != r.e.start.Origin() {
		return
	}
	now := time.Now()
	robotsAt := robotsAddress(u)
	var links []result.Link
	for _, named := range h.rules.Sitemaps() {
		at, err := robotsAt.Resolve(named)
		if err != nil {
			continue
		}
		links = append(links, result.Link{URL: at.Key(), Element: "robots.txt[sitemap]", Kind: result.KindSitemap, Place: result.PlaceHTTP})
	}
	if len(links) == 0 {
		if at, err := u.Resolve("/sitemap.xml"); err == nil {
			if _, known := r.book.seen.Find(at.Key()); !known {
				r.errands = append(r.errands, task{purpose: toFindSiteMap, url: at, kind: result.KindSitemap, internal: true, read: true})
			}
		}
		return
	}
	id, added := r.book.add(robotsAt.Key())
	if id == 0 {
		r.omit(len(links))
		return
	}
	if added {
		r.enter(id, robotsAt.Key(), robotsAt, result.KindOther, 1, true, now)
	}
	r.named(id, links, now)
}

// named takes in what robots.txt or a site map names.
func (r *run) named(by result.ID, links []result.Link, now time.Time) {
	p := &result.Page{Address: by}
	r.links(p, links, now)
	r.siteMaps.nest(p)
	r.keep(p, now)
}

// foundSiteMap takes in the site map at the usual place, if there was one.
func (r *run) foundSiteMap(v *visit, now time.Time) {
	if verdict.TryAgain(outcomeOf(v.answer)) && v.job.Try < maxTries {
		v.job.Try++
		r.later(v.task, now, r.pause(v.job.Try, v.answer))
		return
	}
	if v.siteMap == nil || v.answer.Status/100 != 2 {
		return
	}
	id, added := r.book.add(v.url.Key())
	if id == 0 {
		r.omit(1)
	}
	if !added {
		return
	}
	r.siteMaps.known++
	*r.book.at(id) = entry{depth: 1, kind: codeOf(result.KindSitemap), flags: internal}
	r.find(result.Address{ID: id, URL: v.url.Key(), Internal: true, Kind: result.KindSitemap, Depth: 1}, now)
	v.job = frontier.Job{ID: id}
	d := verdict.Decide(verdict.Evidence{
		Internal: true, Kind: result.KindSitemap, Outcome: outcomeOf(v.answer), Status: v.answer.Status,
		Start: v.url, Final: v.answer.Final, Hops: v.answer.Hops, Notes: v.answer.Notes, Attempts: 1,
	}, r.e.settings)
	r.complete(id, r.check(v, d, now), now)
	if r.scope.internal(v.answer.Final) {
		r.named(id, r.siteMapLinks(id, v.siteMap), now)
		r.omit(v.omitted)
	}
}

// Limits of the site maps of one scan.
const (
	// maxSiteMaps is as many as one index may name (sitemaps.org). With fewer
	// addresses than 50 million no site needs more.
	maxSiteMaps = 50_000
	// maxIndexes is how many indexes may stand one below the other. The protocol
	// knows of one; some generators nest a second.
	maxIndexes = 3
)

// siteMaps counts the site maps of a scan, and how deep they are nested.
type siteMaps struct {
	known int
	// below is how many indexes lead to a site map that an index names.
	below map[result.ID]uint8
}

func newSiteMaps() siteMaps { return siteMaps{below: make(map[result.ID]uint8)} }

func (s *siteMaps) full() bool { return s.known >= maxSiteMaps }

// nest notes how deep the site maps are nested that an index names.
func (s *siteMaps) nest(index *result.Page) {
	for i := range index.Links {
		l := &index.Links[i]
		if _, known := s.below[l.Target]; !known && l.Element == elementIndex {
			s.below[l.Target] = s.below[index.Address] + 1
		}
	}
}

const elementIndex = "sitemapindex[loc]"

// siteMapLinks are the addresses of a site map as links. Further site maps that
// are nested too deep are left out.
func (r *run) siteMapLinks(at result.ID, m *sitemap.Map) []result.Link {
	children := m.Children
	if r.siteMaps.below[at] >= maxIndexes {
		r.omit(len(children))
		children = nil
	}
	links := make([]result.Link, 0, len(m.Pages)+len(children))
	for _, e := range children {
		links = append(links, result.Link{URL: e.URL.Key(), Element: elementIndex, Kind: result.KindSitemap})
	}
	for _, e := range m.Pages {
		links = append(links, result.Link{URL: e.URL.Key(), Element: "sitemap[loc]", Kind: result.KindPage})
	}
	return links
}

// broken reports whether a site map was delivered that is none.
func brokenSiteMap(v *visit) bool {
	return v.kind == result.KindSitemap && v.siteMap == nil && v.answer.Outcome == outcome.FromStatus(v.answer.Status) && okay(v.answer)
}

func okay(a *fetch.Answer) bool { return a.Status/100 == 2 }
