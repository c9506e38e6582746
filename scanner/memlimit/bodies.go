package memlimit

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"
)

// Bodies is the memory for the large bodies of a scan, and what is read from them.
// It is safe for concurrent use.
type Bodies struct{ bytes *semaphore.Weighted }

// NewBodies returns BodyBytes of free memory.
func NewBodies() *Bodies { return &Bodies{semaphore.NewWeighted(BodyBytes)} }

// NewShare returns a share without any memory.
func (b *Bodies) NewShare() *Share { return &Share{bodies: b} }

// Share is the memory that one task has for its bodies. Release must be called at
// the end of the task.
type Share struct {
	bodies *Bodies

	mu       sync.Mutex
	bytes    int64
	released bool
}

// Reserve waits until there is room for a body. A body that is larger than
// BodyBytes gets all of it. A redirect chain has one body at a time, so Reserve
// first returns the memory that the share had. The error is that of ctx, or
// context.Canceled after Release: an abandoned exchange may call Reserve late.
func (s *Share) Reserve(ctx context.Context, bytes int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bodies.bytes.Release(s.bytes)
	s.bytes = 0
	if s.released {
		return context.Canceled
	}
	bytes = min(bytes, BodyBytes)
	if err := s.bodies.bytes.Acquire(ctx, bytes); err != nil {
		return err
	}
	s.bytes = bytes
	return nil
}

// Release returns the memory of the share.
func (s *Share) Release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bodies.bytes.Release(s.bytes)
	s.bytes, s.released = 0, true
}
