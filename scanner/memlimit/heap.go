// Package memlimit limits the memory of a program that scans websites. There is
// one rule:
//
//   - A running scan may use ScanBytes, and AddressBytes for each address that it
//     has found. Nearly all scans stay below that. BodyBytes of ScanBytes are for
//     large bodies, which wait until there is room for them (Bodies).
//   - Up to this limit the heap grows by Growth percent between two garbage
//     collections, or by LargeGrowth percent while a scan with LargeScan or more
//     addresses runs or a report about it is made. Above it, garbage is collected
//     more often (Heap).
//   - Reserve bytes count as part of the heap and are never used. Without them the
//     heap of a scan of small pages, which is 5 MB, grows by 3 MB between two
//     collections.
//
// The limit is soft: it costs processor time, and never stops a scan. The
// environment variables GOGC and GOMEMLIMIT take precedence over it.
//
// The package must not know what a scan is made of.
package memlimit

import (
	"os"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// These are the values of the rule.
const (
	ScanBytes    = 52 << 20
	AddressBytes = 100
	BodyBytes    = 48 << 20

	// Growth saves memory: Go's own 100 percent need a sixth more of it, and a
	// tenth less of a scan's processor time.
	Growth      = 60
	LargeGrowth = 35
	LargeScan   = 400_000

	Reserve = 5 << 20
)

// SetGrowth lets the heap grow by Growth percent. It returns the reserve, which
// counts for as long as it is kept; it takes no memory, because nobody writes to
// it. A program calls it once, when it starts.
func SetGrowth() (reserve []byte) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(Growth)
	}
	return make([]byte, Reserve)
}

// Heap sets the limits of the Go runtime by what the program does at the moment.
// They apply to the whole program, so it should have one Heap. The zero value is
// ready. It is safe for concurrent use.
type Heap struct {
	// LargeScan replaces the constant of that name; 0: the constant.
	LargeScan int

	mu    sync.Mutex
	uses  map[*Use]struct{}
	large int // uses with LargeScan or more addresses
	scans int // uses that have a limit

	growth int   // percent before the first large use
	base   int64 // bytes in use before the first scan
	limit  int64 // bytes while scans run
	before int64 // limit before the first scan
}

// Use is a scan that runs, or a report that is made. End must be called once.
type Use struct {
	heap      *Heap
	addresses int
	isScan    bool // that has a limit
	isLarge   bool
}

// StartScan begins the use of memory by a scan.
func (h *Heap) StartScan() *Use {
	return h.start(&Use{heap: h, isScan: os.Getenv("GOMEMLIMIT") == ""}, 0)
}

// StartReport begins the use of memory by a report about a scan with so many
// addresses. It has no limit in bytes, because it depends on the report how much
// of a scan it needs at once.
func (h *Heap) StartReport(addresses int) *Use { return h.start(&Use{heap: h}, addresses) }

func (h *Heap) start(u *Use, addresses int) *Use {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.uses == nil {
		h.uses = make(map[*Use]struct{})
	}
	h.uses[u] = struct{}{}
	if u.isScan {
		if h.scans++; h.scans == 1 {
			h.base, h.limit, h.before = inUse(), 0, debug.SetMemoryLimit(-1)
		}
	}
	h.set(u, addresses)
	return u
}

// SetAddresses records how many addresses a scan has found. The number must not
// become smaller.
func (u *Use) SetAddresses(n int) {
	u.heap.mu.Lock()
	defer u.heap.mu.Unlock()
	u.heap.set(u, n)
}

// IsLarge reports whether there are LargeScan or more addresses.
func (u *Use) IsLarge() bool {
	u.heap.mu.Lock()
	defer u.heap.mu.Unlock()
	return u.isLarge
}

// End ends the use of memory, so that the limits before it apply again.
func (u *Use) End() {
	h := u.heap
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.uses, u)
	if u.isLarge {
		if h.large--; h.large == 0 {
			setGrowth(h.growth)
		}
	}
	if !u.isScan {
		return
	}
	if h.scans--; h.scans == 0 {
		debug.SetMemoryLimit(h.before)
		return
	}
	h.applyLimit()
}

// set changes the number of addresses of a use.
func (h *Heap) set(u *Use, addresses int) {
	u.addresses = addresses
	largeScan := LargeScan
	if h.LargeScan > 0 {
		largeScan = h.LargeScan
	}
	if !u.isLarge && addresses >= largeScan {
		u.isLarge = true
		if h.large++; h.large == 1 {
			h.growth = setGrowth(LargeGrowth)
		}
	}
	if u.isScan {
		h.applyLimit()
	}
}

// applyLimit sets the limit in bytes, unless it has hardly changed: setting it
// stops the program for a moment.
func (h *Heap) applyLimit() {
	limit := h.base
	for u := range h.uses {
		if u.isScan {
			limit += ScanBytes + AddressBytes*int64(u.addresses)
		}
	}
	if d := limit - h.limit; d <= -ScanBytes/16 || d >= ScanBytes/16 {
		h.limit = limit
		debug.SetMemoryLimit(limit)
	}
}

// setGrowth sets by how many percent the heap may grow, unless GOGC says it. It
// returns the previous value.
func setGrowth(percent int) (before int) {
	if os.Getenv("GOGC") != "" {
		return percent
	}
	return debug.SetGCPercent(percent)
}

// inUse returns how many bytes the Go runtime has from the system, as its limit
// counts them.
func inUse() int64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return int64(s[0].Value.Uint64() - s[1].Value.Uint64())
}
