package core

import (
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
	e := ex.knowledge.Entry(key, ex.config.Language)
	return e.Title, e.Short, e.For(internal).Fix
}
