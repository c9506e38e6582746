package scanner

import (
	"time"

	"sitewell/scanner/frontier"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/sitemap"
	"sitewell/scanner/verdict"
	"sitewell/scanner/weburl"
)

// addSitemaps adds the sitemaps of the host that the scan began with. Those that
// robots.txt names are links of robots.txt. If it names none, the usual place is
// requested, and nothing is reported if there is none (checks 81, 82).
func (aux *auxiliary) addSitemaps(h *host, u weburl.URL) {
	o := aux.engine.opts
	if o.NoSitemap || o.FollowNothing || u.Origin() != aux.engine.start.Origin() {
		return
	}
	now := time.Now()
	robotsURL := robotsAddress(u)
	var links []result.Link
	for _, named := range h.rules.Sitemaps() {
		at, err := robotsURL.Resolve(named)
		if err != nil {
			continue
		}
		links = append(links, result.Link{URL: at.Key(), Element: "robots.txt[sitemap]", Kind: result.KindSitemap, Place: result.PlaceHTTP})
	}
	if len(links) == 0 {
		if at, err := u.Resolve("/sitemap.xml"); err == nil {
			if _, known := aux.table.Find(at.Key()); !known {
				aux.dispatcher.addAuxiliary(task{purpose: requestSitemap, url: at, kind: result.KindSitemap, internal: true, wantsContent: true})
			}
		}
		return
	}
	id, isNew := aux.table.Add(robotsURL.Key())
	if id == 0 {
		aux.recorder.omit(len(links))
		return
	}
	if isNew {
		aux.discovery.addWebAddress(id, robotsURL, found{address: robotsURL.Key(), kind: result.KindOther, depth: 1, follow: true}, now)
	}
	aux.discovery.depths.lower(id, 1, now)
	aux.discovery.addList(id, links, now)
}

// addList records the links of robots.txt or of a sitemap.
func (d *discovery) addList(by result.ID, links []result.Link, now time.Time) {
	p := &result.Page{Address: by}
	d.addLinks(p, links, now)
	d.sitemaps.addIndex(p)
	d.recorder.batch.addPage(p, now)
}

// handleSitemap records the sitemap at the usual place, if there is one.
func (aux *auxiliary) handleSitemap(v *visit, now time.Time) {
	if aux.retry(v, false, now) {
		return
	}
	if v.sitemap == nil || v.answer.Status/100 != 2 {
		return
	}
	id, isNew := aux.table.Add(v.url.Key())
	if id == 0 {
		aux.recorder.omit(1)
		return
	}
	if !isNew {
		aux.discovery.depths.lower(id, 1, now)
		if e := aux.table.At(id); e.Host != 0 && result.KindSitemap.Outranks(e.Kind()) {
			aux.discovery.setKind(id, result.KindSitemap, now)
		}
		return
	}
	aux.discovery.sitemaps.known++
	aux.recorder.addAddress(result.Address{ID: id, URL: v.url.Key(), Internal: true, Kind: result.KindSitemap, Depth: 1}, now)
	v.job = frontier.Job{ID: id}
	notes := aux.pages.notes(v)
	d := verdict.Decide(verdict.Evidence{
		Internal: true, Kind: result.KindSitemap, Outcome: outcomeOf(v.answer), Status: v.answer.Status,
		Start: v.url, Final: v.answer.Final, Hops: v.answer.Hops, Notes: notes, Attempts: 1,
	}, aux.engine.settings)
	aux.recorder.complete(newCheck(v, d, notes), now)
	if aux.policy.IsInternal(v.answer.Final) {
		aux.discovery.addList(id, aux.discovery.sitemapLinks(id, v.sitemap), now)
		aux.recorder.omit(v.omitted)
	}
}

// Limits of the sitemaps of one scan.
const (
	// maxSitemaps is as many as one index may name (sitemaps.org). A site with less
	// than 50 million addresses needs no more.
	maxSitemaps = 50_000
	// maxIndexDepth is how many indexes may lead to one another. The protocol knows
	// only one; some generators nest a second one.
	maxIndexDepth = 3
)

// sitemapCount counts the sitemaps of a scan, and how deep they are nested.
type sitemapCount struct {
	known int
	// indexes is how many indexes lead to a sitemap that an index names.
	indexes map[result.ID]uint8
}

func newSitemapCount() *sitemapCount { return &sitemapCount{indexes: make(map[result.ID]uint8)} }

func (s *sitemapCount) isFull() bool { return s.known >= maxSitemaps }

// addIndex notes how deep the sitemaps are nested that an index names.
func (s *sitemapCount) addIndex(index *result.Page) {
	for i := range index.Links {
		l := &index.Links[i]
		if _, known := s.indexes[l.Target]; !known && l.Element == elementIndex {
			s.indexes[l.Target] = s.indexes[index.Address] + 1
		}
	}
}

const elementIndex = "sitemapindex[loc]"

// sitemapLinks returns the addresses of a sitemap as links. Further sitemaps that
// are nested too deep are left out.
func (d *discovery) sitemapLinks(at result.ID, m *sitemap.Map) []result.Link {
	children := m.Children
	if d.sitemaps.indexes[at] >= maxIndexDepth {
		d.recorder.omit(len(children))
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

// isBrokenSitemap reports whether something was delivered that is not a sitemap.
func isBrokenSitemap(v *visit) bool {
	return v.kind == result.KindSitemap && v.sitemap == nil && v.answer.Outcome == outcome.FromStatus(v.answer.Status) && v.answer.Status/100 == 2
}
