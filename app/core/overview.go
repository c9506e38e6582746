package core

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"sitewell/scanner/coverage"
	"sitewell/storage"
)

// SiteHealth is a site with how it is.
type SiteHealth struct {
	storage.SiteSummary
	// Changes are those of the newest scan since the complete one before; IsCompared is
	// false where there is none.
	Changes    storage.ChangeCounts
	IsCompared bool
	// Oldest is the problem that has been one for the longest, of those that are serious
	// or critical.
	Oldest storage.OldProblem
	// IsRunning: the newest scan has not come to its end yet, here or in another program.
	IsRunning bool
}

// Condition is how a site is, in a word.
type Condition uint8

// The conditions, those that need somebody first.
const (
	Unread     Condition = iota // the newest scan did not read the site
	Broken                      // something is broken
	Warned                      // there are other problems only
	Fine                        // there is no problem
	Scanning                    // the newest scan is running, and has found no problem yet
	Unfinished                  // the newest scan did not come to its end, and found no problem until then
	Unscanned                   // there is no scan
)

// Condition returns how a site is.
func (s *SiteHealth) Condition() Condition {
	counts := s.Counts()
	switch {
	case s.Last == nil:
		return Unscanned
	case s.IsUnread():
		return Unread
	case counts.Broken > 0:
		return Broken
	case counts.Problems() > 0:
		return Warned
	case s.IsRunning:
		return Scanning
	case s.Last.Resumable():
		return Unfinished
	default:
		return Fine
	}
}

// IsUnread reports whether the newest scan is over and did not read the site at all.
func (s *SiteHealth) IsUnread() bool {
	return s.Last != nil && !s.IsRunning && coverage.ExtentOf(s.Last.Gaps()) == coverage.None
}

// Overview returns the sites of a client, or all for "", worst first, with how they are.
// progress, which may be nil, is called now and then.
func (pf *Portfolio) Overview(ctx context.Context, client string, progress func(done, total int)) ([]SiteHealth, error) {
	sites, err := pf.db.Sites(ctx)
	if err != nil {
		return nil, fmt.Errorf("list sites: %w", err)
	}
	if client != "" {
		sites = slices.DeleteFunc(sites, func(s storage.SiteSummary) bool { return !strings.EqualFold(s.Client, client) })
	}
	all := make([]SiteHealth, len(sites))
	for i, s := range sites {
		if all[i], err = pf.health(ctx, s); err != nil {
			return nil, err
		}
		if progress != nil {
			progress(i+1, len(sites))
		}
	}
	SortByHealth(all)
	return all, nil
}

// health finds out how a site is.
func (pf *Portfolio) health(ctx context.Context, s storage.SiteSummary) (SiteHealth, error) {
	h := SiteHealth{SiteSummary: s}
	if s.Last == nil {
		return h, nil
	}
	running := pf.runningAt(s.ID)
	h.IsRunning = s.Last.State == storage.Elsewhere || running != nil && running.ScanID() == s.Last.ID
	if h.IsRunning {
		return h, nil // what it has not come to yet would seem to be fixed
	}
	d, err := pf.history.CompareToPrevious(ctx, s.Last.ID)
	if err != nil {
		return h, fmt.Errorf("compare with the scan before: %w", err)
	}
	h.Changes, h.IsCompared = d.Counts, d.From.ID != 0
	h.Oldest, err = pf.history.OldestSerious(ctx, s.Last.ID)
	return h, err
}

// SortByHealth sorts sites by how urgently they need somebody: first those that could not be
// read, then those with the most that is broken, and last those that were never scanned.
func SortByHealth(all []SiteHealth) {
	rank := func(s *SiteHealth) int {
		switch {
		case s.Last == nil:
			return 2
		case s.IsUnread():
			return 0
		default:
			return 1
		}
	}
	slices.SortStableFunc(all, func(a, b SiteHealth) int {
		x, y := a.Counts(), b.Counts()
		return cmp.Or(cmp.Compare(rank(&a), rank(&b)), cmp.Compare(y.Broken, x.Broken), cmp.Compare(y.Problems(), x.Problems()), cmp.Compare(strings.ToLower(a.Title()), strings.ToLower(b.Title())))
	})
}

// HealthSum is how many sites there are of each kind, and what changed on all of them.
type HealthSum struct {
	Sites      int
	Of         map[Condition]int
	New, Fixed int
	// Oldest is the oldest serious problem of all, and OldestSite its place among them; -1
	// where there is none.
	Oldest     storage.OldProblem
	OldestSite int
}

// SumHealth adds up how sites are.
func SumHealth(all []SiteHealth) HealthSum {
	sum := HealthSum{Sites: len(all), Of: make(map[Condition]int), OldestSite: -1}
	for i := range all {
		s := &all[i]
		sum.Of[s.Condition()]++
		sum.New += s.Changes.New + s.Changes.CameBack
		sum.Fixed += s.Changes.Fixed + s.Changes.LinkRemoved
		if s.Oldest.ID != 0 && !s.Oldest.Since.IsZero() && (sum.OldestSite < 0 || s.Oldest.Since.Before(sum.Oldest.Since)) {
			sum.Oldest, sum.OldestSite = s.Oldest, i
		}
	}
	return sum
}
