// Package soft404 recognises pages that say "not found" with the status of
// success (check 92), and sites whose error page leads nowhere (check 95).
//
// For each directory of a site one address is requested that can't exist, the
// probe. If the answer is an error, the pages of the directory are trusted. If it
// is a page, every page of the directory that looks like it is suspected; if it
// redirects to a page, every address is that redirects to the same page. Until the
// answer is there, the caller defers the pages of that directory. A suspicion never
// makes a page broken.
//
// The package must not know how addresses are requested: it tells its caller which
// probe to send and is handed the answer.
package soft404

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"regexp"
	"strings"

	"sitewell/scanner/extract"
	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// Page is what the detector must know of an answer.
type Page struct {
	URL      weburl.URL // that was requested
	Answer   *fetch.Answer
	Document *extract.Document // nil if the answer is not a page
	Internal bool
	IsStart  bool // it is the page that the scan began with
}

// isDelivered reports whether a page of the site was delivered with status 2xx.
func (p *Page) isDelivered() bool {
	return p.Document != nil && p.Internal && p.Answer.Status/100 == 2
}

func (p *Page) isRedirected() bool { return len(p.Answer.Hops) > 1 }

// Probe is a request for an address that can't exist.
type Probe struct {
	URL       weburl.URL
	Directory string // that the answer is about, as HandleProbe wants it
}

// Detector knows the directories of one site. The type parameter is what the
// caller defers until the answer to a probe is there. It is not safe for
// concurrent use.
type Detector[D any] struct {
	probeName     string // the last path segment of all probes
	mayRequest    func(weburl.URL) bool
	isInternal    func(weburl.URL) bool
	directories   map[string]*directory[D]
	probes        int // that were sent
	deferredPages int
	deferredBytes int // of all these pages together
	errorPage     errorPage
}

type directory[D any] struct {
	isAnswered bool
	probe      string // address of the probe
	// catchAll: the probe was answered with a page, with this likeness and title.
	catchAll bool
	likeness uint64
	title    string
	landing  string // address that the probe was redirected to, or ""
	deferred []deferred[D]
}

type deferred[D any] struct {
	value D
	bytes int
}

// Size is what a page takes in memory while it is deferred.
type Size struct{ Links, Bytes int }

const (
	maxProbes  = 200  // directories; the pages of all others are trusted
	alikeness  = 0.75 // of two pages that show the same message
	errorWords = 120  // a page that only says "not found" has fewer words

	// Deferred pages stay in memory. A page with more links or bytes than any error
	// page is trusted at once. When all deferred pages together take too many bytes,
	// no further page should be requested before a probe is answered.
	// MaxBytes is for one page, MaxDeferredBytes for all together.
	maxLinks         = 5_000
	MaxBytes         = 2 << 20
	MaxDeferredBytes = 24 << 20
)

// Options are what a detector must know of the site.
type Options struct {
	Start weburl.URL
	// IsInternal reports whether an address belongs to the site.
	IsInternal func(weburl.URL) bool
	// MayRequest reports whether robots.txt allows a request. It is called for
	// internal addresses only.
	MayRequest func(weburl.URL) bool
}

// New returns a detector for a site. The probes are the same for every scan of
// the site, so that the results of two scans can be compared.
func New[D any](o Options) *Detector[D] {
	hash := sha256.Sum256([]byte(o.Start.Origin()))
	return &Detector[D]{
		probeName:   "no-such-page-" + hex.EncodeToString(hash[:6]),
		isInternal:  o.IsInternal,
		mayRequest:  o.MayRequest,
		directories: make(map[string]*directory[D]),
	}
}

// Defer decides whether a page must wait for a probe: that of its own directory
// or that of the directory that it redirects to. If so, it keeps value, which
// HandleProbe returns later. If probe is not nil, the caller must send it.
//
// The start page is never suspected, but it is deferred, because the probe of its
// directory also shows the error page of the site.
func (d *Detector[D]) Defer(p Page, value D, size Size) (isDeferred bool, probe *Probe) {
	if !p.isDelivered() || p.Answer.Wall != "" || p.Document.ScriptOnly && !p.IsStart || size.Links > maxLinks || size.Bytes > MaxBytes {
		return false, nil
	}
	for _, at := range [...]weburl.URL{p.URL, p.Answer.Final} {
		key := directoryKey(at)
		dir, known := d.directories[key]
		if !known {
			dir = new(directory[D])
			d.directories[key] = dir
			probe = d.newProbe(at, key)
			if probe != nil {
				dir.probe = probe.URL.Key()
			}
			dir.isAnswered = probe == nil
		}
		if !dir.isAnswered {
			dir.deferred = append(dir.deferred, deferred[D]{value, size.Bytes})
			d.deferredPages++
			d.deferredBytes += size.Bytes
			return true, probe
		}
	}
	return false, nil
}

// Deferred returns the number of pages that wait for a probe.
func (d *Detector[D]) Deferred() int { return d.deferredPages }

// DeferredBytes returns what these pages take in memory.
func (d *Detector[D]) DeferredBytes() int { return d.deferredBytes }

// IsFull reports whether the deferred pages take so much memory that no further
// page should be requested before a probe is answered.
func (d *Detector[D]) IsFull() bool { return d.deferredBytes >= MaxDeferredBytes }

func directoryKey(u weburl.URL) string { return u.Origin() + directoryOf(u) }

func directoryOf(u weburl.URL) string {
	dir := path.Dir(u.Path())
	if strings.HasSuffix(u.Path(), "/") { // the pages below it are its siblings
		dir = strings.TrimSuffix(u.Path(), "/")
	}
	return strings.TrimSuffix(dir, "/") + "/"
}

// newProbe returns the probe for the directory of an address, or nil if none may
// be sent.
func (d *Detector[D]) newProbe(at weburl.URL, directory string) *Probe {
	if d.probes >= maxProbes {
		return nil
	}
	u, err := at.Resolve(directoryOf(at) + d.probeName)
	if err != nil || !d.isInternal(u) || !d.mayRequest(u) {
		return nil
	}
	d.probes++
	return &Probe{URL: u, Directory: directory}
}

// HandleProbe judges a directory by the answer to its probe. It returns what was
// deferred until then. The caller must call Defer for each again, because a page
// may have to wait for the directory that it redirects to.
func (d *Detector[D]) HandleProbe(directory string, p Page) []D {
	dir := d.directories[directory]
	dir.isAnswered = true
	doc, final := p.Document, p.Answer.Final.WithoutFragment()
	// An application that builds every page by script looks the same everywhere.
	if p.isDelivered() && !doc.ScriptOnly && p.Answer.Wall == "" {
		if !p.isRedirected() {
			dir.catchAll, dir.likeness, dir.title = true, doc.Signature, doc.Title
		} else if !strings.Contains(final.Path(), d.probeName) {
			dir.landing = final.Key()
		}
	}
	d.judgeErrorPage(p)
	values := make([]D, len(dir.deferred))
	for i, waiting := range dir.deferred {
		values[i] = waiting.value
		d.deferredPages--
		d.deferredBytes -= waiting.bytes
	}
	dir.deferred = nil
	return values
}

// Suspicion returns the note for a page that looks like an error page, and
// whether it does.
func (d *Detector[D]) Suspicion(p Page) (result.Note, bool) {
	if !p.isDelivered() {
		return result.Note{}, false
	}
	doc, at := p.Document, p.Answer.Final.WithoutFragment()
	suspect := func(format string, args ...any) (result.Note, bool) {
		return result.Note{Outcome: outcome.Soft404, Detail: fmt.Sprintf(format, args...)}, true
	}
	if !p.IsStart {
		if dir := d.directories[directoryKey(at)]; dir != nil && dir.catchAll &&
			d.hasTitleOf(dir, doc.Title, at) && extract.Similarity(doc.Signature, dir.likeness) >= alikeness {
			return suspect("looks like %s, which can't exist", dir.probe)
		}
		if dir := d.directories[directoryKey(p.URL)]; dir != nil && dir.landing == at.Key() && p.isRedirected() {
			return suspect("sent on to %s, as is %s, which can't exist", dir.landing, dir.probe)
		}
	}
	if SaysNotFound(doc.Title, doc.Words) {
		return suspect("titled %q", doc.Title)
	}
	return result.Note{}, false
}

// SaysNotFound reports whether a page with a title and so many words only says that it
// was not found.
func SaysNotFound(title string, words int) bool {
	return words < errorWords && notFoundTitle.MatchString(title)
}

// hasTitleOf compares the title of a page with that of the answer to a probe.
// Some sites put the requested address into the title.
func (d *Detector[D]) hasTitleOf(dir *directory[D], title string, at weburl.URL) bool {
	return title == dir.title || title == strings.Replace(dir.title, d.probeName, path.Base(at.Path()), 1)
}

// notFoundTitle matches the titles that content management systems give to their
// error pages.
var notFoundTitle = regexp.MustCompile(`(?i)\b(error 404|404 (error|not found)|page not found|seite nicht gefunden|page introuvable|página no encontrada|pagina non trovata)\b`)
