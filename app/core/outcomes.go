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
func (c *Explainer) Entry(key outcome.Key, language string) knowledge.Entry {
	return c.knowledge.Entry(key, language)
}

// Search lists the outcomes that fit a query, best first, or all of them. It
// answers from memory.
func (c *Explainer) Search(query, language string) []knowledge.Entry {
	return c.knowledge.Search(query, language)
}

// Letter writes a message about an address to somebody who can fix it, with
// the facts of this scan.
func (c *Explainer) Letter(ctx context.Context, scan storage.ScanID, id storage.URLID, to knowledge.Mender) (string, error) {
	facts, err := c.facts(ctx, scan, id)
	if err != nil {
		return "", err
	}
	text, err := c.knowledge.Message(facts, to, c.config.Language)
	if err != nil {
		return "", fmt.Errorf("write message: %w", err)
	}
	return text, nil
}

// Words returns the title of an outcome, what it means and how to fix it, for a
// line of a table.
func (c *Explainer) Words(key outcome.Key, internal bool) (title, means, fix string) {
	e := c.knowledge.Entry(key, c.config.Language)
	return e.Title, e.Short, e.FixFor(internal)
}
