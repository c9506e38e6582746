package core

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sitewell/assets/knowledge"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
	"sitewell/storage"
)

// lookedAtLinks is how many links are read to find out whether an address is in a menu.
const lookedAtLinks = 100

// Explainer explains the outcomes of addresses.
type Explainer struct {
	*base
	history *History
}

// Explain says what the outcome of an address means, with the facts of this
// scan filled in.
func (ex *Explainer) Explain(ctx context.Context, scan storage.ScanID, id storage.URLID) (knowledge.Explanation, error) {
	facts, err := ex.facts(ctx, scan, id)
	if err != nil {
		return knowledge.Explanation{}, err
	}
	e, err := ex.knowledge.Explain(facts, ex.language())
	if err != nil {
		return knowledge.Explanation{}, fmt.Errorf("explain outcome: %w", err)
	}
	return e, nil
}

// ExplainKey says what an outcome means in general. knowledge.ErrUnknown: no
// scan can have it.
func (ex *Explainer) ExplainKey(key outcome.Key) (knowledge.Explanation, error) {
	return ex.ExplainFor(key, "", "")
}

// ExplainFor says what an outcome means for sites that run on a platform and are
// managed with a hosting panel, by the names of a knowledge.Family and of a
// knowledge.Panel; "" for any. It fails as ExplainKey does.
func (ex *Explainer) ExplainFor(key outcome.Key, platform, panel string) (knowledge.Explanation, error) {
	return ex.knowledge.Explain(knowledge.Facts{Key: key, Chosen: platform, Panel: panel}, ex.language())
}

func (ex *Explainer) facts(ctx context.Context, scan storage.ScanID, id storage.URLID) (knowledge.Facts, error) {
	d, err := ex.db.Detail(ctx, scan, id)
	if err != nil {
		return knowledge.Facts{}, fmt.Errorf("find address: %w", err)
	}
	links, pages, _, err := ex.db.Sources(ctx, scan, id, 0, lookedAtLinks)
	if err != nil {
		return knowledge.Facts{}, fmt.Errorf("find links: %w", err)
	}
	facts := knowledge.Facts{
		Key: d.Outcome, Status: d.Status, URL: d.URL, Final: d.Final, Fragment: d.Fragment,
		Internal: d.Internal, Kind: d.Kind, Verdict: d.Verdict, Severity: d.Severity,
		Pages: pages, Links: named(links), InNavigation: inNavigation(links), Notes: d.Notes, At: d.At,
	}
	s, err := ex.db.ScanByID(ctx, scan)
	if err != nil {
		return knowledge.Facts{}, fmt.Errorf("find scan: %w", err)
	}
	facts.Orphan = orphan(links) && d.URL != s.Start // visitors come to the start page by its address
	// The owner of a domain manages the names below it, even where these are scanned as
	// another site.
	if info, _ := outcome.Lookup(d.Outcome); info.Class == outcome.NameLookup && weburl.Below(s.Start, d.URL) {
		facts.Internal = true
	}
	if facts, err = ex.withSite(ctx, facts, s); err != nil {
		return knowledge.Facts{}, err
	}
	facts, err = ex.withHistory(ctx, facts.WithEvidence(d.Evidence), scan, id)
	if err != nil {
		return knowledge.Facts{}, err
	}
	facts.Weights = d.Causes
	return facts, nil
}

// withSite fills in what the site itself runs on: what its start page tells, and
// what the person says.
func (b *base) withSite(ctx context.Context, facts knowledge.Facts, s storage.Scan) (knowledge.Facts, error) {
	var err error
	if facts.SiteServer, facts.SitePlatform, err = b.siteSoftware(ctx, s); err != nil {
		return knowledge.Facts{}, err
	}
	_, settings, err := b.siteSettings(ctx, s.Site)
	if err != nil {
		return knowledge.Facts{}, err
	}
	facts.Chosen, facts.Panel = settings.Platform, settings.Panel
	return facts, nil
}

// siteSoftware returns the server and the platform that the start page of a scan
// shows, "" for what it does not. A start page that fails rarely shows what runs
// the site, so those of the scans before are asked as well, up to the last one in
// which it worked.
func (b *base) siteSoftware(ctx context.Context, s storage.Scan) (server, platform string, err error) {
	scans, err := b.db.Scans(ctx, s.Site) // newest first
	if err != nil {
		return "", "", fmt.Errorf("find scans: %w", err)
	}
	at := slices.IndexFunc(scans, func(o storage.Scan) bool { return o.ID == s.ID })
	for _, scan := range scans[max(at, 0):min(len(scans), at+1+historyScans)] {
		home, err := b.startPage(ctx, scan)
		if errors.Is(err, storage.ErrNotFound) {
			continue
		}
		if err != nil {
			return "", "", fmt.Errorf("find start page: %w", err)
		}
		server, platform = cmp.Or(server, home.Evidence.Server), cmp.Or(platform, home.Evidence.Platform)
		if platform != "" || home.Verdict == outcome.Works || home.Verdict == outcome.Warning {
			break
		}
	}
	return server, platform, nil
}

// isHosted reports whether the site of a scan is at a website builder.
func (b *base) isHosted(ctx context.Context, s storage.Scan) (bool, error) {
	facts, err := b.withSite(ctx, knowledge.Facts{}, s)
	return facts.Hosted(), err
}

// Hosted reports whether the site of a scan is made and served by a website builder, by
// what the scan recognised or by what the person says.
func (ex *Explainer) Hosted(ctx context.Context, scan storage.ScanID) (bool, error) {
	s, err := ex.db.ScanByID(ctx, scan)
	if err != nil {
		return false, fmt.Errorf("find scan: %w", err)
	}
	return ex.isHosted(ctx, s)
}

// ChoosePlatform stores what the site of a scan runs on, by the name of a
// knowledge.Family; "" leaves it to what scans recognise. Explanations of all its
// scans have the steps for it from then on.
func (ex *Explainer) ChoosePlatform(ctx context.Context, scan storage.ScanID, name string) error {
	if _, known := knowledge.FindFamily(name); name != "" && !known {
		return fmt.Errorf("choose platform %q: %w", name, knowledge.ErrUnknown)
	}
	return ex.changeSettings(ctx, scan, func(s *profile.Settings) { s.Platform = name })
}

// ChoosePanel stores what the person manages the hosting of a scan's site with, by
// the name of a knowledge.Panel; "" for what Sitewell does not know. It holds as
// ChoosePlatform does.
func (ex *Explainer) ChoosePanel(ctx context.Context, scan storage.ScanID, name string) error {
	if _, known := knowledge.FindPanel(name); name != "" && !known {
		return fmt.Errorf("choose panel %q: %w", name, knowledge.ErrUnknown)
	}
	return ex.changeSettings(ctx, scan, func(s *profile.Settings) { s.Panel = name })
}

// changeSettings changes the settings of the site of a scan.
func (ex *Explainer) changeSettings(ctx context.Context, scan storage.ScanID, change func(*profile.Settings)) error {
	s, err := ex.db.ScanByID(ctx, scan)
	if err != nil {
		return fmt.Errorf("find scan: %w", err)
	}
	site, settings, err := ex.siteSettings(ctx, s.Site)
	if err != nil {
		return err
	}
	change(&settings)
	return ex.storeSettings(ctx, site, settings)
}

// startPage returns what is kept of the address that a scan began with, or
// storage.ErrNotFound.
func (b *base) startPage(ctx context.Context, s storage.Scan) (storage.Detail, error) {
	id, err := b.db.IDOf(ctx, s.ID, homeOf(s.Start))
	if err != nil {
		return storage.Detail{}, err
	}
	return b.db.Detail(ctx, s.ID, id)
}

// namedLinks is how many pages a message names.
const namedLinks = 5

// named returns the first link of each of a few pages.
func named(links []storage.Source) []knowledge.Link {
	var all []knowledge.Link
	for _, l := range links {
		if len(all) == namedLinks {
			break
		}
		if n := len(all); n == 0 || all[n-1].Page != l.PageURL {
			all = append(all, knowledge.Link{Page: l.PageURL, Text: l.Text})
		}
	}
	return all
}

// orphan reports whether sitemaps alone name an address.
func orphan(links []storage.Source) bool {
	return len(links) > 0 && !slices.ContainsFunc(links, func(l storage.Source) bool { return !strings.HasPrefix(l.Element, "sitemap[") })
}

// inNavigation reports whether a link is in a part that all pages share.
func inNavigation(links []storage.Source) bool {
	for _, l := range links {
		switch l.Place {
		case result.PlaceHeader, result.PlaceNavigation, result.PlaceFooter:
			return true
		}
	}
	return false
}
