package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/router"
	"sitewell/ui/scanning"
	"sitewell/ui/signin"
)

// scans begins scans, shows them, and follows them until they end. Its methods belong to the
// window's thread.
type scans struct {
	store    Scans
	sites    siteReader
	run      *background.Runner
	jobs     *jobs
	going    *navigator
	dialogs  *ask.Host
	canvas   fyne.Canvas
	sentence func(error) string
	tick     func()             // about once a second while a scan runs
	ended    func(scanning.Job) // when it runs no longer
	starting background.Loader[scanning.Job]
}

// ScanSite scans a site again.
func (s *scans) ScanSite(site storage.SiteID) {
	if scan, ok := s.jobs.site(site); ok {
		s.going.Watch(scan)
		return
	}
	s.start(func(ctx context.Context) (scanning.Job, error) { return s.store.StartScan(ctx, site) })
}

// ScanAddress scans an address as a site of its own.
func (s *scans) ScanAddress(address string) {
	s.start(func(ctx context.Context) (scanning.Job, error) { return s.store.ScanAddress(ctx, address) })
}

// ScanProblems checks what the newest complete scan of a site found problems with, and
// nothing else, as a list of its own.
func (s *scans) ScanProblems(site storage.SiteID) {
	s.start(func(ctx context.Context) (scanning.Job, error) {
		found, err := s.sites.SiteByID(ctx, site)
		if err != nil {
			return scanning.Job{}, err
		}
		return s.store.ScanProblems(ctx, site, lang.L("{{.Site}} (only problems)", map[string]any{"Site": found.Title()}))
	})
}

// IgnoreRobots scans a site without obeying its robots.txt, now and from now on.
func (s *scans) IgnoreRobots(site storage.SiteID) {
	if scan, ok := s.jobs.site(site); ok {
		s.going.Watch(scan)
		return
	}
	s.start(func(ctx context.Context) (scanning.Job, error) { return s.store.ScanIgnoringRobots(ctx, site) })
}

// Resume goes on with a scan that was paused, stopped or interrupted.
func (s *scans) Resume(scan storage.ScanID) {
	if _, ok := s.jobs.scan(scan); ok {
		s.going.Watch(scan)
		return
	}
	s.start(func(ctx context.Context) (scanning.Job, error) { return s.store.ResumeScan(ctx, scan) })
}

// start begins a scan in the background and shows it.
func (s *scans) start(begin func(context.Context) (scanning.Job, error)) {
	s.starting.Load(s.run, func(ctx context.Context) (scanning.Job, error) {
		job, err := begin(ctx)
		if err == nil {
			s.jobs.add(job)
		}
		return job, err
	}, func(job scanning.Job, err error) {
		if err != nil && s.askSignIn(err, func() { s.start(begin) }) {
			return
		}
		if err != nil {
			s.dialogs.Tell(lang.L("The scan did not start"), s.sentence(err), lang.L("OK"))
			return
		}
		s.watchScan(job.Scan)
	})
}

// watchScan follows a scan that has just begun.
func (s *scans) watchScan(scan storage.ScanID) {
	job, ok := s.jobs.scan(scan)
	if !ok {
		return
	}
	s.watch(job)
	to := router.Route{Name: router.Scanning, Scan: scan}
	s.going.router.Forget(func(r router.Route) bool { return r == to }) // its page shows an earlier run
	if s.going.router.Route() == to {
		s.going.router.Replace(to)
		return
	}
	s.going.router.Visit(to)
}

// watch calls ended once the job has, and percent about once a second before,
// both on the window's thread.
func (s *scans) watch(job scanning.Job) {
	s.run.Go(func(ctx context.Context) {
		ticker := time.NewTicker(time.Second)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-job.Done():
				s.run.Do(func() { s.ended(job) })
				return
			case <-ticker.C:
				s.run.Do(s.tick)
			}
		}
	})
}

// askSignIn asks for what a scan lacks, if that is what an error says, and tries again with it. It
// reports whether it did.
func (s *scans) askSignIn(err error, again func()) bool {
	return signin.Ask(signin.Options{Run: s.run, Dialogs: s.dialogs, Canvas: s.canvas, Sentence: s.sentence, Keep: s.store.SignIn}, err, again)
}

func (s *scans) scanning(scan storage.ScanID) bool {
	_, ok := s.jobs.scan(scan)
	return ok
}

// starter begins scans for the form of an address.
type starter struct{ scans *scans }

func (s starter) ScanAddress(ctx context.Context, typed string) (storage.ScanID, error) {
	return s.begin(s.scans.store.ScanAddress(ctx, typed))
}

func (s starter) ScanDemo(ctx context.Context) (storage.ScanID, error) {
	return s.begin(s.scans.store.ScanDemo(ctx))
}

func (s starter) begin(job scanning.Job, err error) (storage.ScanID, error) {
	if err != nil {
		return 0, err
	}
	s.scans.jobs.add(job)
	return job.Scan, nil
}
