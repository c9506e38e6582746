package policy

import (
	"fmt"
	"hash/maphash"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"sitewell/scanner/weburl"
)

// traps recognises crawl traps, which are addresses that a site generates without
// end: paths that repeat themselves or never end, calendars, and the same
// parameters with ever new values or in ever new orders (check 83). It looks for
// patterns; the number of pages alone is no reason.
type traps struct {
	seed     maphash.Seed
	year     int            // from which on dates are too far in the future to matter
	variants map[uint64]int // by path and names of parameters
	orders   map[uint64][]uint64
	days     map[uint64]int // by path with its date taken out
}

const (
	maxSegments = 40   // of a path
	maxAddress  = 4000 // bytes
	maxRepeats  = 3    // of the same run of segments, one after another
	maxVariants = 400  // of one path with the same three or more parameters
	maxOrders   = 6    // of the same parameters
	maxDays     = 4000 // of one calendar: every day of eleven years
	maxFarDays  = 60   // of these, days that are years ahead
	// includedFactor multiplies the limits for addresses that an include rule of
	// the owner asks for.
	includedFactor = 10
)

func newTraps(now time.Time) traps {
	return traps{
		seed: maphash.MakeSeed(), year: now.Year() + 3,
		variants: make(map[uint64]int), orders: make(map[uint64][]uint64), days: make(map[uint64]int),
	}
}

// check returns why an address is a trap, or "" if it is not. It must be called
// once for each address.
func (t *traps) check(u weburl.URL, included bool) string {
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
	times := 1
	if included {
		times = includedFactor
	}
	if reason := t.calendar(u, times); reason != "" {
		return reason
	}
	return t.queries(u, times)
}

// repeated returns a run of up to three segments that is repeated too often, one
// time directly after another, or "".
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

// dates are those of a calendar in a path ("/2026/11/25", "/2026-11") or the
// value of a parameter of the query. A month of two digits must be there, or
// every number of an article would do.
var dates = regexp.MustCompile(`[/=]((?:19|20|21)[0-9]{2})[-/](?:0[1-9]|1[0-2])(?:[-/](?:0[1-9]|[12][0-9]|3[01]))?(?:/|&|$)`)

// calendar counts addresses that differ only in a date. A diary has a page for
// every day of some years; only a program that counts on forever has pages for
// days many years ahead.
func (t *traps) calendar(u weburl.URL, times int) string {
	address := u.RequestURI()
	if !strings.Contains(address, "/19") && !strings.Contains(address, "/2") && !strings.Contains(address, "=19") && !strings.Contains(address, "=2") {
		return "" // fast, for most addresses
	}
	m := dates.FindStringSubmatchIndex(address)
	if m == nil {
		return ""
	}
	year, _ := strconv.Atoi(address[m[2]:m[3]]) // four digits
	far := year >= t.year
	kind, limit := "?", maxDays*times
	if far {
		kind, limit = "!", maxFarDays*times
	}
	key := maphash.String(t.seed, u.Origin()+address[:m[2]]+kind+address[m[1]:])
	t.days[key]++
	switch {
	case t.days[key] <= limit:
		return ""
	case far:
		return fmt.Sprintf("more than %d dates of the same calendar from the year %d on", limit, t.year)
	}
	return fmt.Sprintf("more than %d dates of the same calendar", limit)
}

// queries counts with how many values, and in how many orders, the same parameters
// occur with a path. One or two parameters are usual in catalogues (?id=7,
// ?page=3&sort=name) and no sign of a trap, unless one is named like a date.
func (t *traps) queries(u weburl.URL, times int) string {
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
	if len(names) < 3 && !dated {
		return ""
	}
	order := maphash.String(t.seed, strings.Join(names, "&"))
	slices.Sort(names)
	key := maphash.String(t.seed, u.Origin()+u.Path()+"?"+strings.Join(slices.Compact(names), "&"))
	if orders := t.orders[key]; !slices.Contains(orders, order) {
		if len(orders) >= maxOrders {
			return fmt.Sprintf("the same parameters in more than %d orders", maxOrders)
		}
		t.orders[key] = append(orders, order)
	}
	t.variants[key]++
	limit := maxVariants * times
	switch {
	case t.variants[key] <= limit:
		return ""
	case dated:
		return fmt.Sprintf("more than %d dates of the same calendar", limit)
	}
	return fmt.Sprintf("more than %d combinations of the same parameters", limit)
}
