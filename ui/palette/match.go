package palette

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// How well a term of a search fits an item, best first. The terms of a search add up.
const (
	fitWord     = iota // it is a word of the text
	fitPrefix          // a word of the text begins with it
	fitInitials        // it is the first letters of the words: "sr" for "Save report"
	fitInside          // it is within a word of the text
	fitOther           // it is a word that is searched and not shown first
	fitOtherIn         // it is within one
	fitTypo     = 8    // a word of the text, with a typing error
	fitOtherTypo
	fitOff = 100 // what cannot be done now comes last
)

// mostFound is how many items are listed at most for a search: who does not see theirs
// among so many types another letter.
const mostFound = 40

// prepared is an item with its words in the form in which they are compared.
type prepared struct {
	item         Item
	words, other []string
	initials     string
}

func prepare(i Item) prepared {
	p := prepared{item: i, words: terms(i.Text), other: terms(i.Note + " " + i.Kind + " " + i.Words)}
	for _, w := range p.words {
		r := []rune(w)
		p.initials += string(r[0])
	}
	return p
}

func prepareAll(items []Item) []prepared {
	all := make([]prepared, len(items))
	for i, item := range items {
		all[i] = prepare(item)
	}
	return all
}

// terms divides a text into words in small letters without accents.
func terms(s string) []string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ReplaceAll(s, "ß", "ss")) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return strings.FieldsFunc(b.String(), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// find returns the items that every word of a query fits, best first. Of items that fit
// equally well, those come first of which more was typed, that is with fewer words.
func find(all []prepared, query string) []Item {
	type hit struct {
		item         Item
		score, words int
	}
	var hits []hit
	words := terms(query)
	for _, p := range all {
		if score, ok := p.score(words); ok {
			hits = append(hits, hit{p.item, score, len(p.words)})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Or(cmp.Compare(a.score, b.score), cmp.Compare(a.words, b.words)) })
	hits = hits[:min(len(hits), mostFound)]
	items := make([]Item, len(hits))
	for i, h := range hits {
		items[i] = h.item
	}
	return items
}

// score says how well an item fits the words of a query; the less, the better.
func (p prepared) score(words []string) (score int, ok bool) {
	for _, w := range words {
		fit, ok := p.fit(w)
		if !ok {
			return 0, false
		}
		score += fit
	}
	if p.item.Off {
		score += fitOff
	}
	return score, len(words) > 0
}

// mostNearby is how many words may be in a note in which typing errors are looked for: in
// a sentence there is a word for everything.
const mostNearby = 10

// fit says how well one word of a query fits.
func (p prepared) fit(term string) (int, bool) {
	within := func(in []string, fits func(w, term string) bool) bool {
		return slices.ContainsFunc(in, func(w string) bool { return fits(w, term) })
	}
	equal := func(w, term string) bool { return w == term }
	switch {
	case within(p.words, equal):
		return fitWord, true
	case within(p.words, strings.HasPrefix):
		return fitPrefix, true
	case len(term) > 1 && strings.HasPrefix(p.initials, term):
		return fitInitials, true
	case within(p.words, strings.Contains):
		return fitInside, true
	case within(p.other, equal):
		return fitOther, true
	case within(p.other, strings.Contains):
		return fitOtherIn, true
	case within(p.words, isTypo):
		return fitTypo, true
	case len(p.other) <= mostNearby && within(p.other, isTypo):
		return fitOtherTypo, true
	default:
		return 0, false
	}
}

// isTypo reports whether term may be the beginning of a word with a typing error: one
// letter wrong, missing, too many or two of them swapped, and two such errors in a long
// term. Numbers have none: 404 is not 403. Nobody mistypes the first letter and goes on.
func isTypo(word, term string) bool {
	a, b := []rune(term), []rune(word)
	if len(a) < 4 || len(b) < 4 || a[0] != b[0] || strings.ContainsFunc(term, unicode.IsDigit) {
		return false
	}
	most := 1
	if len(a) >= 8 {
		most = 2
	}
	return distance(a, b) <= most
}

// distance returns how many typing errors turn the beginning of b that is closest into a
// (the optimal string alignment distance).
func distance(a, b []rune) int {
	before, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row, next = row, next, before
	}
	return slices.Min(row)
}
