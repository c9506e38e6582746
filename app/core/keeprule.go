package core

import (
	"context"
	"fmt"
	"time"

	"sitewell/storage"
)

// KeepRule returns which scans of a site are kept, and whether that is a rule of its
// own: else it is the one of all sites, which the site 0 stands for.
func (h *History) KeepRule(ctx context.Context, site storage.SiteID) (r storage.KeepRule, own bool, err error) {
	return h.db.KeepRule(ctx, site)
}

// SetKeepRule changes which scans of a site are kept, for the site 0 of all sites without a rule of
// their own; nil lets a site follow that. It deletes nothing: that happens when the next
// scan of a site is complete.
func (h *History) SetKeepRule(ctx context.Context, site storage.SiteID, r *storage.KeepRule) error {
	return h.db.SetKeepRule(ctx, site, r)
}

// Surplus returns the scans of a site that a rule does not keep.
func (h *History) Surplus(ctx context.Context, site storage.SiteID, r storage.KeepRule) ([]storage.Scan, error) {
	scans, err := h.db.Scans(ctx, site)
	if err != nil {
		return nil, fmt.Errorf("list scans: %w", err)
	}
	running := h.runningAt(site)
	return r.Surplus(scans, time.Now(), func(s storage.Scan) bool {
		return keptByHand(s) || running != nil && running.ScanID() == s.ID
	}), nil
}

// keptByHand reports whether a person said that a scan is to be kept.
func keptByHand(s storage.Scan) bool { return s.Name != "" || s.Note != "" }

// applyKeepRule deletes the scans of a site that its rule does not keep, after a
// complete one.
func (h *History) applyKeepRule(ctx context.Context, site storage.SiteID) {
	r, _, err := h.db.KeepRule(ctx, site)
	if err != nil || r.Keep == "" || r.Keep == storage.KeepAll {
		if err != nil {
			h.log.Warn("the rule of which scans are kept can't be read", "site", site, "error", err)
		}
		return
	}
	surplus, err := h.Surplus(ctx, site, r)
	if err != nil || len(surplus) == 0 {
		return
	}
	ids := make([]storage.ScanID, len(surplus))
	for i, s := range surplus {
		ids[i] = s.ID
	}
	h.log.Info("scans deleted by the rule", "site", site, "rule", r.String(), "scans", len(ids))
	if err := h.db.DeleteScans(ctx, ids); err != nil {
		h.log.Warn("scans could not be deleted by the rule", "site", site, "error", err)
	}
}
