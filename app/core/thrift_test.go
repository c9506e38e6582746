package core

import (
	"runtime/debug"
	"testing"
)

func TestThrift(t *testing.T) {
	before := debug.SetGCPercent(100)
	t.Cleanup(func() { debug.SetGCPercent(before) })
	percent := func() int {
		now := debug.SetGCPercent(100)
		debug.SetGCPercent(now)
		return now
	}
	var th thrift
	th.begin()
	th.begin()
	th.end()
	if got := percent(); got != thriftyHeap {
		t.Errorf("with one large scan of two: the heap grows by %d %%, want %d", got, thriftyHeap)
	}
	th.end()
	if got := percent(); got != 100 {
		t.Errorf("afterwards: %d %%, want what it was before", got)
	}
}
