package storage

import (
	"time"

	"sitewell/scanner/outcome"
)

// AddressState is what one scan found of an address.
type AddressState struct {
	Scan  ScanID
	State State
	Began time.Time // of the scan
	// ID of the address in that scan, 0 where the scan did not come across it:
	// whether it worked then is not known.
	ID URLID
	// What a check found; Verdict is Unchecked where the address still waited
	// when the scan ended, and where ID is 0.
	Status  int
	Outcome outcome.Key
	Verdict outcome.Verdict
	// Severity and Causes are as in Row.
	Severity outcome.Severity
	Causes   []outcome.Weight
	At       time.Time
	Final    string
	Title    string
	Content  uint64
}

// Checked reports whether that scan found out how the address answers. What
// was left out on purpose says nothing about it.
func (s AddressState) Checked() bool {
	return s.Verdict != outcome.Unchecked && s.Verdict != outcome.Skipped
}
