package core

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// SharedCause is one reason for problems of several sites: an address of another site that
// fails, or a whole host.
type SharedCause struct {
	// Fix is the change that fixes all of it; its Problems are those of all sites, and its Pages how
	// many pages have a link.
	Fix   fix.Fix
	Sites []SharedSite // with the most links first
}

// Links is how many links there are in all, of which several on one page to the same
// address count once.
func (c *SharedCause) Links() (n int) {
	for _, s := range c.Sites {
		n += s.Links
	}
	return n
}

// SharedSite is a site that has a shared cause.
type SharedSite struct {
	Site storage.Site
	Scan storage.ScanID
	// Problems are the addresses that fail, those with the most links first.
	Problems []storage.Row
	Links    int
}

// causeKey identifies a shared cause. A wall against programs and a failure are two.
type causeKey struct {
	cause   fix.Cause
	subject string
	verdict outcome.Verdict
}

// found are the problems of a site that may have shared causes.
type found struct {
	site storage.Site
	scan storage.ScanID
	ids  map[causeKey][]storage.URLID
}

// SharedCauses returns the causes that at least two sites share, of a client's sites or, for
// "", of all, by their newest complete scans. Those of the most sites are first. What is
// ignored on a site does not count there.
func (pf *Portfolio) SharedCauses(ctx context.Context, client string, progress func(done, total int)) ([]SharedCause, error) {
	sites, err := pf.db.Sites(ctx)
	if err != nil {
		return nil, fmt.Errorf("list sites: %w", err)
	}
	var all []found
	number := make(map[causeKey]int) // of sites
	for i, s := range sites {
		if progress != nil {
			progress(i, len(sites))
		}
		if client != "" && !strings.EqualFold(s.Client, client) {
			continue
		}
		f, err := pf.causesOf(ctx, s)
		if err != nil {
			return nil, err
		}
		for key := range f.ids {
			number[key]++
		}
		all = append(all, f)
	}
	causes := make(map[causeKey]*SharedCause)
	for _, f := range all {
		if err := pf.collect(ctx, f, number, causes); err != nil {
			return nil, err
		}
	}
	return sortedCauses(causes), nil
}

// causesOf finds the problems of the newest complete scan of a site.
func (pf *Portfolio) causesOf(ctx context.Context, s storage.SiteSummary) (found, error) {
	f := found{site: s.Site, ids: make(map[causeKey][]storage.URLID)}
	scan, err := pf.newestComplete(ctx, s)
	if err != nil || scan.ID == 0 || scan.Counts.Broken+scan.Counts.Cant == 0 {
		return f, err
	}
	f.scan = scan.ID
	external := false
	filter := storage.Filter{Verdicts: []outcome.Verdict{outcome.Broken, outcome.CantVerify}, Internal: &external}
	for a, err := range pf.db.EachAddress(ctx, scan.ID, filter) {
		if err != nil {
			return f, fmt.Errorf("read problems: %w", err)
		}
		cause, subject, ok := fix.SharedCause(fix.Problem{URL: a.URL, Internal: a.Internal, Kind: a.Kind, Outcome: a.Outcome, Verdict: a.Verdict})
		if ok {
			key := causeKey{cause, subject, a.Verdict}
			f.ids[key] = append(f.ids[key], a.ID)
		}
	}
	return f, nil
}

// newestComplete returns the newest complete scan of a site, the zero value for none.
func (pf *Portfolio) newestComplete(ctx context.Context, s storage.SiteSummary) (storage.Scan, error) {
	if s.Last == nil || s.Last.State == storage.Complete {
		if s.Last == nil {
			return storage.Scan{}, nil
		}
		return *s.Last, nil
	}
	scans, err := pf.db.Scans(ctx, s.ID)
	if err != nil {
		return storage.Scan{}, fmt.Errorf("list scans: %w", err)
	}
	for _, scan := range scans {
		if scan.State == storage.Complete {
			return scan, nil
		}
	}
	return storage.Scan{}, nil
}

// collect adds those problems of a site whose cause another site has, too.
func (pf *Portfolio) collect(ctx context.Context, f found, number map[causeKey]int, causes map[causeKey]*SharedCause) error {
	var ids []storage.URLID
	of := make(map[storage.URLID]causeKey)
	for key, some := range f.ids {
		if number[key] < 2 {
			continue
		}
		ids = append(ids, some...)
		for _, id := range some {
			of[id] = key
		}
	}
	if len(ids) == 0 {
		return nil
	}
	rows, err := pf.db.Rows(ctx, f.scan, ids)
	if err != nil {
		return fmt.Errorf("read problems: %w", err)
	}
	here := make(map[causeKey]*SharedSite)
	for _, row := range rows {
		if storage.Hidden(row.Marks) {
			continue
		}
		key := of[row.ID]
		if here[key] == nil {
			here[key] = &SharedSite{Site: f.site, Scan: f.scan}
		}
		here[key].Problems = append(here[key].Problems, row)
		here[key].Links += row.Sources
	}
	for key, s := range here {
		if causes[key] == nil {
			causes[key] = &SharedCause{Fix: fix.Fix{Cause: key.cause, Subject: key.subject, Verdict: key.verdict}}
		}
		causes[key].add(*s)
	}
	return nil
}

// add adds a site.
func (c *SharedCause) add(s SharedSite) {
	slices.SortFunc(s.Problems, func(a, b storage.Row) int {
		return cmp.Or(cmp.Compare(b.Sources, a.Sources), cmp.Compare(a.URL, b.URL))
	})
	for i := range s.Problems {
		p := &s.Problems[i]
		c.Fix.Problems = append(c.Fix.Problems, p.ID)
		if c.Fix.Example == "" || p.Severity > c.Fix.Severity {
			c.Fix.Example, c.Fix.Severity, c.Fix.Kind = p.URL, p.Severity, p.Kind
		}
		switch c.Fix.Outcome {
		case "":
			c.Fix.Outcome = p.Outcome
		case p.Outcome:
		default:
			c.Fix.Outcome = mixed
		}
	}
	c.Fix.Pages += s.Links
	c.Sites = append(c.Sites, s)
}

// mixed stands for several outcomes while problems are collected.
const mixed outcome.Key = "mixed"

// sortedCauses returns the causes that are left with at least two sites.
func sortedCauses(causes map[causeKey]*SharedCause) []SharedCause {
	var all []SharedCause
	for _, c := range causes {
		if len(c.Sites) < 2 {
			continue
		}
		if c.Fix.Outcome == mixed {
			c.Fix.Outcome = ""
		}
		if c.Fix.Cause == fix.Target { // it is one address, as a fix of its own
			c.Fix.Cause, c.Fix.Subject = fix.Single, ""
		}
		slices.SortStableFunc(c.Sites, func(a, b SharedSite) int { return cmp.Compare(b.Links, a.Links) })
		all = append(all, *c)
	}
	slices.SortFunc(all, func(a, b SharedCause) int {
		return cmp.Or(
			-cmp.Compare(boolRank(a.Fix.Verdict == outcome.Broken), boolRank(b.Fix.Verdict == outcome.Broken)),
			cmp.Compare(len(b.Sites), len(a.Sites)), cmp.Compare(b.Links(), a.Links()), cmp.Compare(a.Fix.Example, b.Fix.Example))
	})
	return all
}

func boolRank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// SharedLink is a link that a shared cause breaks.
type SharedLink struct {
	Site storage.Site
	URL  string // that fails
	storage.Source
}

// MaxSharedLinks is how many links to one address are listed of each site.
const MaxSharedLinks = 1000

// SharedLinks returns the links of a shared cause, site by site, at most so many of each
// address.
func (pf *Portfolio) SharedLinks(ctx context.Context, c SharedCause, most int) (links []SharedLink, err error) {
	for _, s := range c.Sites {
		ids := make([]storage.URLID, len(s.Problems))
		for i := range s.Problems {
			ids[i] = s.Problems[i].ID
		}
		sources, err := pf.db.SourcesOf(ctx, s.Scan, ids, most)
		if err != nil {
			return nil, fmt.Errorf("read links: %w", err)
		}
		for i := range s.Problems {
			for _, source := range sources[s.Problems[i].ID] {
				links = append(links, SharedLink{Site: s.Site, URL: s.Problems[i].URL, Source: source})
			}
		}
	}
	return links, nil
}
