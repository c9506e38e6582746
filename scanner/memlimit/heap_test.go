package memlimit

import (
	"math"
	"runtime/debug"
	"testing"
)

// growth returns by how many percent the heap may grow.
func growth() int {
	now := debug.SetGCPercent(100)
	debug.SetGCPercent(now)
	return now
}

func limit() int64 { return debug.SetMemoryLimit(-1) }

// restore sets the limits of the runtime as they are in a new program, until the
// test ends.
func restore(t *testing.T) {
	t.Setenv("GOMEMLIMIT", "")
	t.Setenv("GOGC", "")
	percent, bytes := debug.SetGCPercent(100), debug.SetMemoryLimit(math.MaxInt64)
	t.Cleanup(func() { debug.SetGCPercent(percent); debug.SetMemoryLimit(bytes) })
}

func TestLimit(t *testing.T) {
	restore(t)
	var h Heap
	first := h.StartScan()
	one := limit()
	if most := inUse() + ScanBytes + 32<<20; one > most {
		t.Errorf("one scan: the limit is %d, want at most %d", one, most)
	}
	first.SetAddresses(1000)
	if got := limit(); got != one {
		t.Errorf("a thousand addresses change the limit by %d", got-one)
	}
	first.SetAddresses(2_000_000)
	if got, want := limit(), one+200_000_000; got != want {
		t.Errorf("two million addresses: the limit is %d, want %d", got, want)
	}
	second := h.StartScan()
	if got, want := limit(), one+200_000_000+ScanBytes; got != want {
		t.Errorf("a second scan: the limit is %d, want %d", got, want)
	}
	report := h.StartReport(2_000_000)
	if got, want := limit(), one+200_000_000+ScanBytes; got != want {
		t.Errorf("a report: the limit is %d, want %d", got, want)
	}
	report.End()
	first.End()
	if got := limit(); got != one {
		t.Errorf("the large scan has ended: the limit is %d, want %d", got, one)
	}
	second.End()
	if got := limit(); got != math.MaxInt64 {
		t.Errorf("all scans have ended: the limit is %d", got)
	}
}

func TestGrowth(t *testing.T) {
	restore(t)
	SetGrowth()
	var h Heap
	scan := h.StartScan()
	scan.SetAddresses(LargeScan - 1)
	if got := growth(); got != Growth || scan.IsLarge() {
		t.Errorf("a scan that is not large: the heap grows by %d %%, want %d", got, Growth)
	}
	scan.SetAddresses(LargeScan)
	report := h.StartReport(LargeScan)
	scan.End()
	if got := growth(); got != LargeGrowth || !report.IsLarge() {
		t.Errorf("a report about a large scan: the heap grows by %d %%, want %d", got, LargeGrowth)
	}
	report.End()
	if got := growth(); got != Growth {
		t.Errorf("afterwards the heap grows by %d %%, want %d", got, Growth)
	}
}

func TestEnvironment(t *testing.T) {
	restore(t)
	t.Setenv("GOMEMLIMIT", "1GiB")
	t.Setenv("GOGC", "200")
	debug.SetMemoryLimit(1 << 30) // as the runtime does when it reads them
	debug.SetGCPercent(200)
	SetGrowth()
	var h Heap
	scan := h.StartScan()
	scan.SetAddresses(2_000_000)
	for range 2 {
		if limit() != 1<<30 || growth() != 200 {
			t.Errorf("the limit is %d and the heap grows by %d %%, want 1 GiB and 200 %%", limit(), growth())
		}
		if len(h.uses) > 0 {
			scan.End()
		}
	}
}
