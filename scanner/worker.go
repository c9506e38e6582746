package scanner

import (
	"context"
	"fmt"
	"net/http"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"sitewell/scanner/extract"
	"sitewell/scanner/fetch"
	"sitewell/scanner/frontier"
	"sitewell/scanner/memlimit"
	"sitewell/scanner/outcome"
	"sitewell/scanner/parked"
	"sitewell/scanner/result"
	"sitewell/scanner/sitemap"
	"sitewell/scanner/verdict"
	"sitewell/scanner/weburl"
)

// task is what a worker must do. It contains everything that the worker needs, so
// that workers share nothing with the coordinator.
type task struct {
	job          frontier.Job // zero for an auxiliary request, until it has a slot of its host
	purpose      purpose
	url          weburl.URL
	kind         result.Kind
	internal     bool
	wantsContent bool // read the links of a page of the site, or the anchors of any other page
	byGet        bool // use GET, although it belongs to another site
	// isSample: it is the first page of another site, which shows whether the
	// domain is parked; see package parked.
	isSample bool
	// structuredData: the addresses in JSON-LD count as links (check 29).
	structuredData bool
	signedIn       bool   // what links say they do counts
	isStart        bool   // it is the address that the scan began with
	isListed       bool   // it is one of a list
	directory      string // of a soft 404 probe
	// isForPlace: a link names a place that the HTML of the page does not have, and its
	// scripts may make it.
	isForPlace bool
	// paused is the answer to url so far, a redirect to next, which is requested or
	// refused; nil if url was not requested yet. See redirects.
	paused  *fetch.Answer
	refusal error // of fetch.Client.Refuse; nil: next is requested
}

// next returns the address that is requested next.
func (t *task) next() weburl.URL {
	if t.paused != nil {
		return t.paused.Final
	}
	return t.url
}

// purpose is what a task is for.
type purpose uint8

const (
	checkAddress   purpose = iota
	requestAnchors         // request an address once more, for its anchors
	requestRobots          // request the robots.txt of a host
	requestSitemap         // request the usual place of a sitemap that nothing names
	probeSoft404           // request an address that can't exist
	probeNetwork           // find out whether the site answers at all
	probeBan               // find out whether a host of the site refuses everything
	probeHome              // find out whether the home page of another site works
)

// isAuxiliary reports whether a task has no address to check.
func (t *task) isAuxiliary() bool { return t.purpose != checkAddress && t.purpose != requestAnchors }

// wantsSitemap reports whether a body may be as large as a sitemap.
func (t *task) wantsSitemap() bool {
	return t.purpose == requestSitemap || t.purpose == checkAddress && t.kind == result.KindSitemap
}

// visit is what came of a task.
type visit struct {
	task
	answer   *fetch.Answer
	media    string // of the body, by header and first bytes; "" if none was read
	document *extract.Document
	links    []result.Link // of a page, style sheet or sitemap, and of the header
	omitted  int           // links beyond the limits of one page
	sitemap  *sitemap.Map
	// isUndecided: this is an answer to HEAD that does not show whether the address
	// works.
	isUndecided bool
	// hasSignInForm: the start address was refused with a form to sign in.
	hasSignInForm  bool
	isBlank        bool
	wrongType      string            // what is wrong with the Content-Type, "" for nothing
	parkedSign     string            // see parked.Sign
	isUncloaked    bool              // it is known whether its host hides it; see package cloaking
	isPlainRefusal bool              // its host does not refuse everything; see bans
	isCutOff       bool              // all other sites fail like this one; see cutOff
	renderAs       *renderOrder      // how the page is to be shown in a browser; nil: it is not
	rendering      *result.Rendering // what came of that, nil if it was not considered
	picture        []byte            // JPEG of the page in the browser, nil for none
	// isFoundByScript: the page has links that scripts made.
	isFoundByScript bool
	isCancelled     bool // ctx ended before there was an answer
}

// bytes returns roughly what a page that was read takes in memory.
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

// bytesOf returns roughly what a link takes in memory.
func bytesOf(l *result.Link) int { return linkBytes + len(l.URL) + len(l.Text) + len(l.Fragment) }

// worker requests and reads, one task after another.
type worker struct {
	client  *fetch.Client
	readers readers
	// sitemaps has room for the one site map that is under way, of up to 50 MB.
	sitemaps chan struct{}
	reader   *extract.Reader  // taken from readers, or nil
	bodies   *memlimit.Bodies // memory for large bodies, shared by all workers
	share    *memlimit.Share  // of the task that is performed
	renders  renderRule       // which pages are to be shown in a browser
}

// readers are shared by all workers. There are only as many as can run at once,
// because each keeps buffers that are as large as pages.
type readers chan *extract.Reader

func newReaders() readers {
	n := runtime.GOMAXPROCS(0)
	free := make(readers, n)
	for range n {
		free <- new(extract.Reader)
	}
	return free
}

// work performs tasks until there are no more. It sends exactly one visit for each
// task. A worker keeps its reader until the coordinator has received the page, so
// that only few pages wait in memory while the writer catches up.
func (w *worker) work(ctx context.Context, tasks <-chan task, visits chan<- *visit) {
	for t := range tasks {
		if t.wantsSitemap() {
			w.sitemaps <- struct{}{}
		}
		visits <- w.perform(ctx, t)
		if w.reader != nil {
			w.readers <- w.reader
			w.reader = nil
		}
		w.share.Release()
		if t.wantsSitemap() {
			<-w.sitemaps
		}
	}
}

func (w *worker) perform(ctx context.Context, t task) *visit {
	v := &visit{task: t}
	w.share = w.bodies.NewShare()
	request := fetch.Request{Reserve: w.share.Reserve, URL: t.url, Method: http.MethodGet, Internal: t.internal, Pause: true}
	switch {
	case t.purpose == requestRobots:
		request.Want = fetch.WantAll
	case t.wantsSitemap():
		request.Want, request.MaxBody = fetch.WantAll, sitemap.MaxSize+1 // one more shows that it was too large
	case t.wantsContent && isManifest(&t):
		request.Want, request.MaxBody = fetch.WantAll, maxManifest
	case t.wantsContent:
		request.Want = fetch.WantPage
	}
	request.AfterHead = t.byGet && t.job.Try == 0
	switch {
	case t.refusal != nil:
		v.answer = w.client.Refuse(ctx, request, t.paused, t.refusal)
	case t.paused != nil:
		v.answer, v.isUndecided = w.client.Resume(ctx, request, t.paused)
	case t.internal || t.wantsContent || t.isSample || t.byGet || t.purpose == probeHome:
		v.answer = w.client.Fetch(ctx, request)
	default:
		v.answer, v.isUndecided = w.client.Probe(ctx, request)
	}
	v.paused, v.refusal = nil, nil
	if v.answer.IsPaused() {
		return v
	}
	if a := v.answer; a.Evidence.Method == http.MethodHead && a.Status/100 == 2 {
		// That browsers refuse the type has to be proved by GET (check 60).
		v.isUndecided = verdict.IsRefused(t.kind, extract.DeclaredType(a.ContentTypeField()), isNoSniff(a.Header))
	}
	if request.Want == fetch.WantPage && t.purpose != probeSoft404 {
		// Everything of interest is read from a page here, except for the answer to a
		// soft 404 probe, which the coordinator needs.
		defer v.answer.Release()
	}
	if ctx.Err() != nil && v.answer.Outcome == outcome.Cancelled {
		v.isCancelled = true
		return v
	}
	if !t.internal || t.isStart || t.isListed {
		v.parkedSign = parked.Sign(v.answer)
	}
	if v.answer.Status/100 == 2 {
		w.read(v)
		v.renderAs = w.renders.orderFor(v)
	}
	if v.answer.Status == 403 && t.isStart {
		v.hasSignInForm = passwordField.Match(v.answer.Body)
	}
	return v
}

// passwordField matches the field for a password in a form.
var passwordField = regexp.MustCompile(`(?i)<input\b[^>]*\btype\s*=\s*["']?password\b`)

// read reads the links, anchors and other facts from what was delivered.
func (w *worker) read(v *visit) {
	a := v.answer
	if v.purpose == requestRobots {
		return
	}
	if v.internal && v.wantsContent {
		v.links = extract.Header(a.Header, a.Final)
	}
	if len(a.Body) == 0 {
		v.isBlank = v.wantsContent && a.IsComplete()
		v.media = a.ContentType
		return
	}
	declared := a.ContentTypeField()
	media, wrong := extract.Sniff(declared, a.Body)
	v.media = media
	if wrong && !slices.ContainsFunc(a.Notes, func(n result.Note) bool { return n.Outcome == outcome.BadCompression }) {
		v.wrongType = describeWrongType(declared, media)
	}
	switch {
	case v.kind == result.KindSitemap:
		if m, err := sitemap.Parse(a.Body, a.Final); err == nil {
			v.sitemap, v.omitted = m, m.Omitted()
		}
		a.Release() // it may be large, and is not needed any more
		return
	case !v.wantsContent || a.Wall != "" || isAttachment(a):
		return
	}
	if isManifest(&v.task) && !a.Cut {
		v.addLinks(extract.Manifest(a.Body, a.Final))
		return
	}
	w.reader = <-w.readers
	w.setReader(v)
	switch v.media {
	case "text/html", "application/xhtml+xml", "image/svg+xml":
		v.document = w.reader.HTML(a.Body, a.Final, declared)
		v.isBlank = a.IsComplete() && v.document.Words == 0 && len(v.document.Links) == 0 && !v.document.ScriptOnly && !v.document.Frameset && !v.document.Login
		if v.internal { // the links of other sites are of no interest
			v.addLinks(v.document.Links, v.document.Omitted)
		} else {
			v.document.Links = nil
		}
	case "text/css":
		v.addLinks(extract.CSS(a.Body, a.Final, declared))
	}
}

// setReader sets what the reader reads.
func (w *worker) setReader(v *visit) {
	w.reader.Options = extract.Options{StructuredData: v.structuredData}
	if v.signedIn && v.internal {
		w.reader.Options.Unsafe = unsafeWords
	}
}

// maxManifest is how many bytes a web manifest may have to be read.
const maxManifest = 1 << 20

// isManifest reports whether a task is for a web manifest. What it is called decides,
// since many servers do not know its type, and other files that a head names are of
// any size.
func isManifest(t *task) bool {
	return t.kind == result.KindMeta && strings.Contains(strings.ToLower(path.Base(t.url.Path())), "manifest")
}

// addLinks adds the links of a body after those of the header.
func (v *visit) addLinks(links []result.Link, omitted int) {
	if len(v.links) > 0 {
		links = append(v.links, links...)
	}
	kept := min(len(links), extract.MaxLinks)
	v.links, v.omitted = links[:kept], omitted+len(links)-kept
}

// isAttachment reports whether browsers save an answer in place of showing it, so
// that it is no page, whatever its type (RFC 6266 §4.2; HTML, "navigate" by download).
func isAttachment(a *fetch.Answer) bool {
	kind, _, _ := strings.Cut(a.Header.Get("Content-Disposition"), ";")
	return strings.EqualFold(strings.TrimSpace(kind), "attachment")
}

// describeWrongType says what is wrong with a Content-Type (check 40).
func describeWrongType(declared, media string) string {
	if strings.TrimSpace(declared) == "" {
		return "no Content-Type, the body is " + media
	}
	return fmt.Sprintf("Content-Type says %s, the body is %s", declared, media)
}
