package core

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"sitewell/app/core/addresslist"
	"sitewell/scanner/profile"
	"sitewell/scanner/weburl"
	"sitewell/storage"
)

var (
	// ErrNoListName: a list that is to be scanned has no name.
	ErrNoListName = errors.New("list has no name")
	// ErrNothingToRepeat: the newest complete scan of a site has no problem.
	ErrNothingToRepeat = errors.New("no problem to check again")
	// ErrNoComplete: a site has no complete scan.
	ErrNoComplete = errors.New("no complete scan")
	// ErrServedSite: Sitewell itself serves the site while it is scanned, so there is
	// nothing to be checked by addresses.
	ErrServedSite = errors.New("site is served by Sitewell")
)

// ScanList checks addresses and nothing else, as a site of its own in the history. The
// list whose name it is becomes these addresses, so that its scans can be compared; if
// there is none, it is made. Errors: ErrNoListName, ErrSiteTextLong, ErrSiteNameTaken (by
// a site that is no list), addresslist.ErrEmpty, ErrScanning, those of storage.
func (rn *Runner) ScanList(ctx context.Context, name string, addresses []string, how ScanOverrides) (*Running, error) {
	return rn.scanList(ctx, list{name: name, addresses: addresses}, how)
}

// list is a list of addresses to be scanned.
type list struct {
	name      string
	client    string
	start     string           // of a new list; "": the first address
	settings  profile.Settings // of a new list
	addresses []string
}

func (rn *Runner) scanList(ctx context.Context, l list, how ScanOverrides) (*Running, error) {
	if err := rn.accepts(); err != nil {
		return nil, err
	}
	site, err := rn.listSite(ctx, l)
	if err != nil {
		return nil, err
	}
	start, err := weburl.Parse(site.Start)
	if err != nil {
		return nil, fmt.Errorf("read start address: %w", err)
	}
	if err := how.check(start); err != nil {
		return nil, err
	}
	if site, err = rn.db.SaveSite(ctx, site); err != nil {
		return nil, fmt.Errorf("store list: %w", err)
	}
	return rn.start(ctx, site, how, nil)
}

// listSite returns the site of a list with its addresses. It is not stored yet.
func (rn *Runner) listSite(ctx context.Context, l list) (storage.Site, error) {
	if len(l.addresses) == 0 {
		return storage.Site{}, addresslist.ErrEmpty
	}
	name, err := siteText(l.name)
	switch {
	case err != nil:
		return storage.Site{}, err
	case name == "":
		return storage.Site{}, ErrNoListName
	}
	site := storage.Site{Name: name, Client: l.client, Start: l.start}
	if site.Start == "" {
		site.Start = l.addresses[0]
	}
	settings := l.settings
	sites, err := rn.db.Sites(ctx)
	if err != nil {
		return storage.Site{}, fmt.Errorf("look for the site of a list: %w", err)
	}
	for _, s := range sites {
		if !strings.EqualFold(s.Name, name) {
			continue
		}
		site = s.Site
		settings, err = profile.Parse(s.Settings)
		switch {
		case err != nil:
			return storage.Site{}, err
		case settings.List == "":
			return storage.Site{}, ErrSiteNameTaken
		case s.Last != nil && s.Last.State == storage.Elsewhere:
			return storage.Site{}, storage.ErrSiteElsewhere
		case rn.runningAt(s.ID) != nil:
			return storage.Site{}, ErrScanning
		}
	}
	if settings.List, err = profile.NewAddressList(l.addresses); err != nil {
		return storage.Site{}, err
	}
	site.Settings, err = settings.JSON()
	return site, err
}

// ScanProblems checks the addresses that the newest complete scan of a site found problems
// with, and nothing else, as a list that is called name. It is checked under the settings
// of the site, signed in as it is. Errors: ErrNoComplete, ErrNothingToRepeat, ErrServedSite,
// those of ScanList.
func (rn *Runner) ScanProblems(ctx context.Context, id storage.SiteID, name string, how ScanOverrides) (*Running, error) {
	site, settings, err := rn.siteSettings(ctx, id)
	switch {
	case err != nil:
		return nil, err
	case settings.Demo || settings.Folder != "":
		return nil, ErrServedSite
	}
	scans, err := rn.db.Scans(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("list scans: %w", err)
	}
	newest := storage.Scan{}
	for _, s := range scans {
		if s.State == storage.Complete && s.ID > newest.ID {
			newest = s
		}
	}
	if newest.ID == 0 {
		return nil, ErrNoComplete
	}
	addresses, err := rn.problemAddresses(ctx, newest.ID)
	if err != nil {
		return nil, err
	}
	if how.SignIn == nil && settings.SignIn != nil {
		how.Change = signedInAs(*settings.SignIn, how.Change)
	}
	settings.SignIn, settings.List = nil, "" // the secret belongs to the site, with which it is deleted
	return rn.scanList(ctx, list{name: name, client: site.Client, start: site.Start, settings: settings, addresses: addresses}, how)
}

// signedInAs returns a change of settings that signs in as well.
func signedInAs(in profile.SignIn, change func(*profile.Settings)) func(*profile.Settings) {
	return func(s *profile.Settings) {
		s.SignIn = &in
		if change != nil {
			change(s)
		}
	}
}

// problemAddresses returns the addresses of a scan's problems that can be requested, in the
// order in which they were found.
func (rn *Runner) problemAddresses(ctx context.Context, scan storage.ScanID) ([]string, error) {
	var all []string
	known := make(map[string]bool)
	for p, err := range rn.db.EachProblem(ctx, scan) {
		if err != nil {
			return nil, fmt.Errorf("read problems: %w", err)
		}
		u, err := weburl.Parse(p.URL)
		if err != nil || known[u.WithoutFragment().Key()] {
			continue
		}
		known[u.WithoutFragment().Key()] = true
		all = append(all, u.WithoutFragment().Key())
		if len(all) > addresslist.MaxAddresses {
			return nil, addresslist.ErrTooMany
		}
	}
	if len(all) == 0 {
		return nil, ErrNothingToRepeat
	}
	return all, nil
}

// ProblemListName returns what the list of a site's problems is called in English.
func ProblemListName(s storage.Site) string {
	name := s.Name
	if name == "" {
		name = storage.HostOf(s.Start)
	}
	return name + " (only problems)"
}
