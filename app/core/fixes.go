package core

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
	"sitewell/storage"
)

// Fixes gives the problems of a scan grouped by what mends them, worst first.
// Every problem is in exactly one fix.
func (c *Core) Fixes(ctx context.Context, scan int64) ([]fix.Fix, error) {
	counts, err := c.db.Counts(ctx, scan)
	if err != nil {
		return nil, fmt.Errorf("count pages: %w", err)
	}
	problems, err := c.problems(ctx, scan)
	if err != nil {
		return nil, err
	}
	var alive map[string]bool
	site := fix.Site{Pages: counts.Pages, Alive: func(folder string) bool {
		if alive == nil && err == nil {
			alive, err = c.alive(ctx, scan)
		}
		return alive[folder]
	}}
	fixes := fix.Group(problems, site)
	if err == nil {
		err = c.countPages(ctx, scan, fixes)
	}
	if err != nil {
		return nil, err
	}
	fix.Sort(fixes)
	return fixes, nil
}

// alive gives the folders in which something of the site works.
func (c *Core) alive(ctx context.Context, scan int64) (map[string]bool, error) {
	own := true
	filter := storage.Filter{Verdicts: []outcome.Verdict{outcome.Works}, Internal: &own}
	folders := make(map[string]bool)
	for row, err := range c.db.EachRow(ctx, scan, filter, storage.Order{By: storage.ByFound}) {
		if err != nil {
			return nil, fmt.Errorf("read what works: %w", err)
		}
		if u, err := weburl.Parse(row.URL); err == nil {
			folders[fix.FolderOf(u)] = true
		}
	}
	return folders, nil
}

// allProblems leaves what is not Works.
func allProblems() storage.Filter {
	return storage.Filter{Verdicts: []outcome.Verdict{outcome.Broken, outcome.Warning, outcome.CantVerify}}
}

// problems reads what is known of each problem and of the links to it.
func (c *Core) problems(ctx context.Context, scan int64) ([]fix.Problem, error) {
	var problems []fix.Problem
	var place []int32 // in problems, by ID
	for row, err := range c.db.EachRow(ctx, scan, allProblems(), storage.Order{By: storage.ByFound}) {
		if err != nil {
			return nil, fmt.Errorf("read problems: %w", err)
		}
		place = append(place, make([]int32, max(int(row.ID)+1-len(place), 0))...)
		problems = append(problems, fix.Problem{
			ID: row.ID, URL: row.URL, Final: redirected(row), Internal: row.Internal, Kind: row.Kind, Status: row.Status,
			Outcome: row.Outcome, Verdict: row.Verdict, Severity: row.Severity, Pages: row.Sources,
		})
		place[row.ID] = int32(len(problems))
	}
	// The links of a page come together, so a page that was counted for a use
	// last has been counted.
	last := make([][]result.ID, len(problems)) // by problem and place in its Uses
	for u, err := range c.db.EachUse(ctx, scan, allProblems()) {
		if err != nil {
			return nil, fmt.Errorf("read links to problems: %w", err)
		}
		if int(u.Target) >= len(place) || place[u.Target] == 0 {
			continue // it became a problem between the two readings
		}
		at := place[u.Target] - 1
		p := &problems[at]
		i := slices.IndexFunc(p.Uses, func(k fix.Use) bool { return k.Place == u.Place && k.Element == u.Element })
		if i < 0 {
			i = len(p.Uses)
			p.Uses = append(p.Uses, fix.Use{Place: u.Place, Element: u.Element})
			last[at] = append(last[at], 0)
		}
		if last[at][i] != u.Page {
			last[at][i] = u.Page
			p.Uses[i].Pages++
		}
	}
	for i := range problems {
		slices.SortFunc(problems[i].Uses, func(a, b fix.Use) int { return cmp.Compare(b.Pages, a.Pages) })
	}
	return problems, nil
}

// countPages counts the pages that name any problem of each fix.
func (c *Core) countPages(ctx context.Context, scan int64, fixes []fix.Fix) error {
	var of []int32 // place in fixes plus one, by ID of a problem
	for i := range fixes {
		for _, id := range fixes[i].Problems {
			of = append(of, make([]int32, max(int(id)+1-len(of), 0))...)
			of[id] = int32(i + 1)
		}
		fixes[i].Pages = 0
	}
	last := make([]result.ID, len(fixes))
	for u, err := range c.db.EachUse(ctx, scan, allProblems()) {
		if err != nil {
			return fmt.Errorf("count pages of fixes: %w", err)
		}
		if int(u.Target) >= len(of) || of[u.Target] == 0 {
			continue
		}
		if i := of[u.Target] - 1; last[i] != u.Page {
			last[i] = u.Page
			fixes[i].Pages++
		}
	}
	return nil
}

// FixPages gives the pages that name any problem of a fix, in the order of
// finding.
func (c *Core) FixPages(ctx context.Context, scan int64, f fix.Fix) ([]result.ID, error) {
	pages, err := c.db.PagesOf(ctx, scan, f.Problems)
	if err != nil {
		return nil, fmt.Errorf("find pages of a fix: %w", err)
	}
	return pages, nil
}

// redirected gives where an address led, "" where it answered itself.
func redirected(row storage.Row) string {
	if row.Final == row.URL {
		return ""
	}
	return row.Final
}
