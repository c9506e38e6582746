package core

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"sitewell/assets/knowledge"
	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// Entry returns an outcome's words for a line of a table, in a language or the
// nearest there is. It answers from memory.
func (ex *Explainer) Entry(key outcome.Key, language string) knowledge.Entry {
	return ex.knowledge.Entry(key, language)
}

// Search lists the outcomes that fit a query, best first, or all of them. It
// answers from memory.
func (ex *Explainer) Search(query, language string) []knowledge.Entry {
	return ex.knowledge.Search(query, language)
}

// newestScans is of how many sites at most the newest scan is looked at.
const newestScans = 30

// Occurring returns the outcomes of the problems in the newest scans of all sites, those
// of the most problems first.
func (ex *Explainer) Occurring(ctx context.Context) ([]outcome.Key, error) {
	sites, err := ex.db.Sites(ctx)
	if err != nil {
		return nil, fmt.Errorf("list sites: %w", err)
	}
	all := make(map[outcome.Key]int)
	for _, site := range sites[:min(len(sites), newestScans)] {
		if site.Last == nil {
			continue
		}
		counts, err := ex.db.ProblemCounts(ctx, site.Last.ID)
		if err != nil {
			return nil, fmt.Errorf("count outcomes: %w", err)
		}
		for key, n := range counts {
			all[key] += n
		}
	}
	return slices.SortedFunc(maps.Keys(all), func(a, b outcome.Key) int {
		return cmp.Or(cmp.Compare(all[b], all[a]), cmp.Compare(a, b))
	}), nil
}

// Message writes a message about an address to somebody who can fix it, with
// the facts of this scan.
func (ex *Explainer) Message(ctx context.Context, scan storage.ScanID, id storage.URLID, to knowledge.Assignee) (string, error) {
	facts, err := ex.facts(ctx, scan, id)
	if err != nil {
		return "", err
	}
	text, err := ex.knowledge.Message(facts, to, ex.language())
	if err != nil {
		return "", fmt.Errorf("write message: %w", err)
	}
	return text, nil
}

// Words returns the title of an outcome, what it means and how to fix it, for a
// line of a table.
func (ex *Explainer) Words(key outcome.Key, internal bool) (title, means, fix string) {
	return ex.WordsIn("").Words(key, internal)
}

// SiteWords explains outcomes in a line or two to the owner of one site.
type SiteWords struct {
	explainer *Explainer
	hosted    bool
	language  string
}

// WordsIn returns the words for any site in a language, "" for that of the program.
func (ex *Explainer) WordsIn(language string) SiteWords {
	return SiteWords{explainer: ex, language: cmp.Or(language, ex.language())}
}

// WordsFor returns the words for the site of a scan: nobody is told to look into a
// server that a website builder runs. They are in a language, "" for that of the program.
func (ex *Explainer) WordsFor(ctx context.Context, scan storage.Scan, language string) (SiteWords, error) {
	hosted, err := ex.isHosted(ctx, scan)
	return SiteWords{ex, hosted, cmp.Or(language, ex.language())}, err
}

// Words returns the title of an outcome, what it means and how to fix it.
func (w SiteWords) Words(key outcome.Key, internal bool) (title, means, fix string) {
	e := w.explainer.knowledge.Entry(key, w.language)
	hosted := w.hosted && internal
	return e.Title, e.ShortFor(hosted), e.For(internal).FixFor(hosted)
}
