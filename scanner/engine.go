package scanner

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"sitewell/scanner/fetch"
	"sitewell/scanner/memlimit"
	"sitewell/scanner/policy"
	"sitewell/scanner/redact"
	"sitewell/scanner/result"
	"sitewell/scanner/urltable"
	"sitewell/scanner/verdict"
	"sitewell/scanner/weburl"
)

// ErrStart means that Options.Start is not an absolute http or https address.
var ErrStart = errors.New("the start address is no web address")

// ErrNoHandles means that a scan ended because this computer had no file handles left
// for a single request for a minute. The next Run continues it.
var ErrNoHandles = errors.New("this computer has no file handles left, so nothing could be requested for a minute")

// Engine runs one scan. Make one with New, call Run once.
type Engine struct {
	opts     Options
	start    weburl.URL
	log      *slog.Logger
	settings verdict.Settings
	policy   *policy.Policy // for redirects only, which workers follow; each run has its own
	marks    *policy.Marks  // which all of them share
	memory   memoryLimits
	redactor *redact.Redactor // hides what the scan signs in with; see redaction.go

	renderTimeout time.Duration // of one page in a browser, 0 for the usual one; for tests

	before result.Progress // of an earlier run of the same scan; see Continue

	mu       sync.Mutex
	progress result.Progress
}

// memoryLimits are how much of its addresses a scan keeps in memory.
type memoryLimits struct {
	texts       urltable.Options // of texts, if the sink returns those that are dropped
	anchorWords int              // of anchors; see urltable.NewAnchorStore
}

// New checks the options. The error is ErrStart, a *RuleError or an *OptionError.
func New(o Options) (*Engine, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	start, err := weburl.Parse(o.Start)
	if err != nil {
		return nil, errors.Join(ErrStart, err)
	}
	marks := policy.NewMarks()
	p, err := policyOf(start.WithoutFragment(), o, marks)
	if err != nil {
		return nil, err
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	redactor := redact.New(start.Key(), o.Credential.Secrets())
	return &Engine{
		opts:     o,
		start:    start.WithoutFragment(),
		log:      redactor.Logger(o.Logger),
		redactor: redactor,
		settings: verdict.Settings{Overrides: o.Overrides, Base: o.Base},
		policy:   p,
		marks:    marks,
		memory:   memoryLimits{texts: urltable.Options{Blocks: urltable.DefaultBlocks}},
	}, nil
}

// Run scans until every address has its check or ctx ends, and commits each batch
// to sink. With a journal it continues what an earlier run committed; it is nil for
// a new scan.
//
// When ctx ends, everything that is finished is still committed and the error is
// ctx's; the next Run with the journal of this scan continues it. The same holds for
// ErrNoHandles. Any other error comes from the sink or the journal. A broken site is
// not an error.
func (e *Engine) Run(ctx context.Context, sink Sink, journal Journal) (result.Summary, error) {
	r, err := e.begin(ctx, sink, journal)
	if err != nil {
		return result.Summary{}, err
	}
	for r.coordinator.step(r.ctx) {
	}
	return r.end()
}

// running is a scan between begin and end. The coordinator takes its steps on the
// goroutine of Run; workers and writer have their own.
type running struct {
	coordinator *coordinator
	client      *fetch.Client
	group       *errgroup.Group
	ctx         context.Context // of the group; it ends also when the writer fails
	caller      context.Context
}

// begin reads the journal, and starts workers and writer. The caller must call end.
func (e *Engine) begin(ctx context.Context, sink Sink, journal Journal) (*running, error) {
	p, err := policyOf(e.start, e.opts, e.marks)
	if err != nil {
		return nil, err
	}
	client, err := e.client()
	if err != nil {
		return nil, err
	}
	_, canRecall := sink.(Recaller)
	c := newCoordinator(e, p, canRecall)
	if err := c.begin(ctx, journal); err != nil {
		client.Close()
		return nil, err
	}
	group, gctx := errgroup.WithContext(ctx)
	free, sitemaps, bodies := newReaders(), make(chan struct{}, 1), memlimit.NewBodies()
	for range workers(e.opts) {
		group.Go(func() error {
			w := worker{client: client, readers: free, sitemaps: sitemaps, bodies: bodies, renders: c.rendering.rule}
			w.work(gctx, c.dispatcher.tasks, c.visits)
			return nil
		})
	}
	c.rendering.start(gctx, group, newRenderer(e, client, c.rendering, free))
	group.Go(func() error { return c.writer.run(ctx, sink) })
	return &running{coordinator: c, client: client, group: group, ctx: gctx, caller: ctx}, nil
}

// end has what is finished stored, and waits for workers and writer.
func (r *running) end() (result.Summary, error) {
	defer r.client.Close()
	r.coordinator.finish()
	err := r.group.Wait()
	summary := r.coordinator.summary()
	secrets := r.coordinator.engine.redactor
	summary.Progress, summary.Sample = redactProgress(secrets, summary.Progress), secrets.Text(summary.Sample)
	summary.MadeWith = r.coordinator.recorder.madeWith.versions(secrets)
	if err == nil {
		err = r.caller.Err()
	}
	if err == nil && r.coordinator.dispatcher.handles.gaveUp {
		err = ErrNoHandles
	}
	return summary, err
}

// Continue sets how far an earlier run of the same scan had come. Progress returns
// it until Run has read the journal, so that a resumed scan never shows zeros. It is
// also where the number of pages that were read continues, since a journal does not
// contain it. Call Continue before Run.
func (e *Engine) Continue(before result.Progress) {
	before.Started = time.Now()
	e.before = before
	e.publish(before)
}

// Progress returns a snapshot of the scan. It is safe for concurrent use.
func (e *Engine) Progress() result.Progress {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.progress
}

func (e *Engine) publish(p result.Progress) {
	p = redactProgress(e.redactor, p)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.progress = p
}

// client returns the HTTP client of the scan. A site on this computer or in a
// private network may be scanned, with its links to the same kind of network. From
// a public site only public addresses are reached (check 88).
func (e *Engine) client() (*fetch.Client, error) {
	return fetch.New(fetch.Options{
		UserAgent:  e.opts.UserAgent,
		Timeout:    e.opts.Timeout,
		MaxBody:    e.opts.MaxBody,
		Home:       e.start,
		Header:     e.opts.Header,
		Credential: e.opts.Credential,
		OnRedirect: e.hop,
		Network:    e.opts.Network,
		Resolver:   e.opts.Resolver,
		Dial:       e.opts.Dial,
		Roots:      e.opts.Roots,
		Proxy:      e.opts.Proxy,
		Logger:     e.log,
	})
}

// hop refuses to follow a redirect to an address that is unsafe while signed in, and
// one that leaves the site if other sites are left out.
func (e *Engine) hop(_ context.Context, from, to weburl.URL) error {
	if key, reason := e.policy.Leaves(from, to); key != "" {
		return &fetch.Refusal{Outcome: key, Reason: reason}
	}
	if key, reason := e.policy.Unsafe(to); key != "" && from != to {
		return &fetch.Refusal{Outcome: key, Reason: "redirects to " + to.Path() + ", which " + reason}
	}
	return nil
}

// How many requests are in flight at once.
const (
	startConcurrency    = 2
	defaultConcurrency  = 8
	maxConcurrency      = 32
	externalConcurrency = 24 // to all other hosts together
	perExternalHost     = 2
	externalGap         = 500 * time.Millisecond
	strainRest          = 200 * time.Millisecond // see frontier.Limits.Rest
)

// concurrency returns how many requests to the site itself may be in flight.
func concurrency(o Options) int {
	if o.Concurrency <= 0 {
		return defaultConcurrency
	}
	return min(o.Concurrency, maxConcurrency)
}

func workers(o Options) int { return concurrency(o) + externalConcurrency }
