package report

import (
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// LedgerLine accounts for every address in one sentence: "1,204 addresses
// found = 1,180 checked + 24 skipped (18 on other sites …) + 0 waiting".
func LedgerLine(l storage.Ledger) string {
	return Plural(l.Found, "address", "addresses") + " found = " + ledgerSum(l)
}

func ledgerSum(l storage.Ledger) string {
	skipped := Number(l.Skips()) + " skipped"
	if reasons := skipReasons(l); len(reasons) > 0 {
		skipped += " (" + strings.Join(reasons, ", ") + ")"
	}
	sum := Number(l.Checked) + " checked + " + skipped + " + " + Number(l.Waiting) + " waiting"
	if l.Omitted > 0 {
		sum += "; " + Plural(l.Omitted, "link was", "links were") + " not looked at because of a limit"
	}
	if l.PlacesChecked > 0 {
		sum += "; " + Plural(l.PlacesChecked, "place on a page", "places on pages") + " checked, " + Number(l.PlaceProblems) + " missing"
	}
	return sum
}

func skipReasons(l storage.Ledger) []string {
	var reasons []string
	for _, s := range l.Skipped {
		one, many := skipWords(s)
		reasons = append(reasons, Plural(s.Count, one, many))
	}
	return reasons
}

// skipWords says why addresses were skipped, behind their number.
func skipWords(s storage.Skipped) (one, many string) {
	switch s.Outcome {
	case outcome.UnsupportedScheme:
		return "mail, telephone or app link", "mail, telephone and app links"
	case outcome.Excluded:
		if s.Internal {
			return "left out by rules", "left out by rules"
		}
		return "on another site", "on other sites"
	case outcome.RobotsBlocked:
		return "forbidden by robots.txt", "forbidden by robots.txt"
	case outcome.TooDeep:
		return "too many clicks away", "too many clicks away"
	case outcome.OverLimit:
		return "over the limit", "over the limit"
	case outcome.Trap:
		return "in a trap without end", "in traps without end"
	case outcome.LogsOut:
		return "would log out or delete", "would log out or delete"
	case outcome.LeavesSite:
		return "redirected to another site", "redirected to other sites"
	default:
		return "for another reason", "for other reasons"
	}
}
