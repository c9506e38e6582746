package core

import (
	"sync"

	"sitewell/storage"
)

// registry contains the scans that run: one at a time for each site.
type registry struct {
	reading error // why nothing can be stored; nil: it can
	mu      sync.Mutex
	closed  bool
	running map[storage.SiteID]*Running // nil: the place is reserved
	scans   sync.WaitGroup              // reserved places
}

// reserve takes the place of a site's scan: there is one at a time. Every
// success is followed by release or run.
func (r *registry) reserve(site storage.SiteID) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return ErrClosed
	}
	if r.reading != nil {
		return r.reading
	}
	if _, taken := r.running[site]; taken {
		return ErrScanning
	}
	r.running[site] = nil
	r.scans.Add(1)
	return nil
}

func (r *registry) release(site storage.SiteID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.running, site)
}

// abandon returns a reserved place without a scan.
func (r *registry) abandon(site storage.SiteID) {
	r.release(site)
	r.scans.Done()
}

// set puts a scan in the place that is reserved for it.
func (r *registry) set(scan *Running) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.running[scan.site] = scan
	if r.closed {
		scan.interrupt()
	}
}

// runningAt returns the scan of a site that is running, or nil.
func (r *registry) runningAt(site storage.SiteID) *Running {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.running[site]
}

// accepts returns why no scan can begin, ErrClosed or ErrReading; nil: one can.
func (r *registry) accepts() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return ErrClosed
	}
	return r.reading
}

// endAll interrupts all scans, waits for them, and lets none begin.
func (r *registry) endAll() {
	r.mu.Lock()
	r.closed = true
	for _, scan := range r.running {
		if scan != nil {
			scan.interrupt()
		}
	}
	r.mu.Unlock()
	r.scans.Wait()
}
