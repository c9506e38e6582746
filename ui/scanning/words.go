package scanning

import (
	"math"
	"time"

	"fyne.io/fyne/v2/lang"

	"sitewell/scanner/result"
	"sitewell/ui/when"
	"sitewell/ui/words"
)

// done is how many of the found addresses need no more work.
func done(p result.Progress) int { return p.Checked + p.Skipped }

// share is how much of what is known is done, from 0 to 1.
func share(p result.Progress) float64 {
	if p.Found == 0 {
		return 0
	}
	return float64(done(p)) / float64(p.Found)
}

// soFar says how far the scan is: "1,204 of about 3,000 addresses". What is
// found still grows, so it is rounded to what can be promised.
func soFar(p result.Progress) string {
	if p.Waiting == 0 {
		return lang.N("{{.Count}} addresses checked", done(p), map[string]any{"Count": words.Number(done(p))})
	}
	return lang.L("{{.Done}} of about {{.Found}} addresses", map[string]any{
		"Done": words.Number(done(p)), "Found": words.Number(roundUp(p.Found)),
	})
}

// roundUp rounds to two digits, never below n.
func roundUp(n int) int {
	if n < 100 {
		return n
	}
	unit := int(math.Pow10(int(math.Log10(float64(n))) - 1))
	return (n + unit - 1) / unit * unit
}

// pace says how fast it goes and, where it is known, how long it still takes.
func pace(p result.Progress, left time.Duration, known bool) string {
	if p.Finishing {
		return lang.L("Storing the last results …")
	}
	speed := lang.L("Getting started …")
	if p.Rate > 0 {
		n := max(int(math.Round(p.Rate)), 1)
		speed = lang.N("{{.Count}} addresses a second", n, map[string]any{"Count": words.Number(n)})
		if p.Rate < 1 {
			n = max(int(math.Round(p.Rate*60)), 1)
			speed = lang.N("{{.Count}} addresses a minute", n, map[string]any{"Count": words.Number(n)})
		}
	}
	if known && !p.Finishing {
		return lang.L("{{.Speed}}, {{.Left}}", map[string]any{"Speed": speed, "Left": when.Left(left)})
	}
	return speed
}

// slow says why the scan is slower than it could be, "" where it is not.
func slow(p result.Progress, now time.Time) string {
	if len(p.Slow) == 0 {
		return ""
	}
	wait := p.Slow[0]
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
