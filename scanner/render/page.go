package render

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/inspector"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// show shows a page in a tab of its own, which shares no cookies and no storage with
// other tabs, and closes it. After an error the process is of no use any more.
func (p *process) show(ctx context.Context, o Options, what order) (_ *Page, err error) {
	began := time.Now()
	s := p.takeSlot()
	tab, cancel := context.WithCancelCause(s.ctx)
	defer context.AfterFunc(ctx, func() { cancel(nil) })()
	t := newTab(tab, cancel, o, what.address, what.document)
	defer func() {
		if err != nil {
			p.kill() // so that nothing is waited for
		}
		t.end()
		p.returnSlot(s, err)
	}()
	t.do(func() { t.watch(p) })
	if err := s.open(t, tab, what.address, p.userAgent); err != nil {
		return nil, p.explain(tab, err)
	}
	if err := t.settle(tab); err != nil {
		return nil, p.explain(tab, err)
	}
	got, err := chromedp.Run(tab, chromedp.Evaluate[serialised](serialise))
	if err != nil {
		return nil, p.explain(tab, err)
	}
	page := t.page(got, time.Since(began))
	if what.isWanted != nil && what.isWanted(page) {
		// The page is worth more than its picture. A browser that fails here does so for
		// the next page as well.
		page.Picture, _ = takePicture(tab)
		page.Took = time.Since(began)
	}
	return page, nil
}

// watch ends a tab whose page takes too long or too much memory.
func (t *tab) watch(p *process) {
	const step = 250 * time.Millisecond
	ticks := time.NewTicker(step)
	defer ticks.Stop()
	for n := 1; ; n++ {
		select {
		case <-t.ctx.Done():
			return
		case <-ticks.C:
		}
		switch isOver, isShown := t.spend(step); {
		case isOver && !isShown:
			t.cancel(ErrSilent) // the page has no part in it
		case isOver:
			t.cancel(ErrTimeout)
		case n%2 == 0 && p.memory() > t.options.maxMemory:
			t.cancel(ErrMemory)
		}
	}
}

// spend adds to the time that a page has taken, and reports whether it is over, and
// whether the browser has the page at all. Until then, and while an answer is awaited, the
// page is not to blame.
func (t *tab) spend(d time.Duration) (isOver, isShown bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.took += d
	if t.isShown && t.loading == 0 {
		t.spent += d
	}
	return t.spent >= t.options.Timeout || t.took >= maxPatience*t.options.Timeout, t.isShown
}

// isRestless reports whether a page has changed for so long that it is taken as it is.
func (t *tab) isRestless() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.spent >= t.options.Timeout/3 || t.took >= maxPatience*t.options.Timeout/2
}

// explain returns what is behind the failure of a command.
func (p *process) explain(tab context.Context, err error) error {
	switch cause := context.Cause(tab); {
	case errors.Is(cause, ErrTimeout), errors.Is(cause, ErrMemory), errors.Is(cause, ErrSilent):
		return cause
	case p.isGarbled.Load():
		return fmt.Errorf("%w: %w", ErrConfused, err)
	case tab.Err() != nil, errors.Is(err, chromedp.ErrTargetDetached), errors.Is(err, context.Canceled): // also if the connection is lost
		return fmt.Errorf("%w: %w", ErrCrashed, err)
	case errors.Is(err, ErrNothingShown):
		return err
	}
	return fmt.Errorf("%w: %w", ErrConfused, err)
}

// handle handles an event of the tab. It must not wait for anything.
func (t *tab) handle(event any) {
	switch e := event.(type) {
	case *fetch.EventRequestPaused:
		t.do(func() { t.answer(e) })
	case *page.EventJavascriptDialogOpening:
		t.do(func() {
			isLeaving := e.Type == page.DialogTypeBeforeunload
			_, _ = chromedp.Call(t.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: isLeaving})
		})
	case *inspector.EventTargetCrashed:
		t.cancel(ErrCrashed)
	case *runtime.EventExceptionThrown:
		t.report(exceptionText(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError {
			t.report(argumentsText(e.Args))
		}
	}
}

const (
	lookAgain  = 80 * time.Millisecond
	quiet      = 250 * time.Millisecond // without any change, until a page counts as finished
	maxScrolls = 5
)

// state is what shows that a page is still changing.
type state struct {
	Loaded          bool
	Elements, Links int
	Below           bool // there is more than the window shows
}

const lookAt = `({
	Loaded: document.readyState === 'complete',
	Elements: document.getElementsByTagName('*').length,
	Links: document.links.length,
	Below: !!document.scrollingElement && document.scrollingElement.scrollHeight > innerHeight + scrollY + 1,
})`

// settle waits until a page does not change any more, and scrolls down a few times, for
// what is only loaded when it is to be seen. Some pages change without end: these are
// left at a moment.
func (t *tab) settle(tab context.Context) error {
	for range maxScrolls {
		before, err := t.rest(tab)
		if err != nil || !before.Below || t.isRestless() {
			return err
		}
		if err := chromedp.Do(tab, scrollDown); err != nil {
			return err
		}
	}
	_, err := t.rest(tab)
	return err
}

// scrollDown scrolls to the end of the page.
var scrollDown = chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
	_, err := chromedp.Evaluate[bool](`(() => {
		const e = document.scrollingElement;
		if (e) e.scrollTo({top: e.scrollHeight, behavior: 'instant'});
		return true;
	})()`)(ctx, t)
	return err
})

// rest waits until a page has not changed for a while.
func (t *tab) rest(tab context.Context) (state, error) {
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
		if time.Since(since) >= quiet || t.isRestless() {
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
type serialised struct {
	URL, HTML string
	Frames    []string
}

// serialise writes the document as HTML, with its open shadow roots, and what scripts
// wrote into frames.
var serialise = fmt.Sprintf(`(() => {
	const all = [];
	const collect = within => {
		for (const e of within.querySelectorAll('*')) {
			if (e.shadowRoot) { all.push(e); collect(e.shadowRoot); } else if (e.localName === 'iframe') all.push(e);
		}
	};
	collect(document);
	let room = %d;
	const write = (doc, within) => {
		const root = doc.documentElement;
		if (!root || room <= 0) return '';
		const inner = root.getHTML ? root.getHTML({shadowRoots: within.filter(e => e.shadowRoot).map(e => e.shadowRoot)}) : root.innerHTML;
		const text = (root.cloneNode(false).outerHTML.replace(/<\/html>$/i, '') + inner).slice(0, room);
		room -= text.length;
		return text;
	};
	const html = write(document, all);
	const frames = [];
	for (const e of all) {
		if (e.localName !== 'iframe' || frames.length === %d) continue;
		try {
			const doc = e.contentDocument;
			if (doc && doc.URL === 'about:blank' && doc.body && doc.body.childElementCount) frames.push(write(doc, []));
		} catch {}
	}
	return {URL: document.URL, HTML: html, Frames: frames};
})()`, maxHTML, maxFrames)
