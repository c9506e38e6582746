package render

import (
	"context"
	"fmt"
	"sync"

	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// process is a browser that runs, with a profile of its own.
type process struct {
	ctx     context.Context // of chromedp; it ends with the browser
	cancel  context.CancelFunc
	profile *profile
	group   *group // nil until it runs
	// userAgent is what pages get to know; "": what the browser says of itself.
	userAgent string

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

// start starts a browser with further options.
func start(o Options, further []chromedp.ExecAllocatorOption) (*process, error) {
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
	quiet := func(string, ...any) {}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(ctx, chromedp.WithLogf(quiet), chromedp.WithErrorf(quiet))
	p := &process{ctx: ctx, profile: prof, cancel: func() { cancel(); stop() }}
	// A popup has requests of its own, which nobody answers.
	if err := chromedp.ListenBrowser(ctx, p.closePopup); err != nil {
		p.end()
		return nil, fmt.Errorf("start %s: %w", o.Program, err)
	}
	if p.group, err = newGroup(chromedp.FromContext(ctx).Browser.Process().Pid, o.maxMemory); err != nil {
		p.end()
		return nil, fmt.Errorf("start %s: %w", o.Program, err)
	}
	if _, err := chromedp.CallBrowser(ctx, target.SetDiscoverTargets, target.SetDiscoverTargetsParams{Discover: true}); err != nil {
		p.end()
		return nil, fmt.Errorf("start %s: %w", o.Program, err)
	}
	if p.userAgent, err = userAgentOf(ctx, o.UserAgent); err != nil {
		p.end()
		return nil, fmt.Errorf("start %s: %w", o.Program, err)
	}
	return p, nil
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
