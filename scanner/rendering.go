package scanner

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"sitewell/scanner/extract"
	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
	"sitewell/scanner/policy"
	"sitewell/scanner/render"
	"sitewell/scanner/result"
	"sitewell/scanner/verdict"
	"sitewell/scanner/weburl"
)

// Render says which pages of a site are shown in a browser.
type Render uint8

const (
	RenderNever Render = iota
	// RenderAuto renders pages whose own HTML looks as if scripts make their content
	// (extract.Document.ScriptSign), and pages with scripts that lack a place which links
	// name. If that adds nothing to one page, it is not done for others whose address is
	// like its.
	RenderAuto
	RenderAlways // every page
)

// renderer shows pages of the site in a browser. Its goroutines share it.
type renderer struct {
	browser *render.Browser
	log     *slog.Logger
	client  *fetch.Client
	policy  *policy.Policy // for what is safe for concurrent use
	readers readers
	options extract.Options
	// pictures is how many bytes of pictures may still be taken.
	pictures atomic.Int64
	loads    chan<- *load    // to the coordinator
	loaded   chan<- *load    // to the coordinator
	ended    <-chan struct{} // it is closed when the coordinator receives no more

	mu      sync.Mutex
	scripts map[string]*render.Response // that were loaded, as pages share them
	room    int                         // bytes that are left for scripts
}

const (
	maxScript      = 8 << 20  // bytes of one
	maxScriptBytes = 16 << 20 // of those that are kept
	// maxPictureBytes is how much room the pictures of one run of a scan take at most.
	maxPictureBytes = 4 << 20
)

// newRenderer returns the renderer of a scan, nil if nothing is rendered.
func newRenderer(e *Engine, client *fetch.Client, r *renderings, free readers) *renderer {
	if !r.rule.isEnabled {
		return nil
	}
	n := &renderer{
		log: e.log, client: client, policy: e.policy, readers: free, loads: r.loads, loaded: r.loaded,
		scripts: make(map[string]*render.Response), room: maxScriptBytes,
		options: extract.Options{StructuredData: e.opts.StructuredData},
	}
	if signedIn(e.opts) {
		n.options.Unsafe = unsafeWords
	}
	if e.opts.Pictures == PicturesAlways || e.opts.Pictures == PicturesPublic && !signedIn(e.opts) {
		n.pictures.Store(maxPictureBytes)
	}
	n.browser = render.New(render.Options{Program: e.opts.Browser, Load: n.load, UserAgent: userAgent(e.opts), Timeout: e.renderTimeout})
	return n
}

// work shows pages until there are no more. It sends each of them back.
func (r *renderer) work(ctx context.Context, pages <-chan *visit, done chan<- *visit) {
	for v := range pages {
		r.show(ctx, v)
		v.isCancelled = ctx.Err() != nil
		done <- v
	}
}

// load answers a request of a page by the client of the scan, which refuses the same
// addresses and signs in at the same origin as for any other request. What fails for a
// reason that passes is requested once more.
func (r *renderer) load(ctx context.Context, address string) (*render.Response, error) {
	u, err := weburl.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", render.ErrRefused, err)
	}
	if reason := r.policy.RefusesToLoad(u); reason != "" {
		return nil, fmt.Errorf("%w: %s", render.ErrRefused, reason)
	}
	r.mu.Lock()
	known := r.scripts[u.Key()]
	r.mu.Unlock()
	if known != nil {
		return known, nil
	}
	response, mayPass, err := r.request(ctx, u)
	if mayPass && ctx.Err() == nil {
		response, _, err = r.request(ctx, u)
	}
	return response, err
}

// request makes one request when its host may be asked. mayPass: it failed for a reason
// that often passes.
func (r *renderer) request(ctx context.Context, u weburl.URL) (_ *render.Response, mayPass bool, err error) {
	l := &load{ctx: ctx, url: u, granted: make(chan error, 1)}
	select {
	case r.loads <- l:
	case <-ctx.Done():
		return nil, false, ctx.Err()
	}
	select {
	case err := <-l.granted:
		if err != nil {
			return nil, false, err
		}
	case <-r.ended:
		return nil, false, context.Canceled
	}
	a := r.client.Fetch(ctx, fetch.Request{URL: u, Method: http.MethodGet, Internal: r.policy.IsInternal(u), Want: fetch.WantAll, MaxBody: maxScript, UserAgent: r.browser.UserAgent()})
	response := &render.Response{Status: a.Status, Header: a.Header, Body: bytes.Clone(a.Body)}
	a.Release()
	l.answer = a
	select {
	case r.loaded <- l:
	case <-r.ended:
	}
	var refusal *fetch.Refusal
	switch {
	case errors.As(a.Err, &refusal):
		return nil, false, fmt.Errorf("%w: %s", render.ErrRefused, refusal.Reason)
	case a.Outcome == outcome.AddressPrivate, a.Outcome == outcome.AddressLocalhost:
		return nil, false, fmt.Errorf("%w: the address belongs to a private network", render.ErrRefused)
	case a.Status == 0 || a.Cut || a.Truncated:
		return nil, verdict.IsTransient(outcomeOf(a)), fmt.Errorf("load for a page: %s", a.Outcome)
	}
	r.keep(u, a.ContentType, response)
	return response, verdict.IsTransient(outcomeOf(a)), nil
}

// keep keeps a script or style sheet for further pages, if there is room. Data may be
// different each time.
func (r *renderer) keep(u weburl.URL, media string, response *render.Response) {
	if response.Status != http.StatusOK || media != "text/css" && !strings.HasSuffix(media, "javascript") {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(response.Body) <= r.room {
		r.room -= len(response.Body)
		r.scripts[u.Key()] = response
	}
}

// show shows a page, and adds what its scripts made to what was read of it.
func (r *renderer) show(ctx context.Context, v *visit) {
	v.rendering = &result.Rendering{Why: v.renderAs.why}
	document := v.renderAs.document
	v.renderAs.document = nil
	var made *shownPage
	var page *render.Page
	var err, readErr error
	if r.pictures.Load() <= 0 {
		if page, err = r.browser.Render(ctx, v.answer.Final.String(), document); err == nil {
			made, readErr = r.read(v, page)
		}
	} else {
		page, err = r.browser.RenderWithPicture(ctx, v.answer.Final.String(), document, func(page *render.Page) bool {
			made, readErr = r.read(v, page)
			return readErr == nil && made.hasProblem(v)
		})
	}
	if err == nil {
		err = readErr
	}
	if err != nil {
		v.rendering.NotShown = render.Reason(err)
		r.log.Warn("page not shown in the browser", "url", v.answer.Final.String(), "error", err)
		return
	}
	v.add(made)
	if page.Picture != nil {
		r.pictures.Add(-int64(len(page.Picture)))
		v.picture = page.Picture
	}
}

// shownPage is what scripts made of a page.
type shownPage struct {
	document  *extract.Document // without links
	links     []result.Link
	rendering result.Rendering // as far as it follows from the page
	failed    []render.FailedRequest
}

// read reads what scripts made of a page.
func (r *renderer) read(v *visit, page *render.Page) (*shownPage, error) {
	at, err := weburl.Parse(page.URL)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", render.ErrConfused, err)
	}
	reader := <-r.readers
	defer func() { r.readers <- reader }()
	reader.Options = r.options
	made := &shownPage{document: reader.HTML([]byte(page.HTML), at.WithoutFragment(), "text/html; charset=utf-8"), failed: page.Failed}
	made.links = slices.Clone(made.document.Links)
	made.document.Links = nil
	for _, frame := range page.Frames {
		made.links = append(made.links, reader.HTML([]byte(frame), at.WithoutFragment(), "text/html; charset=utf-8").Links...)
	}
	for _, address := range page.Moved {
		if u, err := weburl.Parse(address); err == nil {
			made.links = append(made.links, result.Link{URL: u.WithoutFragment().Key(), Kind: result.KindPage, Element: "location"})
		}
	}
	describeRendered(&made.rendering, v.document, made.document)
	describeRequests(&made.rendering, page)
	return made, nil
}

// hasProblem reports whether a visitor sees the page with a problem, as far as that is known
// while it is shown.
func (p *shownPage) hasProblem(v *visit) bool {
	isMissing := func(place string) bool {
		return !extract.HasAnchor(v.document.Anchors, place) && !extract.HasAnchor(p.document.Anchors, place)
	}
	n := &p.rendering
	return slices.ContainsFunc(v.renderAs.places, isMissing) || len(n.Failed) > 0 || len(n.Mixed) > 0 || n.IsErrorPage || v.answer.Status >= 400
}

// add adds what scripts made of a page.
func (v *visit) add(made *shownPage) {
	why := v.rendering.Why
	*v.rendering = made.rendering
	v.rendering.Why = why
	v.rendering.Links = v.addRenderedLinks(made.links)
	v.rendering.Places = v.addRenderedPlaces(made.document)
	v.addRequests(made.failed)
	v.isBlank = v.isBlank && made.document.Words == 0 && len(made.links) == 0
}

// addRenderedLinks adds the links that scripts made, and returns how many are new.
func (v *visit) addRenderedLinks(found []result.Link) int {
	type target struct {
		url, fragment string
		kind          result.Kind
	}
	known := make(map[target]bool, len(v.links))
	for i := range v.links {
		known[target{v.links[i].URL, v.links[i].Fragment, v.links[i].Kind}] = true
	}
	var links []result.Link
	for _, l := range found {
		t := target{l.URL, l.Fragment, l.Kind}
		if known[t] {
			continue
		}
		known[t] = true
		l.Element, l.Line = l.Element+result.ByScript, 0
		links = append(links, l)
	}
	v.addLinks(links, 0)
	v.document.Links = append(slices.Clip(v.document.Links), links...)
	v.isFoundByScript = v.isFoundByScript || len(links) > 0
	return len(links)
}

// addRenderedPlaces adds the places that scripts made, and returns how many are new.
func (v *visit) addRenderedPlaces(d *extract.Document) int {
	before := len(v.document.Anchors)
	all := slices.Concat(v.document.Anchors, d.Anchors)
	slices.Sort(all)
	v.document.Anchors = slices.Compact(all)
	v.document.AnchorsCut = v.document.AnchorsCut || d.AnchorsCut
	return len(v.document.Anchors) - before
}

// addRequests adds requests of scripts that failed to the links of a page, so that they
// are checked like anything else.
func (v *visit) addRequests(failed []render.FailedRequest) {
	known := make(map[string]bool, len(v.links))
	for i := range v.links {
		known[v.links[i].URL] = true
	}
	var links []result.Link
	for _, f := range failed {
		u, err := weburl.Parse(f.URL)
		if err != nil || known[u.WithoutFragment().Key()] {
			continue
		}
		key := u.WithoutFragment().Key()
		known[key] = true
		links = append(links, result.Link{URL: key, Kind: result.KindRequest, Element: "request" + result.ByScript})
	}
	v.addLinks(links, 0)
}
