package storage

import (
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Rechecked is a check that was made again after a scan.
type Rechecked struct {
	Address URLID
	// Check replaces what the scan found; its own Address does not count.
	Check  result.Check
	Causes []outcome.Weight // of its severity
}

// EarlierCheck is what was known of an address before it was checked again.
type EarlierCheck struct {
	At       time.Time
	Status   int
	Outcome  outcome.Key
	Verdict  outcome.Verdict
	Severity outcome.Severity
	Reason   string
}

// RecheckedAddress is what became of an address that was checked again.
type RecheckedAddress struct {
	ID      URLID
	Before  outcome.Verdict
	After   outcome.Verdict
	Outcome outcome.Key // now
}

// RecheckProgress is how far a recheck is.
type RecheckProgress struct {
	Done, Total int
	Current     string             // an address under way, "" for none
	Slow        []result.HostWait  // why it is slower than it could be, worst first
	Fresh       []RecheckedAddress // since the progress before; an address may be there twice
}

// RecheckSummary is what came of a recheck.
type RecheckSummary struct {
	Results []RecheckedAddress // of each address that has a verdict now, in the order asked for
	// Addresses whose last result stands: those without a verdict, those that are unsafe
	// while signed in, and those that can't be checked by themselves.
	Unsettled, Unsafe, Left int
}

// Working returns how many addresses that were problems work now, and how many
// addresses are problems.
func (s RecheckSummary) Working() (working, problems int) {
	for _, r := range s.Results {
		switch {
		case r.After.IsProblem():
			problems++
		case r.Before.IsProblem() && r.After == outcome.Works:
			working++
		}
	}
	return working, problems
}
