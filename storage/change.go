package storage

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Change says what became of a problem between an earlier scan of a site and a
// later one. Every address that was a problem in one of them has exactly one,
// decided in this order:
//
//	earlier scan      later scan         change
//	problem           problem            StillThere, whatever the two outcomes
//	worked            problem            CameBack where one of the last complete
//	                                     scans before the earlier one had it as
//	                                     a problem, else New
//	not known         problem            New
//	problem           works              Fixed
//	problem           skipped, waiting   NotReached
//	problem           not found          Fixed or LinkRemoved where that is proved,
//	                                     else NotReached
//
// A problem is what is Broken, a Warning or Can't verify: what can't be
// verified is never fixed. Not known is what the earlier scan did not find, left
// out or did not get to.
//
// That a link was removed is proved where the later scan is complete and left out
// no links, and every page that linked to the address in the earlier scan was read again, answered
// 404 or 410, or redirected to elsewhere, and none of the pages that the later
// scan read names the address still. A page that nothing leads to any more was
// not read again. All else is NotReached: a scan that did not reach an address
// says nothing about it (truth 3 of the design).
//
// That a place within a page is Fixed is proved where the later scan is complete, left
// out nothing and looked for places, read the page to its end, and read a page whose
// link names the place: a scan keeps only the places that are missing.
//
// What was found of the site as a whole is Fixed where the later scan is complete, read
// the start page, and does not find it: no link names it.
//
// So New, CameBack and StillThere together are the problems of the later scan,
// and StillThere, Fixed, LinkRemoved and NotReached those of the earlier one.
type Change uint8

// The zero value is no Change.
const (
	New Change = 1 + iota
	CameBack
	StillThere
	Fixed
	LinkRemoved
	NotReached
)

var changeNames = [...]string{"", "new", "came-back", "still-there", "fixed", "link-removed", "not-reached"}

// String returns the word that JSON Lines use: "new", "came-back",
// "still-there", "fixed", "link-removed" or "not-reached".
func (c Change) String() string {
	if int(c) < len(changeNames) {
		return changeNames[c]
	}
	return "change-" + strconv.Itoa(int(c))
}

// Changes lists all changes in the order of their telling: what asks for work
// first, what needs none last.
func Changes() []Change { return []Change{New, CameBack, StillThere, Fixed, LinkRemoved, NotReached} }

// Pair names two scans of one site, or of two where Map has rules.
type Pair struct {
	From, To ScanID // the earlier scan and the later one
	// Unread are elements ("script[ld+json]") whose links the settings of the
	// later scan leave out, while those of the earlier one did not: that such a
	// link is not there any more proves nothing. One that begins with AnyElement stands
	// for all that end with the rest of it. UnreadBefore is the same the other
	// way round.
	Unread, UnreadBefore []string
	// Map says which address of the earlier scan is which of the later one.
	Map AddressMap
}

// AnyElement at the beginning of an entry of Pair.Unread stands for any element.
const AnyElement = "*"

// IsUnread reports whether an element is one of those in Pair.Unread.
func IsUnread(unread []string, element string) bool {
	return slices.ContainsFunc(unread, func(u string) bool {
		end, isAny := strings.CutPrefix(u, AnyElement)
		return u == element || isAny && strings.HasSuffix(element, end)
	})
}

// ChangeCounts are the numbers of a comparison.
type ChangeCounts struct {
	New, CameBack, StillThere, Fixed, LinkRemoved, NotReached int
	// JudgedWorse and JudgedBetter are how many of New and CameBack, and how
	// many of Fixed, answered in both scans alike: settings or another version
	// gave the answer another verdict.
	JudgedWorse, JudgedBetter int
}

// Of returns the number of one change.
func (c ChangeCounts) Of(change Change) int {
	switch change {
	case New:
		return c.New
	case CameBack:
		return c.CameBack
	case StillThere:
		return c.StillThere
	case Fixed:
		return c.Fixed
	case LinkRemoved:
		return c.LinkRemoved
	case NotReached:
		return c.NotReached
	default:
		return 0
	}
}

// Now is the number of problems of the later scan.
func (c ChangeCounts) Now() int { return c.New + c.CameBack + c.StillThere }

// All is the number of addresses that have a change.
func (c ChangeCounts) All() int { return c.Now() + c.Fixed + c.LinkRemoved + c.NotReached }

// Add counts a row that has a change. judged: ChangeRow.Judged.
func (c *ChangeCounts) Add(change Change, judged bool) {
	switch change {
	case New:
		c.New++
	case CameBack:
		c.CameBack++
	case StillThere:
		c.StillThere++
	case Fixed:
		c.Fixed++
	case LinkRemoved:
		c.LinkRemoved++
	case NotReached:
		c.NotReached++
	}
	switch {
	case !judged:
	case change == Fixed:
		c.JudgedBetter++
	default:
		c.JudgedWorse++
	}
}

// ErrOtherSite: two scans of different sites can't be compared without an AddressMap.
var ErrOtherSite = errors.New("scans are of different sites")

// Comparison is what two scans of a site come to.
type Comparison struct {
	Pair     Pair
	From, To Scan
	Counts   ChangeCounts
	// Ignored is how many problems of the two scans have no change, because a mark
	// hides them.
	Ignored int
	// Unreached says what became of those that are NotReached: how many were
	// skipped, by the reason that Observation.Outcome has; under "" those that
	// waited when the scan ended, and those that it did not find.
	Unreached map[outcome.Key]int
	// Ambiguous are addresses of the earlier scan of which several would be the same
	// by Pair.Map: each is compared as if the later scan had not found it.
	Ambiguous []string
	// MadeWith is what the site is made with in another version than before. It is no
	// proof that anything else changed because of it.
	MadeWith []VersionChange
	// LookedBack is how many complete scans before From were searched for
	// problems that came back.
	LookedBack int
}

// Observation is what one of two scans says of an address.
type Observation struct {
	ID URLID // 0: the scan did not find the address
	// Verdict is Unchecked where the address still waited, and where ID is 0.
	Verdict  outcome.Verdict
	Status   int
	Outcome  outcome.Key
	Severity outcome.Severity
	Reason   string
	// Final is the address that answered in the end, "" where none did or where
	// the address itself did.
	Final string
}

// ChangeRow is an address that has a change.
type ChangeRow struct {
	ID       URLID // of the address, as in Row
	URL      string
	Internal bool
	Kind     result.Kind
	Change   Change
	Before   Observation // by the earlier scan
	Now      Observation // by the later scan
	// Judged: both scans had the same answer and gave it another verdict.
	Judged bool
	// Since is the scan before the earlier one that last had the problem, for
	// CameBack; else 0.
	Since ScanID
	// Pages is how many pages link to it: in the later scan, or in the earlier
	// one where the later one did not find it.
	Pages int
}

// Severity is that of the problem: as it is now, or was where it is none now.
func (r *ChangeRow) Severity() outcome.Severity {
	if r.Now.Verdict.IsProblem() {
		return r.Now.Severity
	}
	return r.Before.Severity
}

// ChangeFilter chooses rows of a comparison. Zero fields do not restrict.
type ChangeFilter struct {
	Changes []Change
	Text    string // part of the address, case folded
}

// Columns that the rows of a comparison can be sorted by, beside ByAddress,
// BySeverity, BySources, and ByOutcome for what it is now. Anything else sorts
// by ByChange.
const (
	ByChange Column = "change" // in the order of Changes, of these the worst first
	ByBefore Column = "before" // outcome in the earlier scan
)
