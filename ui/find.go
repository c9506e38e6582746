package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/codes"
	"sitewell/ui/palette"
	"sitewell/ui/words"
)

// This file fills the palette: with the actions of the menu, all sites, their scans, and
// all codes.

// prefRecent is the key of Fyne's preferences for what was chosen in the palette, newest
// first.
const (
	prefRecent = "palette.recent"
	mostRecent = 20
)

func (w *Window) newPalette() *palette.Palette {
	prefs := w.o.App.Preferences()
	return palette.New(palette.Options{
		Canvas: w.window.Canvas(), Run: w.run, Actions: func() []palette.Item { return w.menu.actions() },
		Sources: []func(context.Context) []palette.Item{w.findSites, w.findScans, w.findCodes},
		Recent:  func() []string { return prefs.StringList(prefRecent) },
		Remember: func(id string) {
			ids := slices.DeleteFunc(prefs.StringList(prefRecent), func(old string) bool { return old == id })
			prefs.SetStringList(prefRecent, append([]string{id}, ids[:min(len(ids), mostRecent-1)]...))
		},
	})
}

// findAnything opens the palette.
func (w *Window) findAnything() {
	w.menu.refresh()
	w.palette.Open()
}

// actions are all items of the menu but the palette itself, in the order of the menu.
func (m *menu) actions() []palette.Item {
	var all []palette.Item
	var add func(of *fyne.Menu, before, words string)
	add = func(of *fyne.Menu, before, words string) {
		for _, i := range of.Items {
			l, ok := m.labels[i]
			if !ok {
				l.text = i.Label
			}
			text := before + strings.TrimSuffix(l.text, " …")
			switch {
			case i.IsSeparator || i == m.find:
			case i.ChildMenu != nil:
				add(i.ChildMenu, text+": ", words)
			default:
				all = append(all, palette.Item{
					ID: "action " + l.text, Icon: fynetheme.NavigateNextIcon(), Text: text, Keys: l.keys, Kind: lang.L("Action"),
					Words: words, Off: i.Disabled, Do: i.Action,
				})
			}
		}
	}
	for _, menu := range m.main.Items {
		add(menu, "", menu.Label)
	}
	return all
}

// findSites lists the sites, and what can be done with each. It is called off the
// window's thread.
func (w *Window) findSites(ctx context.Context) []palette.Item {
	sites, err := w.o.Sites.Sites(ctx)
	if err != nil {
		w.o.Logger.Error("sites not found", "err", err)
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
		all = append(all, item(id, title, fynetheme.HomeIcon(), func() { w.showSite(s) }))
		more = append(more,
			item(id+" scan", lang.L("Scan {{.Site}}", data), fynetheme.SearchIcon(), func() { w.ScanSite(s.ID) }),
			item(id+" history", lang.L("History of {{.Site}}", data), fynetheme.HistoryIcon(), func() { w.History(s.ID) }))
		if settable(s.Site) {
			more = append(more, item(id+" settings", lang.L("Settings of {{.Site}}", data), fynetheme.SettingsIcon(), func() { w.Settings(s.ID) }))
		}
	}
	return append(all, more...)
}

// showSite shows what its newest scan found.
func (w *Window) showSite(s storage.SiteSummary) {
	scan, running := w.jobs.site(s.ID)
	switch {
	case running:
		w.Watch(scan)
	case s.Last != nil:
		w.Results(s.Last.ID)
	default:
		w.History(s.ID)
	}
}

// mostScans is how many scans are looked through, newest first within each site: with
// more, only their history helps.
const mostScans = 5000

// findScans lists the scans of all sites.
func (w *Window) findScans(ctx context.Context) []palette.Item {
	sites, err := w.o.Sites.Sites(ctx)
	var all []palette.Item
	for _, s := range sites {
		if err != nil || len(all) >= mostScans {
			break
		}
		var scans []storage.Scan
		if scans, err = w.o.Lookup.Scans(ctx, s.ID); err != nil {
			break
		}
		for _, scan := range scans {
			all = append(all, w.scanItem(s.Site, scan))
		}
	}
	if err != nil {
		w.o.Logger.Error("scans not found", "err", err)
	}
	return all
}

func (w *Window) scanItem(site storage.Site, scan storage.Scan) palette.Item {
	began := scan.Began.In(w.o.Now().Location())
	note := words.DateTime(began)
	if scan.Name != "" {
		note = scan.Name + "  ·  " + note
	}
	return palette.Item{
		ID: fmt.Sprintf("scan %d", scan.ID), Icon: fynetheme.DocumentIcon(), Text: words.Readable(site.Title()), Note: note, Kind: lang.L("Past scan"),
		Words: began.Format("2006-01-02 2.1.2006 January") + " " + scan.Note + " " + site.Client, Do: func() { w.Results(scan.ID) },
	}
}

// findCodes lists what an address can answer with.
func (w *Window) findCodes(context.Context) []palette.Item {
	entries := w.o.Codes.Search("", words.Language())
	all := make([]palette.Item, len(entries))
	for i, e := range entries {
		all[i] = palette.Item{
			ID: "code " + string(e.Key), Icon: fynetheme.HelpIcon(), Text: e.Title, Note: e.Short, Kind: lang.L("Code"),
			Words: string(e.Key), Do: func() { w.showCode(e.Key) },
		}
	}
	return all
}

// showCode shows what a code means.
func (w *Window) showCode(key outcome.Key) {
	w.showCodes()
	if page, ok := w.router.Page().(*codes.Screen); ok {
		page.Open(key)
	}
}
