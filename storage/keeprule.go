package storage

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Keep says which scans of a site are kept. The texts are stored.
type Keep string

const (
	KeepAll     Keep = "all"
	KeepLast    Keep = "last"    // so many of the newest
	KeepMonthly Keep = "monthly" // the last complete one of each month, and all of the last 31 days
)

// KeepRule is a rule for the scans of a site. The zero value keeps all.
type KeepRule struct {
	Keep  Keep
	Count int // of KeepLast, at least 1
}

// MostKept is the largest Count.
const MostKept = 10_000

// ParseKeepRule reads "all", "monthly" or "last=10"; ok is false for anything else.
func ParseKeepRule(text string) (r KeepRule, ok bool) {
	switch {
	case text == string(KeepAll), text == string(KeepMonthly):
		return KeepRule{Keep: Keep(text)}, true
	}
	count, isLast := strings.CutPrefix(text, string(KeepLast)+"=")
	n, err := strconv.Atoi(count)
	if !isLast || err != nil || n < 1 || n > MostKept {
		return KeepRule{}, false
	}
	return KeepRule{Keep: KeepLast, Count: n}, true
}

// String returns what ParseKeepRule reads.
func (r KeepRule) String() string {
	if r.Keep == KeepLast {
		return fmt.Sprintf("%s=%d", KeepLast, r.Count)
	}
	if r.Keep == KeepMonthly {
		return string(KeepMonthly)
	}
	return string(KeepAll)
}

// recent is for how long a monthly rule keeps every scan.
const recent = 31 * 24 * time.Hour

// Surplus returns the scans of a site, given newest first, that a rule does not keep.
// Whatever the rule, the newest complete scan and what came after it are kept, and
// so is every scan that byHand reports, or that another program runs.
func (r KeepRule) Surplus(scans []Scan, now time.Time, byHand func(Scan) bool) (surplus []Scan) {
	complete, months := 0, make(map[string]bool)
	for i, s := range scans {
		kept := true
		switch r.Keep {
		case KeepLast:
			kept = i < r.Count
		case KeepMonthly:
			month := s.Began.In(now.Location()).Format("2006-01")
			first := s.State == Complete && !months[month]
			months[month] = months[month] || first
			kept = first || now.Sub(s.Began) < recent
		}
		older := complete > 0 // than the newest complete one
		if s.State == Complete {
			complete++
		}
		if !kept && older && s.State != Elsewhere && !byHand(s) {
			surplus = append(surplus, s)
		}
	}
	return surplus
}
