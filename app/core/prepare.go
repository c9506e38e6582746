package core

import (
	"context"
	"errors"
	"fmt"

	"sitewell/scanner"
	"sitewell/scanner/fetch"
	"sitewell/scanner/profile"
	"sitewell/scanner/render"
	"sitewell/scanner/weburl"
	"sitewell/storage"
)

// preparer turns the settings of a site into the options of a scan, with the
// credential and what earlier scans showed of the site's network.
type preparer struct{ *base }

// engine sets a scan up, signed in where its settings say so. network is what
// is known of where the site lives, nil for nothing.
func (p *preparer) engine(ctx context.Context, s profile.Settings, start string, network *fetch.HomeNetwork) (*scanner.Engine, error) {
	o, err := p.signedIn(ctx, s, start, network)
	if err != nil {
		return nil, err
	}
	e, err := scanner.New(o)
	if err != nil {
		return nil, fmt.Errorf("set up scan: %w", err)
	}
	return e, nil
}

// signedIn returns the options of a scan with its credential, where it has one.
func (p *preparer) signedIn(ctx context.Context, s profile.Settings, start string, network *fetch.HomeNetwork) (scanner.Options, error) {
	o := p.options(s, start)
	var err error
	if o.Addresses, err = s.List.Addresses(); err != nil {
		return o, err
	}
	if o.Network = network; network == nil {
		if u, err := weburl.Parse(start); err == nil {
			o.Network = fetch.NewHomeNetwork(u) // for the requests before the scan and for the scan
		}
	}
	if err := o.Validate(); err != nil || s.SignIn == nil {
		return o, err
	}
	if o.Credential, err = p.credential(ctx, *s.SignIn, start); err != nil {
		return o, err
	}
	return o, staysAtHome(ctx, o)
}

func (p *preparer) options(s profile.Settings, start string) scanner.Options {
	o := optionsOf(s, start)
	o.Logger = p.log
	o.Base = severityOf(p.knowledge)
	if o.Render != scanner.RenderNever {
		var err error
		if o.Browser, err = p.browser(); err != nil && s.Render != "" {
			p.log.Warn("pages are not shown in a browser", "error", err)
		}
	}
	if p.config.Prepare != nil {
		p.config.Prepare(&o)
	}
	return o
}

// browser returns the file of the browser in which scans show pages. The error is
// render.ErrNoBrowser if there is none.
func (b *base) browser() (string, error) {
	if b.config.FindBrowser == nil {
		return "", render.ErrNoBrowser
	}
	return b.config.FindBrowser(b.config.Browser)
}

// ofScan returns the settings that a scan runs under, in which it is clear whether pages
// are shown in a browser.
func (p *preparer) ofScan(s profile.Settings) profile.Settings {
	if _, err := p.browser(); err == nil && s.Render == "" {
		s.Render = profile.RenderAuto
	}
	return s
}

// settingsOfScan returns the settings that a scan ran under, for going on with it.
func settingsOfScan(s storage.Scan) (profile.Settings, error) {
	settings, err := profile.Parse(s.Settings)
	if settings.Render == "" { // it used no browser
		settings.Render = profile.RenderNever
	}
	return settings, err
}

func (p *preparer) probe(ctx context.Context, candidates []weburl.URL, network *fetch.HomeNetwork) (weburl.URL, error) {
	o := p.options(profile.Settings{}, candidates[0].Key())
	o.Network = network
	return probeStart(ctx, candidates, o)
}

// networkOf returns what a scan that began before has shown of where its site
// lives, so that a name that leads elsewhere now opens nothing.
func (p *preparer) networkOf(ctx context.Context, scan storage.Scan) (*fetch.HomeNetwork, error) {
	start, err := weburl.Parse(scan.Start)
	if err != nil {
		return nil, fmt.Errorf("read start address: %w", err)
	}
	network := fetch.NewHomeNetwork(start)
	remote, err := p.remoteOf(ctx, scan)
	network.RecordRemote(remote)
	return network, err
}

// networkOfSite returns what the newest scan of a site that reached its start
// address has shown of where it lives. Nobody has typed the address of such a
// scan, so a name that has moved into a private network meanwhile opens nothing.
func (p *preparer) networkOfSite(ctx context.Context, site storage.Site) (*fetch.HomeNetwork, error) {
	start, err := weburl.Parse(site.Start)
	if err != nil {
		return nil, fmt.Errorf("read start address: %w", err)
	}
	network := fetch.NewHomeNetwork(start)
	scans, err := p.db.Scans(ctx, site.ID)
	if err != nil {
		return nil, fmt.Errorf("list scans: %w", err)
	}
	for _, scan := range scans {
		if scan.Start != site.Start {
			continue
		}
		remote, err := p.remoteOf(ctx, scan)
		if err != nil {
			return nil, err
		}
		if remote != "" {
			network.RecordRemote(remote)
			break
		}
	}
	return network, nil
}

// remoteOf returns the address and port that answered at the start address of a
// scan, "" where nothing did.
func (p *preparer) remoteOf(ctx context.Context, scan storage.Scan) (string, error) {
	d, err := p.startPage(ctx, scan)
	if err != nil && !errors.Is(err, storage.ErrNotFound) {
		return "", fmt.Errorf("find start address: %w", err)
	}
	return d.Evidence.RemoteAddr, nil
}
