package core

import (
	"cmp"
	"context"
	"fmt"

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

// Message writes a message about an address to somebody who can fix it, with
// the facts of this scan.
func (ex *Explainer) Message(ctx context.Context, scan storage.ScanID, id storage.URLID, to knowledge.Assignee) (string, error) {
	facts, err := ex.facts(ctx, scan, id)
	if err != nil {
		return "", err
	}
	text, err := ex.knowledge.Message(facts, to, ex.config.Language)
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
	return SiteWords{explainer: ex, language: cmp.Or(language, ex.config.Language)}
}

// WordsFor returns the words for the site of a scan: nobody is told to look into a
// server that a website builder runs. They are in a language, "" for that of the program.
func (ex *Explainer) WordsFor(ctx context.Context, scan storage.Scan, language string) (SiteWords, error) {
	hosted, err := ex.isHosted(ctx, scan)
	return SiteWords{ex, hosted, cmp.Or(language, ex.config.Language)}, err
}

// Words returns the title of an outcome, what it means and how to fix it.
func (w SiteWords) Words(key outcome.Key, internal bool) (title, means, fix string) {
	e := w.explainer.knowledge.Entry(key, w.language)
	return e.Title, e.Short, e.For(internal).FixFor(w.hosted && internal)
}
