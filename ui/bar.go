package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/storage"
	"sitewell/ui/background"
	"sitewell/ui/control"
	"sitewell/ui/tip"
	"sitewell/ui/words"
)

// topBar says where one is and leads back.
type topBar struct {
	w             *Window
	back, forward *tip.Button
	place         *widget.Label
	history       *control.Button
	settings      *control.Button
	content       fyne.CanvasObject
	loader        background.Loader[named]
	scan          storage.Scan // that is shown, once it is read
	site          storage.Site
}

// named is a scan with its site.
type named struct {
	scan storage.Scan
	site storage.Site
}

func newTopBar(w *Window) *topBar {
	b := &topBar{w: w, place: &widget.Label{Truncation: fyne.TextTruncateEllipsis, Importance: widget.LowImportance}}
	quiet := func(text string, icon fyne.Resource, do func()) *control.Button {
		return &control.Button{Button: widget.Button{Text: text, Icon: icon, Importance: widget.LowImportance, OnTapped: do}}
	}
	b.back = tip.NewButton(fynetheme.NavigateBackIcon(), lang.L("Back"), func() { w.router.goBack() })
	b.forward = tip.NewButton(fynetheme.NavigateNextIcon(), lang.L("Forward"), func() { w.router.goForward() })
	b.history = quiet(lang.L("History"), fynetheme.HistoryIcon(), func() { w.History(b.scan.Site) })
	b.settings = quiet(lang.L("Settings"), fynetheme.SettingsIcon(), w.settingsShown)
	row := container.NewBorder(nil, nil, container.NewHBox(b.back, b.forward), container.NewHBox(b.history, b.settings), b.place)
	b.content = container.NewStack(newGround(fynetheme.ColorNameHeaderBackground), container.NewPadded(row))
	return b
}

// show is called when a route is shown.
func (b *topBar) show(r Route) {
	able(b.back, len(b.w.router.back) > 0)
	able(b.forward, len(b.w.router.forward) > 0)
	b.history.Hide()
	b.settings.Hide()
	b.scan, b.site = storage.Scan{}, storage.Site{}
	b.loader.Cancel()
	switch r.Name {
	case Scanning, Results, Redirects:
		b.place.SetText("")
		b.read(r)
	case History, Settings, Compare:
		b.place.SetText("")
		b.readSite(r)
	case AppSettings:
		b.place.SetText(lang.L("Settings"))
	case Help:
		b.place.SetText(lang.L("Help"))
	case Codes:
		b.place.SetText(lang.L("What codes mean"))
	default:
		b.place.SetText("")
	}
}

// read finds out whose scan it is.
func (b *topBar) read(r Route) {
	b.loader.Load(b.w.run, func(ctx context.Context) (named, error) {
		scan, err := b.w.o.Lookup.ScanByID(ctx, r.Scan)
		if err != nil {
			return named{}, err
		}
		site, err := b.w.o.History.SiteByID(ctx, scan.Site)
		return named{scan, site}, err
	}, func(n named, err error) {
		if err != nil {
			b.w.o.Logger.Error("scan cannot be named", "scan", r.Scan, "err", err)
			return
		}
		b.scan, b.site = n.scan, n.site
		date := words.DateTime(n.scan.Began.In(b.w.o.Now().Location()))
		b.place.SetText(lang.L("Sites  ›  {{.Site}}  ›  Scan of {{.Date}}", map[string]any{"Site": words.Readable(n.site.Title()), "Date": date}))
		if r.Name == Redirects {
			b.place.SetText(redirectsPlace(n.site))
		}
		if r.Name == Results {
			b.history.Show()
			b.offerSettings()
		}
		b.w.menu.refresh()
	})
}

// offerSettings shows the way to the settings of the site.
func (b *topBar) offerSettings() {
	if settable(b.site) {
		b.settings.Show()
	}
	b.content.Refresh()
}

// readSite finds out whose history or settings they are.
func (b *topBar) readSite(r Route) {
	b.loader.Load(b.w.run, func(ctx context.Context) (named, error) {
		site, err := b.w.o.History.SiteByID(ctx, r.Site)
		return named{site: site}, err
	}, func(n named, err error) {
		if err != nil {
			b.w.o.Logger.Error("site cannot be named", "site", r.Site, "err", err)
			return
		}
		b.site = n.site
		data := map[string]any{"Site": words.Readable(n.site.Title())}
		switch r.Name {
		case Compare:
			b.place.SetText(comparePlace(n.site))
		case Settings:
			b.place.SetText(lang.L("Sites  ›  {{.Site}}  ›  Settings", data))
		default:
			b.place.SetText(lang.L("Sites  ›  {{.Site}}  ›  History", data))
			b.offerSettings()
		}
		b.w.menu.refresh()
	})
}

func able(b fyne.Disableable, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}
