package scanner

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"path"
	"regexp"
	"strings"
	"time"

	"sitewell/scanner/extract"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/robots"
	"sitewell/scanner/weburl"
)

// doubts find pages that say "not found" with the status of success (check
// 92). Once a directory, an address is asked that can't exist. Where that is
// answered honestly, the directory's pages are believed. Where it is answered
// with a page, every page of the directory that looks the same is suspected.
// A suspicion is never Broken.
type doubts struct {
	name  string // of the page that can't exist
	dirs  map[string]*directory
	asked int
}

type directory struct {
	answered bool
	// catchAll: what can't exist was answered with a page, which looks so.
	catchAll bool
	likeness uint64
	title    string
	probe    string
	held     []*visit // wait for the answer
}

const (
	maxProbes  = 200  // directories; those beyond are believed
	alikeness  = 0.75 // of two pages that show the same message
	errorWords = 120  // a page that only says "not found" has fewer words
)

func newDoubts() doubts {
	var b [6]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return doubts{name: "no-such-page-" + hex.EncodeToString(b[:]), dirs: make(map[string]*directory)}
}

// hold keeps a page back until its directory's honesty is known, and reports
// whether it does.
func (r *run) hold(v *visit) bool {
	if v.document == nil || !v.internal || v.job.ID == startID || v.answer.Status/100 != 2 || v.document.ScriptOnly ||
		r.e.opts.NoProbes || v.answer.Wall != "" {
		return false
	}
	at := v.answer.Final
	key := at.Origin() + directoryOf(at)
	d, known := r.doubts.dirs[key]
	if !known {
		d = &directory{}
		r.doubts.dirs[key] = d
		d.answered = !r.probe(at, d)
	}
	if d.answered {
		return false
	}
	d.held = append(d.held, v)
	return true
}

func directoryOf(u weburl.URL) string {
	dir := path.Dir(u.Path())
	if strings.HasSuffix(u.Path(), "/") { // the pages below it are its siblings
		dir = strings.TrimSuffix(u.Path(), "/")
	}
	return strings.TrimSuffix(dir, "/") + "/"
}

// probe asks for what can't exist beside an address, and reports whether it did.
func (r *run) probe(at weburl.URL, d *directory) bool {
	if r.doubts.asked >= maxProbes {
		return false
	}
	u, err := at.Resolve(directoryOf(at) + r.doubts.name)
	if err != nil || !r.scope.internal(u) {
		return false
	}
	if h := r.hosts[u.PaceHost()]; h != nil && h.rules != nil && !r.e.opts.IgnoreRobots {
		if allowed, _ := h.rules.Allowed(robots.Token, u.RequestURI()); !allowed {
			return false
		}
	}
	r.doubts.asked++
	d.probe = u.Key()
	r.errands = append(r.errands, task{purpose: toProbe, url: u, internal: true, read: true, kind: result.KindPage, directory: d})
	return true
}

// probed takes in how a directory answered what can't exist, and lets the
// pages go that waited for it.
func (r *run) probed(v *visit, now time.Time) {
	d := v.directory
	d.answered = true
	doc := v.document
	// A redirect to somewhere else is told by the pages' own redirects, and an
	// application that makes every page by script looks the same everywhere.
	if doc != nil && v.answer.Status/100 == 2 && len(v.answer.Hops) < 2 && !doc.ScriptOnly && v.answer.Wall == "" {
		d.catchAll, d.likeness, d.title = true, doc.Likeness, doc.Title
	}
	held := d.held
	d.held = nil
	for _, v := range held {
		r.checked(v, now)
	}
}

// suspicion is the note that a page earns which looks like a missing one.
func (r *run) suspicion(v *visit) (result.Note, bool) {
	if v.document == nil || !v.internal || v.answer.Status/100 != 2 {
		return result.Note{}, false
	}
	doc, at := v.document, v.answer.Final
	d := r.doubts.dirs[at.Origin()+directoryOf(at)]
	if d != nil && d.catchAll && v.job.ID != startID && doc.Title == d.title && extract.Alike(doc.Likeness, d.likeness) >= alikeness {
		return result.Note{Outcome: outcome.Soft404, Detail: fmt.Sprintf("looks like %s, which can't exist", d.probe)}, true
	}
	if doc.Words < errorWords && notFoundTitle.MatchString(doc.Title) {
		return result.Note{Outcome: outcome.Soft404, Detail: fmt.Sprintf("titled %q", doc.Title)}, true
	}
	return result.Note{}, false
}

// notFoundTitle matches what content management systems call their error pages.
var notFoundTitle = regexp.MustCompile(`(?i)\b(error 404|404 (error|not found)|page not found|seite nicht gefunden|page introuvable|página no encontrada|pagina non trovata)\b`)
