package core

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"sitewell/scanner"
	"sitewell/scanner/fetch"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// retryingSink stores what a scan finds, and waits where that is not possible for a
// reason that a person can remove: a full disk, a folder that can't be written,
// another program that holds the history. The scan pauses meanwhile, for the
// engine takes nothing more in than it can hand on, and goes on by itself.
type retryingSink struct {
	sink  sink
	stop  <-chan struct{} // the scan is to end in any case
	every time.Duration   // between two tries
	after func()          // called when a batch has been stored; may be nil
	log   *slog.Logger

	mu     sync.Mutex
	reason result.WaitReason // "" while all is well
	next   time.Time         // when it is tried again
}

// sink is where a scan is stored, and read back from.
type sink interface {
	scanner.Sink
	scanner.Recaller
}

// storeAgain is how long a scan waits before it tries again to store something.
const storeAgain = 3 * time.Second

// Commit stores a batch, however long that takes. Where the scan is to end
// first, it gives the error that kept it from storing.
func (p *retryingSink) Commit(ctx context.Context, b *result.Batch) error {
	err := p.retry(func() error { return p.sink.Commit(ctx, b) })
	if err == nil && p.after != nil {
		p.after()
	}
	return err
}

// Texts returns addresses that were stored; see scanner.Recaller.
func (p *retryingSink) Texts(ctx context.Context, first result.ID, n int) (texts []string, err error) {
	err = p.retry(func() error {
		texts, err = p.sink.Texts(ctx, first, n)
		return err
	})
	return texts, err
}

// Edges calls yield with where addresses lead; see scanner.Recaller. Of those that
// next returned last it is asked again if that has failed.
func (p *retryingSink) Edges(ctx context.Context, next func() []result.ID, yield func(result.Edge)) error {
	var last []result.ID
	return p.retry(func() error {
		again := len(last) > 0
		return p.sink.Edges(ctx, func() []result.ID {
			if !again {
				last = next()
			}
			again = false
			return last
		}, yield)
	})
}

// retry does something until it succeeds, fails for a reason that waiting
// doesn't remove, or the scan is to end.
func (p *retryingSink) retry(do func() error) error {
	for {
		err := do()
		reason := reasonToWait(err)
		p.note(reason, err)
		if reason == "" {
			return err
		}
		select {
		case <-p.stop:
			p.note("", nil)
			return err
		case <-time.After(p.every):
		}
	}
}

func (p *retryingSink) note(reason result.WaitReason, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if reason != "" && p.reason == "" {
		p.log.Warn("scan waits to be stored", "error", err)
	}
	p.reason, p.next = reason, time.Now().Add(p.every)
}

// waiting returns what the scan waits for, and whether it waits.
func (p *retryingSink) waiting() (result.HostWait, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return result.HostWait{Reason: p.reason, Until: p.next}, p.reason != ""
}

// reasonToWait returns why a scan waits after an error, "" where waiting does not
// help.
func reasonToWait(err error) result.WaitReason {
	switch {
	case errors.Is(err, storage.ErrFull):
		return result.WaitFull
	case errors.Is(err, storage.ErrReadOnly):
		return result.WaitReadOnly
	case errors.Is(err, storage.ErrBusy):
		return result.WaitBusy
	case fetch.IsOutOfHandles(err):
		return result.WaitHandles
	}
	return ""
}
