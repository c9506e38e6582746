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
	t := suggest.Target{
		URL: d.URL, Final: d.Final, Internal: d.Internal, Kind: d.Kind, Outcome: d.Outcome, Verdict: d.Verdict,
	}
	if s, ok := suggest.RedirectTarget(t); ok {
		return []suggest.Suggestion{s}, "", nil
	}
	if s, ok := suggest.WithPrefix(t); ok {
		return []suggest.Suggestion{s}, "", nil
	}
	if !suggest.IsUseful(t) {
		return nil, "", nil
	}
	archive = suggest.ArchiveURL(d.URL)
	s, err := sg.db.ScanByID(ctx, scan)
	if err != nil {
		return nil, "", fmt.Errorf("find scan: %w", err)
	}
	if (s.State == storage.Interrupted || s.State == storage.Elsewhere) && s.Counts.Found > suggestWhileRunning {
		return nil, archive, nil
	}
	found, err = sg.suggest(ctx, scan, id, t)
	return found, archive, err
}

// suggest collects what is like a target and ranks it.
func (sg *Suggester) suggest(ctx context.Context, scan storage.ScanID, id storage.URLID, t suggest.Target) ([]suggest.Suggestion, error) {
	links, _, _, err := sg.db.Sources(ctx, scan, id, 0, lookedAtLinks)
	if err != nil {
		return nil, fmt.Errorf("find links: %w", err)
	}
	for _, l := range links {
		t.Texts, t.Pages = append(t.Texts, l.Text), append(t.Pages, l.Page)
	}
	past, err := sg.db.History(ctx, scan, id, historyScans)
	if err != nil {
		return nil, fmt.Errorf("read history: %w", err)
	}
	then, ok := lastWorked(past, scan)
	if ok {
		t.Earlier = &suggest.AddressState{Began: then.Began, Final: then.Final, Title: then.Title, Content: then.Content}
	}
	search := suggest.NewSearch(t)
	working := storage.Filter{Verdicts: []outcome.Verdict{outcome.Works}}
	for a, err := range sg.db.EachAddress(ctx, scan, working) {
		if err != nil {
			return nil, fmt.Errorf("find addresses like it: %w", err)
		}
		search.Add(suggest.Candidate{ID: a.ID, URL: a.URL, Internal: a.Internal, Kind: a.Kind, Title: a.Title, Content: a.Content})
	}
	candidates := search.Candidates()
	var ids []storage.URLID
	for _, a := range candidates {
		if t.Earlier != nil && a.Title == t.Earlier.Title {
			ids = append(ids, a.ID)
		}
	}
	if 0 < len(ids) && len(ids) <= likeliest {
		was, err := sg.db.StatesIn(ctx, scan, ids, then.Scan)
		if err != nil {
			return nil, fmt.Errorf("read an earlier scan: %w", err)
		}
		for i := range candidates {
			candidates[i].EarlierTitle = was[candidates[i].ID].Title
		}
	}
	return suggest.Rank(t, candidates), nil
}

// lastWorked returns the latest scan before one in which the address worked, or
// led to something that did.
func lastWorked(past []storage.AddressState, scan storage.ScanID) (storage.AddressState, bool) {
	for _, p := range past {
		if p.Scan < scan && (p.Verdict == outcome.Works || p.Verdict == outcome.Warning && p.Status/100 == 2) {
			return p, true
		}
	}
	return storage.AddressState{}, false
}
