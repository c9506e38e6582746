package core

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"sitewell/assets/demo"
	"sitewell/scanner/profile"
	"sitewell/storage"
)

// demoName is how the demo site is called in the list of sites in English.
const demoName = "Demo site"

// ScanDemo serves the demo site on this computer for as long as its scan
// takes, and scans it. There is one demo site in the history. It has the port that
// it had before, so that its scans can be compared, unless that is in use.
func (rn *Runner) ScanDemo(ctx context.Context) (*Running, error) {
	if err := rn.accepts(); err != nil {
		return nil, err
	}
	site, err := rn.demoSite(ctx)
	if err != nil {
		return nil, err
	}
	server, err := serveDemo(context.WithoutCancel(ctx), site.Start)
	if err != nil {
		return nil, fmt.Errorf("serve demo site: %w", err)
	}
	site.Start = server.URL()
	if site, err = rn.db.SaveSite(ctx, site); err != nil {
		return nil, errors.Join(fmt.Errorf("store demo site: %w", err), server.Close())
	}
	return rn.start(ctx, site, ScanOverrides{}, server.Close)
}

// serveDemo serves the demo site at the address that it had before, "" for none, or at
// another.
func serveDemo(ctx context.Context, before string) (*demo.Server, error) {
	if before != "" {
		if server, err := demo.StartAt(ctx, before); err == nil {
			return server, nil
		}
	}
	return demo.Start(ctx)
}

// demoSite finds the demo site as it was saved last, or makes one without an address.
func (rn *Runner) demoSite(ctx context.Context) (storage.Site, error) {
	sites, err := rn.db.Sites(ctx)
	if err != nil {
		return storage.Site{}, fmt.Errorf("look for demo site: %w", err)
	}
	name := cmp.Or(rn.said.Load().demoName, demoName)
	site := storage.Site{Name: name}
	for _, s := range sites {
		if settings, err := profile.Parse(s.Settings); err == nil && settings.Demo {
			if s.Last != nil && s.Last.State == storage.Elsewhere {
				return storage.Site{}, storage.ErrSiteElsewhere
			}
			site = s.Site
		}
	}
	if rn.runningAt(site.ID) != nil {
		return storage.Site{}, ErrScanning
	}
	if site.Settings, err = (profile.Settings{Demo: true, NoDelay: true}).JSON(); err != nil {
		return storage.Site{}, err
	}
	if site.Name == demoName { // it was made by the command line, or before it had other names
		site.Name = name
	}
	return site, nil
}
