package core

import (
	"runtime/debug"
	"testing"
)

// heapPercent is by how much the heap may grow.
func heapPercent() int {
	now := debug.SetGCPercent(100)
	debug.SetGCPercent(now)
	return now
}

func TestThrift(t *testing.T) {
	before := debug.SetGCPercent(100)
	t.Cleanup(func() { debug.SetGCPercent(before) })
	var th thrift
	th.begin()
	th.begin()
	th.end()
	if got := heapPercent(); got != thriftyHeap {
		t.Errorf("with one large scan of two: the heap grows by %d %%, want %d", got, thriftyHeap)
	}
	th.end()
	if got := heapPercent(); got != 100 {
		t.Errorf("afterwards: %d %%, want what it was before", got)
	}
}
