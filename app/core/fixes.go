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
	return fixes, err
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

// problems reads what is known of each problem and of the links to it.
func (c *Core) problems(ctx context.Context, scan int64) ([]fix.Problem, error) {
	filter := storage.Filter{Verdicts: []outcome.Verdict{outcome.Broken, outcome.Warning, outcome.CantVerify}}
	var problems []fix.Problem
	place := make(map[result.ID]int)
	for row, err := range c.db.EachRow(ctx, scan, filter, storage.Order{By: storage.ByFound}) {
		if err != nil {
			return nil, fmt.Errorf("read problems: %w", err)
		}
		place[row.ID] = len(problems)
		problems = append(problems, fix.Problem{
			ID: row.ID, URL: row.URL, Final: redirected(row), Internal: row.Internal, Kind: row.Kind, Status: row.Status,
			Outcome: row.Outcome, Verdict: row.Verdict, Severity: row.Severity,
		})
	}
	// Links come page by page, so a page that was counted for a target last
	// has been counted.
	type use struct {
		target  result.ID
		place   result.Place
		element string
	}
	lastPage := make(map[use]result.ID)
	for l, err := range c.db.EachLink(ctx, scan, filter) {
		if err != nil {
			return nil, fmt.Errorf("read links to problems: %w", err)
		}
		at, ok := place[l.Target]
		if !ok {
			continue
		}
		p := &problems[at]
		if n := len(p.Pages); n == 0 || p.Pages[n-1] != l.Page {
			p.Pages = append(p.Pages, l.Page)
		}
		u := use{l.Target, l.Place, l.Element}
		if lastPage[u] == l.Page {
			continue
		}
		lastPage[u] = l.Page
		i := slices.IndexFunc(p.Uses, func(k fix.Use) bool { return k.Place == l.Place && k.Element == l.Element })
		if i < 0 {
			i = len(p.Uses)
			p.Uses = append(p.Uses, fix.Use{Place: l.Place, Element: l.Element})
		}
		p.Uses[i].Pages++
	}
	for i := range problems {
		slices.SortFunc(problems[i].Uses, func(a, b fix.Use) int { return cmp.Compare(b.Pages, a.Pages) })
	}
	return problems, nil
}

// redirected gives where an address led, "" where it answered itself.
func redirected(row storage.Row) string {
	if row.Final == row.URL {
		return ""
	}
	return row.Final
}
