package words

import (
	"time"

	"fyne.io/fyne/v2/lang"

	"sitewell/assets/texts"
	"sitewell/storage"
	"sitewell/ui/language"
)

// Change returns the word for what became of a problem, "" for none.
func Change(c storage.Change) string {
	switch c {
	case storage.New:
		return lang.L("New")
	case storage.CameBack:
		return lang.L("Came back")
	case storage.StillThere:
		return lang.L("Still there")
	case storage.Fixed:
		return lang.L("Fixed")
	case storage.LinkRemoved:
		return lang.L("Link removed")
	case storage.NotReached:
		return lang.L("Not reached")
	default:
		return ""
	}
}

// Since says since when, as people say it at a moment now: "since today, 14:07",
// "since yesterday", "since Tuesday" within a week, else the date. Days are those
// of the zone of now.
func Since(t, now time.Time) string {
	t = t.In(now.Location())
	switch days := midnights(t, now); {
	case days == 0:
		_, clock := texts.Layouts(language.Locale())
		return lang.L("since today, {{.Time}}", map[string]any{"Time": t.Format(clock)})
	case days == 1:
		return lang.L("since yesterday")
	case days > 1 && days < 7:
		return sinceWeekday(t.Weekday())
	default:
		return lang.L("since {{.Date}}", map[string]any{"Date": Date(t)})
	}
}

// midnights returns the number of midnights between two times.
func midnights(from, to time.Time) int {
	day := func(t time.Time) time.Time {
		y, m, d := t.Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	return int(day(to).Sub(day(from)).Hours() / 24)
}

func sinceWeekday(d time.Weekday) string {
	switch d {
	case time.Monday:
		return lang.L("since Monday")
	case time.Tuesday:
		return lang.L("since Tuesday")
	case time.Wednesday:
		return lang.L("since Wednesday")
	case time.Thursday:
		return lang.L("since Thursday")
	case time.Friday:
		return lang.L("since Friday")
	case time.Saturday:
		return lang.L("since Saturday")
	default:
		return lang.L("since Sunday")
	}
}
