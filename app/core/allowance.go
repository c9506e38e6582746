package core

import (
	"os"
	"runtime/debug"
	"runtime/metrics"
	"sync"

	"sitewell/storage"
)

// What a scan may take of memory before garbage is looked for more eagerly: so
// much, and so much for each address that it has found. Nearly all scans stay
// below it; it is for sites with pages of many megabytes, which would let the
// heap grow to a multiple of them.
const (
	scanAllowance    = 52 << 20
	addressAllowance = 100
)

// allowance is the soft limit of the heap while scans run. It concerns the whole
// program, so that it counts them. The zero value is ready.
type allowance struct {
	mu    sync.Mutex
	scans map[storage.ScanID]int // addresses by scan
	base  int64                  // what there was without them
	// The limit that holds while scans run, and that before, to go back to.
	set, before int64
}

// grow takes in how many addresses a scan has found; the first time it begins.
// The caller must call end.
func (a *allowance) grow(scan storage.ScanID, found int) {
	if os.Getenv("GOMEMLIMIT") != "" { // who sets it knows better
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.scans) == 0 {
		a.scans = make(map[storage.ScanID]int)
		a.base, a.set, a.before = inUse(), 0, debug.SetMemoryLimit(-1)
	}
	a.scans[scan] = found
	a.apply()
}

// end takes in that a scan has ended.
func (a *allowance) end(scan storage.ScanID) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, runs := a.scans[scan]; !runs {
		return
	}
	if delete(a.scans, scan); len(a.scans) == 0 {
		debug.SetMemoryLimit(a.before)
		return
	}
	a.apply()
}

// apply sets the limit, unless it would hardly be another: that stops all else
// for a moment.
func (a *allowance) apply() {
	limit := a.base
	for _, found := range a.scans {
		limit += scanAllowance + addressAllowance*int64(found)
	}
	if d := limit - a.set; d <= -scanAllowance/16 || d >= scanAllowance/16 {
		a.set = limit
		debug.SetMemoryLimit(limit)
	}
}

// inUse is what the Go runtime has of the system, as its limit counts it.
func inUse() int64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return int64(s[0].Value.Uint64() - s[1].Value.Uint64())
}
