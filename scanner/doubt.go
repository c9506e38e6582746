package scanner

import (
	"crypto/sha256"
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
// with a page, every page of the directory that looks the same is suspected;
// where it is sent on to one, all that are sent on to the same. A suspicion is
// never Broken.
type doubts struct {
	name  string // of the page that can't exist
	dirs  map[string]*directory
	asked int
	// heldBytes is what the pages take in memory that wait for an answer.
	heldBytes int
	// errorPage is what the site says to visitors who are lost; see errorpage.go.
	errorPage errorPage
}

type directory struct {
	answered bool
	// catchAll: what can't exist was answered with a page, which looks so.
	catchAll bool
	likeness uint64
	title    string
	landing  string // where what can't exist is sent on to, "" for nowhere
	probe    string
	held     []*visit // wait for the answer
}

const (
	maxProbes  = 200  // directories; those beyond are believed
	alikeness  = 0.75 // of two pages that show the same message
	errorWords = 120  // a page that only says "not found" has fewer words

	// Pages that wait for an answer stay in memory. One with more links, or that
	// takes more bytes, than any error page is believed at once; past a number of
	// bytes of all together no further page is asked for until there was an answer.
	maxHeldLinks    = 5_000
	maxHeldBytes    = 2 << 20
	maxAllHeldBytes = 24 << 20
)

// newDoubts chooses a name that no page of a site has. It is the same in every
// scan of the site, so that two scans tell the same.
func newDoubts(start weburl.URL) doubts {
	lot := sha256.Sum256([]byte(start.Origin()))
	return doubts{name: "no-such-page-" + hex.EncodeToString(lot[:6]), dirs: make(map[string]*directory)}
}

// hold keeps a page back until the honesty of its directory is known, and of
// the one that it redirects to. It reports whether it does. The page that the
// scan began with is not suspected, yet its directory tells what becomes of
// visitors who are lost.
func (r *run) hold(v *visit) bool {
	if v.document == nil || !v.internal || v.answer.Status/100 != 2 || r.e.opts.NoProbes || v.answer.Wall != "" ||
		v.document.ScriptOnly && v.job.ID != startID || len(v.links) > maxHeldLinks || v.bytes() > maxHeldBytes {
		return false
	}
	for _, at := range [...]weburl.URL{v.url, v.answer.Final} {
		key := directoryKey(at)
		d, known := r.doubts.dirs[key]
		if !known {
			d = &directory{}
			r.doubts.dirs[key] = d
			d.answered = !r.probe(at, d)
		}
		if !d.answered {
			d.held = append(d.held, v)
			r.doubts.heldBytes += v.bytes()
			return true
		}
	}
	return false
}

func directoryKey(u weburl.URL) string { return u.Origin() + directoryOf(u) }

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
	doc, final := v.document, v.answer.Final.WithoutFragment()
	// An application that makes every page by script looks the same everywhere.
	if doc != nil && okay(v.answer) && !doc.ScriptOnly && v.answer.Wall == "" {
		if len(v.answer.Hops) < 2 {
			d.catchAll, d.likeness, d.title = true, doc.Likeness, doc.Title
		} else if !strings.Contains(final.Path(), r.doubts.name) {
			d.landing = final.Key()
		}
	}
	r.lost(v)
	held := d.held
	d.held = nil
	for _, v := range held {
		r.doubts.heldBytes -= v.bytes()
		if !r.hold(v) { // by the other directory
			r.checked(v, now)
		}
	}
}

// suspicion is the note that a page earns which looks like a missing one.
func (r *run) suspicion(v *visit) (result.Note, bool) {
	if v.document == nil || !v.internal || !okay(v.answer) {
		return result.Note{}, false
	}
	doc, at := v.document, v.answer.Final.WithoutFragment()
	suspect := func(format string, args ...any) (result.Note, bool) {
		return result.Note{Outcome: outcome.Soft404, Detail: fmt.Sprintf(format, args...)}, true
	}
	if v.job.ID != startID {
		if d := r.doubts.dirs[directoryKey(at)]; d != nil && d.catchAll && r.sameTitle(doc.Title, at, d) &&
			extract.Alike(doc.Likeness, d.likeness) >= alikeness {
			return suspect("looks like %s, which can't exist", d.probe)
		}
		if d := r.doubts.dirs[directoryKey(v.url)]; d != nil && d.landing == at.Key() && len(v.answer.Hops) > 1 {
			return suspect("sent on to %s, as is %s, which can't exist", d.landing, d.probe)
		}
	}
	if doc.Words < errorWords && notFoundTitle.MatchString(doc.Title) {
		return suspect("titled %q", doc.Title)
	}
	return result.Note{}, false
}

// sameTitle compares the title of a page with the one that an address which
// can't exist got. Some sites put the address that was asked for into it.
func (r *run) sameTitle(title string, at weburl.URL, d *directory) bool {
	return title == d.title || title == strings.Replace(d.title, r.doubts.name, path.Base(at.Path()), 1)
}

// notFoundTitle matches what content management systems call their error pages.
var notFoundTitle = regexp.MustCompile(`(?i)\b(error 404|404 (error|not found)|page not found|seite nicht gefunden|page introuvable|página no encontrada|pagina non trovata)\b`)
