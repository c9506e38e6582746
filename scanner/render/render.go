// Package render shows pages in the browser that is installed on this computer, without
// a window, and returns what their scripts made of them.
//
// The browser never reaches the network by itself: every request of a page is answered
// by Options.Load or refused, and whatever does not ask is sent to a proxy that does not
// exist. So the rules of the scan hold for scripts as well, with the same client.
//
// It must not know what a scan is, which pages are worth the effort, or what links are.
package render

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"
)

// Limits of one page.
const (
	DefaultTimeout = 15 * time.Second
	maxTabs        = 2
	maxHTML        = 16 << 20 // characters
	maxFrames      = 20       // that scripts wrote
	maxRequests    = 300
	maxReports     = 20  // failed requests, and errors of scripts
	maxReportText  = 500 // bytes
	// maxMemory is how much memory one process of the browser may take.
	maxMemory = 1 << 30
	// maxPatience is how many times its timeout a page may take if it waits for answers,
	// and a browser to start.
	maxPatience = 4
	// maxFailures is how often in a row the browser may fail until it is not used any
	// further. Two pages that are shown together fail together, so that one bad page makes
	// four of them. A start that fails counts twice: no page has a part in it.
	maxFailures = 6
)

// OldestVersion is the oldest version that is used: since 112 the browser without a window
// is the same as that with one (https://developer.chrome.com/docs/chromium/headless).
const OldestVersion = 112

// Options say how pages are shown.
type Options struct {
	// Program is the file of the browser; see Find.
	Program string
	// Load answers the requests of pages for scripts, style sheets and data, all of them
	// GET. An error means that the address can't be reached or must not be requested; the
	// page gets to know no more than that. It is called from many goroutines.
	Load func(ctx context.Context, address string) (*Response, error)
	// Timeout is for one page, without the time in which it waits for answers of Load;
	// 0: DefaultTimeout.
	Timeout time.Duration
	// UserAgent is what pages and servers get to know, followed by the name and version of
	// the browser's engine; "": what the browser says of itself.
	UserAgent string
	// TempDir is where profiles are kept while the browser runs; "": a folder that the
	// browser can write to.
	TempDir string

	maxMemory int64 // 0: maxMemory; for tests
}

// Response is an answer by HTTP, with its body decoded.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

// Page is a page after its scripts ran.
type Page struct {
	// HTML is the document, with open shadow roots as template elements with the
	// attribute shadowrootmode, as a server would send them.
	HTML string
	// Frames are the documents that scripts wrote into frames of the page. A frame with an
	// address is a page of its own and not among them.
	Frames []string
	// URL is the address of the document in the end: scripts may have changed it, to
	// another one of the same origin.
	URL string
	// Failed are requests of the page that were not answered, or with status 400 and above.
	Failed []FailedRequest
	// Refused are requests for which Load returned an error that wraps ErrRefused, with
	// the words of that error.
	Refused []RefusedRequest
	// Errors are those that scripts reported or did not handle, in the browser's words.
	Errors []string
	// Moved are the other addresses that scripts wanted to show in place of the page.
	Moved []string
	// Picture is a small JPEG of what the window shows first, without images and fonts,
	// which are not loaded; nil: none was wanted, or it could not be taken.
	Picture []byte
	Took    time.Duration
}

// FailedRequest is a request of a page that failed.
type FailedRequest struct {
	URL    string
	Kind   string // the browser's word for what it was to be used as: "Script", "XHR"
	Status int    // 0: there was no answer
}

// RefusedRequest is a request of a page that was not made.
type RefusedRequest struct{ URL, Reason string }

// Browser is a browser of this computer, which is started when the first page is shown.
// It is safe for concurrent use, and shows two pages at a time.
type Browser struct {
	options Options
	tabs    chan struct{} // has room for the pages that are shown
	retry   sync.Mutex    // held while a page is shown alone

	mu       sync.Mutex
	process  *process // nil if it is not running
	closed   bool
	failures int // of the browser since it has shown a page
}

// New returns a browser that is not running yet. The caller must call Close.
func New(o Options) *Browser {
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	if o.maxMemory <= 0 {
		o.maxMemory = maxMemory
	}
	return &Browser{options: o, tabs: make(chan struct{}, maxTabs)}
}

// Render shows a page that was already requested, and returns what its scripts make of
// it. If the browser fails, the page is shown once more, alone. Errors: those that Reason
// knows, and that of ctx.
func (b *Browser) Render(ctx context.Context, address string, document *Response) (*Page, error) {
	return b.RenderWithPicture(ctx, address, document, nil)
}

// RenderWithPicture is Render that also takes a picture of the page, if isWanted returns
// true for it. isWanted is called once for each try, and may be nil.
func (b *Browser) RenderWithPicture(ctx context.Context, address string, document *Response, isWanted func(*Page) bool) (*Page, error) {
	order := order{address: address, document: document, isWanted: isWanted}
	page, isFinal, err := b.try(ctx, 1, order)
	if err == nil || isFinal {
		return page, err
	}
	// Another page may have been the reason, so this one is shown alone.
	b.retry.Lock()
	defer b.retry.Unlock()
	page, _, err = b.try(ctx, maxTabs, order)
	return page, err
}

// order is what is to be shown.
type order struct {
	address  string
	document *Response
	isWanted func(*Page) bool // whether a picture is; nil: it is not
}

// UserAgent returns what pages get to know of the browser, "" until it has been started.
func (b *Browser) UserAgent() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.process == nil {
		return ""
	}
	return b.process.userAgent
}

// try shows a page while it has a number of tabs. isFinal: another try would end in the
// same way.
func (b *Browser) try(ctx context.Context, tabs int, what order) (_ *Page, isFinal bool, err error) {
	for range tabs {
		select {
		case b.tabs <- struct{}{}:
			defer func() { <-b.tabs }()
		case <-ctx.Done():
			return nil, true, ctx.Err()
		}
	}
	p, err := b.running(ctx)
	if err != nil {
		return nil, errors.Is(err, ErrClosed) || errors.Is(err, ErrGivenUp) || ctx.Err() != nil, err
	}
	page, err := p.show(ctx, b.options, what)
	switch {
	case err == nil:
		b.note(0)
		return page, true, nil
	case ctx.Err() != nil:
		err = ctx.Err()
	case !errors.Is(err, ErrTimeout) && !errors.Is(err, ErrMemory): // of these the page is the reason
		b.note(1)
	}
	b.discard(p) // a page that does not end is ended with its process
	return nil, errors.Is(err, ErrTimeout) || ctx.Err() != nil, err
}

// note notes failures of the browser, or that it has shown a page.
func (b *Browser) note(failures int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.count(failures)
}

// count is note for those who hold mu.
func (b *Browser) count(failures int) {
	if failures == 0 {
		b.failures = 0
	}
	b.failures += failures
}

// running returns the process, which is started if there is none.
func (b *Browser) running(ctx context.Context) (*process, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.closed:
		return nil, ErrClosed
	case b.failures >= maxFailures:
		return nil, ErrGivenUp
	case b.process != nil:
		return b.process, nil
	}
	p, err := start(ctx, b.options, noNetwork)
	if err != nil {
		if ctx.Err() == nil {
			b.count(2)
		}
		return nil, err
	}
	b.process = p
	return p, nil
}

// discard ends a process, so that the next page begins with a new one.
func (b *Browser) discard(p *process) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.process == p {
		b.process = nil
		p.end()
	}
}

// Close ends the browser with all of its processes and deletes its profile.
func (b *Browser) Close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	if b.process != nil {
		b.process.end()
		b.process = nil
	}
}
