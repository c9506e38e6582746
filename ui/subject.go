package ui

import (
	"context"
	"log/slog"
	"time"

	"fyne.io/fyne/v2/lang"

	"sitewell/scanner/profile"
	"sitewell/storage"
	"sitewell/ui/background"
	"sitewell/ui/frame"
	"sitewell/ui/router"
	"sitewell/ui/words"
)

// subject is the scan and the site that the present screen is about, once they are read.
type subject struct {
	run    *background.Runner
	lookup Lookup
	sites  siteReader
	log    *slog.Logger
	now    func() time.Time
	read   func() // is called when they are read

	loader background.Loader[named]
	route  router.Route
	scan   storage.Scan
	site   storage.Site
}

// siteReader reads a site.
type siteReader interface {
	SiteByID(ctx context.Context, id storage.SiteID) (storage.Site, error)
}

// named is a scan with its site.
type named struct {
	scan storage.Scan
	site storage.Site
}

// follow finds out what a route is about.
func (s *subject) follow(r router.Route) {
	s.route, s.scan, s.site = r, storage.Scan{}, storage.Site{}
	s.loader.Cancel()
	switch r.Name {
	case router.Scanning, router.Results, router.Redirects:
		s.load(func(ctx context.Context) (named, error) {
			scan, err := s.lookup.ScanByID(ctx, r.Scan)
			if err != nil {
				return named{}, err
			}
			site, err := s.sites.SiteByID(ctx, scan.Site)
			return named{scan, site}, err
		})
	case router.History, router.Settings, router.Compare:
		s.load(func(ctx context.Context) (named, error) {
			site, err := s.sites.SiteByID(ctx, r.Site)
			return named{site: site}, err
		})
	}
}

func (s *subject) load(find func(context.Context) (named, error)) {
	r := s.route
	s.loader.Load(s.run, find, func(n named, err error) {
		if err != nil {
			s.log.Error("place cannot be named", "name", string(r.Name), "scan", r.Scan, "site", r.Site, "err", err)
			return
		}
		s.scan, s.site = n.scan, n.site
		s.read()
	})
}

// place is what the bar says about where one is.
func (s *subject) place() frame.Place {
	p := frame.Place{Text: s.text()}
	switch s.route.Name {
	case router.Results:
		p.HasHistory, p.HasSettings = s.site.ID != 0, settable(s.site)
	case router.History:
		p.HasSettings = settable(s.site)
	}
	return p
}

func (s *subject) text() string {
	switch s.route.Name {
	case router.AppSettings:
		return lang.L("Settings")
	case router.Help:
		return lang.L("Help")
	case router.Codes:
		return lang.L("What codes mean")
	}
	if s.site.ID == 0 { // it is not read yet, or the screen is about no site
		return ""
	}
	data := map[string]any{"Site": words.Readable(s.site.Title())}
	switch s.route.Name {
	case router.Redirects:
		return lang.L("Sites  ›  {{.Site}}  ›  Redirects", data)
	case router.Compare:
		return lang.L("Sites  ›  {{.Site}}  ›  Compare scans", data)
	case router.Settings:
		return lang.L("Sites  ›  {{.Site}}  ›  Settings", data)
	case router.History:
		return lang.L("Sites  ›  {{.Site}}  ›  History", data)
	}
	data["Date"] = words.DateTime(s.scan.Began.In(s.now().Location()))
	return lang.L("Sites  ›  {{.Site}}  ›  Scan of {{.Date}}", data)
}

// settable reports whether a site has settings: the demo site has none.
func settable(site storage.Site) bool {
	settings, err := profile.Parse(site.Settings)
	return site.ID != 0 && (err != nil || !settings.Demo)
}

// hasAddress reports whether a site is on a server, and not one that Sitewell serves while
// it is scanned: the demo site, or a folder.
func hasAddress(site storage.Site) bool {
	settings, err := profile.Parse(site.Settings)
	return site.ID != 0 && (err != nil || !settings.Demo && settings.Folder == "")
}
