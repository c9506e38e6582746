package core

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"sitewell/scanner/profile"
	"sitewell/scanner/weburl"
	"sitewell/storage"
)

// ErrNothingToCompare says that a site has no two scans.
var ErrNothingToCompare = errors.New("no two scans to compare")

// UnknownSiteError says that no site of the history has the address that was
// typed.
type UnknownSiteError struct{ Typed string }

// Error names what was typed.
func (e *UnknownSiteError) Error() string { return fmt.Sprintf("no site at %q", e.Typed) }

// Comparison is what became of a site's problems between two of its scans.
type Comparison struct {
	storage.Comparison
	Site storage.Site
	Pair storage.Pair
	// SettingsDiffer and VersionsDiffer: the scans ran under different settings,
	// or by different versions of Sitewell, which may judge an answer
	// differently.
	SettingsDiffer, VersionsDiffer bool
}

// FindSite finds the site of the history that a person means: "example.com" is
// enough, also for https://www.example.com/start if no other site is there.
// Errors: *weburl.InputError, *UnknownSiteError.
func (h *History) FindSite(ctx context.Context, typed string) (storage.Site, error) {
	candidates, err := weburl.ParseInput(typed)
	if err != nil {
		return storage.Site{}, err
	}
	for _, u := range candidates {
		site, err := h.db.SiteByStart(ctx, u.Key())
		if !errors.Is(err, storage.ErrNotFound) {
			return site, err
		}
	}
	sites, err := h.db.Sites(ctx)
	if err != nil {
		return storage.Site{}, err
	}
	var there []storage.Site
	for _, s := range sites {
		if bareHost(s.Start) == bareHost(candidates[0].Key()) {
			there = append(there, s.Site)
		}
	}
	if len(there) != 1 {
		return storage.Site{}, &UnknownSiteError{Typed: typed}
	}
	return there[0], nil
}

// bareHost is the host of an address without www.
func bareHost(address string) string { return strings.TrimPrefix(storage.HostOf(address), "www.") }

// Compare compares two scans of a site. A to of 0 is the newest scan, a from of
// 0 the newest complete one before that. Which of them is older decides what
// is before and what is now, whatever their order here. Nothing is asked of the
// network. Errors: ErrNothingToCompare, storage.ErrNotFound for a scan that the
// site does not have.
func (h *History) Compare(ctx context.Context, site storage.SiteID, from, to storage.ScanID) (Comparison, error) {
	s, err := h.db.SiteByID(ctx, site)
	if err != nil {
		return Comparison{}, fmt.Errorf("find site: %w", err)
	}
	scans, err := h.db.Scans(ctx, site) // newest first
	if err != nil {
		return Comparison{}, fmt.Errorf("list scans: %w", err)
	}
	later, err := pick(scans, to, func(storage.Scan) bool { return true })
	if err != nil {
		return Comparison{}, err
	}
	earlier, err := pick(scans, from, func(s storage.Scan) bool { return s.IsBefore(later) && s.State == storage.Complete })
	if err != nil {
		return Comparison{}, err
	}
	if later.IsBefore(earlier) {
		earlier, later = later, earlier
	}
	if earlier.ID == later.ID {
		return Comparison{}, ErrNothingToCompare
	}
	result := Comparison{
		Site: s, Pair: storage.Pair{From: earlier.ID, To: later.ID, Unread: unread(earlier, later)},
		SettingsDiffer: earlier.Settings != later.Settings, VersionsDiffer: earlier.Version != later.Version,
	}
	if result.Comparison, err = h.db.Compare(ctx, result.Pair); err != nil {
		return Comparison{}, fmt.Errorf("compare scans: %w", err)
	}
	return result, nil
}

// CompareToPrevious compares a scan with the complete one of its site before it; the
// zero value where there is none.
func (h *History) CompareToPrevious(ctx context.Context, scan storage.ScanID) (storage.Comparison, error) {
	s, err := h.db.ScanByID(ctx, scan)
	if err != nil {
		return storage.Comparison{}, err
	}
	d, err := h.Compare(ctx, s.Site, 0, scan)
	if errors.Is(err, ErrNothingToCompare) {
		err = nil
	}
	return d.Comparison, err
}

// pick finds a scan by its ID, or for 0 the first that will do.
func pick(scans []storage.Scan, id storage.ScanID, willDo func(storage.Scan) bool) (storage.Scan, error) {
	for _, s := range scans {
		if s.ID == id || id == 0 && willDo(s) {
			return s, nil
		}
	}
	if id != 0 {
		return storage.Scan{}, fmt.Errorf("scan %d: %w", id, storage.ErrNotFound)
	}
	return storage.Scan{}, ErrNothingToCompare
}

// unread are the elements whose links the later scan's settings leave out and
// the earlier one's did not. Settings that can't be read leave nothing out that
// anybody knows of.
func unread(earlier, later storage.Scan) []string {
	before, err := profile.Parse(earlier.Settings)
	now, laterErr := profile.Parse(later.Settings)
	if err == nil && laterErr == nil && before.StructuredData && !now.StructuredData {
		return []string{"script[ld+json]"}
	}
	return nil
}
