package ui

import (
	"context"
	"slices"
	"sync"

	"sitewell/storage"
	"sitewell/ui/scanning"
)

// jobs are the scans that run. Its methods are safe from any goroutine.
type jobs struct {
	mu   sync.Mutex
	list []scanning.Job // in the order begun
}

func (j *jobs) add(job scanning.Job) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.list = append(j.list, job)
}

func (j *jobs) remove(scan storage.ScanID) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.list = slices.DeleteFunc(j.list, func(job scanning.Job) bool { return job.Scan == scan })
}

func (j *jobs) all() []scanning.Job {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.list)
}

func (j *jobs) scan(scan storage.ScanID) (scanning.Job, bool) {
	for _, job := range j.all() {
		if job.Scan == scan {
			return job, true
		}
	}
	return scanning.Job{}, false
}

// site returns the scan that runs over a site.
func (j *jobs) site(site storage.SiteID) (scan storage.ScanID, ok bool) {
	for _, job := range j.all() {
		if job.Site == site {
			return job.Scan, true
		}
	}
	return 0, false
}

// stop ends all scans and waits for them until ctx ends.
func (j *jobs) stop(ctx context.Context) error {
	running := j.all()
	for _, job := range running {
		job.Stop()
	}
	for _, job := range running {
		select {
		case <-job.Done():
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
