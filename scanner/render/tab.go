package render

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// ErrRefused is returned by Options.Load for an address that must not be requested.
var ErrRefused = errors.New("not requested for scripts")

// tab is one page while it is shown.
type tab struct {
	ctx      context.Context // of the tab
	cancel   context.CancelCauseFunc
	options  Options
	address  string
	document *Response
	requests sync.WaitGroup // goroutines that answer the browser

	mu        sync.Mutex
	isEnding  bool   // nothing is answered any more
	frame     string // of the page itself, not of one within it
	isShown   bool   // the browser has the document
	loading   int    // requests that are waited for
	loaded    time.Time
	requested int
	spent     time.Duration // without the time in which answers were awaited
	took      time.Duration
	result    Page
}

func newTab(ctx context.Context, cancel context.CancelCauseFunc, o Options, address string, document *Response) *tab {
	return &tab{ctx: ctx, cancel: cancel, options: o, address: address, document: document}
}

// do does something that the browser waits for on a goroutine of its own.
func (t *tab) do(something func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.isEnding {
		t.requests.Go(something)
	}
}

// end lets nothing more begin, and waits for what has begun.
func (t *tab) end() {
	t.mu.Lock()
	t.isEnding = true
	t.mu.Unlock()
	t.cancel(nil)
	t.requests.Wait()
}

func (t *tab) setFrame(id string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.frame = id
}

// isWaiting reports whether a request is not answered yet, or was after a moment.
func (t *tab) isWaiting(since time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.loading > 0 || t.loaded.After(since)
}

// answer answers a request of the page.
func (t *tab) answer(e *fetch.EventRequestPaused) {
	address, _, _ := strings.Cut(e.Request.URL, "#")
	switch decision := t.decide(e, address); decision {
	case showDocument:
		t.fulfill(e, t.document)
	case loadIt:
		t.loadFor(e, address)
	case stay:
		t.fail(e, network.ErrorReasonAborted) // any other reason would show an error page
	default:
		t.fail(e, network.ErrorReasonBlockedByClient)
	}
}

// decision is what is done with a request.
type decision uint8

const (
	block decision = iota
	showDocument
	loadIt
	stay // another page is not shown in place of this one
)

// loadedTypes are what pages need to make their content; images, fonts, sound and films
// are not among it, and neither are the pages within frames.
var loadedTypes = []network.ResourceType{
	network.ResourceTypeScript, network.ResourceTypeStylesheet, network.ResourceTypeXHR, network.ResourceTypeFetch,
}

// decide decides what is done with a request.
func (t *tab) decide(e *fetch.EventRequestPaused, address string) decision {
	t.mu.Lock()
	defer t.mu.Unlock()
	isPage := e.ResourceType == network.ResourceTypeDocument && string(e.FrameID) == t.frame
	switch {
	case isPage && e.Request.Method != http.MethodGet:
		return stay
	case e.Request.Method != http.MethodGet:
		return block
	case isPage && !t.isShown:
		t.isShown = true
		return showDocument
	case isPage:
		own, _, _ := strings.Cut(t.address, "#")
		if address != own && len(t.result.Moved) < maxReports && !slices.Contains(t.result.Moved, address) {
			t.result.Moved = append(t.result.Moved, address)
		}
		return stay
	case !slices.Contains(loadedTypes, e.ResourceType) || t.requested == maxRequests || isTracker(e.Request.URL, t.address):
		return block
	}
	t.requested++
	t.loading++
	return loadIt
}

// loadFor loads what a page requests.
func (t *tab) loadFor(e *fetch.EventRequestPaused, address string) {
	response, err := t.options.Load(t.ctx, address)
	switch {
	case err == nil:
		t.fulfill(e, response)
	case errors.Is(err, ErrRefused):
		t.fail(e, network.ErrorReasonBlockedByClient)
	default:
		t.fail(e, network.ErrorReasonConnectionFailed)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.loading--
	t.loaded = time.Now()
	switch {
	case t.ctx.Err() != nil || err == nil && response.Status < 400:
		return
	case errors.Is(err, ErrRefused):
		if len(t.result.Refused) < maxReports {
			t.result.Refused = append(t.result.Refused, RefusedRequest{URL: address, Reason: err.Error()})
		}
		return
	case len(t.result.Failed) == maxReports:
		return
	}
	failed := FailedRequest{URL: address, Kind: string(e.ResourceType)}
	if err == nil {
		failed.Status = response.Status
	}
	t.result.Failed = append(t.result.Failed, failed)
}

// notForBrowser are headers that describe how a body was sent, or that would have the
// browser do something besides showing the page.
var notForBrowser = []string{"Content-Encoding", "Content-Length", "Transfer-Encoding", "Refresh", "Clear-Site-Data", "Report-To", "Reporting-Endpoints", "Nel"}

// fulfill answers a request of the page. It fails only if the tab is closed.
func (t *tab) fulfill(e *fetch.EventRequestPaused, r *Response) {
	p := fetch.FulfillRequestParams{RequestID: e.RequestID, ResponseCode: int64(r.Status), Body: r.Body}
	for name, values := range r.Header {
		if slices.Contains(notForBrowser, http.CanonicalHeaderKey(name)) {
			continue
		}
		for _, value := range values {
			if utf8.ValidString(value) {
				p.ResponseHeaders = append(p.ResponseHeaders, &fetch.HeaderEntry{Name: name, Value: value})
			}
		}
	}
	_, _ = chromedp.Call(t.ctx, fetch.FulfillRequest, p)
}

// fail refuses a request of the page. It fails only if the tab is closed.
func (t *tab) fail(e *fetch.EventRequestPaused, reason network.ErrorReason) {
	_, _ = chromedp.Call(t.ctx, fetch.FailRequest, fetch.FailRequestParams{RequestID: e.RequestID, ErrorReason: reason})
}

// report keeps an error of a script.
func (t *tab) report(text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	text = strings.ToValidUTF8(text[:min(len(text), maxReportText)], "")
	if text != "" && len(t.result.Errors) < maxReports && !slices.Contains(t.result.Errors, text) {
		t.result.Errors = append(t.result.Errors, text)
	}
}

// exceptionText returns what an exception says.
func exceptionText(d *runtime.ExceptionDetails) string {
	if d.Exception != nil && d.Exception.Description != "" {
		first, _, _ := strings.Cut(d.Exception.Description, "\n") // without the stack
		return first
	}
	return d.Text
}

// argumentsText returns what a script wrote to the console.
func argumentsText(args []*runtime.RemoteObject) string {
	var words []string
	for _, a := range args {
		switch {
		case a.Description != "":
			words = append(words, a.Description)
		case len(a.Value) > 0:
			words = append(words, strings.Trim(string(a.Value), `"`))
		}
	}
	return strings.Join(words, " ")
}

// page returns the page as it was serialised, with what was noticed meanwhile.
func (t *tab) page(s serialised, took time.Duration) *Page {
	t.mu.Lock()
	defer t.mu.Unlock()
	p := t.result
	p.URL, p.HTML, p.Frames, p.Took = s.URL, s.HTML, s.Frames, took
	return &p
}
