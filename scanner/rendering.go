package scanner

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"sitewell/scanner/extract"
	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
	"sitewell/scanner/policy"
	"sitewell/scanner/render"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// Render says which pages of a site are shown in a browser.
type Render uint8

const (
	RenderNever Render = iota
	// RenderAuto renders pages whose own HTML looks as if scripts make their content
	// (extract.Document.ScriptSign). If that adds nothing to one page, it is not done
	// for others whose address is like its.
	RenderAuto
	RenderAlways // every page
)

// byScript is added to the element of a link that is not in the HTML of its page.
const byScript = ", found by script"

// renderer shows pages of the site in a browser. All workers share it; it is safe for
// concurrent use.
type renderer struct {
	browser *render.Browser
	always  bool
	client  *fetch.Client
	policy  *policy.Policy // for what is safe for concurrent use
	loads   chan struct{}  // has room for the requests of scripts that may be under way

	mu       sync.Mutex
	patterns map[string]*pagePattern
	scripts  map[string]*render.Response // that were loaded, as pages share them
	room     int                         // bytes that are left for scripts
}

// pagePattern is what is known of the pages whose addresses are alike.
type pagePattern struct {
	mu        sync.Mutex // held while the first of them is shown
	isSampled bool
	isStatic  bool // scripts add no links to them
}

const (
	loadsAtOnce    = 4
	maxScript      = 8 << 20  // bytes of one
	maxScriptBytes = 16 << 20 // of those that are kept
)

// newRenderer returns the renderer of a scan, nil if nothing is rendered.
func newRenderer(e *Engine, client *fetch.Client) *renderer {
	if e.opts.Render == RenderNever || e.opts.Browser == "" || e.opts.listed != nil {
		return nil
	}
	r := &renderer{
		always: e.opts.Render == RenderAlways, client: client, policy: e.policy, loads: make(chan struct{}, loadsAtOnce),
		patterns: make(map[string]*pagePattern), scripts: make(map[string]*render.Response), room: maxScriptBytes,
	}
	r.browser = render.New(render.Options{Program: e.opts.Browser, Load: r.load, Timeout: e.renderTimeout})
	return r
}

// close ends the browser.
func (r *renderer) close() {
	if r != nil {
		r.browser.Close()
	}
}

// load answers a request of a page by the client of the scan, which refuses the same
// addresses and signs in at the same origin as for any other request.
func (r *renderer) load(ctx context.Context, address string) (*render.Response, error) {
	u, err := weburl.Parse(address)
	if err != nil || !r.policy.MayLoad(u) {
		return nil, render.ErrRefused
	}
	r.mu.Lock()
	known := r.scripts[u.Key()]
	r.mu.Unlock()
	if known != nil {
		return known, nil
	}
	select {
	case r.loads <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-r.loads }()
	a := r.client.Fetch(ctx, fetch.Request{URL: u, Method: http.MethodGet, Internal: r.policy.IsInternal(u), Want: fetch.WantAll, MaxBody: maxScript})
	defer a.Release()
	var refusal *fetch.Refusal
	switch {
	case errors.As(a.Err, &refusal), a.Outcome == outcome.AddressPrivate, a.Outcome == outcome.AddressLocalhost:
		return nil, render.ErrRefused
	case a.Status == 0 || a.Cut || a.Truncated:
		return nil, fmt.Errorf("load for a page: %s", a.Outcome)
	}
	response := &render.Response{Status: a.Status, Header: a.Header, Body: bytes.Clone(a.Body)}
	r.keep(u, a.ContentType, response)
	return response, nil
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

// patternOf returns the pattern of a page's address: its host and folder. Numbers in
// folders do not matter.
func patternOf(u weburl.URL) string {
	segments := strings.Split(u.Path(), "/")
	for i, segment := range segments {
		if i == len(segments)-1 && segment != "" || strings.ContainsAny(segment, "0123456789") {
			segments[i] = "*"
		}
	}
	return u.Hostname() + strings.Join(segments, "/")
}

// pattern returns what is known of the pages that are like one.
func (r *renderer) pattern(name string) *pagePattern {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.patterns[name]
	if p == nil {
		p = &pagePattern{}
		r.patterns[name] = p
	}
	return p
}

// why returns why a page is to be rendered, "" if it is not.
func (r *renderer) why(v *visit) string {
	if r == nil || !v.internal || v.purpose != checkAddress || v.document == nil || v.media != "text/html" || !r.policy.IsInternal(v.answer.Final) {
		return ""
	}
	if v.document.ScriptSign == "" && r.always {
		return "this scan does so with every page"
	}
	return v.document.ScriptSign
}

// render adds what scripts make of a page to what was read of it. What it did and why is
// evidence. If ctx ends meanwhile, the page waits for the next run.
func (w *worker) render(ctx context.Context, v *visit) {
	why := w.renderer.why(v)
	if why == "" {
		return
	}
	defer func() { v.isCancelled = ctx.Err() != nil }()
	if w.reader != nil { // others can read meanwhile
		w.readers <- w.reader
		w.reader = nil
	}
	if w.renderer.always {
		v.rendering, _ = w.show(ctx, v, why)
		return
	}
	name := patternOf(v.answer.Final)
	p := w.renderer.pattern(name)
	p.mu.Lock()
	isSample := !p.isSampled
	if !isSample {
		p.mu.Unlock()
	}
	switch {
	case isSample:
		var added int
		v.rendering, added = w.show(ctx, v, why)
		p.isSampled, p.isStatic = ctx.Err() == nil, added == 0
		p.mu.Unlock()
	case p.isStatic:
		v.rendering = "not shown in a browser, although " + why + ": scripts added no links to another page like " + name
	default:
		v.rendering, _ = w.show(ctx, v, why)
	}
}

// show shows a page in the browser. It returns what came of it in words, and how many
// links were added.
func (w *worker) show(ctx context.Context, v *visit, why string) (said string, added int) {
	a := v.answer
	said = "shown in a browser, because " + why + ": "
	page, err := w.renderer.browser.Render(ctx, a.Final.String(), &render.Response{Status: a.Status, Header: a.Header, Body: a.Body})
	if err != nil {
		return said + err.Error(), 0
	}
	at, err := weburl.Parse(page.URL)
	if err != nil {
		return said + err.Error(), 0
	}
	w.reader = <-w.readers
	w.setReader(v)
	added = v.addRendered(w.reader.HTML([]byte(page.HTML), at.WithoutFragment(), "text/html; charset=utf-8"), page.Moved)
	said += fmt.Sprintf("scripts added %d links", added)
	for _, f := range page.Failed {
		said += fmt.Sprintf("; %s %s failed", strings.ToLower(f.Kind), f.URL)
		if f.Status != 0 {
			said += fmt.Sprintf(" with status %d", f.Status)
		}
	}
	for _, text := range page.Errors {
		said += "; " + text
	}
	said = strings.ToValidUTF8(said[:min(len(said), maxRendering)], "")
	return said, added
}

// maxRendering is how many bytes are kept of what came of a page in the browser.
const maxRendering = 2000

// addRendered adds the links and places of a page that scripts made, and the addresses
// that scripts wanted to go to. It returns how many links are new.
func (v *visit) addRendered(d *extract.Document, moved []string) (added int) {
	type target struct {
		url, fragment string
		kind          result.Kind
	}
	known := make(map[target]bool, len(v.links))
	for i := range v.links {
		known[target{v.links[i].URL, v.links[i].Fragment, v.links[i].Kind}] = true
	}
	found := d.Links
	for _, address := range moved {
		if u, err := weburl.Parse(address); err == nil {
			found = append(found, result.Link{URL: u.WithoutFragment().Key(), Kind: result.KindPage, Element: "location"})
		}
	}
	var links []result.Link
	for _, l := range found {
		t := target{l.URL, l.Fragment, l.Kind}
		if known[t] {
			continue
		}
		known[t] = true
		l.Element, l.Line = l.Element+byScript, 0
		links = append(links, l)
	}
	v.addLinks(links, 0)
	v.document.Links = append(slices.Clip(v.document.Links), links...)
	v.document.Anchors = slices.Concat(v.document.Anchors, d.Anchors)
	slices.Sort(v.document.Anchors)
	v.document.Anchors = slices.Compact(v.document.Anchors)
	v.isFoundByScript = v.isFoundByScript || len(links) > 0
	return len(links)
}
