package report

import (
	"cmp"
	"maps"
	"slices"

	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// tally counts the problems with the same outcome on the same side.
type tally struct {
	key       outcome.Key
	internal  bool
	title     string
	fix       string
	severity  outcome.Severity // the worst
	verdict   outcome.Verdict  // that of the worst
	addresses int
}

// summary is counted while rows pass by.
type summary struct {
	tallies  map[tallyKey]*tally
	statuses map[int]int
	sheets   []sheetNote
}

type tallyKey struct {
	key      outcome.Key
	internal bool
}

// sheetNote is a table and how many rows and sheets it took.
type sheetNote struct {
	name         string
	rows, sheets int
}

func (s *summary) add(row storage.Row, title, fix string) {
	if s.tallies == nil {
		s.tallies = make(map[tallyKey]*tally)
	}
	k := tallyKey{row.Outcome, row.Internal}
	t := s.tallies[k]
	if t == nil {
		t = &tally{key: row.Outcome, internal: row.Internal, title: title, fix: fix}
		s.tallies[k] = t
	}
	t.addresses++
	if t.addresses == 1 || row.Severity > t.severity {
		t.severity, t.verdict = row.Severity, row.Verdict
	}
}

func (s *summary) addStatus(row storage.Row) {
	if row.Verdict == outcome.Unchecked || row.Verdict == outcome.Skipped {
		return
	}
	if s.statuses == nil {
		s.statuses = make(map[int]int)
	}
	s.statuses[row.Status]++
}

func (s *summary) noteSheets(t *table) {
	s.sheets = append(s.sheets, sheetNote{
		name: t.layout.name, sheets: t.sheets,
		rows: (t.sheets-1)*(t.b.rows-1) + t.row - 1,
	})
}

// worst lists the tallies, worst first, then those that concern most
// addresses.
func (s *summary) worst() []*tally {
	return slices.SortedFunc(maps.Values(s.tallies), func(a, b *tally) int {
		return cmp.Or(
			cmp.Compare(b.severity, a.severity),
			cmp.Compare(b.addresses, a.addresses),
			cmp.Compare(a.title, b.title),
			cmp.Compare(whose(b.internal), whose(a.internal)),
		)
	})
}
