package core

import (
	"runtime/debug"
	"sync"
)

// Sitewell lets the heap grow by some percent (app.heapGrowth) before it looks for
// garbage. That is cheap and right for most scans, and too much where millions
// of addresses are alive.
const (
	largeScan   = 400_000 // addresses
	thriftyHeap = 35      // percent of growth, for those
)

// The heap grows less while large scans run or are reported on. That concerns the
// whole program, so they are counted.
type thrift struct {
	from int // addresses that make a scan large

	mu     sync.Mutex
	large  int // scans
	before int // percent, to go back to
}

// begin takes in that a scan has become large. The caller must call end.
func (t *thrift) begin() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.large++; t.large == 1 {
		t.before = debug.SetGCPercent(thriftyHeap)
	}
}

// end takes in that a large scan has ended.
func (t *thrift) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.large--; t.large == 0 {
		debug.SetGCPercent(t.before)
	}
}

// limitMemory limits the memory while a report is made about a scan with so many
// addresses. The caller must call end.
func (c *base) limitMemory(addresses int) (end func()) {
	if addresses < c.thrift.from {
		return func() {}
	}
	c.thrift.begin()
	return c.thrift.end
}
