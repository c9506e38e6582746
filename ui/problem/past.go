package problem

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/article"
	"sitewell/ui/badge"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// account is how an address did over the scans of its site, as one is told.
// Scans that did not check it are no witnesses (truth 3).
type account struct {
	now    outcome.Verdict      // in the scan that is shown
	since  time.Time            // from when on it was so without a break
	other  storage.AddressState // the latest scan before that, in which it was not so
	times  int                  // scans up to this one in which it was so
	scans  int                  // scans up to this one that checked it
	later  storage.AddressState // the newest scan after this one that checked it
	before bool                 // there are earlier scans at all
}

// tell sums up the history of an address, newest first, around one scan.
func tell(past []storage.AddressState, scan storage.ScanID) account {
	var a account
	running := true // the present verdict without a break so far
	for _, p := range past {
		a.before = a.before || p.Scan < scan
		switch {
		case !p.Checked():
		case p.Scan > scan:
			if a.later.ID == 0 {
				a.later = p
			}
		case p.Scan == scan:
			a.now, a.since, a.times, a.scans = p.Verdict, p.Began, 1, 1
		default:
			a.scans++
			if p.Verdict == a.now {
				a.times++
			}
			if running = running && p.Verdict == a.now; running {
				a.since = p.Began
			} else if a.other.ID == 0 {
				a.other = p
			}
		}
	}
	return a
}

// sentences say it in words, "" where there is nothing to say.
func (a account) sentences() string {
	if !a.now.IsProblem() {
		return ""
	}
	var all []string
	switch {
	case a.scans > 1 && a.other.ID == 0:
		all = append(all, lang.L("Like this since {{.Since}}, in all {{.Scans}} scans that checked it.",
			map[string]any{"Since": a.stamp(a.since), "Scans": words.Number(a.scans)}))
	case a.scans > 1 && a.now == outcome.Broken && a.other.Verdict == outcome.Works:
		all = append(all, lang.L("It worked on {{.Date}} and has been broken since {{.Since}}: it failed in {{.Times}} of the last {{.Scans}} scans that checked it.",
			map[string]any{"Date": a.stamp(a.other.Began), "Since": a.stamp(a.since), "Times": words.Number(a.times), "Scans": words.Number(a.scans)}))
	case a.scans > 1:
		all = append(all, before(a.other.Verdict, map[string]any{"Date": a.stamp(a.other.Began), "Since": a.stamp(a.since)}))
		if a.times > 1 {
			all = append(all, lang.L("Like this in {{.Times}} of {{.Scans}} scans.",
				map[string]any{"Times": words.Number(a.times), "Scans": words.Number(a.scans)}))
		}
	case a.before:
		all = append(all, lang.L("New: no scan before this one checked this address."))
	}
	switch {
	case a.later.ID == 0:
	case a.later.Verdict == a.now:
		all = append(all, lang.L("In a newer scan, of {{.Date}}, it is still so.", map[string]any{"Date": a.stamp(a.later.Began)}))
	default:
		all = append(all, lang.L("In a newer scan, of {{.Date}}: {{.Verdict}}.",
			map[string]any{"Date": a.stamp(a.later.Began), "Verdict": words.Verdict(a.later.Verdict)}))
	}
	return strings.Join(all, " ")
}

// before says how it was until then.
func before(v outcome.Verdict, data map[string]any) string {
	switch v {
	case outcome.Works:
		return lang.L("It worked on {{.Date}}; like this since {{.Since}}.", data)
	case outcome.Warning:
		return lang.L("It worked, with a warning, on {{.Date}}; like this since {{.Since}}.", data)
	case outcome.CantVerify:
		return lang.L("It could not be verified on {{.Date}}; like this since {{.Since}}.", data)
	default:
		return lang.L("It was broken on {{.Date}}; like this since {{.Since}}.", data)
	}
}

// stamp is a date, with the time of day where two of those that are told are the
// same day.
func (a account) stamp(t time.Time) string {
	days := []string{day(a.since)}
	for _, s := range []storage.AddressState{a.other, a.later} {
		if s.ID != 0 {
			days = append(days, day(s.Began))
		}
	}
	slices.Sort(days)
	if len(slices.Compact(slices.Clone(days))) < len(days) {
		return words.DateTime(t.Local())
	}
	return day(t)
}

func day(t time.Time) string { return words.Date(t.Local()) }

// shownScans is how many scans the line of marks has at most.
const shownScans = 12

// timeline is one mark a scan, oldest first, between the dates of the first and the
// last. What each means is listed in full
// under "What we saw".
func timeline(past []storage.AddressState) fyne.CanvasObject {
	oldest := min(len(past), shownScans) - 1
	stamp := day
	if day(past[oldest].Began) == day(past[0].Began) {
		stamp = func(t time.Time) string { return words.DateTime(t.Local()) }
	}
	marks := container.NewHBox(badge.Caption(stamp(past[oldest].Began)))
	for i := oldest; i >= 0; i-- {
		icon := container.NewGridWrap(fyne.NewSquareSize(theme.Size(theme.SizeBadge)), widget.NewIcon(theme.VerdictIcon(past[i].Verdict)))
		marks.Add(container.NewCenter(icon)) // on the line of the dates
	}
	marks.Add(badge.Caption(stamp(past[0].Began)))
	return marks
}

// history is the part of the callout that tells how long it has been so; nil
// where there is nothing to tell.
func history(past []storage.AddressState, scan storage.ScanID) fyne.CanvasObject {
	text := tell(past, scan).sentences()
	if text == "" {
		return nil
	}
	box := article.Tight(badge.Caption(lang.L("How long")), &widget.Label{Text: text, Wrapping: fyne.TextWrapWord, Selectable: true})
	if len(past) < 2 {
		return box
	}
	return container.NewVBox(box, timeline(past))
}

// pastLines lists what each scan found, newest first.
func pastLines(past []storage.AddressState) string {
	var l []string
	for _, p := range past {
		said := []string{words.DateTime(p.Began.Local())}
		switch {
		case p.ID == 0:
			said = append(said, lang.L("did not come across it"))
		case p.Verdict == outcome.Unchecked:
			said = append(said, lang.L("ended before it was checked"))
		default:
			said = append(said, words.Verdict(p.Verdict), outcomeWord(p))
		}
		l = append(l, strings.Join(nonEmpty(said), "  "))
	}
	return strings.Join(l, "\n")
}

// outcomeWord is the outcome, with the status where that is another one.
func outcomeWord(p storage.AddressState) string {
	if code := strconv.Itoa(p.Status); p.Status != 0 && code != string(p.Outcome) {
		return string(p.Outcome) + " (" + code + ")"
	}
	return string(p.Outcome)
}
