package ui

import (
	"context"
	"log/slog"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"sitewell/scanner/coverage"
	"sitewell/storage"
	"sitewell/ui/background"
	"sitewell/ui/router"
	"sitewell/ui/scanning"
	"sitewell/ui/several"
	"sitewell/ui/toast"
	"sitewell/ui/words"
)

// Keys of Fyne's preferences for scans of several sites.
const (
	prefParallel = "several.parallel"
	// What was not finished when the program ended: the sites, and beside each its scan or 0.
	prefSites = "several.sites"
	prefScans = "several.scans"
)

// usualParallel is how many sites are scanned at a time unless the person wants another number.
const usualParallel = 3

// severalSites has several sites scanned, a few at a time, and remembers those that are not finished
// when the program ends.
type severalSites struct {
	queue     *several.Queue
	scans     *scans
	lookup    Lookup
	run       *background.Runner
	toasts    *toast.Host
	app       fyne.App
	prefs     fyne.Preferences
	log       *slog.Logger
	sentence  func(error) string
	isFocused func() bool
	changed   func() // shows how far the sites are
	reload    func() // shows sites and scans as they are
}

func (s *severalSites) parallel() int {
	return max(s.prefs.IntWithFallback(prefParallel, usualParallel), 1)
}

func (s *severalSites) setParallel(n int) { s.prefs.SetInt(prefParallel, n) }

// newQueue returns the queue of sites that are to be scanned.
func (s *severalSites) newQueue() *several.Queue {
	return several.New(several.How{
		Parallel: s.parallel, Begin: s.begin, Read: s.readEnded,
		Sentence: s.sentence,
		Gap:      func(g coverage.Gap) string { text, _ := words.Gap(g); return text },
		Changed:  s.keep, Finished: s.finished,
	})
}

// begin starts the scan of one of several sites, or goes on with it, without showing it.
func (s *severalSites) begin(site storage.SiteID, resume storage.ScanID, then func(scanning.Job, error)) {
	if scan, ok := s.scans.jobs.site(site); ok {
		if job, ok := s.scans.jobs.scan(scan); ok {
			then(job, nil)
			return
		}
	}
	s.run.Go(func(ctx context.Context) {
		job, err := s.start(ctx, site, resume)
		if err == nil {
			s.scans.jobs.add(job)
		}
		s.run.Do(func() {
			if err == nil {
				s.scans.watch(job)
			}
			then(job, err)
		})
	})
}

func (s *severalSites) start(ctx context.Context, site storage.SiteID, resume storage.ScanID) (scanning.Job, error) {
	if resume != 0 {
		job, err := s.scans.store.ResumeScan(ctx, resume)
		if err == nil {
			return job, nil
		}
		s.log.Info("scan begins anew", "scan", resume, "err", err) // it is complete, or was deleted
	}
	return s.scans.store.StartScan(ctx, site)
}

// readEnded reads what came of a scan.
func (s *severalSites) readEnded(scan storage.ScanID, then func(storage.Scan, error)) {
	s.run.Go(func(ctx context.Context) {
		found, err := s.lookup.ScanByID(ctx, scan)
		s.run.Do(func() { then(found, err) })
	})
}

// keep shows how far the sites are, and keeps what is not finished.
func (s *severalSites) keep() {
	var sites, scans []int
	for _, i := range s.queue.Unfinished() {
		sites, scans = append(sites, int(i.Site)), append(scans, int(i.Scan))
	}
	prefs := s.prefs
	prefs.SetIntList(prefSites, sites)
	prefs.SetIntList(prefScans, scans)
	s.changed()
}

// restore offers to go on with what was not finished when the program ended.
func (s *severalSites) restore() {
	prefs := s.prefs
	sites, scans := prefs.IntList(prefSites), prefs.IntList(prefScans)
	var items []several.Item
	for i, site := range sites {
		item := several.Item{Site: storage.SiteID(site)}
		if i < len(scans) {
			item.Scan = storage.ScanID(scans[i])
		}
		items = append(items, item)
	}
	if len(items) > 0 {
		s.queue.Restore(items)
	}
}

// finished says what came of several sites, to a person who looks at something else.
func (s *severalSites) finished() {
	sum := s.queue.Sum()
	text := lang.N("{{.Count}} sites were scanned.", sum.Done, map[string]any{"Count": words.Number(sum.Done)})
	if sum.Failed > 0 {
		text += " " + lang.N("{{.Count}} sites could not be.", sum.Failed, map[string]any{"Count": words.Number(sum.Failed)})
	}
	if !s.isFocused() {
		s.app.SendNotification(fyne.NewNotification(lang.L("Sitewell"), text))
	}
	if s.scans.going.router.Route().Name != router.Sites {
		s.toasts.Show(toast.Message{Text: text, Action: lang.L("Show"), Do: s.scans.going.showSites})
	}
	s.reload()
}
