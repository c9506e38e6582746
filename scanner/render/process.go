package render

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/cdp/jsonv2"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// process is a browser that runs, with a profile of its own.
type process struct {
	ctx     context.Context         // of chromedp; it ends with the browser
	abort   context.CancelCauseFunc // ends it without waiting
	cancel  context.CancelFunc
	profile *profile
	group   *group // nil until it runs
	version string // "120.0.6099.224"
	// userAgent is what pages get to know; "": what the browser says of itself.
	userAgent string

	isGarbled atomic.Bool // the browser sent what is no JSON

	mu    sync.Mutex
	slots []*slot // that nobody uses
}

// noNetwork sends what is not answered by Options.Load to nowhere: WebSockets, workers,
// and whatever the browser itself wants to know.
var noNetwork = []chromedp.ExecAllocatorOption{
	chromedp.Headless,
	chromedp.Flag("proxy-server", "http://127.0.0.1:9"),
	chromedp.Flag("proxy-bypass-list", "<-loopback>"),
	chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"),
	chromedp.Flag("disable-background-networking", true),
	chromedp.Flag("disable-component-update", true),
	chromedp.Flag("disable-domain-reliability", true),
	chromedp.Flag("disable-sync", true),
	chromedp.Flag("disable-quic", true),
	chromedp.Flag("force-webrtc-ip-handling-policy", "disable_non_proxied_udp"),
	chromedp.Flag("no-pings", true),
}

// start starts a browser with further options. ctx is for the start alone.
func start(ctx context.Context, o Options, further []chromedp.ExecAllocatorOption) (*process, error) {
	prof, err := newProfile(profileFolder(o))
	if err != nil {
		return nil, fmt.Errorf("make a profile for the browser: %w", err)
	}
	options := append([]chromedp.ExecAllocatorOption{
		chromedp.ExecPath(o.Program),
		chromedp.UserDataDir(prof.dir),
		chromedp.ModifyCmdFunc(ownGroup),
		chromedp.Env(prof.environment()...),
		chromedp.NoFirstRun,
		chromedp.NoDefaultBrowserCheck,
		chromedp.WindowSize(1280, 1024),
		chromedp.Flag("disable-extensions", true),
		chromedp.Flag("disable-default-apps", true),
		chromedp.Flag("disable-breakpad", true),
		chromedp.Flag("disable-crash-reporter", true),
		chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("disable-gpu", true),
		chromedp.Flag("mute-audio", true),
		chromedp.Flag("password-store", "basic"),
		chromedp.Flag("use-mock-keychain", true),
		// Pages that were left are not kept, so that the next page of a site has the same process.
		chromedp.Flag("disable-back-forward-cache", true),
		chromedp.Flag("disable-features", "Translate,MediaRouter,OptimizationHints,AutofillServerCommunication,"+
			"BackForwardCache,ProactivelySwapBrowsingInstance,SpareRendererForSitePerProcess"),
		// The two tabs are both in the foreground to their pages.
		chromedp.Flag("disable-background-timer-throttling", true),
		chromedp.Flag("disable-backgrounding-occluded-windows", true),
		chromedp.Flag("disable-renderer-backgrounding", true),
		chromedp.Flag("js-flags", "--max-old-space-size=512"), // megabytes
	}, further...)
	p := launch(prof, options)
	// A program that is no browser may run on without ever saying anything.
	late := time.AfterFunc(maxPatience*o.Timeout, func() { p.abort(ErrSilent) })
	stop := context.AfterFunc(ctx, func() { p.abort(ctx.Err()) })
	err = p.prepare(o)
	if isLate, isStopped := !late.Stop(), !stop(); err == nil && (isLate || isStopped) {
		err = context.Cause(p.ctx)
	}
	if err != nil {
		err = p.explainStart(ctx, err)
		p.end()
		return nil, fmt.Errorf("start %s: %w", o.Program, err)
	}
	return p, nil
}

// launch returns a process that starts when it is asked something.
func launch(prof *profile, options []chromedp.ExecAllocatorOption) *process {
	p := &process{profile: prof}
	ctx, abort := context.WithCancelCause(context.Background())
	ctx, stop := chromedp.NewExecAllocator(ctx, options...)
	ctx, cancel := chromedp.NewContext(ctx, chromedp.WithLogf(func(string, ...any) {}), chromedp.WithErrorf(p.noteGarbage))
	p.ctx, p.abort, p.cancel = ctx, abort, func() { cancel(); stop(); abort(nil) }
	return p
}

// noteGarbage notes that the browser sent what is no JSON. chromedp tells this to its log
// alone, and ends the connection.
func (p *process) noteGarbage(_ string, about ...any) {
	for _, a := range about {
		var syntax *jsonv2.SyntacticError
		if err, ok := a.(error); ok && errors.As(err, &syntax) {
			p.isGarbled.Store(true)
		}
	}
}

// prepare starts the process, makes sure that it can be used, and sets what holds for all
// pages.
func (p *process) prepare(o Options) error {
	// A popup has requests of its own, which nobody answers.
	if err := chromedp.ListenBrowser(p.ctx, p.closePopup); err != nil {
		return err
	}
	var err error
	if p.group, err = newGroup(chromedp.FromContext(p.ctx).Browser.Process().Pid, o.maxMemory); err != nil {
		return err
	}
	said, err := chromedp.CallBrowser(p.ctx, browser.GetVersion, cdp.Empty{})
	if err != nil {
		return err
	}
	_, p.version, _ = strings.Cut(said.Product, "/")
	p.userAgent = userAgentOf(o.UserAgent, said.Product)
	if isTooOld(p.version) {
		return fmt.Errorf("%w: it is version %s, and %d is needed", ErrTooOld, p.version, OldestVersion)
	}
	_, err = chromedp.CallBrowser(p.ctx, target.SetDiscoverTargets, target.SetDiscoverTargetsParams{Discover: true})
	return err
}

// isTooOld reports whether a version is older than OldestVersion. What is no number may be
// new.
func isTooOld(version string) bool {
	major, _, _ := strings.Cut(version, ".")
	n, err := strconv.Atoi(major)
	return err == nil && n < OldestVersion
}

// explainStart returns what is behind the failure of a start.
func (p *process) explainStart(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(context.Cause(p.ctx), ErrSilent):
		return fmt.Errorf("%w: %w", ErrSilent, err)
	case errors.Is(err, ErrTooOld):
		return err
	}
	return fmt.Errorf("%w: %w", ErrNotStarted, err)
}

// Version returns the version of the browser that a program is, as "120.0.6099.224", by
// starting it. Errors: that of ctx, and those that Reason knows.
func Version(ctx context.Context, program string) (string, error) {
	p, err := start(ctx, Options{Program: program, Timeout: DefaultTimeout, maxMemory: maxMemory}, noNetwork)
	if err != nil {
		return "", err
	}
	defer p.end()
	return p.version, nil
}

// closePopup closes a tab that a page has opened.
func (p *process) closePopup(event any) {
	e, ok := event.(*target.EventTargetCreated)
	if !ok || e.TargetInfo.OpenerID == "" {
		return
	}
	go chromedp.CallBrowser(p.ctx, target.CloseTarget, target.CloseTargetParams{TargetID: e.TargetInfo.TargetID})
}

// end ends all processes of the browser and deletes its profile.
func (p *process) end() {
	p.kill()
	p.cancel()
	if p.group != nil {
		p.group.close()
	}
	p.profile.remove()
}

// kill ends all processes of the browser.
func (p *process) kill() {
	if p.group != nil {
		p.group.kill()
	}
}

// memory returns how much memory the largest process of the browser takes, in bytes.
func (p *process) memory() int64 {
	if p.group == nil {
		return 0
	}
	return p.group.memory()
}
