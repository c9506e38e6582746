package storage

import "sitewell/scanner/outcome"

// Ledger accounts for every address that a scan found, as it is at one moment
// (truth 1): Found is Checked, the sum of Skipped, and Waiting.
type Ledger struct {
	Found, Checked, Waiting int
	Skipped                 []Skipped // by reason, most first
	// Omitted is how many links were left out because of a limit. Where they
	// lead was not found, so it is in none of the others.
	Omitted int
	// PlacesChecked is how many places within pages were looked for, and
	// PlaceProblems how many of them are missing or can't be told. A place is no
	// address, so they are in none of the others.
	PlacesChecked, PlaceProblems int
}

// Skipped is how many addresses were not checked on purpose for one reason.
type Skipped struct {
	Outcome outcome.Key
	// Internal: addresses of the site itself that its rules leave out, told
	// apart from those of other sites by outcome.Excluded alone.
	Internal bool
	Count    int
}

// Skips is the sum of Skipped.
func (l *Ledger) Skips() (n int) {
	for _, s := range l.Skipped {
		n += s.Count
	}
	return n
}

// Orphans are pages that only the sitemap names: no page of the scan links to
// them but, at most, they themselves (check 82).
type Orphans struct {
	Count int
	// Examples are the first addresses in the order of finding, at most three.
	Examples []string
}

// KindCount is how many addresses of a kind there are, and how many of them are
// problems.
type KindCount struct{ All, Problems int }
