package ui

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/storage"
	"sitewell/ui/palette"
	"sitewell/ui/sites"
	"sitewell/ui/words"
)

// finder finds sites, scans and codes for the palette.
type finder struct {
	sites  sites.Store
	lookup Lookup
	codes  CodeBook
	jobs   *jobs
	going  going
	log    *slog.Logger
	now    func() time.Time
}

// findSites lists the sites, and what can be done with each. It is called off the
// window's thread.
func (f *finder) findSites(ctx context.Context) []palette.Item {
	sites, err := f.sites.Sites(ctx)
	if err != nil {
		f.log.Error("sites not found", "err", err)
		return nil
	}
	var all, more []palette.Item
	for _, s := range sites {
		title := words.Readable(s.Title())
		data := map[string]any{"Site": title}
		id := fmt.Sprintf("site %d", s.ID)
		item := func(id, text string, icon fyne.Resource, do func()) palette.Item {
			return palette.Item{ID: id, Icon: icon, Text: text, Note: s.Client, Words: s.Start, Kind: lang.L("Site"), Do: do}
		}
		all = append(all, item(id, title, fynetheme.HomeIcon(), func() { f.showSite(s) }))
		more = append(more,
			item(id+" scan", lang.L("Scan {{.Site}}", data), fynetheme.SearchIcon(), func() { f.going.ScanSite(s.ID) }),
			item(id+" history", lang.L("History of {{.Site}}", data), fynetheme.HistoryIcon(), func() { f.going.History(s.ID) }))
		if settable(s.Site) {
			more = append(more, item(id+" settings", lang.L("Settings of {{.Site}}", data), fynetheme.SettingsIcon(), func() { f.going.Settings(s.ID) }))
		}
	}
	return append(all, more...)
}

// showSite shows what its newest scan found.
func (f *finder) showSite(s storage.SiteSummary) {
	scan, running := f.jobs.site(s.ID)
	switch {
	case running:
		f.going.Watch(scan)
	case s.Last != nil:
		f.going.Results(s.Last.ID)
	default:
		f.going.History(s.ID)
	}
}

// mostScans is how many scans are looked through, newest first within each site: with
// more, only their history helps.
const mostScans = 5000

// findScans lists the scans of all sites.
func (f *finder) findScans(ctx context.Context) []palette.Item {
	sites, err := f.sites.Sites(ctx)
	var all []palette.Item
	for _, s := range sites {
		if err != nil || len(all) >= mostScans {
			break
		}
		var scans []storage.Scan
		if scans, err = f.lookup.Scans(ctx, s.ID); err != nil {
			break
		}
		for _, scan := range scans {
			all = append(all, f.scanItem(s.Site, scan))
		}
	}
	if err != nil {
		f.log.Error("scans not found", "err", err)
	}
	return all
}

func (f *finder) scanItem(site storage.Site, scan storage.Scan) palette.Item {
	began := scan.Began.In(f.now().Location())
	note := words.DateTime(began)
	if scan.Name != "" {
		note = scan.Name + "  ·  " + note
	}
	return palette.Item{
		ID: fmt.Sprintf("scan %d", scan.ID), Icon: fynetheme.DocumentIcon(), Text: words.Readable(site.Title()), Note: note, Kind: lang.L("Past scan"),
		Words: began.Format("2006-01-02 2.1.2006 January") + " " + scan.Note + " " + site.Client, Do: func() { f.going.Results(scan.ID) },
	}
}

// findCodes lists what an address can answer with.
func (f *finder) findCodes(context.Context) []palette.Item {
	entries := f.codes.Search("", words.Language())
	all := make([]palette.Item, len(entries))
	for i, e := range entries {
		all[i] = palette.Item{
			ID: "code " + string(e.Key), Icon: fynetheme.HelpIcon(), Text: e.Title, Note: e.Short, Kind: lang.L("Code"),
			Words: string(e.Key), Do: func() { f.going.showCode(e.Key) },
		}
	}
	return all
}
