package render

import (
	"context"
	"fmt"
	"net/url"
	"sync"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// slot is a tab of the browser that shows one page after another, since a new one for
// each page takes several times as long. It shares no cookies and no storage with other
// tabs, and what a page stores is deleted before the next.
type slot struct {
	ctx   context.Context // of chromedp
	close context.CancelFunc
	frame string // "" until the tab is there
	site  string // origin of the page before
	shown int

	mu      sync.Mutex
	current *tab // nil between pages
}

// maxShown is how many pages a slot shows, so that what the browser remembers of them
// stays little.
const maxShown = 50

// takeSlot returns a tab that nobody uses.
func (p *process) takeSlot() *slot {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := len(p.slots); n > 0 {
		s := p.slots[n-1]
		p.slots = p.slots[:n-1]
		return s
	}
	s := &slot{}
	s.ctx, s.close = chromedp.NewContext(p.ctx, chromedp.WithNewBrowserContext())
	return s
}

// returnSlot takes back a tab after its page.
func (p *process) returnSlot(s *slot, err error) {
	s.setCurrent(nil)
	s.shown++
	if err != nil || s.shown == maxShown {
		s.close()
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.slots = append(p.slots, s)
}

func (s *slot) setCurrent(t *tab) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.current = t
}

// handle hands an event to the page that is shown. Between pages nothing is requested.
func (s *slot) handle(event any) {
	s.mu.Lock()
	t := s.current
	s.mu.Unlock()
	if t != nil {
		t.handle(event)
		return
	}
	switch e := event.(type) {
	case *fetch.EventRequestPaused:
		go chromedp.Call(s.ctx, fetch.FailRequest, fetch.FailRequestParams{RequestID: e.RequestID, ErrorReason: network.ErrorReasonAborted})
	case *page.EventJavascriptDialogOpening: // the page is left, whatever it asks
		go chromedp.Call(s.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
	}
}

// originOf returns the origin of an address, as browsers write it.
func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// open begins to show a page.
func (s *slot) open(t *tab, tab context.Context, address, userAgent string) error {
	if s.frame == "" {
		if err := s.prepare(tab, userAgent); err != nil {
			return err
		}
	} else if err := s.forget(tab); err != nil {
		return err
	}
	s.site = originOf(address)
	t.setFrame(s.frame)
	s.setCurrent(t)
	went, err := chromedp.Call(tab, page.Navigate, page.NavigateParams{URL: address})
	if err == nil && went.ErrorText != "" {
		err = fmt.Errorf("%w: %s", ErrNothingShown, went.ErrorText)
	}
	return err
}

// prepare prepares a new tab.
func (s *slot) prepare(tab context.Context, userAgent string) error {
	defer context.AfterFunc(tab, s.close)() // so that a browser which does not answer is not waited for
	if err := chromedp.Listen(s.ctx, s.handle); err != nil {
		return err
	}
	c := chromedp.FromContext(s.ctx)
	if _, err := chromedp.CallBrowser(tab, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorDeny, BrowserContextID: c.BrowserContextID,
	}); err != nil {
		return err
	}
	if _, err := chromedp.Call(tab, network.SetBypassServiceWorker, network.SetBypassServiceWorkerParams{Bypass: true}); err != nil {
		return err
	}
	if _, err := chromedp.Call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: `if (self === top) { try { sessionStorage.clear(); } catch {} name = ''; }`,
	}); err != nil {
		return err
	}
	if err := setUserAgent(tab, userAgent); err != nil {
		return err
	}
	if _, err := chromedp.Call(tab, fetch.Enable, fetch.EnableParams{}); err != nil {
		return err
	}
	s.frame = string(c.Target.TargetID)
	return nil
}

// forget leaves the page before, so that its scripts end, and deletes what it has stored.
func (s *slot) forget(tab context.Context) error {
	if err := s.switchScripts(tab, false); err != nil { // the browser keeps the page for a moment
		return err
	}
	if _, err := chromedp.Call(tab, page.StopLoading, cdp.Empty{}); err != nil {
		return err
	}
	if _, err := chromedp.Call(tab, page.Navigate, page.NavigateParams{URL: "about:blank"}); err != nil {
		return err
	}
	if err := s.switchScripts(tab, true); err != nil {
		return err
	}
	if _, err := chromedp.Call(tab, network.ClearBrowserCookies, cdp.Empty{}); err != nil {
		return err
	}
	_, err := chromedp.Call(tab, storage.ClearDataForOrigin, storage.ClearDataForOriginParams{Origin: s.site, StorageTypes: "all"})
	return err
}

// switchScripts lets the scripts of pages run, or not.
func (s *slot) switchScripts(tab context.Context, on bool) error {
	_, err := chromedp.Call(tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
	return err
}
