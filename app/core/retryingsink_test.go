package core

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"sitewell/scanner/result"
	"sitewell/storage"
)

// Texts is not asked for by these tests.
func (sinkFunc) Texts(context.Context, result.ID, int) ([]string, error) { return nil, nil }

// Edges is not asked for by these tests.
func (sinkFunc) Edges(context.Context, func() []result.ID, func(result.Edge)) error { return nil }

// sinkFunc is a sink of one function.
type sinkFunc func(*result.Batch) error

func (f sinkFunc) Commit(_ context.Context, b *result.Batch) error { return f(b) }

func TestScanWaitsUntilItCanBeStored(t *testing.T) {
	for name, tt := range map[string]struct {
		err  error
		want result.WaitReason
	}{
		"full disk":       {storage.ErrFull, result.WaitFull},
		"read-only":       {storage.ErrReadOnly, result.WaitReadOnly},
		"another program": {storage.ErrBusy, result.WaitBusy},
		"no handles left": {syscall.EMFILE, result.WaitHandles},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var fixed atomic.Bool
				var tries atomic.Int32
				p := &retryingSink{
					sink: sinkFunc(func(*result.Batch) error {
						tries.Add(1)
						if fixed.Load() {
							return nil
						}
						return fmt.Errorf("store batch: %w", tt.err)
					}),
					stop: make(chan struct{}), every: storeAgain, log: slog.New(slog.DiscardHandler),
				}
				done := make(chan error, 1)
				go func() { done <- p.Commit(t.Context(), &result.Batch{}) }()
				time.Sleep(10 * storeAgain) // the bubble's time
				synctest.Wait()
				if wait, waits := p.waiting(); !waits || wait.Reason != tt.want {
					t.Errorf("waits: %v for %q, want %q", waits, wait.Reason, tt.want)
				}
				if tries.Load() < 5 {
					t.Errorf("tried %d times in 30 s", tries.Load())
				}
				fixed.Store(true)
				if err := <-done; err != nil {
					t.Errorf("after it was fixed: %v", err)
				}
				if wait, waits := p.waiting(); waits {
					t.Errorf("still waits for %q", wait.Reason)
				}
			})
		})
	}
}

func TestStopEndsTheWaitToBeStored(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stop := make(chan struct{})
		p := &retryingSink{
			sink: sinkFunc(func(*result.Batch) error { return storage.ErrFull }),
			stop: stop, every: storeAgain, log: slog.New(slog.DiscardHandler),
		}
		done := make(chan error, 1)
		go func() { done <- p.Commit(t.Context(), &result.Batch{}) }()
		synctest.Wait()
		close(stop)
		if err := <-done; !errors.Is(err, storage.ErrFull) {
			t.Errorf("got %v, want what kept it from being stored", err)
		}
	})
}

func TestWhatWaitingDoesNotMendEndsTheScan(t *testing.T) {
	damaged := fmt.Errorf("store batch: %w", storage.ErrCorrupt)
	p := &retryingSink{
		sink: sinkFunc(func(*result.Batch) error { return damaged }),
		stop: make(chan struct{}), every: time.Hour, log: slog.New(slog.DiscardHandler),
	}
	if err := p.Commit(t.Context(), &result.Batch{}); !errors.Is(err, storage.ErrCorrupt) {
		t.Errorf("got %v, want the damage", err)
	}
}
