package scanner

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"sitewell/scanner/fetch"
	"sitewell/scanner/frontier"
	"sitewell/scanner/render"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// renderings are the pages of the site that are shown in a browser after they were read.
// The coordinator owns them: it decides which pages are worth it, and when a host may be
// asked for what their scripts request. A renderer shows them, on goroutines of its own,
// so that no worker waits for a browser.
type renderings struct {
	rule     renderRule
	hosts    *hosts
	recorder *recorder
	hostOf   func(u weburl.URL, isInternal bool) *host
	opts     Options
	stop     context.CancelFunc // ends what is under way; nil if nothing is rendered

	patterns map[string]*pagePattern
	waiting  []*visit // that are to be shown
	held     int      // visits that wait for the first page like them
	bytes    int      // what all of them take in memory, roughly
	underway int
	shown    int

	pages chan *visit // to the renderer
	done  chan *visit // from the renderer, each page once
	// loads are requests of scripts that wait for their turn, and loaded those that were
	// answered.
	loads, loaded chan *load
	pending       []*load
}

// load is a request of a script.
type load struct {
	ctx     context.Context // of the page
	url     weburl.URL
	granted chan error // nil: it may be made now

	host   *host
	job    frontier.Job
	answer *fetch.Answer // nil if it was not made
}

// renderOrder is what must be known of a page to show it.
type renderOrder struct {
	why      string
	document *render.Response
	size     int // bytes of the document
	// places are those on the page that links name, as far as they are known by now.
	places []string
}

// renderRule says which pages are to be shown as far as that follows from a page itself.
type renderRule struct {
	isEnabled  bool
	always     bool
	isInternal func(weburl.URL) bool
}

const (
	// maxRenderBytes is how much memory pages may take that wait for the browser, before
	// no further page of the site is requested.
	maxRenderBytes = 24 << 20
	maxRenderBody  = 4 << 20 // bytes of a page that is shown
	renderTabs     = 2
	maxTries       = 3 // pages that are alike, of which none could be shown
)

func newRenderings(c *coordinator) *renderings {
	o := c.engine.opts
	r := &renderings{
		hosts: c.hosts, recorder: c.recorder, hostOf: c.discovery.hostOf, opts: o,
		rule: renderRule{
			isEnabled: o.Render != RenderNever && o.Browser != "" && !o.isList(),
			always:    o.Render == RenderAlways, isInternal: c.engine.policy.IsInternal,
		},
	}
	if r.rule.isEnabled {
		r.patterns = make(map[string]*pagePattern)
		r.pages, r.done = make(chan *visit, renderTabs), make(chan *visit)
		r.loads, r.loaded = make(chan *load), make(chan *load)
	}
	return r
}

// start starts the goroutines that show pages.
func (r *renderings) start(ctx context.Context, group *errgroup.Group, n *renderer) {
	if n == nil {
		return
	}
	ctx, r.stop = context.WithCancel(ctx)
	n.ended = ctx.Done()
	group.Go(func() error {
		defer n.browser.Close()
		var tabs sync.WaitGroup
		for range renderTabs {
			tabs.Go(func() { n.work(ctx, r.pages, r.done) })
		}
		tabs.Wait()
		return nil
	})
}

// finish ends what is under way, and lets the goroutines end. Pages that were not shown
// wait for the next run.
func (r *renderings) finish() {
	if r.stop == nil {
		return
	}
	r.stop()
	close(r.pages)
	for ; r.underway > 0; r.underway-- {
		<-r.done // nothing else is received: ctx has ended
	}
}

// orderFor returns how a page is to be shown, nil if it is not. It is called by workers.
func (r renderRule) orderFor(v *visit) *renderOrder {
	a := v.answer
	isWanted := v.purpose == checkAddress && !v.isListed || v.purpose == requestAnchors && v.isForPlace
	if !r.isEnabled || !v.internal || !isWanted || v.document == nil || v.media != "text/html" || !a.IsComplete() || len(a.Body) > maxRenderBody || !r.isInternal(a.Final) {
		return nil
	}
	o := &renderOrder{why: v.document.ScriptSign}
	switch {
	case v.isForPlace:
		o.why = "it has scripts, and its HTML lacks a place that links name"
	case o.why == "" && r.always:
		o.why = "this scan does so with every page"
	case o.why == "":
		return nil
	}
	o.document, o.size = &render.Response{Status: a.Status, Header: a.Header, Body: bytes.Clone(a.Body)}, len(a.Body)
	return o
}

// take takes a page that is to be shown in a browser; handleRendered has it again. It
// reports false if that is not worth it.
func (r *renderings) take(v *visit) bool {
	if v.renderAs == nil {
		return false
	}
	if r.rule.always {
		r.queue(v)
		return true
	}
	name := patternOf(v.answer.Final)
	p := r.patterns[name]
	if p == nil {
		p = new(pagePattern)
		r.patterns[name] = p
	}
	switch p.decide(v.isForPlace) {
	case holdPage:
		p.held = append(p.held, v)
		r.held++
		r.bytes += v.renderBytes()
		return true
	case spare:
		v.rendering = &result.Rendering{Why: v.renderAs.why, NotShown: p.reason(name)}
		v.renderAs = nil
		return false
	}
	r.queue(v)
	return true
}

func (r *renderings) queue(v *visit) {
	r.waiting = append(r.waiting, v)
	r.bytes += v.renderBytes()
}

// renderBytes returns roughly what a page takes in memory until it is shown.
func (v *visit) renderBytes() int { return v.bytes() + v.renderAs.size }

// isFull reports whether no further page of the site should be requested.
func (r *renderings) isFull() bool { return r.bytes >= maxRenderBytes }

// isIdle reports whether no page is to be shown and no request of a script waits.
func (r *renderings) isIdle() bool { return len(r.waiting)+r.underway+r.held+len(r.pending) == 0 }

// progress returns how many pages were shown, and how many will be as far as is known.
func (r *renderings) progress() (shown, total int) {
	return r.shown, r.shown + len(r.waiting) + r.underway + r.held
}

// handled notes that a page comes back from the browser. It returns the pages that are
// like it and need not be shown themselves.
func (r *renderings) handled(v *visit) (spared []*visit) {
	r.underway--
	r.bytes -= v.renderBytes()
	r.shown++
	if r.rule.always {
		return nil
	}
	p := r.patterns[patternOf(v.answer.Final)]
	p.learn(v.rendering)
	held := p.held
	p.held = nil
	for _, w := range held {
		r.held--
		r.bytes -= w.renderBytes()
		if !r.take(w) {
			spared = append(spared, w)
		}
	}
	return spared
}

// dispatch hands out pages and requests of scripts whose turn has come. It returns how
// long it takes until another request may be made, or 0 if there is none.
func (r *renderings) dispatch(now time.Time) (wait time.Duration) {
	for r.underway < renderTabs && len(r.waiting) > 0 {
		r.pages <- r.waiting[0] // never blocks: underway is not more than its capacity
		r.waiting[0] = nil
		r.waiting = r.waiting[1:]
		r.underway++
	}
	r.pending = slices.DeleteFunc(r.pending, func(l *load) bool {
		isAnswered, rest := r.answer(l, now)
		wait = sooner(wait, rest)
		return isAnswered
	})
	return wait
}

// answer decides about a request of a script: it may be made, or not at all, or it waits.
func (r *renderings) answer(l *load, now time.Time) (isAnswered bool, rest time.Duration) {
	if err := l.ctx.Err(); err != nil {
		l.granted <- err
		return true, 0
	}
	if l.host == nil {
		l.host = r.hostOf(l.url, r.rule.isInternal(l.url))
	}
	h := l.host
	if key, reason := h.blocks(); key != "" {
		l.granted <- errors.New(reason)
		return true, 0
	}
	if h.isInternal && !r.opts.IgnoreRobots {
		if h.rules == nil { // robots.txt is on its way
			return false, 0
		}
		if key, reason, _ := h.robotsBlock(l.url, false); key != "" {
			l.granted <- fmt.Errorf("%w: %s", render.ErrRefused, reason)
			return true, 0
		}
	}
	job, rest, ok := h.front.ClaimAuxiliary(h.queue, now)
	if ok {
		l.job = job
		l.granted <- nil
	}
	return ok, rest
}

// release returns the slot of a request of a script to its host, which is updated.
func (r *renderings) release(l *load, now time.Time) {
	r.recorder.progress.bytes += max(0, l.answer.Size)
	r.hosts.updateHost(l.host, &visit{task: task{job: l.job, url: l.url}, answer: l.answer}, now)
}

// renderedPages returns the channel of pages that were shown, unless there is too much to
// store.
func (c *coordinator) renderedPages() <-chan *visit {
	if c.recorder.batch.isFull() {
		return nil
	}
	return c.rendering.done
}

// handleRendered goes on with a page that was shown in a browser, and with those that need
// not be.
func (c *coordinator) handleRendered(v *visit, now time.Time) {
	for _, v := range append(c.rendering.handled(v), v) {
		if v.isCancelled { // it waits for the next run
			continue
		}
		if v.purpose == requestAnchors {
			c.pages.handleAnchors(v, now)
			continue
		}
		for _, v := range applyDomain(c.hostOf(v), v) {
			c.concludeOrDefer(v, now)
		}
	}
}

// sparesPlaces reports whether scripts are known to add no places to pages like one.
func (r *renderings) sparesPlaces(address string) bool {
	u, err := weburl.Parse(address)
	if err != nil {
		return true
	}
	p := r.patterns[patternOf(u)]
	return p != nil && !p.isUnderway && (p.failures >= maxTries || p.isSampled && !p.addsPlaces)
}

// pagePattern is what is known of the pages whose addresses are alike.
type pagePattern struct {
	isUnderway bool // the first of them is being shown
	isSampled  bool
	addsLinks  bool
	addsPlaces bool
	failures   int      // pages that could not be shown
	held       []*visit // that wait for the first of them
}

// decision about a page by what is known of those like it.
type renderDecision uint8

const (
	showPage renderDecision = iota
	holdPage
	spare
)

func (p *pagePattern) decide(isForPlace bool) renderDecision {
	switch {
	case p.isUnderway:
		return holdPage
	case p.failures >= maxTries:
		return spare
	case !p.isSampled:
		p.isUnderway = true
		return showPage
	case isForPlace && p.addsPlaces, !isForPlace && p.addsLinks:
		return showPage
	}
	return spare
}

// learn notes what came of a page of the pattern.
func (p *pagePattern) learn(n *result.Rendering) {
	p.isUnderway = false
	if n.NotShown != "" {
		p.failures++
		return
	}
	p.isSampled = true
	p.addsLinks = p.addsLinks || n.Links > 0
	p.addsPlaces = p.addsPlaces || n.Places > 0
}

// reason returns why a page is not shown.
func (p *pagePattern) reason(name string) string {
	if p.failures >= maxTries {
		return "other pages like " + name + " could not be shown"
	}
	return "scripts added nothing to another page like " + name
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
