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
)

// menu shows what is done less often, below the button that was pressed.
func (s *Screen) menu(site storage.SiteSummary, below fyne.CanvasObject) {
	_, scanning := s.o.Running(site.ID)
	var first []*fyne.MenuItem // what a button of a wide row does
	if resumable(site) && !scanning {
		first = append(first, fyne.NewMenuItemWithIcon(lang.L("Start a new scan"), fynetheme.ViewRefreshIcon(), func() { s.o.Going.ScanSite(site.ID) }))
	}
	if site.Last != nil {
		first = append(first,
			fyne.NewMenuItemWithIcon(lang.L("Results"), fynetheme.ListIcon(), func() { s.o.Going.Results(site.Last.ID) }),
			fyne.NewMenuItemWithIcon(lang.L("History"), fynetheme.HistoryIcon(), func() { s.o.Going.History(site.ID) }))
	}
	edit := fyne.NewMenuItemWithIcon(lang.L("Edit name and client …"), fynetheme.DocumentCreateIcon(), func() { s.edit(site.Site) })
	regularly := fyne.NewMenuItemWithIcon(lang.L("Scan regularly …"), fynetheme.CalendarIcon(), func() { s.scanRegularly(site.Site) })
	settings := fyne.NewMenuItemWithIcon(lang.L("Settings …"), fynetheme.SettingsIcon(), func() { s.o.Going.Settings(site.ID) })
	set, err := profile.Parse(site.Settings)
	settings.Disabled = err == nil && set.Demo // it has none
	remove := fyne.NewMenuItemWithIcon(lang.L("Delete"), fynetheme.DeleteIcon(), func() { s.Remove(site.Site) })
	widget.ShowPopUpMenuAtRelativePosition(fyne.NewMenu("", append(first, edit, regularly, settings, fyne.NewMenuItemSeparator(), remove)...), s.o.Canvas, fyne.NewPos(0, below.Size().Height), below)
}

func (s *Screen) edit(site storage.Site) {
	name, client := field.New(storage.HostOf(site.Start)), field.New(lang.L("None"))
	name.SetText(site.Name)
	client.SetText(site.Client)
	var d *ask.Dialog
	for _, e := range []*field.Entry{name, client} {
		e.OnSubmitted = func(string) { d.Submit() }
		e.Keys = func(k *fyne.KeyEvent) bool { return d.Key(k) }
	}
	d = &ask.Dialog{
		Title: lang.L("Edit site"), Text: site.Start,
		Content: container.NewVBox(
			badge.Caption(lang.L("Name")), column.Inset(name),
			badge.Caption(lang.L("Client, if you look after it for somebody")), column.Inset(client),
		),
		Cancel: ask.Button{Text: lang.L("Cancel")},
		Confirm: ask.Button{Text: lang.L("Save"), Do: func() {
			site.Name, site.Client = strings.TrimSpace(name.Text), strings.TrimSpace(client.Text)
			s.save(site)
		}},
		Focus: name,
	}
	s.o.Dialogs.Show(d)
}

func (s *Screen) save(site storage.Site) {
	s.o.Run.Go(func(ctx context.Context) {
		_, err := s.o.Store.SaveSite(context.WithoutCancel(ctx), site)
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
		Title:   lang.L("Delete {{.Site}}?", map[string]any{"Site": site.Title()}),
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
	s.o.Bin.Throw(trash.Item{
		Kind: trash.Site, ID: int64(site.ID),
		Text:   lang.L("{{.Site}} and its scans were deleted.", map[string]any{"Site": site.Title()}),
		Delete: func(ctx context.Context) error { return s.o.Store.DeleteSite(ctx, site.ID) },
	})
}
