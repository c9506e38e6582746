package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/storage"
	"sitewell/ui/frame"
	"sitewell/ui/router"
	"sitewell/ui/scanning"
	"sitewell/ui/toast"
	"sitewell/ui/words"
)

// The methods of this file are where screens lead to; they belong to the
// window's thread.

// Watch shows a scan that runs.
func (w *Window) Watch(scan storage.ScanID) {
	w.router.Visit(router.Route{Name: router.Scanning, Scan: scan})
}

// Results shows what a scan found.
func (w *Window) Results(scan storage.ScanID) {
	w.router.Visit(router.Route{Name: router.Results, Scan: scan})
}

// History shows the scans of a site.
func (w *Window) History(site storage.SiteID) {
	w.router.Visit(router.Route{Name: router.History, Site: site})
}

// ScanSite scans a site again.
func (w *Window) ScanSite(site storage.SiteID) {
	if scan, ok := w.jobs.site(site); ok {
		w.Watch(scan)
		return
	}
	w.start(func(ctx context.Context) (scanning.Job, error) { return w.o.Scans.StartScan(ctx, site) })
}

// ScanAddress scans an address as a site of its own.
func (w *Window) ScanAddress(address string) {
	w.start(func(ctx context.Context) (scanning.Job, error) { return w.o.Scans.ScanAddress(ctx, address) })
}

// ScanProblems checks what the newest complete scan of a site found problems with, and
// nothing else, as a list of its own.
func (w *Window) ScanProblems(site storage.SiteID) {
	w.start(func(ctx context.Context) (scanning.Job, error) {
		s, err := w.o.History.SiteByID(ctx, site)
		if err != nil {
			return scanning.Job{}, err
		}
		return w.o.Scans.ScanProblems(ctx, site, lang.L("{{.Site}} (only problems)", map[string]any{"Site": s.Title()}))
	})
}

// IgnoreRobots scans a site without obeying its robots.txt, now and from now on.
func (w *Window) IgnoreRobots(site storage.SiteID) {
	if scan, ok := w.jobs.site(site); ok {
		w.Watch(scan)
		return
	}
	w.start(func(ctx context.Context) (scanning.Job, error) { return w.o.Scans.ScanIgnoringRobots(ctx, site) })
}

// Resume goes on with a scan that was paused, stopped or interrupted.
func (w *Window) Resume(scan storage.ScanID) {
	if _, ok := w.jobs.scan(scan); ok {
		w.Watch(scan)
		return
	}
	w.start(func(ctx context.Context) (scanning.Job, error) { return w.o.Scans.ResumeScan(ctx, scan) })
}

// start begins a scan in the background and shows it.
func (w *Window) start(begin func(context.Context) (scanning.Job, error)) {
	w.starting.Load(w.run, func(ctx context.Context) (scanning.Job, error) {
		job, err := begin(ctx)
		if err == nil {
			w.jobs.add(job)
		}
		return job, err
	}, func(job scanning.Job, err error) {
		if err != nil && w.askSignIn(err, func() { w.start(begin) }) {
			return
		}
		if err != nil {
			w.dialogs.Tell(lang.L("The scan did not start"), w.o.Sentence(err), lang.L("OK"))
			return
		}
		w.watchScan(job.Scan)
	})
}

// watchScan follows a scan that has just begun.
func (w *Window) watchScan(scan storage.ScanID) {
	job, ok := w.jobs.scan(scan)
	if !ok {
		return
	}
	w.watch(job)
	to := router.Route{Name: router.Scanning, Scan: scan}
	w.router.Forget(func(r router.Route) bool { return r == to }) // its page shows an earlier run
	if w.router.Route() == to {
		w.router.Replace(to)
		return
	}
	w.router.Visit(to)
}

// starter begins scans for the form of an address.
type starter struct{ w *Window }

func (s starter) ScanAddress(ctx context.Context, typed string) (storage.ScanID, error) {
	return s.begin(s.w.o.Scans.ScanAddress(ctx, typed))
}

func (s starter) ScanDemo(ctx context.Context) (storage.ScanID, error) {
	return s.begin(s.w.o.Scans.ScanDemo(ctx))
}

func (s starter) begin(job scanning.Job, err error) (storage.ScanID, error) {
	if err != nil {
		return 0, err
	}
	s.w.jobs.add(job)
	return job.Scan, nil
}

// ended is called when a scan runs no longer.
func (w *Window) ended(job scanning.Job) {
	w.jobs.remove(job.Scan)
	isOfSeveral := w.several.Holds(job.Scan)
	defer w.several.Ended(job)
	problem := ""
	if err := job.Err(); err != nil {
		problem = w.o.Sentence(err)
		w.o.Logger.Error("scan ended early", "scan", job.Scan, "err", err)
	}
	w.hintBrowser(job)
	switch page, watching := w.router.Page().(*scanning.Screen); {
	case watching && page.Job().Scan == job.Scan && (page.Paused() || problem != ""):
		page.Ended(problem)
		w.sidebar.Refresh()
		w.menu.refresh()
		if page.Paused() {
			return
		}
	case watching && page.Job().Scan == job.Scan:
		w.router.Replace(router.Route{Name: router.Results, Scan: job.Scan})
	case isOfSeveral: // which is told once all of them have ended
		w.reload()
		return
	default:
		w.tellEnd(job, problem)
		w.reload()
	}
	w.notify(job, problem)
}

// tellEnd says that a scan has ended, in the window.
func (w *Window) tellEnd(job scanning.Job, problem string) {
	tell := func(text string) {
		w.toasts.Show(toast.Message{Text: text, Action: lang.L("Open results"), Do: func() { w.Results(job.Scan) }})
	}
	if problem != "" {
		tell(problem)
		return
	}
	w.endText(job, tell)
}

// endText calls tell with what came of a scan, without the problems that are ignored. If
// that can't be found out, they are counted with the others.
func (w *Window) endText(job scanning.Job, tell func(text string)) {
	site, n, marks := job.Title(), job.Progress().Problems, w.o.Results.Marks
	say := func(ignored int) {
		text := lang.N("The scan of {{.Site}} has ended: {{.Count}} problems.", n-ignored, map[string]any{"Site": site, "Count": words.Number(n - ignored)})
		if ignored > 0 {
			text += " " + lang.N("{{.Count}} problems are ignored.", ignored, map[string]any{"Count": words.Number(ignored)})
		}
		tell(text)
	}
	if marks == nil {
		say(0)
		return
	}
	w.run.Go(func(ctx context.Context) {
		counts, err := marks.MarkCounts(ctx, job.Scan)
		if err != nil {
			w.o.Logger.Error("ignored problems not counted", "scan", job.Scan, "err", err)
		}
		w.run.Do(func() { say(min(counts.Ignored.Problems(), n)) })
	})
}

// sidebarItems are the places that the sidebar leads to now.
func (w *Window) sidebarItems() []frame.Item {
	now := w.router.Route()
	items := []frame.Item{{
		Icon: fynetheme.HomeIcon(), Text: lang.L("Sites"), On: now.Name == router.Sites,
		Do: func() { w.router.Visit(router.Route{Name: router.Sites}) },
	}}
	if w.hasSeveral || now.Name == router.Overview {
		items = append(items, frame.Item{Icon: fynetheme.GridIcon(), Text: lang.L("Overview"), On: now.Name == router.Overview, Do: w.showOverview})
	}
	for _, job := range w.jobs.all() {
		items = append(items, frame.Item{
			Icon: fynetheme.SearchIcon(), Text: strings.TrimPrefix(job.Title(), "www."),
			Note: lang.L("Scanning …"),
			On:   now == router.Route{Name: router.Scanning, Scan: job.Scan},
			Do:   func() { w.Watch(job.Scan) },
		})
	}
	return append(items,
		frame.Item{Icon: fynetheme.HelpIcon(), Text: lang.L("Codes"), On: now.Name == router.Codes, Do: w.showCodes},
		frame.Item{Icon: fynetheme.SettingsIcon(), Text: lang.L("Settings"), On: now.Name == router.AppSettings, Do: w.appSettings})
}

// showHelp leads to the page with all shortcuts.
func (w *Window) showHelp() { w.router.Visit(router.Route{Name: router.Help}) }

// showOverview leads to how all sites are.
func (w *Window) showOverview() { w.router.Visit(router.Route{Name: router.Overview}) }

// showCodes leads to what every code means.
func (w *Window) showCodes() { w.router.Visit(router.Route{Name: router.Codes}) }
