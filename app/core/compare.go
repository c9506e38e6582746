package core

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
	"sitewell/storage"
)

// ErrNothingToCompare says that a site has no two scans.
var ErrNothingToCompare = errors.New("no two scans to compare")

// ErrNothingToForecast says that a site has no complete scan.
var ErrNothingToForecast = errors.New("no complete scan to base a forecast on")

// UnknownSiteError says that no site of the history has the address that was
// typed.
type UnknownSiteError struct {
	Typed string
	Meant []string // names or hosts of sites that are spelled alike, or begin like that
}

// Error names what was typed.
func (e *UnknownSiteError) Error() string { return fmt.Sprintf("no site at %q", e.Typed) }

// Comparison is what became of a site's problems between two of its scans.
type Comparison struct {
	storage.Comparison
	Site storage.Site
	// SettingsDiffer and VersionsDiffer: the scans ran under different settings,
	// or by different versions of Sitewell, which may judge an answer
	// differently.
	SettingsDiffer, VersionsDiffer bool
	// MapReason is why Pair.Map is what it is.
	MapReason MapReason
	// Pages is what became of the pages, nil where that was not asked for.
	Pages *storage.PageComparison
}

// FindSite finds the site of the history that a person means: by its name, whatever
// the case of its letters, by its address, or by the beginning of either where only one
// site has that. "example.com" is enough, also for
// https://www.example.com/start if no other site is there. Errors:
// *weburl.InputError, *UnknownSiteError.
func (h *History) FindSite(ctx context.Context, typed string) (storage.Site, error) {
	site, err := h.findSite(ctx, typed)
	var unknown *UnknownSiteError
	var input *weburl.InputError
	if !errors.As(err, &unknown) && !errors.As(err, &input) {
		return site, err
	}
	sites, listErr := h.db.Sites(ctx)
	if listErr != nil {
		return site, listErr
	}
	switch begin := sitesBeginning(sites, typed); len(begin) {
	case 0:
	case 1:
		return begin[0], nil
	default:
		return site, &UnknownSiteError{Typed: typed, Meant: siteWords(begin)}
	}
	if meant := sitesAlike(sites, typed); len(meant) > 0 {
		return site, &UnknownSiteError{Typed: typed, Meant: siteWords(meant)}
	}
	return site, err
}

func (h *History) findSite(ctx context.Context, typed string) (storage.Site, error) {
	if site, ok, err := h.siteNamed(ctx, typed); ok || err != nil {
		return site, err
	}
	if IsFolder(typed) {
		dir, err := realFolder(typed)
		if err != nil {
			return storage.Site{}, err
		}
		s, err := h.siteOfFolder(ctx, dir)
		if errors.Is(err, storage.ErrNotFound) {
			err = &UnknownSiteError{Typed: typed}
		}
		return s.Site, err
	}
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
		if bareHost(s.Start) == bareHost(candidates[0].Key()) && !isList(s.Site) {
			there = append(there, s.Site)
		}
	}
	if len(there) != 1 {
		return storage.Site{}, &UnknownSiteError{Typed: typed}
	}
	return there[0], nil
}

// isList reports whether a site is a list of addresses, which is found by its name.
func isList(s storage.Site) bool {
	settings, err := profile.Parse(s.Settings)
	return err == nil && settings.List != ""
}

// bareHost is the host of an address without www.
func bareHost(address string) string { return strings.TrimPrefix(storage.HostOf(address), "www.") }

// Compare compares two scans of a site. A to of 0 is the newest scan, a from of
// 0 the newest complete one before that. Which of them is older decides what
// is before and what is now, whatever their order here. Nothing is asked of the
// network. Errors: ErrNothingToCompare, storage.ErrNotFound for a scan that the
// site does not have.
func (h *History) Compare(ctx context.Context, site storage.SiteID, from, to storage.ScanID) (Comparison, error) {
	return h.CompareBy(ctx, CompareRequest{Site: site, From: from, To: to})
}

// CompareRequest says what is compared.
type CompareRequest struct {
	Site storage.SiteID
	// Other is a site whose scan is the later one, 0 for Site itself.
	Other    storage.SiteID
	From, To storage.ScanID
	// Rules say which address is which; see storage.ParseAddressMap. If there are none,
	// those are used by which the start addresses of the two scans are the same.
	Rules []string
	// Pages: the pages of the scans are compared, too.
	Pages bool
}

// MapReason is why a comparison has a storage.AddressMap.
type MapReason uint8

const (
	NoMap           MapReason = iota
	MapRequested              // by CompareRequest.Rules
	MapStartChanged           // the start address of the site changed
	MapOtherSite              // the scans are of two sites
)

// CompareBy is Compare with more to choose. A To of 0 is the newest scan of the other
// site, a From of 0 the newest complete one of the first; their order is as it is
// given. A further error is *storage.MapRuleError.
func (h *History) CompareBy(ctx context.Context, r CompareRequest) (Comparison, error) {
	s, err := h.db.SiteByID(ctx, r.Site)
	if err != nil {
		return Comparison{}, fmt.Errorf("find site: %w", err)
	}
	c, err := h.choose(ctx, r)
	if err != nil {
		return Comparison{}, err
	}
	result := Comparison{
		Site: s, SettingsDiffer: scanSettings(c.earlier) != scanSettings(c.later), VersionsDiffer: c.earlier.Version != c.later.Version,
		MapReason: c.reason,
	}
	if result.Comparison, err = h.db.Compare(ctx, c.pair); err != nil {
		return Comparison{}, fmt.Errorf("compare scans: %w", err)
	}
	if r.Pages {
		pages, err := h.ComparePages(ctx, c.pair)
		if err != nil {
			return Comparison{}, err
		}
		result.Pages = &pages
	}
	return result, nil
}

// ComparePages compares the pages of the scans of a comparison.
func (h *History) ComparePages(ctx context.Context, p storage.Pair) (storage.PageComparison, error) {
	pages, err := h.db.ComparePages(ctx, p)
	if err != nil {
		return pages, fmt.Errorf("compare pages: %w", err)
	}
	return pages, nil
}

// choice is what a request comes to.
type choice struct {
	earlier, later storage.Scan
	pair           storage.Pair
	reason         MapReason
}

// choose returns which scans a request means, and how they are compared.
func (h *History) choose(ctx context.Context, r CompareRequest) (c choice, err error) {
	if c.earlier, c.later, err = h.pickScans(ctx, r); err != nil {
		return c, err
	}
	c.pair = storage.Pair{From: c.earlier.ID, To: c.later.ID, Unread: unread(c.earlier, c.later), UnreadBefore: unread(c.later, c.earlier)}
	var rules []string
	c.reason, rules = mapRules(r, c.earlier, c.later)
	c.pair.Map, err = storage.ParseAddressMap(rules, c.earlier.Start, c.later.Start)
	return c, err
}

// mapRules returns the rules for the addresses of a comparison, and why these.
func mapRules(r CompareRequest, earlier, later storage.Scan) (MapReason, []string) {
	presets := storage.SuggestMap(earlier.Start, later.Start)
	switch {
	case len(r.Rules) > 0:
		return MapRequested, r.Rules
	case len(presets) > 0:
		return MapStartChanged, presets
	case r.Other == 0 || r.Other == r.Site:
		return NoMap, nil
	case storage.HostOf(earlier.Start) != storage.HostOf(later.Start):
		return MapOtherSite, []string{storage.MapHost}
	default:
		return MapOtherSite, []string{earlier.Start + "=" + later.Start}
	}
}

// pickScans returns the scans that a request means, the earlier one first.
func (h *History) pickScans(ctx context.Context, r CompareRequest) (earlier, later storage.Scan, err error) {
	scans, err := h.db.Scans(ctx, r.Site) // newest first
	if err != nil {
		return earlier, later, fmt.Errorf("list scans: %w", err)
	}
	if r.Other != 0 && r.Other != r.Site {
		others, err := h.db.Scans(ctx, r.Other)
		if err != nil {
			return earlier, later, fmt.Errorf("list scans: %w", err)
		}
		if earlier, err = pick(scans, r.From, func(s storage.Scan) bool { return s.State == storage.Complete }); err != nil {
			return earlier, later, err
		}
		later, err = pick(others, r.To, func(storage.Scan) bool { return true })
		return earlier, later, err
	}
	if later, err = pick(scans, r.To, func(storage.Scan) bool { return true }); err != nil {
		return earlier, later, err
	}
	earlier, err = pick(scans, r.From, func(s storage.Scan) bool { return s.IsBefore(later) && s.State == storage.Complete })
	if err != nil {
		return earlier, later, err
	}
	if later.IsBefore(earlier) {
		earlier, later = later, earlier
	}
	if earlier.ID == later.ID {
		return earlier, later, ErrNothingToCompare
	}
	return earlier, later, nil
}

// PreviewMap returns what the rules of a comparison do, and which rules these are.
// Nothing is compared. Errors are those of CompareBy.
func (h *History) PreviewMap(ctx context.Context, r CompareRequest) (storage.MapPreview, storage.AddressMap, error) {
	c, err := h.choose(ctx, r)
	if err != nil {
		return storage.MapPreview{}, storage.AddressMap{}, err
	}
	preview, err := h.db.PreviewMap(ctx, c.pair)
	if err != nil {
		return preview, c.pair.Map, fmt.Errorf("preview rules for addresses: %w", err)
	}
	return preview, c.pair.Map, nil
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

// Previous returns the complete scan of a site before one of its scans, which is
// what CompareToPrevious compares that with; the zero value where there is none.
func (h *History) Previous(ctx context.Context, scan storage.ScanID) (storage.Scan, error) {
	s, err := h.db.ScanByID(ctx, scan)
	if err != nil {
		return storage.Scan{}, err
	}
	scans, err := h.db.Scans(ctx, s.Site)
	if err != nil {
		return storage.Scan{}, err
	}
	before, err := pick(scans, 0, func(other storage.Scan) bool { return other.IsBefore(s) && other.State == storage.Complete })
	if errors.Is(err, ErrNothingToCompare) {
		err = nil
	}
	return before, err
}

// OldestSerious returns the problem of a scan that has been one for the longest, of
// those that are serious or critical; the zero value where there is none.
func (h *History) OldestSerious(ctx context.Context, scan storage.ScanID) (storage.OldProblem, error) {
	return h.db.OldestProblem(ctx, scan, outcome.Serious)
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

// scanSettings returns the settings that a scan ran under, without what only
// explanations ask for and what changes no results.
func scanSettings(s storage.Scan) string {
	settings, err := profile.Parse(s.Settings)
	if err != nil {
		return s.Settings
	}
	settings.Platform, settings.Panel = "", ""
	settings.Pictures = "" // they change nothing that is found
	if settings.Render == profile.RenderNever {
		settings.Render = ""
	}
	text, err := settings.JSON()
	if err != nil {
		return s.Settings
	}
	return text
}

// unread are the elements whose links the later scan's settings leave out and
// the earlier one's did not. Settings that can't be read leave nothing out that
// anybody knows of.
func unread(earlier, later storage.Scan) (elements []string) {
	before, err := profile.Parse(earlier.Settings)
	now, laterErr := profile.Parse(later.Settings)
	if err != nil || laterErr != nil {
		return nil
	}
	if before.StructuredData && !now.StructuredData {
		elements = append(elements, "script[ld+json]")
	}
	if rendered(before) > rendered(now) {
		elements = append(elements, storage.AnyElement+result.ByScript)
	}
	return elements
}

// rendered returns a number that is greater the more pages a scan with these settings
// showed in a browser.
func rendered(s profile.Settings) int {
	return slices.Index([]string{profile.RenderAuto, profile.RenderAlways}, s.Render)
}
