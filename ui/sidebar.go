package ui

import (
	"strings"

	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/ui/frame"
	"sitewell/ui/router"
)

// sidebarItems are the places that the sidebar leads to now.
func (w *Window) sidebarItems() []frame.Item {
	now := w.router.Route()
	items := []frame.Item{{
		Icon: fynetheme.HomeIcon(), Text: lang.L("Sites"), On: now.Name == router.Sites,
		Do: w.going.showSites,
	}}
	if w.hasSeveral || now.Name == router.Overview {
		items = append(items, frame.Item{Icon: fynetheme.GridIcon(), Text: lang.L("Overview"), On: now.Name == router.Overview, Do: w.going.showOverview})
	}
	for _, job := range w.jobs.all() {
		items = append(items, frame.Item{
			Icon: fynetheme.SearchIcon(), Text: strings.TrimPrefix(job.Title(), "www."),
			Note: lang.L("Scanning …"),
			On:   now == router.Route{Name: router.Scanning, Scan: job.Scan},
			Do:   func() { w.going.Watch(job.Scan) },
		})
	}
	return append(items,
		frame.Item{Icon: fynetheme.HelpIcon(), Text: lang.L("Codes"), On: now.Name == router.Codes, Do: w.going.showCodes},
		frame.Item{Icon: fynetheme.SettingsIcon(), Text: lang.L("Settings"), On: now.Name == router.AppSettings, Do: w.going.appSettings})
}

// counted is told how many sites there are.
func (w *Window) counted(sites int) {
	if (sites > 1) != w.hasSeveral {
		w.hasSeveral = sites > 1
		w.sidebar.Refresh()
	}
}
