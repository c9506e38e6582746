// Package when says how long ago something was, in the reader's language.
package when

import (
	"time"

	"fyne.io/fyne/v2/lang"

	"sitewell/ui/words"
)

// Ago returns how long before now t was: "just now", "12 minutes ago",
// "yesterday", "5 days ago", "3 months ago". Days are calendar days in the zone
// of now. The result for the zero time is "".
func Ago(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	passed := now.Sub(t)
	switch days := daysBetween(t.In(now.Location()), now); {
	case passed < time.Minute:
		return lang.L("just now")
	case passed < time.Hour:
		n := int(passed.Minutes())
		return lang.N("{{.Count}} minutes ago", n, map[string]any{"Count": words.Number(n)})
	case days == 0 || passed < 6*time.Hour:
		n := int(passed.Hours())
		return lang.N("{{.Count}} hours ago", n, map[string]any{"Count": words.Number(n)})
	case days == 1:
		return lang.L("yesterday")
	case days <= 31:
		return lang.N("{{.Count}} days ago", days, map[string]any{"Count": words.Number(days)})
	case days < 365:
		n := days / 30
		return lang.N("{{.Count}} months ago", n, map[string]any{"Count": words.Number(n)})
	default:
		n := days / 365
		return lang.N("{{.Count}} years ago", n, map[string]any{"Count": words.Number(n)})
	}
}

// daysBetween returns the number of midnights between two times, which are not
// always 24 hours apart.
func daysBetween(from, to time.Time) int {
	day := func(t time.Time) time.Time {
		y, m, d := t.Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	return int(day(to).Sub(day(from)).Hours() / 24)
}

// Left returns how long something will still take, rounded like an estimate:
// "less than a minute left", "about 4 minutes left".
func Left(d time.Duration) string {
	switch {
	case d < time.Minute:
		return lang.L("less than a minute left")
	case d < 90*time.Minute:
		n := int((d + 30*time.Second).Minutes())
		return lang.N("about {{.Count}} minutes left", n, map[string]any{"Count": words.Number(n)})
	default:
		n := int((d + 30*time.Minute).Hours())
		return lang.N("about {{.Count}} hours left", n, map[string]any{"Count": words.Number(n)})
	}
}
