package core

import (
	"context"
	"iter"

	"sitewell/scanner/profile"
	"sitewell/storage"
)

// What follows reads the history; storage says what each answers.

// Sites gives all sites with their last scans.
func (c *Core) Sites(ctx context.Context) ([]storage.SiteSummary, error) { return c.db.Sites(ctx) }

// SiteByID gives a site, or storage.ErrNotFound.
func (c *Core) SiteByID(ctx context.Context, id storage.SiteID) (storage.Site, error) {
	return c.db.SiteByID(ctx, id)
}

// SaveSite stores a site; one with ID 0 is new.
func (c *Core) SaveSite(ctx context.Context, s storage.Site) (storage.Site, error) {
	return c.db.SaveSite(ctx, s)
}

// DeleteSite removes a site with all its scans, and what it is signed in to
// with. One that is being scanned is ErrScanning; where the secret can't be
// reached the site is gone all the same, and the error is a *SecretLeftError.
func (c *Core) DeleteSite(ctx context.Context, id storage.SiteID) error {
	if err := c.reserve(id); err != nil {
		return err
	}
	defer c.abandon(id)
	site, err := c.db.SiteByID(ctx, id)
	if err != nil {
		return err
	}
	if err := c.db.DeleteSite(ctx, id); err != nil {
		return err
	}
	settings, err := profile.Parse(site.Settings)
	if err != nil || settings.SignIn == nil {
		return nil // settings of a newer program: it knows its secrets
	}
	if err := c.secrets.forget(ctx, *settings.SignIn); err != nil {
		return &SecretLeftError{Key: settings.SignIn.Key, Err: err}
	}
	return nil
}

// Scans gives the scans of a site, newest first.
func (c *Core) Scans(ctx context.Context, site storage.SiteID) ([]storage.Scan, error) {
	return c.db.Scans(ctx, site)
}

// ScanByID gives a scan, or storage.ErrNotFound.
func (c *Core) ScanByID(ctx context.Context, id storage.ScanID) (storage.Scan, error) {
	return c.db.ScanByID(ctx, id)
}

// DeleteScan removes a scan. One that runs is ErrScanning.
func (c *Core) DeleteScan(ctx context.Context, id storage.ScanID) error {
	scan, err := c.db.ScanByID(ctx, id)
	if err != nil {
		return err
	}
	if r := c.Running(scan.Site); r != nil && r.ScanID() == id {
		return ErrScanning
	}
	return c.db.DeleteScan(ctx, id)
}

// Counts gives the numbers of a scan.
func (c *Core) Counts(ctx context.Context, scan storage.ScanID) (storage.Counts, error) {
	return c.db.Counts(ctx, scan)
}

// Ledger accounts for every address of a scan.
func (c *Core) Ledger(ctx context.Context, scan storage.ScanID) (storage.Ledger, error) {
	return c.db.Ledger(ctx, scan)
}

// RowIDs gives the addresses of a scan that a filter leaves, in order.
func (c *Core) RowIDs(ctx context.Context, scan storage.ScanID, f storage.Filter, o storage.Order) ([]storage.URLID, error) {
	return c.db.RowIDs(ctx, scan, f, o)
}

// Rows gives the rows of some addresses, in their order.
func (c *Core) Rows(ctx context.Context, scan storage.ScanID, ids []storage.URLID) ([]storage.Row, error) {
	return c.db.Rows(ctx, scan, ids)
}

// Detail gives everything that is kept of one address.
func (c *Core) Detail(ctx context.Context, scan storage.ScanID, id storage.URLID) (storage.Detail, error) {
	return c.db.Detail(ctx, scan, id)
}

// Sources gives the links to an address, and on how many pages how many stand.
func (c *Core) Sources(ctx context.Context, scan storage.ScanID, id storage.URLID, offset, limit int) (rows []storage.Source, pages, links int, err error) {
	return c.db.Sources(ctx, scan, id, offset, limit)
}

// EachRow streams the rows that a filter leaves, in order.
func (c *Core) EachRow(ctx context.Context, scan storage.ScanID, f storage.Filter, o storage.Order) iter.Seq2[storage.Row, error] {
	return c.db.EachRow(ctx, scan, f, o)
}

// EachLink streams the links of a scan.
func (c *Core) EachLink(ctx context.Context, scan storage.ScanID, f storage.Filter) iter.Seq2[storage.LinkRow, error] {
	return c.db.EachLink(ctx, scan, f)
}

// Unfinished gives the newest scan of all sites that was stopped or
// interrupted, or ErrNothingToResume.
func (c *Core) Unfinished(ctx context.Context) (storage.Scan, error) {
	sites, err := c.db.Sites(ctx)
	if err != nil {
		return storage.Scan{}, err
	}
	var newest storage.Scan
	for _, site := range sites {
		if last := site.Last; last != nil && last.State != storage.Complete && last.ID > newest.ID {
			newest = *last
		}
	}
	if newest.ID == 0 {
		return storage.Scan{}, ErrNothingToResume
	}
	return newest, nil
}
