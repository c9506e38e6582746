package results

import (
	"strings"

	"fyne.io/fyne/v2/lang"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/words"
)

// Account says of every address that was found what became of it: "1,204
// addresses found = 1,180 checked + 24 skipped (18 on other sites …) + 0 waiting".
func Account(l storage.Ledger) string {
	var reasons []string
	for _, s := range l.Skipped {
		reasons = append(reasons, skipped(s))
	}
	why := ""
	if len(reasons) > 0 {
		why = " (" + strings.Join(reasons, ", ") + ")"
	}
	account := lang.N("{{.Count}} addresses found = {{.Checked}} checked + {{.Skipped}} skipped{{.Reasons}} + {{.Waiting}} waiting", l.Found, map[string]any{
		"Count": words.Number(l.Found), "Checked": words.Number(l.Checked), "Skipped": words.Number(l.Skips()),
		"Reasons": why, "Waiting": words.Number(l.Waiting),
	})
	if l.Omitted > 0 {
		account += "; " + lang.N("{{.Count}} links were not looked at because of a limit", l.Omitted, map[string]any{"Count": words.Number(l.Omitted)})
	}
	if l.PlacesChecked > 0 {
		account += "; " + lang.N("{{.Count}} places on pages checked, {{.Missing}} missing", l.PlacesChecked, map[string]any{
			"Count": words.Number(l.PlacesChecked), "Missing": words.Number(l.PlaceProblems),
		})
	}
	return account
}

// accounted says in a few words whether it is known what became of every address.
func accounted(l storage.Ledger) string {
	switch {
	case l.Found != l.Checked+l.Skips()+l.Waiting:
		return lang.L("Not everything is accounted for")
	case l.Waiting > 0:
		return lang.N("{{.Count}} addresses still wait", l.Waiting, map[string]any{"Count": words.Number(l.Waiting)})
	case l.Omitted > 0:
		return lang.N("{{.Count}} links were not looked at because of a limit", l.Omitted, map[string]any{"Count": words.Number(l.Omitted)})
	default:
		return lang.L("Everything accounted for")
	}
}

// tellLedger says what became of every address.
func (s *Screen) tellLedger() {
	if s.loaded && s.o.Dialogs != nil {
		s.o.Dialogs.Tell(lang.L("What became of every address"), Account(s.facts.ledger), lang.L("OK"))
	}
}

// skipped says how many were skipped for one reason.
func skipped(s storage.Skipped) string {
	n := map[string]any{"Count": words.Number(s.Count)}
	switch s.Outcome {
	case outcome.UnsupportedScheme:
		return lang.N("{{.Count}} mail, telephone and app links", s.Count, n)
	case outcome.Excluded:
		if s.Internal {
			return lang.L("{{.Count}} left out by rules", n)
		}
		return lang.N("{{.Count}} on other sites", s.Count, n)
	case outcome.RobotsBlocked:
		return lang.L("{{.Count}} forbidden by robots.txt", n)
	case outcome.TooDeep:
		return lang.L("{{.Count}} too many clicks away", n)
	case outcome.OverLimit:
		return lang.L("{{.Count}} over the limit", n)
	case outcome.Trap:
		return lang.N("{{.Count}} in traps without end", s.Count, n)
	case outcome.LogsOut:
		return lang.L("{{.Count}} would log out or delete", n)
	case outcome.LeavesSite:
		return lang.L("{{.Count}} redirected to other sites", n)
	default:
		return lang.N("{{.Count}} for other reasons", s.Count, n)
	}
}
