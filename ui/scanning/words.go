package scanning

import (
	"math"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"sitewell/scanner/estimate"
	"sitewell/scanner/result"
	"sitewell/ui/when"
	"sitewell/ui/words"
)

// ownSoFar says how far the site itself is: "1,204 of about 3,000 addresses". How many
// there are is told once it can be; that is rounded to what can be promised.
func ownSoFar(p result.Progress, h *estimate.Size) string {
	total, known := h.Total()
	if p.Own.Done == p.Own.Found || !known {
		return checked(p.Own.Done)
	}
	return lang.L("{{.Done}} of about {{.Found}} addresses", map[string]any{
		"Done": words.Number(p.Own.Done), "Found": words.Number(estimate.RoundUp(total)),
	})
}

// otherSoFar says how far the addresses of other sites are. How many the pages that are
// not read yet will add is not known.
func otherSoFar(p result.Progress) string {
	switch {
	case p.Other.Found == 0:
		return lang.L("No links to other sites so far")
	case p.Other.Done == p.Other.Found:
		return checked(p.Other.Done)
	default:
		return lang.L("{{.Done}} of {{.Found}} addresses found so far", map[string]any{
			"Done": words.Number(p.Other.Done), "Found": words.Number(p.Other.Found),
		})
	}
}

func checked(n int) string {
	return lang.N("{{.Count}} addresses checked", n, map[string]any{"Count": words.Number(n)})
}

// pace says how fast it goes and, where it is known, how long it still takes.
func pace(p result.Progress, left time.Duration, known bool) string {
	if p.Finishing {
		return lang.L("Storing the last results …")
	}
	speed := ""
	switch {
	case p.Rate == 0 && p.Checked == 0:
		return lang.L("Getting started …")
	case p.Rate == 0:
		return lang.L("Waiting for answers …")
	default:
		n := max(int(math.Round(p.Rate)), 1)
		speed = lang.N("{{.Count}} addresses a second", n, map[string]any{"Count": words.Number(n)})
		if p.Rate < 1 {
			n = max(int(math.Round(p.Rate*60)), 1)
			speed = lang.N("{{.Count}} addresses a minute", n, map[string]any{"Count": words.Number(n)})
		}
	}
	if known {
		return lang.L("{{.Speed}}, {{.Left}}", map[string]any{"Speed": speed, "Left": when.Left(left)})
	}
	return speed
}

// withRendered adds to how fast a scan is how far it is with pages that it shows in a
// browser, if there are any: such a page takes seconds.
func withRendered(pace string, p result.Progress) string {
	if p.RenderTotal == 0 || p.Finishing {
		return pace
	}
	return lang.L("{{.Pace}} · Showing pages in a browser: {{.Done}} of about {{.Total}}", map[string]any{
		"Pace": pace, "Done": words.Number(p.Rendered), "Total": words.Number(p.RenderTotal),
	})
}

// slowReasons is how many reasons are told at once.
const slowReasons = 3

// slow says why the scan is slower than it could be, worst first, "" where it is not.
func slow(p result.Progress, now time.Time) string {
	var lines []string
	for _, wait := range p.Slow[:min(slowReasons, len(p.Slow))] {
		if text := waitsFor(wait, now); text != "" {
			lines = append(lines, text)
		}
	}
	if more := len(p.Slow) - slowReasons; more > 0 {
		lines = append(lines, lang.N("{{.Count}} more hosts make the scan wait.", more, map[string]any{"Count": words.Number(more)}))
	}
	return strings.Join(lines, "\n")
}

// waitsFor says why the scan waits; "" where that says nothing to a person.
func waitsFor(wait result.HostWait, now time.Time) string {
	data := map[string]any{"Host": wait.Host, "Time": words.Duration(max(wait.Until.Sub(now), time.Second).Round(time.Second))}
	switch wait.Reason {
	case result.WaitRetryAfter:
		return lang.L("{{.Host}} asked us to wait; going on there in {{.Time}}.", data)
	case result.WaitRetry:
		return lang.L("{{.Host}} failed just now; trying again in {{.Time}}.", data)
	case result.WaitOffline:
		return lang.L("This computer is offline. The scan goes on by itself as soon as there is a network again; nothing counts as broken for it.")
	case result.WaitHandles:
		return lang.L("This computer has no file handles left for more connections. The scan goes on more slowly; nothing counts as broken for it.")
	case result.WaitFull:
		return lang.L("The disk is full. Make some room, and the scan goes on by itself; what was found is kept.")
	case result.WaitReadOnly:
		return lang.L("The history can't be written at the moment. The scan goes on by itself as soon as it can; what was found is kept.")
	case result.WaitBusy:
		return lang.L("Another program is using the history. The scan goes on by itself as soon as it lets go.")
	case result.WaitRate:
		return lang.L("{{.Host}} answers only so many requests a second, so Sitewell asks it more slowly.", data)
	default:
		return ""
	}
}
