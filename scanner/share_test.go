package scanner

import (
	"context"
	"testing"
	"testing/synctest"

	"golang.org/x/sync/semaphore"
)

// Bodies share a bound of memory. One that is larger than the bound has all of it,
// and what is given back goes to the next. A body that is asked for after its task
// is over gets none.
func TestShareOfBodies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		of := semaphore.NewWeighted(maxBodies)
		first, second := &share{of: of}, &share{of: of}
		for range 2 { // a request that is sent again
			if err := first.reserve(t.Context(), 2*maxBodies); err != nil {
				t.Fatal(err)
			}
		}
		got := make(chan error, 1)
		go func() { got <- second.reserve(t.Context(), 16<<20) }()
		synctest.Wait()
		select {
		case <-got:
			t.Error("more memory was given away than there is")
		default:
		}
		first.release()
		if err := <-got; err != nil {
			t.Error(err)
		}
		if err := first.reserve(t.Context(), 1); err != context.Canceled {
			t.Errorf("memory after the end: %v", err)
		}
		second.release()
		if !of.TryAcquire(maxBodies) {
			t.Error("not all memory was given back")
		}
	})
}
