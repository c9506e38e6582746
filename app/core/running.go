package core

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"

	"sitewell/scanner"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/record"
)

// Running is a scan under way. Its methods may be called from any goroutine.
type Running struct {
	scan   storage.ScanID
	site   storage.SiteID
	start  string
	list   string // name of the list that is checked, "" for a site
	engine *scanner.Engine
	sink   *retryingSink
	cancel context.CancelFunc
	state  atomic.Uint32 // storage.State that a cancelled scan ends with
	done   chan struct{}
	// Set before done is closed:
	err      error
	complete bool // the scan came to its end, and that is stored
}

// ScanID is the scan's number in the history.
func (r *Running) ScanID() storage.ScanID { return r.scan }

// SiteID is the number of the site that is scanned.
func (r *Running) SiteID() storage.SiteID { return r.site }

// Start is the address that the scan began with.
func (r *Running) Start() string { return r.start }

// ListName is the name of the list of addresses that is checked, "" where a site is scanned.
func (r *Running) ListName() string { return r.list }

// Progress is a snapshot of how far the scan is. What keeps it from being
// stored is the first of what makes it slow.
func (r *Running) Progress() result.Progress {
	p := r.engine.Progress()
	if wait, waits := r.sink.waiting(); waits {
		p.Slow = append([]result.HostWait{wait}, p.Slow...)
	}
	return p
}

// Stop asks the scan to end and returns at once; Done tells when it has. What
// was found is kept, and the scan can be resumed.
func (r *Running) Stop() { r.end(storage.Stopped) }

// interrupt is Stop where nobody wished it: the program ends.
func (r *Running) interrupt() { r.end(storage.Interrupted) }

func (r *Running) end(s storage.State) {
	r.state.Store(uint32(s))
	r.cancel()
}

// Done is closed when the scan has ended and everything is stored.
func (r *Running) Done() <-chan struct{} { return r.done }

// Err says, once Done, what kept the scan from going on; nil where it came to
// its end or was stopped. Before Done it is nil.
func (r *Running) Err() error {
	select {
	case <-r.done:
		return r.err
	default:
		return nil
	}
}

// job is a scan that is ready to run.
type job struct {
	site    storage.SiteID
	start   string
	list    string // name of the list that is checked, "" for a site
	home    string // as grade has it
	engine  *scanner.Engine
	writer  *record.Writer
	journal scanner.Journal // nil for a new scan
	after   func() error    // when the scan has ended; may be nil
}

// run starts a scan on a goroutine that Close waits for. The place of the site
// was taken by reserve; it is given back when the scan has ended.
func (rn *Runner) run(j job) *Running {
	ctx, cancel := context.WithCancel(context.Background()) // a scan outlives the click that starts it
	r := &Running{
		scan: j.writer.ID(), site: j.site, start: j.start, list: j.list,
		engine: j.engine, cancel: cancel, done: make(chan struct{}),
		sink: &retryingSink{sink: j.writer, stop: ctx.Done(), every: storeAgain, log: rn.log},
	}
	rn.set(r)
	go func() {
		defer rn.scans.Done()
		defer cancel()
		r.err = rn.scan(ctx, j, r)
		if r.err != nil {
			rn.log.Error("scan ended early", "scan", r.scan, "error", r.err)
		}
		rn.release(j.site)
		close(r.done)
		if r.complete {
			rn.history.applyKeepRule(context.WithoutCancel(ctx), j.site)
		}
	}()
	return r
}

// scan runs the engine and stores how that ended.
func (rn *Runner) scan(ctx context.Context, j job, r *Running) error {
	rn.log.Info("scan begins", "scan", r.scan, "url", redacted(j.start))
	memory := rn.heap.StartScan()
	defer memory.End()
	r.sink.after = func() { memory.SetAddresses(j.engine.Progress().Found) }
	summary, err := j.engine.Run(ctx, r.sink, j.journal)
	if memory.IsLarge() {
		debug.FreeOSMemory() // the engine's memory is not needed for finishing
	}
	state := storage.Complete
	if err != nil {
		state = storage.State(r.state.Load()) // Interrupted unless somebody stopped it
	}
	switch {
	case errors.Is(err, scanner.ErrNoHandles): // its results say so
		rn.log.Warn("scan stopped", "scan", r.scan, "error", err)
		state, err = storage.Stopped, nil
	case errors.Is(err, context.Canceled):
		err = nil
	}
	finishErr := r.sink.retry(func() error { return rn.grader.finish(context.WithoutCancel(ctx), j.writer, j.home, state, summary) })
	if finishErr != nil {
		err = errors.Join(err, fmt.Errorf("store the end of a scan: %w", finishErr))
	} else if markErr := rn.marks.keepVerified(context.WithoutCancel(ctx), r.scan); markErr != nil { // which is found out again when it is asked for
		rn.log.Warn("marks are not verified", "scan", r.scan, "error", markErr)
	}
	r.complete = state == storage.Complete && finishErr == nil
	err = errors.Join(err, j.writer.Close())
	if j.after != nil {
		err = errors.Join(err, j.after())
	}
	rn.log.Info("scan ends", "scan", r.scan, "state", int(state), "found", summary.Found, "problems", summary.Problems)
	return err
}
