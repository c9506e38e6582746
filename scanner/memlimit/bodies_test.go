package memlimit

import (
	"context"
	"testing"
	"testing/synctest"
)

// A body that is larger than all memory gets all of it, what is released goes to
// the next body, and a body that arrives after its task has ended gets none.
func TestBodies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bodies := NewBodies()
		first, second := bodies.NewShare(), bodies.NewShare()
		for range 2 { // a request that is sent again
			if err := first.Reserve(t.Context(), 2*BodyBytes); err != nil {
				t.Fatal(err)
			}
		}
		got := make(chan error, 1)
		go func() { got <- second.Reserve(t.Context(), 16<<20) }()
		synctest.Wait()
		select {
		case <-got:
			t.Error("more memory was reserved than there is")
		default:
		}
		first.Release()
		if err := <-got; err != nil {
			t.Error(err)
		}
		if err := first.Reserve(t.Context(), 1); err != context.Canceled {
			t.Errorf("Reserve after Release: %v", err)
		}
		second.Release()
		if !bodies.bytes.TryAcquire(BodyBytes) {
			t.Error("not all memory was released")
		}
	})
}
