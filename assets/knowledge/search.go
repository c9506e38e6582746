package knowledge

import (
	"cmp"
	"slices"
	"strings"

	"sitewell/scanner/outcome"
)

// Search lists the entries that every word of a query occurs in, best first:
// a code that is the query, then one that begins with it, then matches in the
// title, the short text and the rest. An empty query lists All. A number that
// no entry has is answered by its class.
func (b *Base) Search(query, lang string) []Entry {
	terms := strings.Fields(strings.ToLower(query))
	if len(terms) == 0 {
		return b.All(lang)
	}
	type hit struct {
		entry Entry
		rank  int
	}
	var hits []hit
	for _, e := range b.All(lang) {
		if rank, ok := b.rank(e, terms); ok {
			hits = append(hits, hit{e, rank})
		}
	}
	slices.SortStableFunc(hits, func(x, y hit) int { return cmp.Compare(x.rank, y.rank) })
	entries := make([]Entry, len(hits))
	for i, h := range hits {
		entries[i] = h.entry
	}
	if len(entries) == 0 && len(terms) == 1 {
		key := outcome.Key(terms[0])
		if _, ok := key.Status(); ok {
			entries = append(entries, b.Entry(key, lang))
		}
	}
	return entries
}

// Ranks of a search, best first.
const (
	rankKey = iota
	rankPrefix
	rankTitle
	rankShort
	rankText
)

// rank says how well an entry fits: as well as its worst word.
func (b *Base) rank(e Entry, terms []string) (int, bool) {
	if strings.Join(terms, "-") == string(e.Key) {
		return rankKey, true
	}
	title, short := strings.ToLower(e.Title), strings.ToLower(e.Short+" "+e.Internal.Fix)
	worst := rankKey
	for _, t := range terms {
		rank := rankText
		switch {
		case t == string(e.Key):
			rank = rankKey
		case strings.HasPrefix(string(e.Key), t):
			rank = rankPrefix
		case strings.Contains(title, t):
			rank = rankTitle
		case strings.Contains(short, t):
			rank = rankShort
		case e.Fallback || !strings.Contains(b.editions[e.Lang].source(e.Key).folded(), t):
			return 0, false
		}
		worst = max(worst, rank)
	}
	return worst, true
}

// foldText returns everything that can be searched in a file, in lower case.
func foldText(s *source) string {
	parts := []string{string(s.Key), s.Title, s.Origin, s.Short, s.fix}
	for _, id := range sectionIDs() {
		parts = append(parts, s.sections[id])
	}
	return strings.ToLower(strings.Join(parts, "\n"))
}
