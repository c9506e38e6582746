package findings

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/storage/sqlite/query"
)

// query is a question for findings f of a scan.
type filterQuery struct {
	conditions []string
	args       []any
	joinURL    bool // it needs url u
	// keep reports which of the rows are left after that; nil: all are.
	keep func(storage.URLID) bool
}

// query returns the question for what a filter leaves, whatever it says of marks.
func (v *View) query(f storage.Filter) *filterQuery {
	where, args := v.Where()
	q := &filterQuery{conditions: []string{where}, args: args}
	oneOf(q, `f.verdict`, f.Verdicts)
	oneOf(q, `f.outcome`, f.Outcomes)
	oneOf(q, `f.kind`, f.Kinds)
	oneOf(q, `f.status / 100`, f.Statuses)
	if len(f.Statuses) > 0 {
		q.add(`f.verdict <> ?`, int64(outcome.Unchecked))
	}
	oneOf(q, `f.status`, f.Codes)
	if len(f.Codes) > 0 {
		q.add(`f.verdict NOT IN (?, ?)`, int64(outcome.Unchecked), int64(outcome.Skipped))
	}
	if f.Internal != nil {
		q.add(`f.internal = ?`, *f.Internal)
	}
	if f.PagesOnly {
		q.add(`f.document = 1`)
	}
	if f.Text != "" {
		q.joinURL = true
		spellings := Spellings(f.Text)
		needle := spellings[0]
		pattern := likePattern(needle)
		like := func(column string) string { return column + ` LIKE ? ESCAPE '\'` }
		contains := func(column, needle string) string { return `instr(` + folding(column, needle) + `, ?) > 0` }
		var either []string
		var args []any
		for _, s := range spellings { // an address may have zero bytes in it, where LIKE ends
			either = append(either, `(`+like(`u.text`)+` OR instr(u.text, char(0)) > 0) AND `+contains(`u.text`, s))
			args = append(args, likePattern(s), s)
		}
		either = append(either, like(`f.title`)+` AND `+contains(`f.title`, needle),
			`f.verdict IN `+ProblemVerdicts+` AND `+like(`f.link_text`)+` AND `+contains(`f.link_text`, needle))
		q.add(`(`+strings.Join(either, ` OR `)+`)`, append(args, pattern, needle, pattern, needle)...)
	}
	return q
}

func (q *filterQuery) add(condition string, args ...any) {
	q.conditions = append(q.conditions, condition)
	q.args = append(q.args, args...)
}

// oneOf adds that a column has one of some values; none leave all.
func oneOf[T outcome.Verdict | ~string | int](q *filterQuery, column string, values []T) {
	if len(values) == 0 {
		return
	}
	args := make([]any, len(values))
	for i, v := range values {
		switch v := any(v).(type) {
		case outcome.Verdict:
			args[i] = int64(v)
		default:
			args[i] = v
		}
	}
	q.add(column+` IN (`+query.Parameters(len(values))+`)`, args...)
}

// from returns what follows FROM.
func (q *filterQuery) from() string {
	tables := `finding f`
	if q.joinURL {
		tables += ` CROSS JOIN url u ON u.id = f.url`
	}
	return tables + ` WHERE ` + strings.Join(q.conditions, ` AND `)
}

// Fold makes letters equal that differ in case only.
func Fold(s string) string {
	return strings.Map(foldRune, s)
}

// foldRune returns the letter that stands for all that differ from it in case
// only (Unicode simple case folding).
func foldRune(r rune) rune {
	if r < utf8.RuneSelf {
		return unicode.ToLower(r)
	}
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	if least < utf8.RuneSelf {
		return unicode.ToLower(least)
	}
	return least
}

// patternLetters is how many letters of what is looked for are in a pattern of
// LIKE. SQLite limits the length of these.
const patternLetters = 100

// likePattern returns a pattern that every text with needle in it matches. LIKE
// tells most of those that do not have it without a copy of them, which folding
// makes. It ignores the case of letters of ASCII, and reads a text up to the first
// zero byte. In place of other letters any letter matches.
func likePattern(needle string) string {
	var b strings.Builder
	b.WriteByte('%')
	n := 0
	for _, r := range needle {
		if n++; n > patternLetters {
			break
		}
		switch {
		case r == '%' || r == '_' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r >= utf8.RuneSelf:
			b.WriteByte('_')
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('%')
	return b.String()
}

// folding returns the expression that folds the letters of a column as far as
// needle has them. lower folds those of ASCII alone.
func folding(column, needle string) string {
	expression := `lower(` + column + `)`
	done := make(map[rune]bool)
	for _, r := range needle {
		if r < utf8.RuneSelf || done[r] {
			continue
		}
		done[r] = true
		for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
			if next >= utf8.RuneSelf {
				expression = `replace(` + expression + `, '` + string(next) + `', '` + string(r) + `')`
			}
		}
	}
	return expression
}
