package scanner

import (
	"fmt"
	"hash/maphash"
	"slices"
	"strings"

	"sitewell/scanner/weburl"
)

// traps notices addresses that a site makes without end: paths that repeat
// themselves, calendars, the same parameters in ever new combinations
// (check 83). It goes by patterns, never by a mere count of pages.
type traps struct {
	seed     maphash.Seed
	variants map[uint64]int // by path and names of parameters
}

const (
	maxSegments  = 40   // of a path
	maxAddress   = 4000 // bytes
	maxRepeats   = 3    // of the same run of segments, one after another
	maxVariants  = 400  // of one path with the same three or more parameters
	maxDateTurns = 400  // of one path with a date among its parameters
)

func newTraps() traps {
	return traps{seed: maphash.MakeSeed(), variants: make(map[uint64]int)}
}

// caught says what is wrong with an address, "" for nothing. It must be asked
// once for each address.
func (t *traps) caught(u weburl.URL) string {
	if len(u.Key()) > maxAddress {
		return fmt.Sprintf("the address is longer than %d characters", maxAddress)
	}
	segments := strings.Split(strings.Trim(u.Path(), "/"), "/")
	if len(segments) > maxSegments {
		return fmt.Sprintf("the path has more than %d parts", maxSegments)
	}
	if run := repeated(segments); run != "" {
		return fmt.Sprintf("the path repeats %q", run)
	}
	return t.queries(u)
}

// repeated gives a run of up to three segments that follows itself too often.
func repeated(segments []string) string {
	for size := 1; size <= 3; size++ {
		turns := 1
		for i := size; i+size <= len(segments); {
			if slices.Equal(segments[i-size:i], segments[i:i+size]) && segments[i] != "" {
				turns++
				if turns > maxRepeats {
					return strings.Join(segments[i:i+size], "/")
				}
				i += size
				continue
			}
			turns = 1
			i++
		}
	}
	return ""
}

// queries counts how often a path comes with the same parameters in other
// values. One or two parameters are how catalogues are built (?id=7,
// ?page=3&sort=name) and are no sign of anything; a date in them is.
func (t *traps) queries(u weburl.URL) string {
	if u.Query() == "" {
		return ""
	}
	var names []string
	dated := false
	for pair := range strings.SplitSeq(u.Query(), "&") {
		name, _, _ := strings.Cut(pair, "=")
		names = append(names, name)
		switch strings.ToLower(name) {
		case "date", "day", "month", "year", "week", "tribe-bar-date", "eventdate", "cal_date":
			dated = true
		}
	}
	limit := maxVariants
	switch {
	case dated:
		limit = maxDateTurns
	case len(names) < 3:
		return ""
	}
	slices.Sort(names)
	key := maphash.String(t.seed, u.Origin()+u.Path()+"?"+strings.Join(slices.Compact(names), "&"))
	t.variants[key]++
	if t.variants[key] <= limit {
		return ""
	}
	if dated {
		return fmt.Sprintf("more than %d dates of the same calendar", limit)
	}
	return fmt.Sprintf("more than %d combinations of the same parameters", limit)
}
