package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"sitewell/scanner/coverage"
	"sitewell/storage"
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

func (w *Window) parallel() int {
	return max(w.o.App.Preferences().IntWithFallback(prefParallel, usualParallel), 1)
}

// scanSeveral lets the person choose the sites to be scanned.
func (w *Window) scanSeveral() {
	w.router.Visit(router.Route{Name: router.Sites})
	w.sites.Choose()
}

func (w *Window) setParallel(n int) { w.o.App.Preferences().SetInt(prefParallel, n) }

// newSeveral returns the queue of sites that are to be scanned.
func (w *Window) newSeveral() *several.Queue {
	return several.New(several.How{
		Parallel: w.parallel, Begin: w.beginOne, Read: w.readEnded,
		Sentence: w.o.Sentence,
		Gap:      func(g coverage.Gap) string { text, _ := words.Gap(g); return text },
		Changed:  w.severalChanged, Finished: w.severalFinished,
	})
}

// beginOne starts the scan of one of several sites, or goes on with it, without showing it.
func (w *Window) beginOne(site storage.SiteID, resume storage.ScanID, then func(scanning.Job, error)) {
	if scan, ok := w.jobs.site(site); ok {
		if job, ok := w.jobs.scan(scan); ok {
			then(job, nil)
			return
		}
	}
	w.run.Go(func(ctx context.Context) {
		job, err := w.startOne(ctx, site, resume)
		if err == nil {
			w.jobs.add(job)
		}
		w.run.Do(func() {
			if err == nil {
				w.watch(job)
			}
			then(job, err)
		})
	})
}

func (w *Window) startOne(ctx context.Context, site storage.SiteID, resume storage.ScanID) (scanning.Job, error) {
	if resume != 0 {
		job, err := w.o.Scans.ResumeScan(ctx, resume)
		if err == nil {
			return job, nil
		}
		w.o.Logger.Info("scan begins anew", "scan", resume, "err", err) // it is complete, or was deleted
	}
	return w.o.Scans.StartScan(ctx, site)
}

// readEnded reads what came of a scan.
func (w *Window) readEnded(scan storage.ScanID, then func(storage.Scan, error)) {
	w.run.Go(func(ctx context.Context) {
		s, err := w.o.Lookup.ScanByID(ctx, scan)
		w.run.Do(func() { then(s, err) })
	})
}

// severalChanged shows how far the sites are, and keeps what is not finished.
func (w *Window) severalChanged() {
	var sites, scans []int
	for _, i := range w.several.Unfinished() {
		sites, scans = append(sites, int(i.Site)), append(scans, int(i.Scan))
	}
	prefs := w.o.App.Preferences()
	prefs.SetIntList(prefSites, sites)
	prefs.SetIntList(prefScans, scans)
	w.showSeveral()
}

// showSeveral shows how far the sites are, where they are looked at.
func (w *Window) showSeveral() {
	if w.sites != nil && w.sidebar != nil {
		w.sites.ShowSeveral()
		w.sidebar.Refresh()
	}
}

// restoreSeveral offers to go on with what was not finished when the program ended.
func (w *Window) restoreSeveral() {
	prefs := w.o.App.Preferences()
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
		w.several.Restore(items)
	}
}

// severalFinished says what came of several sites, to a person who looks at something else.
func (w *Window) severalFinished() {
	sum := w.several.Sum()
	text := lang.N("{{.Count}} sites were scanned.", sum.Done, map[string]any{"Count": words.Number(sum.Done)})
	if sum.Failed > 0 {
		text += " " + lang.N("{{.Count}} sites could not be.", sum.Failed, map[string]any{"Count": words.Number(sum.Failed)})
	}
	if !w.focused {
		w.o.App.SendNotification(fyne.NewNotification(lang.L("Sitewell"), text))
	}
	if w.router.Route().Name != router.Sites {
		w.toasts.Show(toast.Message{Text: text, Action: lang.L("Show"), Do: func() { w.router.Visit(router.Route{Name: router.Sites}) }})
	}
	w.reload()
}
