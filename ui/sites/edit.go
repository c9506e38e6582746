package sites

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/profile"
	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/field"
	"sitewell/ui/trash"
	"sitewell/ui/words"
)

// menu shows what can be done with a site below the button that was pressed.
func (s *Screen) menu(site storage.SiteSummary, below fyne.CanvasObject) {
	widget.ShowPopUpMenuAtRelativePosition(s.menuOf(site), s.o.Canvas, fyne.NewPos(0, below.Size().Height), below)
}

// menuOf returns the menu of a site.
func (s *Screen) menuOf(site storage.SiteSummary) *fyne.Menu {
	_, scanning := s.o.Running(site.ID)
	item := func(text string, icon fyne.Resource, on bool, do func()) *fyne.MenuItem {
		i := fyne.NewMenuItemWithIcon(text, icon, do)
		i.Disabled = !on
		return i
	}
	var items []*fyne.MenuItem
	switch {
	case scanning:
		items = append(items, item(lang.L("Watch"), fynetheme.SearchIcon(), true, func() { s.scan(site.ID) }))
	case resumable(site):
		items = append(items,
			item(lang.L("Resume"), fynetheme.MediaPlayIcon(), true, func() { s.o.Going.Resume(site.Last.ID) }),
			item(lang.L("Start a new scan"), fynetheme.ViewRefreshIcon(), true, func() { s.o.Going.ScanSite(site.ID) }))
	default:
		items = append(items, item(lang.L("Scan"), fynetheme.SearchIcon(), true, func() { s.scan(site.ID) }))
	}
	if site.Last != nil {
		last := *site.Last
		items = append(items, item(lang.L("Check only what had problems"), fynetheme.ViewRefreshIcon(), !scanning && hasProblems(site), func() { s.o.Going.ScanProblems(site.ID) }))
		items = append(items,
			fyne.NewMenuItemSeparator(),
			item(lang.L("Results"), fynetheme.ListIcon(), true, func() { s.o.Going.Results(last.ID) }),
			item(lang.L("History"), fynetheme.HistoryIcon(), true, func() { s.o.Going.History(site.ID) }),
			item(lang.L("Compare with the scan before"), fynetheme.ViewFullScreenIcon(), last.State == storage.Complete && len(site.Trend) > 1, func() { s.o.Going.Compare(site.ID, 0, last.ID) }),
			item(lang.L("Save report …"), fynetheme.DocumentSaveIcon(), !scanning && last.State != storage.Elsewhere, func() { s.o.Going.Export(last) }))
	}
	set, err := profile.Parse(site.Settings)
	hasSettings := err != nil || !set.Demo
	return fyne.NewMenu("", append(items,
		fyne.NewMenuItemSeparator(),
		item(lang.L("Edit name and client …"), fynetheme.DocumentCreateIcon(), true, func() { s.edit(site.Site) }),
		item(lang.L("Scan regularly …"), fynetheme.CalendarIcon(), true, func() { s.scanRegularly(site.Site) }),
		item(lang.L("Settings …"), fynetheme.SettingsIcon(), hasSettings, func() { s.o.Going.Settings(site.ID) }),
		fyne.NewMenuItemSeparator(),
		item(lang.L("Delete"), fynetheme.DeleteIcon(), true, func() { s.Remove(site.Site) }))...)
}

// hasProblems reports whether a complete scan of a site has problems that can be checked
// alone, as far as its summary says.
func hasProblems(site storage.SiteSummary) bool {
	n := len(site.Trend)
	set, err := profile.Parse(site.Settings)
	isServed := err == nil && (set.Demo || set.Folder != "") // by Sitewell, while it is scanned
	return n > 0 && site.Trend[n-1] > 0 && !isServed
}

func (s *Screen) edit(site storage.Site) {
	name, client := field.New(words.Readable(storage.HostOf(site.Start))), field.New(lang.L("None"))
	name.SetText(site.Name)
	client.SetText(site.Client)
	var d *ask.Dialog
	for _, e := range []*field.Entry{name, client} {
		e.OnSubmitted = func(string) { d.Submit() }
		e.Keys = func(k *fyne.KeyEvent) bool { return d.Key(k) }
	}
	d = &ask.Dialog{
		Title: lang.L("Edit site"), Text: words.Readable(site.Start),
		Content: container.NewVBox(
			badge.Caption(lang.L("Name")), column.Inset(name),
			badge.Caption(lang.L("Client, if you look after it for somebody")), column.Inset(client),
		),
		Cancel: ask.Button{Text: lang.L("Cancel")},
		Confirm: ask.Button{Text: lang.L("Save"), Do: func() {
			s.save(site.ID, strings.TrimSpace(name.Text), strings.TrimSpace(client.Text))
		}},
		Focus: name,
	}
	s.o.Dialogs.Show(d)
}

// save changes the names of a site. Its settings may have changed while the dialog was open.
func (s *Screen) save(id storage.SiteID, name, client string) {
	s.o.Run.Go(func(ctx context.Context) {
		_, err := s.o.Store.ChangeSite(context.WithoutCancel(ctx), id, func(site *storage.Site) error {
			site.Name, site.Client = name, client
			return nil
		})
		s.o.Run.Do(func() {
			if err != nil {
				s.o.Dialogs.Tell(lang.L("That did not work"), s.o.Sentence(err), lang.L("OK"))
			}
			s.Opened()
		})
	})
}

// runsElsewhere reports whether another program scans a site.
func (s *Screen) runsElsewhere(id storage.SiteID) bool {
	i := slices.IndexFunc(s.all, func(site storage.SiteSummary) bool { return site.ID == id })
	return i >= 0 && s.all[i].Last != nil && s.all[i].Last.State == storage.Elsewhere
}

// Remove throws a site away, with the offer to take it back. Where scans go with it, it asks before.
func (s *Screen) Remove(site storage.Site) {
	if _, scanning := s.o.Running(site.ID); scanning {
		s.o.Dialogs.Tell(lang.L("This site is being scanned"), lang.L("Stop the scan first, then delete the site."), lang.L("OK"))
		return
	}
	if s.runsElsewhere(site.ID) {
		s.o.Dialogs.Tell(lang.L("This site is being scanned"), lang.L("Another program scans it. Stop the scan there first, then delete the site."), lang.L("OK"))
		return
	}
	if !s.hasScans(site.ID) {
		s.throw(site)
		return
	}
	s.o.Dialogs.Show(&ask.Dialog{
		Title:   lang.L("Delete {{.Site}}?", map[string]any{"Site": words.Readable(site.Title())}),
		Text:    lang.L("All its scans will be deleted, too."),
		Cancel:  ask.Button{Text: lang.L("Cancel")},
		Confirm: ask.Button{Text: lang.L("Delete"), Danger: true, Do: func() { s.throw(site) }},
	})
}

// hasScans reports whether a site was scanned.
func (s *Screen) hasScans(id storage.SiteID) bool {
	i := slices.IndexFunc(s.all, func(site storage.SiteSummary) bool { return site.ID == id })
	return i >= 0 && s.all[i].Last != nil
}

func (s *Screen) throw(site storage.Site) {
	s.o.Several.Remove(site.ID)
	s.o.Bin.Throw(trash.Item{
		Kind: trash.Site, ID: int64(site.ID),
		Text:   lang.L("{{.Site}} and its scans were deleted.", map[string]any{"Site": words.Readable(site.Title())}),
		Delete: func(ctx context.Context) error { return s.o.Store.DeleteSite(ctx, site.ID) },
	})
}
