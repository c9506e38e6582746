package scanner

import (
	"fmt"

	"sitewell/scanner/extract"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// errorPage is how the site answers visitors who are lost: with a page of its
// own that leads them on, or with a bare error (check 95). It is told once, at
// the address that the scan began with.
type errorPage struct {
	known bool
	bare  string // what is shown there, "" where it leads on
}

// maxBareWords is how much a bare error says at most. Tomcat's has some 60 words.
const maxBareWords = 120

// lost takes in how an address that can't exist was answered; the first that
// was answered honestly settles it.
func (r *run) lost(v *visit) {
	p, a := &r.doubts.errorPage, v.answer
	if p.known || a.Status != 404 && a.Status != 410 || a.Wall != "" || a.Err != nil {
		return
	}
	p.known = true
	shown := "nothing at all"
	if len(a.Body) > 0 {
		media, _ := extract.Sniff(a.Header.Get("Content-Type"), a.Body)
		switch media {
		case "text/html", "application/xhtml+xml":
			doc := extract.HTML(a.Body, a.Final, a.Header.Get("Content-Type"))
			if doc.Words > maxBareWords || doc.ScriptOnly || doc.Frameset || r.leadsOn(doc) {
				return
			}
			shown = fmt.Sprintf("%q and no link to the site", firstOf(doc.Title, doc.Heading, doc.Sample))
		default:
			shown = media + " in place of a page"
		}
	}
	p.bare = fmt.Sprintf("%s, which can't exist, shows %s", v.url.Key(), shown)
}

// leadsOn reports whether a page offers a way to another page of the site.
func (r *run) leadsOn(doc *extract.Document) bool {
	for i := range doc.Links {
		l := &doc.Links[i]
		if l.Outcome != "" || l.Inert || l.Kind != result.KindPage && l.Kind != result.KindForm {
			continue
		}
		if u, err := weburl.Parse(l.URL); err == nil && r.scope.internal(u) {
			return true
		}
	}
	return false
}

// noErrorPage is the note that the start address earns.
func (r *run) noErrorPage(id result.ID) (result.Note, bool) {
	bare := r.doubts.errorPage.bare
	return result.Note{Outcome: outcome.NoErrorPage, Detail: bare}, bare != "" && id == startID
}

func firstOf(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}
