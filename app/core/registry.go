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
	// rechecks are the sites whose place is reserved for a recheck, with what ends it.
	rechecks map[storage.SiteID]func()
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
	if r.rechecks[site] != nil {
		return ErrRechecking
	}
	if _, taken := r.running[site]; taken {
		return ErrScanning
	}
	r.running[site] = nil
	r.scans.Add(1)
	return nil
}

// reserveRecheck is reserve for a recheck. stop is called if the program is closed
// meanwhile.
func (r *registry) reserveRecheck(site storage.SiteID, stop func()) error {
	if err := r.reserve(site); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rechecks[site] = stop
	if r.closed {
		stop()
	}
	return nil
}

func (r *registry) release(site storage.SiteID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.running, site)
	delete(r.rechecks, site)
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
	for _, stop := range r.rechecks {
		stop()
	}
	r.mu.Unlock()
	r.scans.Wait()
}
