package core

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// FixLister groups the problems of a scan by what fixes them.
type FixLister struct{ *base }

// Fixes returns the problems of a scan grouped by what fixes them, worst first.
// Every problem that is not ignored is in exactly one fix.
func (fl *FixLister) Fixes(ctx context.Context, scan storage.ScanID) ([]fix.Fix, error) {
	counts, err := fl.db.Counts(ctx, scan)
	if err != nil {
		return nil, fmt.Errorf("count addresses: %w", err)
	}
	defer fl.heap.StartReport(counts.Found).End()
	named := new(pageUses)
	fixes, err := fl.grouped(ctx, scan, named)
	if err != nil {
		return nil, err
	}
	if err := fl.countPages(ctx, scan, fixes, named); err != nil {
		return nil, err
	}
	s, err := fl.db.ScanByID(ctx, scan)
	if err != nil {
		return nil, fmt.Errorf("find scan: %w", err)
	}
	hosted, err := fl.isHosted(ctx, s)
	if err != nil {
		return nil, err
	}
	for i := range fixes {
		fixes[i].Hosted = hosted
	}
	fix.Sort(fixes)
	return fixes, nil
}

// fixCountMost is how many problems are read at most to count the fixes of scans.
const fixCountMost = 100_000

// FixCounts returns how many fixes the problems of each scan come to, -1 for those
// from which on too many problems would have to be read. The scans are those of
// which the numbers matter most first.
func (fl *FixLister) FixCounts(ctx context.Context, scans []storage.Scan) ([]int, error) {
	counts := make([]int, len(scans))
	read := 0
	for i, s := range scans {
		if read += s.Counts.Problems(); read > fixCountMost {
			counts[i] = -1
			continue
		}
		fixes, err := fl.grouped(ctx, s.ID, nil)
		if err != nil {
			return nil, err
		}
		counts[i] = len(fixes)
	}
	return counts, nil
}

// grouped is Fixes without the number of pages of each. named is filled with what these
// are counted by, unless it is nil.
func (fl *FixLister) grouped(ctx context.Context, scan storage.ScanID, named *pageUses) ([]fix.Fix, error) {
	problems, err := fl.problems(ctx, scan, named)
	if err != nil {
		return nil, err
	}
	if err := fl.namePages(ctx, scan, problems); err != nil {
		return nil, err
	}
	alive, err := fl.alive(ctx, scan, problems)
	if err != nil {
		return nil, err
	}
	return fix.Group(problems, alive), nil
}

// alive returns the addresses that work, as far as the grouping needs them.
func (fl *FixLister) alive(ctx context.Context, scan storage.ScanID, problems []fix.Problem) (*fix.WorkingURLs, error) {
	alive := fix.NewWorkingURLs(problems)
	if !alive.IsNeeded() {
		return alive, nil
	}
	// A redirect that should be changed works for visitors.
	filter := storage.Filter{Verdicts: []outcome.Verdict{outcome.Works, outcome.Warning}, Statuses: []int{2}}
	for a, err := range fl.db.EachAnswered(ctx, scan, filter) {
		if err != nil {
			return nil, fmt.Errorf("read what works: %w", err)
		}
		if a.Outcome != outcome.Soft404 {
			alive.Add(a.URL)
		}
	}
	return alive, nil
}

// pagesAtOnce is how many pages are read together.
const pagesAtOnce = 1000

// namePages finds the address of the first page that names each problem, for
// those of which the grouping depends on it.
func (fl *FixLister) namePages(ctx context.Context, scan storage.ScanID, problems []fix.Problem) error {
	names := make(map[storage.URLID]string)
	for i := range problems {
		if p := &problems[i]; p.Page != 0 && p.NeedsPageURL() {
			names[p.Page] = ""
		}
	}
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(names)), pagesAtOnce) {
		rows, err := fl.db.Rows(ctx, scan, ids)
		if err != nil {
			return fmt.Errorf("read pages with problems: %w", err)
		}
		for i := range rows {
			names[rows[i].ID] = rows[i].URL
		}
	}
	for i := range problems {
		problems[i].PageURL = names[problems[i].Page]
	}
	return nil
}

// allProblems leaves what is not Works.
func allProblems() storage.Filter {
	return storage.Filter{Verdicts: []outcome.Verdict{outcome.Broken, outcome.Warning, outcome.CantVerify}}
}

// problems reads what is known of each problem and of the links to it.
func (fl *FixLister) problems(ctx context.Context, scan storage.ScanID, named *pageUses) ([]fix.Problem, error) {
	var problems []fix.Problem
	place := make(map[storage.URLID]int) // in problems
	for row, err := range fl.db.EachRow(ctx, scan, allProblems(), storage.Order{By: storage.ByFound}) {
		if err != nil {
			return nil, fmt.Errorf("read problems: %w", err)
		}
		place[row.ID] = len(problems)
		problems = append(problems, fix.Problem{
			ID: row.ID, URL: row.URL, Final: redirected(row), Base: row.Page, Internal: row.Internal, Kind: row.Kind,
			Outcome: row.Outcome, Verdict: row.Verdict, Severity: row.Severity, Pages: row.Sources,
			Ignored: storage.Hidden(row.Marks),
		})
	}
	for u, err := range fl.db.EachUse(ctx, scan, allProblems()) {
		if err != nil {
			return nil, fmt.Errorf("read links to problems: %w", err)
		}
		if at, known := place[u.Target]; known { // else it became one between the two readings
			problems[at].AddLink(u.Page, u.Place, u.Element)
			named.add(u.Page, u.Target)
		}
	}
	return problems, nil
}

// pageUses are which pages name which problems, those of one page together.
type pageUses struct {
	uses   []pageUse
	isFull bool // there are more: they must be read again
}

type pageUse struct{ page, target storage.URLID }

// mostPageUses bounds what is remembered, to 16 MB.
const mostPageUses = 1 << 20

// add remembers that a page names a problem. A nil receiver remembers nothing.
func (n *pageUses) add(page, target storage.URLID) {
	switch use := (pageUse{page, target}); {
	case n == nil || n.isFull:
	case len(n.uses) > 0 && n.uses[len(n.uses)-1] == use:
	case len(n.uses) >= mostPageUses:
		n.uses, n.isFull = nil, true
	default:
		n.uses = append(n.uses, use)
	}
}

// countPages counts the pages that name any problem of each fix.
func (fl *FixLister) countPages(ctx context.Context, scan storage.ScanID, fixes []fix.Fix, named *pageUses) error {
	of := make(map[storage.URLID]int) // place in fixes, by ID of a problem
	for i := range fixes {
		for _, id := range fixes[i].Problems {
			of[id] = i
		}
		fixes[i].Pages = 0
	}
	last := make([]storage.URLID, len(fixes))
	count := func(page, target storage.URLID) {
		if i, known := of[target]; known && last[i] != page {
			last[i] = page
			fixes[i].Pages++
		}
	}
	if !named.isFull {
		for _, u := range named.uses {
			count(u.page, u.target)
		}
		return nil
	}
	for u, err := range fl.db.EachUse(ctx, scan, allProblems()) {
		if err != nil {
			return fmt.Errorf("count pages of fixes: %w", err)
		}
		count(u.Page, u.Target)
	}
	return nil
}

// FixPages returns the pages that name any problem of a fix, in the order of
// finding.
func (fl *FixLister) FixPages(ctx context.Context, scan storage.ScanID, f fix.Fix) ([]storage.URLID, error) {
	pages, err := fl.db.PagesOf(ctx, scan, f.Problems)
	if err != nil {
		return nil, fmt.Errorf("find pages of a fix: %w", err)
	}
	return pages, nil
}

// redirected returns where an address led, "" where it answered itself.
func redirected(row storage.Row) string {
	if row.Final == row.URL {
		return ""
	}
	return row.Final
}
