package render

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/inspector"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// show shows a page in a tab of its own, which shares no cookies and no storage with
// other tabs, and closes it. After an error the process is of no use any more.
func (p *process) show(ctx context.Context, o Options, address string, document *Response) (_ *Page, err error) {
	began := time.Now()
	tab, closeTab := chromedp.NewContext(p.ctx, chromedp.WithNewBrowserContext())
	tab, cancel := context.WithTimeoutCause(tab, o.Timeout, ErrTimeout)
	defer context.AfterFunc(ctx, cancel)()
	t := newTab(tab, cancel, o.Load, address, document)
	defer func() {
		if err != nil {
			p.kill() // so that nothing is waited for
		}
		t.end()
		closeTab()
	}()
	if err := t.open(tab, address); err != nil {
		return nil, t.explain(tab, err)
	}
	if err := t.settle(tab, began.Add(o.Timeout*2/3)); err != nil {
		return nil, t.explain(tab, err)
	}
	got, err := chromedp.Run(tab, chromedp.Evaluate[serialised](serialise))
	if err != nil {
		return nil, t.explain(tab, err)
	}
	return t.page(got, time.Since(began)), nil
}

// explain returns what is behind the failure of a command.
func (t *tab) explain(tab context.Context, err error) error {
	switch {
	case errors.Is(context.Cause(tab), ErrTimeout):
		return ErrTimeout
	case tab.Err() != nil, errors.Is(err, chromedp.ErrTargetDetached):
		return fmt.Errorf("%w: %w", ErrCrashed, err)
	}
	return err
}

// open prepares a tab and begins to show the page.
func (t *tab) open(tab context.Context, address string) error {
	if err := chromedp.Listen(tab, t.handle); err != nil {
		return err
	}
	c := chromedp.FromContext(tab)
	t.setFrame(string(c.Target.TargetID))
	if _, err := chromedp.CallBrowser(tab, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorDeny, BrowserContextID: c.BrowserContextID,
	}); err != nil {
		return err
	}
	if _, err := chromedp.Call(tab, network.SetBypassServiceWorker, network.SetBypassServiceWorkerParams{Bypass: true}); err != nil {
		return err
	}
	if _, err := chromedp.Call(tab, fetch.Enable, fetch.EnableParams{}); err != nil {
		return err
	}
	went, err := chromedp.Call(tab, page.Navigate, page.NavigateParams{URL: address})
	if err == nil && went.ErrorText != "" {
		err = fmt.Errorf("show the page: %s", went.ErrorText)
	}
	return err
}

// handle handles an event of the tab. It must not wait for anything.
func (t *tab) handle(event any) {
	switch e := event.(type) {
	case *fetch.EventRequestPaused:
		t.do(func() { t.answer(e) })
	case *page.EventJavascriptDialogOpening:
		t.do(func() {
			_, _ = chromedp.Call(t.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{})
		})
	case *inspector.EventTargetCrashed:
		t.cancel()
	case *runtime.EventExceptionThrown:
		t.report(exceptionText(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError {
			t.report(argumentsText(e.Args))
		}
	}
}

const (
	lookAgain  = 100 * time.Millisecond
	quiet      = 500 * time.Millisecond // without any change, until a page counts as finished
	maxScrolls = 5
)

// state is what shows that a page is still changing.
type state struct {
	Loaded          bool
	Elements, Links int
}

const lookAt = `({
	Loaded: document.readyState === 'complete',
	Elements: document.getElementsByTagName('*').length,
	Links: document.links.length,
})`

// settle waits until a page does not change any more, and scrolls down a few times, for
// what is only loaded when it is to be seen. Some pages change without end: these are
// left at a moment.
func (t *tab) settle(tab context.Context, until time.Time) error {
	for scroll := 0; ; scroll++ {
		before, err := t.rest(tab, until)
		if err != nil || scroll == maxScrolls {
			return err
		}
		if err := chromedp.Do(tab, scrollDown); err != nil {
			return err
		}
		after, err := t.rest(tab, until)
		if err != nil || after == before || !time.Now().Before(until) {
			return err
		}
	}
}

// scrollDown scrolls to the end of the page, in steps that show everything once.
var scrollDown = chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
	_, err := chromedp.Evaluate[bool](`(() => {
		const e = document.scrollingElement;
		if (e) e.scrollTo(0, e.scrollHeight);
		return true;
	})()`)(ctx, t)
	return err
})

// rest waits until a page has not changed for a while, or until a moment.
func (t *tab) rest(tab context.Context, until time.Time) (state, error) {
	var last state
	since := time.Now()
	for {
		now, err := chromedp.Run(tab, chromedp.Evaluate[state](lookAt))
		if err != nil {
			return state{}, err
		}
		if now != last || !now.Loaded || t.isWaiting(since) {
			last, since = now, time.Now()
		}
		if time.Since(since) >= quiet || !time.Now().Before(until) {
			return now, nil
		}
		select {
		case <-time.After(lookAgain):
		case <-tab.Done():
			return state{}, tab.Err()
		}
	}
}

// serialised is what serialise returns.
type serialised struct{ URL, HTML string }

// serialise writes the document as HTML, with its open shadow roots.
var serialise = fmt.Sprintf(`(() => {
	const root = document.documentElement, roots = [];
	if (!root) return {URL: document.URL, HTML: ''};
	const collect = within => {
		for (const e of within.querySelectorAll('*')) {
			if (e.shadowRoot) { roots.push(e.shadowRoot); collect(e.shadowRoot); }
		}
	};
	collect(document);
	const inner = root.getHTML ? root.getHTML({shadowRoots: roots}) : root.innerHTML;
	const shell = root.cloneNode(false).outerHTML.replace(/<\/html>$/i, '');
	return {URL: document.URL, HTML: (shell + inner).slice(0, %d)};
})()`, maxHTML)
