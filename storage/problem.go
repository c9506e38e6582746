package storage

import (
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Problem is a problem with what only the whole of a scan tells of it.
type Problem struct {
	Row // with the number of pages that link to it
	// Navigation: a link to it is in a header or a menu.
	Navigation bool
	// FailedBefore: it was a problem in the site's last complete scan before
	// this one, too.
	FailedBefore bool
}

// ProblemSeverity is how serious a problem is, and why.
type ProblemSeverity struct {
	Address  URLID // as rows have it, not the scan's own number
	Severity outcome.Severity
	Causes   []outcome.Weight
}

// Found is an address, reduced to what one pass over all of them needs.
type Found struct {
	ID       URLID
	URL      string
	Internal bool
	Kind     result.Kind
	Outcome  outcome.Key
	Verdict  outcome.Verdict
	Title    string
	Content  uint64
}
