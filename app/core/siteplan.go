package core

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"sitewell/app/core/sitelist"
	"sitewell/scanner/weburl"
	"sitewell/storage"
)

// Portfolio is about all sites together: it adds many, and says how all of them are.
type Portfolio struct {
	*base
	history *History
}

// SitePlan says what a row of a list becomes.
type SitePlan string

// What a row becomes.
const (
	PlanAdd    SitePlan = "add"    // a site
	PlanChange SitePlan = "change" // another name or client of a site that is there
	PlanSame   SitePlan = "same"   // nothing: the site is there as the row has it
	PlanRepeat SitePlan = "repeat" // nothing: an earlier row has the site
	PlanFaulty SitePlan = "faulty" // nothing: it can't be used
)

// PlannedSite is a row of a list with what it becomes.
type PlannedSite struct {
	sitelist.Site
	Plan SitePlan
	// Becomes is the site as it is going to be, but for PlanFaulty.
	Becomes storage.Site
	// Of is the row that PlanRepeat repeats.
	Of int
}

// SitesAdded is what a list has changed.
type SitesAdded struct {
	Added   []storage.Site
	Changed []storage.Site // as they were before
}

// PlanSites says what the rows of a list become. Nothing is stored or requested. A row with
// a fault has an Err: a *weburl.InputError, ErrSiteTextLong or ErrSiteNameTaken.
func (pf *Portfolio) PlanSites(ctx context.Context, list []sitelist.Site) ([]PlannedSite, error) {
	sites, err := pf.db.Sites(ctx)
	if err != nil {
		return nil, fmt.Errorf("list sites: %w", err)
	}
	p := planner{sites: sites, there: make(map[string]storage.Site), names: make(map[string]string), rows: make(map[string]int)}
	for _, s := range sites {
		if !isList(s.Site) {
			p.there[s.Start] = s.Site
		}
		if s.Name != "" {
			p.names[strings.ToLower(s.Name)] = s.Start
		}
	}
	plan := make([]PlannedSite, len(list))
	for i, s := range list {
		plan[i] = p.plan(s)
	}
	return plan, nil
}

// planner knows what there is and what the rows so far have become.
type planner struct {
	sites []storage.SiteSummary
	there map[string]storage.Site // by start address
	names map[string]string       // start address by the name that it has, in lower case
	rows  map[string]int          // by start address
}

func (p *planner) plan(s sitelist.Site) PlannedSite {
	planned := PlannedSite{Site: s, Plan: PlanFaulty}
	if s.Err != nil {
		return planned
	}
	site, isThere := p.find(s)
	if row, repeats := p.rows[site.Start]; repeats {
		planned.Plan, planned.Of, planned.Becomes = PlanRepeat, row, site
		return planned
	}
	before := site
	for text, into := range map[string]*string{s.Name: &site.Name, s.Client: &site.Client} {
		if text == "" {
			continue
		}
		if *into, planned.Err = siteText(text); planned.Err != nil {
			return planned
		}
	}
	if owner, taken := p.names[strings.ToLower(site.Name)]; taken && site.Name != "" && owner != site.Start {
		planned.Err = ErrSiteNameTaken
		return planned
	}
	p.rows[site.Start] = s.Row
	p.names[strings.ToLower(site.Name)] = site.Start
	planned.Becomes, planned.Plan = site, PlanAdd
	switch {
	case isThere && site == before:
		planned.Plan = PlanSame
	case isThere:
		planned.Plan = PlanChange
	}
	return planned
}

// find returns the site that a row means, and whether it is there. That an address is
// written with https or http makes no other site of it, unless there are both.
func (p *planner) find(s sitelist.Site) (site storage.Site, isThere bool) {
	start := s.Start.Key()
	other := "http" + strings.TrimPrefix(start, "https")
	if rest, ok := strings.CutPrefix(start, "http:"); ok {
		other = "https:" + rest
	}
	for _, address := range []string{start, other} {
		if site, isThere := p.there[address]; isThere {
			return site, true
		}
	}
	if candidates, err := weburl.ParseInput(s.Address); err == nil {
		if site, isThere := siteMeant(p.sites, candidates); isThere {
			return site, true
		}
	}
	if _, repeats := p.rows[other]; repeats {
		return storage.Site{Start: other}, false
	}
	return storage.Site{Start: start}, false
}

// AddPlanned adds and changes sites as planned. What was done before an error is returned
// with it, so that it can be taken back.
func (pf *Portfolio) AddPlanned(ctx context.Context, plan []PlannedSite) (done SitesAdded, err error) {
	if err := pf.accepts(); err != nil {
		return done, err
	}
	for _, p := range plan {
		if p.Plan != PlanAdd && p.Plan != PlanChange {
			continue
		}
		var before storage.Site
		if p.Plan == PlanChange {
			if before, err = pf.db.SiteByID(ctx, p.Becomes.ID); err != nil {
				return done, fmt.Errorf("find site: %w", err)
			}
			p.Becomes.Settings = before.Settings // which may have changed since
		}
		site, err := pf.db.SaveSite(ctx, p.Becomes)
		if err != nil {
			return done, fmt.Errorf("store site: %w", err)
		}
		if p.Plan == PlanAdd {
			done.Added = append(done.Added, site)
		} else {
			done.Changed = append(done.Changed, before)
		}
	}
	return done, nil
}

// UndoAdded takes back what a list has changed. Sites that were scanned since, or are being
// scanned, are kept.
func (pf *Portfolio) UndoAdded(ctx context.Context, done SitesAdded) error {
	for _, s := range done.Added {
		scans, err := pf.db.Scans(ctx, s.ID)
		if err != nil {
			return fmt.Errorf("list scans: %w", err)
		}
		if len(scans) > 0 || pf.runningAt(s.ID) != nil {
			continue
		}
		if err := pf.history.DeleteSite(ctx, s.ID); err != nil && !errors.Is(err, storage.ErrNotFound) {
			return err
		}
	}
	for _, s := range done.Changed {
		if _, err := pf.history.EditSite(ctx, s.ID, SiteEdit{Name: &s.Name, Client: &s.Client}); err != nil && !errors.Is(err, storage.ErrNotFound) {
			return err
		}
	}
	return nil
}
