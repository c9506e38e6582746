package soft404

import (
	"cmp"
	"fmt"

	"sitewell/scanner/extract"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// errorPage is how the site answers requests for addresses that do not exist:
// with a page of its own that has links to the site, or with a bare error.
type errorPage struct {
	known bool
	bare  string // what a bare error shows, "" if the page has links to the site
}

// maxBareWords is how many words a bare error has at most. Tomcat's has some 60.
const maxBareWords = 120

// judgeErrorPage looks at the answer to a probe. The first one with status 404 or
// 410 decides.
func (d *Detector[D]) judgeErrorPage(p Page) {
	a := p.Answer
	if d.errorPage.known || a.Status != 404 && a.Status != 410 || a.Wall != "" || a.Err != nil {
		return
	}
	d.errorPage.known = true
	shown := "nothing at all"
	if len(a.Body) > 0 {
		contentType := a.Header.Get("Content-Type")
		media, _ := extract.Sniff(contentType, a.Body)
		switch media {
		case "text/html", "application/xhtml+xml":
			doc := extract.HTML(a.Body, a.Final, contentType)
			if doc.Words > maxBareWords || doc.ScriptOnly || doc.Frameset || d.hasInternalLink(doc) {
				return
			}
			shown = fmt.Sprintf("%q and no link to the site", cmp.Or(doc.Title, doc.Heading, doc.Sample))
		default:
			shown = media + " in place of a page"
		}
	}
	d.errorPage.bare = fmt.Sprintf("%s, which can't exist, shows %s", p.URL.Key(), shown)
}

// hasInternalLink reports whether a page has a link to another page of the site.
func (d *Detector[D]) hasInternalLink(doc *extract.Document) bool {
	for i := range doc.Links {
		l := &doc.Links[i]
		if l.Outcome != "" || l.Kind != result.KindPage && l.Kind != result.KindForm {
			continue
		}
		if u, err := weburl.Parse(l.URL); err == nil && d.isInternal(u) {
			return true
		}
	}
	return false
}

// ErrorPage returns what a bare error of the site shows, "" if the site has an error
// page of its own. It reports whether that is known.
func (d *Detector[D]) ErrorPage() (bare string, isKnown bool) {
	return d.errorPage.bare, d.errorPage.known
}
