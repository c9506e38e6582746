package core

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
	"sitewell/storage"
)

// Runner starts scans and resumes them.
type Runner struct {
	*base
	preparer preparer
	grader   grader
	signIns  *SignIns
	settings *SiteSettings
	marks    *Marks
	history  *History
}

// Running returns the scan of a site that is running, nil for none.
func (rn *Runner) Running(site storage.SiteID) *Running { return rn.runningAt(site) }

// AllRunning returns the scans that are running.
func (rn *Runner) AllRunning() []*Running {
	rn.mu.Lock()
	defer rn.mu.Unlock()
	all := make([]*Running, 0, len(rn.running))
	for _, r := range rn.running {
		if r != nil {
			all = append(all, r)
		}
	}
	return all
}

// ScanAddress starts a scan of what a person typed: "example.com" is enough, and means a site
// of the history at that name, by https or http, with or without www., if there is only one.
// The address is tried first, so that a name that does not exist leaves no
// empty scan behind; ctx ends the wait for that, not the scan. Errors:
// *weburl.InputError, *UnreachableError, *SignInError, *SiteRedirectError,
// ErrScanning, errors of storage.
func (rn *Runner) ScanAddress(ctx context.Context, typed string) (*Running, error) {
	return rn.ScanAddressWith(ctx, typed, ScanOverrides{})
}

// ScanOverrides says what is different for one scan; the site keeps its own settings.
type ScanOverrides struct {
	// Change may change the settings; nil: it does not.
	Change func(*profile.Settings)
	// SignIn is what to sign in with in place of the site's own; nil for that.
	SignIn *SecretInput

	network *fetch.HomeNetwork // as far as it is known, else nil
}

// check finds what can't be sent before anything is.
func (h ScanOverrides) check(start weburl.URL) error {
	var s profile.Settings
	if h.Change != nil {
		h.Change(&s)
	}
	if err := optionsOf(s, start.Key()).Validate(); err != nil || h.SignIn == nil {
		return err
	}
	return h.SignIn.check(start)
}

// ScanAddressWith is ScanAddress with a difference.
func (rn *Runner) ScanAddressWith(ctx context.Context, typed string, how ScanOverrides) (*Running, error) {
	candidates, err := weburl.ParseInput(typed)
	if err != nil {
		return nil, err
	}
	if err := rn.accepts(); err != nil {
		return nil, err
	}
	if err := how.check(candidates[0]); err != nil {
		return nil, err
	}
	sites, err := rn.db.Sites(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for site: %w", err)
	}
	if known, ok := siteMeant(sites, candidates); ok {
		return rn.scanKnown(ctx, known, how)
	}
	how.network = fetch.NewHomeNetwork(candidates[0])
	start, err := rn.preparer.probe(ctx, candidates, how.network)
	if err != nil {
		return nil, err
	}
	site, err := rn.siteAt(ctx, start.Key())
	if err != nil {
		return nil, err
	}
	return rn.start(ctx, site, how, nil)
}

// scanKnown scans a site of the history that a person typed. As for an address that is new,
// it must answer.
func (rn *Runner) scanKnown(ctx context.Context, s storage.Site, how ScanOverrides) (*Running, error) {
	settled, isNew, err := rn.settleStart(ctx, s)
	if err != nil {
		return nil, err
	}
	start, err := weburl.Parse(settled.Start)
	if err != nil {
		return nil, fmt.Errorf("read start address: %w", err)
	}
	if err := how.check(start); err != nil {
		return nil, err
	}
	how.network = fetch.NewHomeNetwork(start)
	if !isNew {
		if _, err := rn.preparer.probe(ctx, []weburl.URL{start}, how.network); err != nil {
			return nil, err
		}
	}
	return rn.start(ctx, settled, how, nil)
}

// StartScan starts a scan of a site of the history.
func (rn *Runner) StartScan(ctx context.Context, site storage.SiteID) (*Running, error) {
	return rn.StartScanWith(ctx, site, ScanOverrides{})
}

// StartScanWith is StartScan with a difference, which the demo site does not have.
func (rn *Runner) StartScanWith(ctx context.Context, site storage.SiteID, how ScanOverrides) (*Running, error) {
	if err := rn.accepts(); err != nil {
		return nil, err
	}
	s, err := rn.db.SiteByID(ctx, site)
	if err != nil {
		return nil, fmt.Errorf("find site: %w", err)
	}
	settings, err := profile.Parse(s.Settings)
	if err != nil {
		return nil, err
	}
	switch {
	case settings.Demo:
		return rn.ScanDemo(ctx)
	case settings.Folder != "":
		return rn.ScanFolder(ctx, settings.Folder, how)
	}
	if how.network, err = rn.preparer.networkOfSite(ctx, s); err != nil {
		return nil, err
	}
	if settings.SignIn == nil && settings.List == "" { // else nothing is sent before the secret is there
		if s, _, err = rn.settleStart(ctx, s); err != nil {
			return nil, err
		}
	}
	return rn.start(ctx, s, how, nil)
}

// settleStart returns a site with the start address under which it can be reached, by
// https or http: one that was added without a scan may have been typed without either. It
// asks only a site that was never scanned, and reports whether it did.
func (rn *Runner) settleStart(ctx context.Context, s storage.Site) (settled storage.Site, asked bool, err error) {
	scans, err := rn.db.Scans(ctx, s.ID)
	if err != nil || len(scans) > 0 {
		return s, false, err
	}
	candidates, err := weburl.ParseInput(withoutScheme(s.Start))
	if err != nil || candidates[0].Key() != s.Start {
		return s, false, nil // it would have been typed with its scheme
	}
	start, err := rn.preparer.probe(ctx, candidates, fetch.NewHomeNetwork(candidates[0]))
	switch {
	case err != nil && len(candidates) == 2 && candidates[0].Scheme() == "http" && ctx.Err() == nil:
		return s, false, nil // the scan says what ails a computer of one's own
	case err != nil || start.Key() == s.Start:
		return s, true, err
	}
	if _, err := rn.db.SiteByStart(ctx, start.Key()); err == nil {
		return s, true, nil // that is another site of the history
	}
	s.Start = start.Key()
	if s, err = rn.db.SaveSite(ctx, s); err != nil {
		return s, true, fmt.Errorf("store start address: %w", err)
	}
	return s, true, nil
}

// ScanIgnoringRobots makes a site be scanned without obeying its robots.txt,
// from now on, and starts a scan of it. Only the site's owner may wish that.
func (rn *Runner) ScanIgnoringRobots(ctx context.Context, site storage.SiteID) (*Running, error) {
	s, settings, err := rn.settings.Settings(ctx, site)
	if err != nil {
		return nil, err
	}
	settings.IgnoreRobots = true
	if s.Settings, err = settings.JSON(); err != nil {
		return nil, err
	}
	if _, err := rn.db.SaveSite(ctx, s); err != nil {
		return nil, fmt.Errorf("store settings: %w", err)
	}
	return rn.StartScan(ctx, site)
}

// Unfinished returns the newest scan of all sites that was stopped or
// interrupted, or ErrNothingToResume. One that another program runs is none.
func (rn *Runner) Unfinished(ctx context.Context) (storage.Scan, error) {
	sites, err := rn.db.Sites(ctx)
	if err != nil {
		return storage.Scan{}, err
	}
	var newest storage.Scan
	for _, site := range sites {
		if last := site.Last; last != nil && last.State != storage.Complete && last.State != storage.Elsewhere && last.ID > newest.ID {
			newest = *last
		}
	}
	if newest.ID == 0 {
		return storage.Scan{}, ErrNothingToResume
	}
	return newest, nil
}

// ResumeScan goes on with a scan that was stopped or interrupted, under the
// settings it ran under. ErrComplete says that there is nothing to go on with, and
// storage.ErrElsewhere that another program runs it.
func (rn *Runner) ResumeScan(ctx context.Context, scan storage.ScanID) (_ *Running, err error) {
	if err := rn.accepts(); err != nil {
		return nil, err
	}
	old, err := rn.db.ScanByID(ctx, scan)
	if err != nil {
		return nil, fmt.Errorf("find scan: %w", err)
	}
	switch old.State {
	case storage.Complete:
		return nil, ErrComplete
	case storage.Elsewhere:
		return nil, storage.ErrElsewhere
	}
	settings, err := settingsOfScan(old)
	if err != nil {
		return nil, err
	}
	list, err := rn.listName(ctx, old.Site, settings)
	if err != nil {
		return nil, err
	}
	if err := rn.reserve(old.Site); err != nil {
		return nil, err
	}
	j := job{site: old.Site, start: old.Start, list: list, home: homeOfScan(old)}
	defer func() {
		if err != nil {
			rn.abandon(old.Site)
			err = errors.Join(err, j.giveUp())
		}
	}()
	if j.after, err = serveAgain(ctx, settings, old.Start); err != nil {
		return nil, err
	}
	network, err := rn.preparer.networkOf(ctx, old)
	if err != nil {
		return nil, err
	}
	if j.engine, err = rn.preparer.engine(ctx, settings, old.Start, network); err != nil {
		return nil, err
	}
	if j.writer, err = rn.db.ResumeScan(ctx, scan); errors.Is(err, storage.ErrComplete) {
		return nil, ErrComplete
	} else if err != nil {
		return nil, fmt.Errorf("resume scan: %w", err)
	}
	j.journal = j.writer
	j.engine.Continue(progressOf(old.Counts))
	return rn.run(j), nil
}

// listName returns what the list of addresses is called that a scan checks, "" where it
// scans a site.
func (rn *Runner) listName(ctx context.Context, id storage.SiteID, settings profile.Settings) (string, error) {
	if settings.List == "" {
		return "", nil
	}
	site, err := rn.db.SiteByID(ctx, id)
	if err != nil {
		return "", fmt.Errorf("find site: %w", err)
	}
	return site.Name, nil
}

// progressOf returns how far a scan with these counts has come.
func progressOf(c storage.Counts) result.Progress {
	p := result.Progress{
		Found: c.Found, Skipped: c.Skipped, Waiting: c.Waiting, Pages: c.Pages, Problems: c.Problems(),
		Checked: c.Found - c.Skipped - c.Waiting, PlacesChecked: c.PlacesChecked, PlaceProblems: c.PlaceProblems, Omitted: c.Omitted,
	}
	p.Verdicts[outcome.Works], p.Verdicts[outcome.Warning], p.Verdicts[outcome.Broken] = c.Works, c.Warning, c.Broken
	p.Verdicts[outcome.CantVerify], p.Verdicts[outcome.Skipped] = c.Cant, c.Skipped
	return p
}

// start begins a new scan of a site. after is called when it has ended, or
// when it can't begin.
func (rn *Runner) start(ctx context.Context, site storage.Site, how ScanOverrides, after func() error) (_ *Running, err error) {
	j := job{site: site.ID, start: site.Start, home: homeOf(site.Start), after: after}
	defer func() {
		if err != nil {
			err = errors.Join(err, j.giveUp())
		}
	}()
	settings, err := profile.Parse(site.Settings)
	if err != nil {
		return nil, err
	}
	settings.Schedule = nil // it is of the site, and says nothing about the scan
	if how.Change != nil {
		how.Change(&settings)
	}
	if how.SignIn != nil {
		if settings.SignIn, err = rn.signIns.signIn(*how.SignIn, site.Start); err != nil {
			return nil, err
		}
	}
	if settings.List != "" {
		j.home, j.list = "", site.Name
	}
	settings = rn.preparer.ofScan(settings)
	stored, err := settings.JSON()
	if err != nil {
		return nil, err
	}
	if j.engine, err = rn.preparer.engine(ctx, settings, site.Start, how.network); err != nil {
		return nil, err
	}
	if err := rn.reserve(site.ID); err != nil {
		return nil, err
	}
	j.writer, err = rn.db.NewScan(ctx, storage.Scan{
		Site: site.ID, Start: site.Start, Version: rn.config.Version, Settings: stored,
	})
	if err != nil {
		rn.abandon(site.ID)
		return nil, fmt.Errorf("begin scan: %w", err)
	}
	return rn.run(j), nil
}

// giveUp frees what a scan that can't begin has opened.
func (j *job) giveUp() error {
	var err error
	if j.writer != nil {
		err = j.writer.Close()
	}
	if j.after != nil {
		err = errors.Join(err, j.after())
	}
	return err
}

// siteAt finds the site with a start address, or makes it.
func (rn *Runner) siteAt(ctx context.Context, start string) (storage.Site, error) {
	site, err := rn.db.SiteByStart(ctx, start)
	switch {
	case err == nil:
		return site, nil
	case !errors.Is(err, storage.ErrNotFound):
		return storage.Site{}, fmt.Errorf("look for site: %w", err)
	}
	site, err = rn.db.SaveSite(ctx, storage.Site{Start: start})
	if err != nil {
		return storage.Site{}, fmt.Errorf("add site: %w", err)
	}
	return site, nil
}

// redacted is an address for the log: without user info and query.
func redacted(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "(unreadable)"
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return u.String()
}
