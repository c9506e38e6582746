package report

import (
	"context"
	"fmt"
	"iter"

	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// Problem is a problem with all that a report shows of it.
type Problem struct {
	storage.Row
	// Title says what happened, Means what that is and HowToFix what to do about it, in
	// the words of the report.
	Title, Means, HowToFix string
	// Fix is the number of the fix that it is in, from 1; 0 for none, which happens only
	// while a scan still runs.
	Fix int
	// FoundOn are links that lead to it, as many as were asked for.
	FoundOn []storage.Source
	// Edit is where the first page of FoundOn is edited, "" where that is not known.
	Edit string
	// Change is what became of it since the scan before: New, CameBack or StillThere; 0
	// where there is nothing to compare with.
	Change storage.Change
}

// problemsAtOnce is for how many problems the links are looked up together.
const problemsAtOnce = 1000

// EachProblem yields the problems of the report, worst first, each with at most links
// links that lead to it. With 0 none are looked up, which is faster. A problem is
// valid until the next one.
func (s *Source) EachProblem(ctx context.Context, links int) iter.Seq2[*Problem, error] {
	return func(yield func(*Problem, error) bool) {
		changes, err := s.changes(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		numbers := s.fixNumbers()
		var some []Problem
		flush := func() bool {
			if err := s.findLinks(ctx, some, links); err != nil {
				yield(nil, err)
				return false
			}
			for i := range some {
				if !yield(&some[i], nil) {
					return false
				}
			}
			some = some[:0]
			return true
		}
		for row, err := range s.Data.EachRow(ctx, s.Scan.ID, problems(), worstFirst()) {
			if err != nil {
				yield(nil, fmt.Errorf("read problems: %w", err))
				return
			}
			if !s.Has(row.ID) {
				continue
			}
			p := Problem{Row: row, Fix: numberOf(numbers, row.ID), Change: changes[row.ID]}
			p.Title, p.Means, p.HowToFix = s.Words.Words(row.Outcome, row.Internal)
			if some = append(some, p); len(some) == problemsAtOnce && !flush() {
				return
			}
		}
		flush()
	}
}

// findLinks looks up links to some problems.
func (s *Source) findLinks(ctx context.Context, some []Problem, limit int) error {
	if limit == 0 || len(some) == 0 {
		return nil
	}
	ids := make([]storage.URLID, len(some))
	for i := range some {
		ids[i] = some[i].ID
	}
	found, err := s.Data.SourcesOf(ctx, s.Scan.ID, ids, limit)
	if err != nil {
		return fmt.Errorf("read links to problems: %w", err)
	}
	pages := make(map[storage.URLID]string)
	for i := range some {
		some[i].FoundOn = found[some[i].ID]
		if on := some[i].FoundOn; len(on) > 0 {
			pages[on[0].Page] = on[0].PageURL
		}
	}
	edit, err := s.edited(ctx, pages)
	if err != nil {
		return err
	}
	for i := range some {
		if on := some[i].FoundOn; len(on) > 0 {
			some[i].Edit = edit[on[0].Page]
		}
	}
	return nil
}

// edited is EditAddresses where there is one.
func (s *Source) edited(ctx context.Context, pages map[storage.URLID]string) (map[storage.URLID]string, error) {
	if s.EditAddresses == nil || len(pages) == 0 {
		return nil, nil
	}
	edit, err := s.EditAddresses(ctx, pages)
	if err != nil {
		return nil, fmt.Errorf("find where pages are edited: %w", err)
	}
	return edit, nil
}

// changes returns what became of each problem of the scan since the one before.
func (s *Source) changes(ctx context.Context) (map[storage.URLID]storage.Change, error) {
	if s.Changes == nil {
		return nil, nil
	}
	all := make(map[storage.URLID]storage.Change)
	filter := storage.ChangeFilter{Changes: []storage.Change{storage.New, storage.CameBack, storage.StillThere}}
	for r, err := range s.Changes.Data.EachChange(ctx, s.Changes.Pair, filter, storage.Order{By: storage.ByChange}) {
		if err != nil {
			return nil, fmt.Errorf("read changes: %w", err)
		}
		all[r.ID] = r.Change
	}
	return all, nil
}

// ProblemCount returns how many problems are in the report: each is in exactly one fix.
func (s *Source) ProblemCount() (n int) {
	for i := range s.Fixes {
		n += len(s.Fixes[i].Problems)
	}
	return n
}

// Code is an outcome that problems of a report have.
type Code struct {
	Key      outcome.Key
	Internal bool
	Problems int
	// Title says what happened, Means what that is and HowToFix what to do about it.
	Title, Means, HowToFix string
}

// Codes returns the outcomes that problems of the report have, those of the worst
// problems first. An outcome that means something else on other sites is there twice.
func (s *Source) Codes(ctx context.Context) ([]Code, error) {
	var all []Code
	at := make(map[string]int)
	for p, err := range s.EachProblem(ctx, 0) {
		if err != nil {
			return nil, err
		}
		key := string(p.Outcome) + "\n" + p.Title + "\n" + p.Means + "\n" + p.HowToFix
		i, there := at[key]
		if !there {
			i = len(all)
			at[key] = i
			all = append(all, Code{Key: p.Outcome, Internal: p.Internal, Title: p.Title, Means: p.Means, HowToFix: p.HowToFix})
		}
		all[i].Problems++
	}
	return all, nil
}
