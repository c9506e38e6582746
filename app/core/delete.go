package core

import (
	"context"
	"slices"

	"sitewell/scanner/profile"
	"sitewell/storage"
)

// DeleteSite removes a site with all its scans, its schedule, and what it is signed in to
// with. One that is being scanned is ErrScanning, or storage.ErrElsewhere where
// another program scans it; where the secret can't be
// reached the site is gone all the same, and the error is a *SecretNotDeletedError.
func (h *History) DeleteSite(ctx context.Context, id storage.SiteID) error {
	if err := h.reserve(id); err != nil {
		return err
	}
	defer h.abandon(id)
	site, err := h.db.SiteByID(ctx, id)
	if err != nil {
		return err
	}
	scans, err := h.db.Scans(ctx, id)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(scans, func(s storage.Scan) bool { return s.State == storage.Elsewhere }) {
		return storage.ErrElsewhere
	}
	if err := h.db.DeleteSite(ctx, id); err != nil {
		return err
	}
	settings, err := profile.Parse(site.Settings)
	if err == nil && settings.Schedule != nil {
		if err := h.remove(ctx, id); err != nil { // the next run finds no site, and removes its job
			h.log.Warn("schedule of a deleted site is left", "error", err)
		}
		if err := h.forgetWebhook(ctx, settings.Schedule); err != nil {
			return &SecretNotDeletedError{Key: settings.Schedule.Webhook.Key, Err: err}
		}
	}
	if err != nil || settings.SignIn == nil {
		return nil // settings of a newer program: it knows its secrets
	}
	if err := h.secrets.forget(ctx, *settings.SignIn); err != nil {
		return &SecretNotDeletedError{Key: settings.SignIn.Key, Err: err}
	}
	return nil
}

// DeleteScan removes a scan. One that runs is ErrScanning, or storage.ErrElsewhere
// where another program runs it.
func (h *History) DeleteScan(ctx context.Context, id storage.ScanID) error {
	scan, err := h.db.ScanByID(ctx, id)
	if err != nil {
		return err
	}
	if r := h.runningAt(scan.Site); r != nil && r.ScanID() == id {
		return ErrScanning
	}
	if scan.State == storage.Elsewhere {
		return storage.ErrElsewhere
	}
	return h.db.DeleteScan(ctx, id)
}
