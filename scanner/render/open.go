package render

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// OpenOptions say how Open opens an address.
type OpenOptions struct {
	// Program is the file of the browser; see Find.
	Program string
	// Dial connects to a host and port. It must refuse addresses that must not be
	// reached: whatever the page and its scripts want goes through it.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Refuses reports whether a request of the page must not be made; nil: all may be, but
	// those to trackers. It is called from many goroutines.
	Refuses func(method, address string) bool
	// Visible shows the window of the browser. Then nothing is changed about the browser,
	// so that servers treat it as they treat its owner.
	Visible bool
	// UserAgent is as in Options, if there is no window.
	UserAgent string
	// Timeout is for all of it; 0: twice DefaultTimeout.
	Timeout time.Duration
	// TempDir is as in Options.
	TempDir string
}

// Opened is what a browser showed of an address.
type Opened struct {
	URL        string // after redirects, also those by script
	Status     int    // of the last document; 0: there was no answer
	Title      string
	Screenshot []byte // small JPEG of what the window shows first; nil: it could not be taken
	Took       time.Duration
}

// Open opens one address in the browser as a visitor would, with a new profile: the
// browser makes the requests itself, and nothing pretends to be somebody else, so that a
// page which turns programs away may do so. It waits until the page is quiet. Errors: that
// of ctx, and those that Reason knows.
func Open(ctx context.Context, o OpenOptions, address string) (*Opened, error) {
	if o.Timeout <= 0 {
		o.Timeout = 2 * DefaultTimeout
	}
	gate, err := newGate(o.Dial)
	if err != nil {
		return nil, fmt.Errorf("open a page in the browser: %w", err)
	}
	defer gate.close()
	own := Options{Program: o.Program, TempDir: o.TempDir, UserAgent: o.UserAgent, Timeout: o.Timeout, maxMemory: 2 * maxMemory}
	if o.Visible {
		own.UserAgent = ""
	}
	p, err := start(ctx, own, append(through(gate.address()), windowOf(o.Visible)...))
	if err != nil {
		return nil, err
	}
	defer p.end()
	began := time.Now()
	tab, closeTab := chromedp.NewContext(p.ctx, chromedp.WithNewBrowserContext())
	tab, cancel := context.WithCancelCause(tab)
	defer context.AfterFunc(ctx, func() { cancel(ctx.Err()) })()
	t := newTab(tab, cancel, Options{Timeout: o.Timeout, maxMemory: 2 * maxMemory}, address, nil)
	defer func() {
		p.kill() // so that nothing is waited for
		t.end()
		closeTab()
	}()
	t.do(func() { t.watch(p) })
	got, err := t.visit(tab, o, p.userAgent)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, p.explain(tab, err)
	}
	got.Took = time.Since(began)
	return got, nil
}

// through sends all requests of the browser through a proxy.
func through(proxy string) []chromedp.ExecAllocatorOption {
	return []chromedp.ExecAllocatorOption{
		chromedp.Flag("proxy-server", "http://"+proxy),
		chromedp.Flag("proxy-bypass-list", "<-loopback>"),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("force-webrtc-ip-handling-policy", "disable_non_proxied_udp"),
	}
}

// windowOf shows the window of the browser, or none.
func windowOf(isVisible bool) []chromedp.ExecAllocatorOption {
	if isVisible {
		return []chromedp.ExecAllocatorOption{chromedp.VisibleWindow}
	}
	return []chromedp.ExecAllocatorOption{chromedp.Headless}
}

// visit shows the address of a tab, and takes its picture.
func (t *tab) visit(tab context.Context, o OpenOptions, userAgent string) (*Opened, error) {
	var mu sync.Mutex
	var frame string
	got := &Opened{}
	if err := chromedp.Listen(tab, func(event any) {
		if e, ok := event.(*network.EventResponseReceived); ok && e.Type == network.ResourceTypeDocument {
			mu.Lock()
			defer mu.Unlock()
			if frame == "" || string(e.FrameID) == frame {
				got.Status = int(e.Response.Status)
			}
			return
		}
		if e, ok := event.(*fetch.EventRequestPaused); ok {
			t.do(func() { t.pass(e, o.Refuses) })
			return
		}
		t.handle(event)
	}); err != nil {
		return nil, err
	}
	c := chromedp.FromContext(tab)
	mu.Lock()
	frame = string(c.Target.TargetID)
	mu.Unlock()
	if _, err := chromedp.CallBrowser(tab, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorDeny}); err != nil {
		return nil, err
	}
	if err := setUserAgent(tab, userAgent); err != nil {
		return nil, err
	}
	if !o.Visible {
		if _, err := chromedp.Call(tab, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
			Width: pictureWidth, Height: pictureHeight, DeviceScaleFactor: 1,
		}); err != nil {
			return nil, err
		}
	}
	if _, err := chromedp.Call(tab, fetch.Enable, fetch.EnableParams{}); err != nil {
		return nil, err
	}
	went, err := chromedp.Call(tab, page.Navigate, page.NavigateParams{URL: t.address})
	if err == nil && went.ErrorText != "" {
		err = fmt.Errorf("%w: %s", ErrNothingShown, went.ErrorText)
	}
	if err != nil {
		return nil, err
	}
	if _, err := t.rest(tab); err != nil {
		return nil, err
	}
	where, err := chromedp.Run(tab, chromedp.Evaluate[struct{ URL, Title string }](`({URL: location.href, Title: document.title.slice(0, 1000)})`))
	if err != nil {
		return nil, err
	}
	picture, err := capture(tab)
	if err != nil && !errors.Is(err, errPictureTooLarge) {
		return nil, err
	}
	mu.Lock()
	defer mu.Unlock()
	got.URL, got.Title, got.Screenshot = where.URL, where.Title, picture
	return got, nil
}

// pass lets the browser make a request itself, unless it is to a tracker or refused.
func (t *tab) pass(e *fetch.EventRequestPaused, refuses func(method, address string) bool) {
	address, _, _ := strings.Cut(e.Request.URL, "#")
	if isTracker(e.Request.URL, t.address) || refuses != nil && refuses(e.Request.Method, address) {
		t.fail(e, network.ErrorReasonBlockedByClient)
		return
	}
	_, _ = chromedp.Call(t.ctx, fetch.ContinueRequest, fetch.ContinueRequestParams{RequestID: e.RequestID})
}
