package core

import (
	"context"
	"fmt"

	"sitewell/scanner/outcome"
	"sitewell/scanner/suggest"
	"sitewell/storage"
)

const (
	// likeliest is how many addresses may share a title before that says nothing.
	likeliest = 100
	// suggestWhileRunning is the size from which an unfinished scan gives no
	// suggestions: all its addresses would be read again and again.
	suggestWhileRunning = 50_000
)

// Suggester finds addresses that broken ones may be replaced by.
type Suggester struct{ *base }

// Suggestions returns addresses that a problem's address may be replaced by, best
// first; none where nothing is near. It asks nothing of the network. archive
// is where old copies of a broken address may be found, "" for nowhere.
func (sg *Suggester) Suggestions(ctx context.Context, scan storage.ScanID, id storage.URLID) (found []suggest.Suggestion, archive string, err error) {
	d, err := sg.db.Detail(ctx, scan, id)
	if err != nil {
		return nil, "", fmt.Errorf("find address: %w", err)
	}
	t := targetOf(d.Row)
	if s, ok := aloneSuggested(t); ok {
		return []suggest.Suggestion{s}, "", nil
	}
	if !suggest.IsUseful(t) {
		return nil, "", nil
	}
	if suggest.MayBeGone(t) {
		archive = suggest.ArchiveURL(d.URL)
	}
	s, err := sg.db.ScanByID(ctx, scan)
	if err != nil {
		return nil, "", fmt.Errorf("find scan: %w", err)
	}
	if (s.State == storage.Interrupted || s.State == storage.Elsewhere) && s.Counts.Found > suggestWhileRunning {
		return nil, archive, nil
	}
	each, err := sg.suggest(ctx, scan, []suggested{{id, t}})
	if err != nil {
		return nil, "", err
	}
	return each[0], archive, nil
}

// targetOf returns a row as a problem for which a replacement is searched.
func targetOf(r storage.Row) suggest.Target {
	return suggest.Target{URL: r.URL, Final: r.Final, Internal: r.Internal, Kind: r.Kind, Outcome: r.Outcome, Verdict: r.Verdict}
}

// aloneSuggested returns what the target itself tells, for which no other address is needed.
func aloneSuggested(t suggest.Target) (suggest.Suggestion, bool) {
	if s, ok := suggest.RedirectTarget(t); ok {
		return s, true
	}
	return suggest.WithPrefix(t)
}

// suggested is a problem for which a replacement is searched.
type suggested struct {
	id storage.URLID
	t  suggest.Target
}

// suggest collects what is like each of some targets in one pass over all addresses that
// work, and ranks it: the result has the suggestions of each target, in their order.
func (sg *Suggester) suggest(ctx context.Context, scan storage.ScanID, targets []suggested) ([][]suggest.Suggestion, error) {
	searches := make([]*suggest.Search, len(targets))
	earlier := make([]storage.ScanID, len(targets))
	for i := range targets {
		var err error
		if earlier[i], err = sg.addFacts(ctx, scan, &targets[i]); err != nil {
			return nil, err
		}
		searches[i] = suggest.NewSearch(targets[i].t)
	}
	working := storage.Filter{Verdicts: []outcome.Verdict{outcome.Works}}
	for a, err := range sg.db.EachAddress(ctx, scan, working) {
		if err != nil {
			return nil, fmt.Errorf("find addresses like it: %w", err)
		}
		suggest.Add(searches, suggest.Candidate{ID: a.ID, URL: a.URL, Internal: a.Internal, Kind: a.Kind, Title: a.Title, Content: a.Content})
	}
	all := make([][]suggest.Suggestion, len(targets))
	for i, s := range searches {
		candidates := s.Candidates()
		if err := sg.addTitles(ctx, scan, earlier[i], targets[i].t, candidates); err != nil {
			return nil, err
		}
		all[i] = suggest.Rank(targets[i].t, candidates)
	}
	return all, nil
}

// addFacts adds to a target what links to it and what it was in an earlier scan, and
// returns that scan, 0 for none.
func (sg *Suggester) addFacts(ctx context.Context, scan storage.ScanID, target *suggested) (earlier storage.ScanID, err error) {
	links, _, _, err := sg.db.Sources(ctx, scan, target.id, 0, lookedAtLinks)
	if err != nil {
		return 0, fmt.Errorf("find links: %w", err)
	}
	t := &target.t
	for _, l := range links {
		t.Texts, t.Pages = append(t.Texts, l.Text), append(t.Pages, l.Page)
	}
	past, err := sg.db.History(ctx, scan, target.id, historyScans)
	if err != nil {
		return 0, fmt.Errorf("read history: %w", err)
	}
	then, ok := lastWorked(past, scan)
	if !ok {
		return 0, nil
	}
	t.Earlier = &suggest.AddressState{Began: then.Began, Final: then.Final, Title: then.Title, Content: then.Content}
	return then.Scan, nil
}

// addTitles adds to candidates the titles that they had in an earlier scan, where those
// count.
func (sg *Suggester) addTitles(ctx context.Context, scan, earlier storage.ScanID, t suggest.Target, candidates []suggest.Candidate) error {
	var ids []storage.URLID
	for _, a := range candidates {
		if t.Earlier != nil && a.Title == t.Earlier.Title {
			ids = append(ids, a.ID)
		}
	}
	if len(ids) == 0 || len(ids) > likeliest {
		return nil
	}
	was, err := sg.db.StatesIn(ctx, scan, ids, earlier)
	if err != nil {
		return fmt.Errorf("read an earlier scan: %w", err)
	}
	for i := range candidates {
		candidates[i].EarlierTitle = was[candidates[i].ID].Title
	}
	return nil
}

// lastWorked returns the latest scan before one in which the address worked, or
// led to something that did.
func lastWorked(past []storage.AddressState, scan storage.ScanID) (storage.AddressState, bool) {
	for _, p := range past {
		isThere := p.Outcome != outcome.RedirectHome && p.Outcome != outcome.Soft404 // else it was missing then, too
		if p.Scan < scan && isThere && (p.Verdict == outcome.Works || p.Verdict == outcome.Warning && p.Status/100 == 2) {
			return p, true
		}
	}
	return storage.AddressState{}, false
}
