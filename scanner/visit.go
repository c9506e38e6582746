package scanner

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/semaphore"

	"sitewell/scanner/extract"
	"sitewell/scanner/fetch"
	"sitewell/scanner/frontier"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/sitemap"
	"sitewell/scanner/weburl"
)

// task is what a worker is asked to do. It carries all that the worker needs,
// so that workers share nothing with the coordinator.
type task struct {
	job      frontier.Job // zero for what has no address of its own
	purpose  purpose
	url      weburl.URL
	kind     result.Kind
	internal bool
	read     bool // its links, or its anchors where it is not internal
	byGet    bool // not by HEAD, though it is another site's
	// look: it is the first page of another site, so see whether there still is
	// a site behind the name.
	look bool
	// structured: the addresses in JSON-LD count as links (check 29).
	structured bool
	referer    weburl.URL
	// directory whose honesty is asked about, for toProbe.
	directory *directory
}

// wantsSiteMap reports whether a body may be as large as a site map.
func (t *task) wantsSiteMap() bool {
	return t.purpose == toFindSiteMap || t.purpose == toCheck && t.kind == result.KindSitemap
}

type purpose uint8

const (
	toCheck       purpose = iota // an address
	toAnchor                     // an address once more, for its anchors
	toRobots                     // the robots.txt of a host
	toFindSiteMap                // the usual place of a site map that nobody named
	toProbe                      // an address that can't exist
	toAskHome                    // whether the site answers at all
)

// visit is what came of a task.
type visit struct {
	task
	answer   *fetch.Answer
	media    string // of the body by header and first bytes, "" where none was read
	document *extract.Document
	links    []result.Link // of a page, style sheet or site map, and of the header
	omitted  int           // links of it past the limits of one page
	siteMap  *sitemap.Map
	unsure   bool // the answer to HEAD, which decides nothing
	// signInForm: the start address refuses with a form to sign in.
	signInForm bool
	blank      bool
	mistyped   string // what is wrong with the type that the header names, "" for nothing
	parked     string // by what this is the page of a domain for sale, "" where it is not
	cut        bool   // ctx ended before there was an answer
}

// bytes is about what a page takes in memory that was read.
func (v *visit) bytes() int {
	n := checkBytes
	if v.document != nil {
		n += 8 * len(v.document.Anchors)
	}
	for i := range v.links {
		n += bytesOf(&v.links[i])
	}
	return n
}

// bytesOf is about what a link takes in memory.
func bytesOf(l *result.Link) int { return linkBytes + len(l.URL) + len(l.Text) + len(l.Fragment) }

// worker asks and reads, one task after another.
type worker struct {
	client  *fetch.Client
	readers readers
	// siteMaps has room for the one site map that is under way, of up to 50 MB.
	siteMaps chan struct{}
	reader   *extract.Reader     // that it has taken from readers
	bodies   *semaphore.Weighted // bytes that large bodies may take, shared by all workers
	share    *share              // of that, nil for none
}

// maxBodies is how many bytes the large bodies and what is taken out of them may
// take together, roughly. A single one that is larger takes all of it.
const maxBodies = 48 << 20

// share is what the body of one task has of the memory for large bodies. An
// exchange that was left behind may ask for it when the task is long done.
type share struct {
	of *semaphore.Weighted

	mu    sync.Mutex
	bytes int64
	over  bool
}

// reserve waits until there is room for a body. A chain of requests has one body
// at a time, so what it had before is given back first.
func (s *share) reserve(ctx context.Context, bytes int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.of.Release(s.bytes)
	s.bytes = 0
	if s.over {
		return context.Canceled
	}
	bytes = min(bytes, maxBodies)
	if err := s.of.Acquire(ctx, bytes); err != nil {
		return err
	}
	s.bytes = bytes
	return nil
}

// release gives back what the task has.
func (s *share) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.of.Release(s.bytes)
	s.bytes, s.over = 0, true
}

// readers are what pages are read with, shared by all workers: as many as can
// run at once, since each keeps buffers that are as large as pages are.
type readers chan *extract.Reader

func newReaders() readers {
	n := runtime.GOMAXPROCS(0)
	free := make(readers, n)
	for range n {
		free <- new(extract.Reader)
	}
	return free
}

// work does tasks until there are no more. It sends exactly one visit for
// each task. A page that was read keeps its reader until the coordinator takes
// it in, so that few of them pile up in memory while the writer catches up.
func (w *worker) work(ctx context.Context, tasks <-chan task, visits chan<- *visit) {
	for t := range tasks {
		if t.wantsSiteMap() {
			w.siteMaps <- struct{}{}
		}
		visits <- w.perform(ctx, t)
		if w.reader != nil {
			w.readers <- w.reader
			w.reader = nil
		}
		w.share.release()
		if t.wantsSiteMap() {
			<-w.siteMaps
		}
	}
}

func (w *worker) perform(ctx context.Context, t task) *visit {
	v := &visit{task: t}
	w.share = &share{of: w.bodies}
	request := fetch.Request{Reserve: w.share.reserve, URL: t.url, Method: http.MethodGet, Internal: t.internal, Referer: t.referer}
	switch {
	case t.purpose == toRobots:
		request.Want = fetch.WantAll
	case t.wantsSiteMap():
		request.Want, request.MaxBody = fetch.WantAll, sitemap.MaxSize+1 // one more shows that it was too large
	case t.read:
		request.Want = fetch.WantPage
	}
	if t.internal || t.read || t.look || t.byGet {
		request.AfterHead = t.byGet && t.job.Try == 0
		v.answer = w.client.Fetch(ctx, request)
	} else {
		v.answer, v.unsure = w.client.Probe(ctx, request)
	}
	if request.Want == fetch.WantPage && t.purpose != toProbe {
		// All that is of interest of a page is taken out of it here. How the site
		// answers where nothing can be is judged by the coordinator.
		defer v.answer.Release()
	}
	if ctx.Err() != nil && v.answer.Outcome == outcome.Cancelled {
		v.cut = true
		return v
	}
	if !t.internal || t.job.ID == startID {
		v.parked = parkedBy(v.answer)
	}
	if v.answer.Status/100 == 2 {
		w.read(v)
	}
	if v.answer.Status == 403 && t.job.ID == startID {
		v.signInForm = passwordField.Match(v.answer.Body)
	}
	return v
}

// passwordField finds the field of a form to sign in with.
var passwordField = regexp.MustCompile(`(?i)<input\b[^>]*\btype\s*=\s*["']?password\b`)

// read takes the links, anchors and other facts out of what was delivered.
func (w *worker) read(v *visit) {
	a := v.answer
	if v.purpose == toRobots {
		return
	}
	if v.internal && v.read {
		v.links = extract.Header(a.Header, a.Final)
	}
	if len(a.Body) == 0 {
		v.blank = v.read && a.Whole()
		v.media = a.ContentType
		return
	}
	declared := a.TypeField()
	media, wrong := extract.Sniff(declared, a.Body)
	v.media = media
	if wrong && !slices.ContainsFunc(a.Notes, func(n result.Note) bool { return n.Outcome == outcome.BadCompression }) {
		v.mistyped = mistyped(declared, media)
	}
	switch {
	case v.kind == result.KindSitemap:
		if m, err := sitemap.Parse(a.Body, a.Final); err == nil {
			v.siteMap, v.omitted = m, m.Omitted()
		}
		a.Release() // it may be large, and nothing else is of interest
		return
	case !v.read || a.Wall != "":
		return
	}
	w.reader = <-w.readers
	w.reader.Options = extract.Options{StructuredData: v.structured}
	switch v.media {
	case "text/html", "application/xhtml+xml", "image/svg+xml":
		v.document = w.reader.HTML(a.Body, a.Final, declared)
		v.blank = a.Whole() && v.document.Words == 0 && len(v.document.Links) == 0 && !v.document.ScriptOnly && !v.document.Frameset && !v.document.Login
		if v.internal { // of another site's page none is of interest
			v.addLinks(v.document.Links, v.document.Omitted)
		} else {
			v.document.Links = nil
		}
	case "text/css":
		v.addLinks(extract.CSS(a.Body, a.Final, declared))
	}
}

// addLinks takes in the links of a body, behind those of the header.
func (v *visit) addLinks(links []result.Link, omitted int) {
	if len(v.links) > 0 {
		links = append(v.links, links...)
	}
	kept := min(len(links), extract.MaxLinks)
	v.links, v.omitted = links[:kept], omitted+len(links)-kept
}

// mistyped says what is wrong with a Content-Type (check 40).
func mistyped(declared, media string) string {
	if strings.TrimSpace(declared) == "" {
		return "no Content-Type, the body is " + media
	}
	return fmt.Sprintf("Content-Type says %s, the body is %s", declared, media)
}
