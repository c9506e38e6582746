// Package background runs what takes time (queries, files, the network) off
// the window's thread and brings the answers back to it. It must not know
// what is asked, nor any widget.
package background

import (
	"context"
	"sync"
)

// Dispatcher runs a function on the window's thread, later and in order.
// fyne.Do is the real one; tests hand in a queue that they drain themselves.
type Dispatcher func(func())

// Runner owns every goroutine that a window starts. Close ends them all.
type Runner struct {
	ctx      context.Context // the window's lifetime, which Runner itself defines
	cancel   context.CancelFunc
	dispatch Dispatcher
	wg       sync.WaitGroup
}

// New returns a runner whose work ends with ctx or Close, whichever is first.
func New(ctx context.Context, dispatch Dispatcher) *Runner {
	ctx, cancel := context.WithCancel(ctx)
	return &Runner{ctx: ctx, cancel: cancel, dispatch: dispatch}
}

// Go runs work on a goroutine of its own. work must return soon after its
// context ends.
func (r *Runner) Go(work func(ctx context.Context)) {
	r.wg.Go(func() { work(r.ctx) })
}

// Do runs f on the window's thread; from there it may be called too.
func (r *Runner) Do(f func()) { r.dispatch(f) }

// Close ends all work and waits for it.
func (r *Runner) Close() {
	r.cancel()
	r.wg.Wait()
}

// Loader asks for one thing again and again, of which only the newest answer
// counts: a slow old answer never overwrites a newer one, and none arrives
// after Cancel. Its methods belong to the window's thread.
type Loader[T any] struct {
	generation uint64
	cancel     context.CancelFunc
}

// Load runs query in the background and then apply with its answer on the
// window's thread, unless another Load or Cancel came between.
func (l *Loader[T]) Load(r *Runner, query func(ctx context.Context) (T, error), apply func(T, error)) {
	l.Cancel()
	generation := l.generation
	ctx, cancel := context.WithCancel(r.ctx)
	l.cancel = cancel
	r.wg.Go(func() {
		defer cancel()
		answer, err := query(ctx)
		r.dispatch(func() {
			if generation == l.generation && r.ctx.Err() == nil {
				apply(answer, err)
			}
		})
	})
}

// Cancel drops what is under way.
func (l *Loader[T]) Cancel() {
	l.generation++
	if l.cancel != nil {
		l.cancel()
		l.cancel = nil
	}
}
