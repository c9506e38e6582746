package command

import (
	"context"
	"fmt"
	"strings"
	"time"

	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/app/terminal"
	"sitewell/scanner/estimate"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// How often progress is shown: on a terminal some lines that change, elsewhere a line now
// and then, the longer a scan takes the fewer, so that a log does not fill.
const (
	LiveEvery  = 200 * time.Millisecond
	PlainEvery = 10 * time.Second
	mostPlain  = time.Minute
)

// plainPause returns how long to wait for the next plain line of a scan that takes so long.
func plainPause(took time.Duration) time.Duration {
	return min(max(PlainEvery, took/20), mostPlain)
}

// Watch shows how a scan goes until it has ended. When ctx ends it stops the
// scan and waits for that.
func (s *Screen) Watch(ctx context.Context, r *core.Running) {
	s.Note("Scanning %s", report.Printable(r.Start()))
	var w watched
	tick := time.NewTimer(LiveEvery)
	defer tick.Stop()
	last := time.Now() // when a plain line was shown
	stopped := ctx.Done()
	for {
		select {
		case <-r.Done():
			s.Clear()
			return
		case <-stopped:
			stopped = nil
			r.Stop()
			s.Clear()
			fmt.Fprintln(s.Err, "Stopping; what was found is kept.")
		case now := <-tick.C:
			tick.Reset(LiveEvery)
			p := r.Progress()
			w.add(p, now)
			switch {
			case s.Live:
				s.Block.Show(w.lines(p, now, s)...)
			case s.IsQuiet:
			case now.Sub(last) >= plainPause(now.Sub(p.Started)):
				last = now
				fmt.Fprintln(s.Err, w.line(p, now))
			}
		}
	}
}

// watched is what the progress of a scan so far says about its end.
type watched struct {
	left estimate.TimeLeft
	size estimate.Size
}

func (w *watched) add(p result.Progress, now time.Time) {
	w.left.Add(now, p.Waiting)
	w.size.Add(p.Own)
}

// lines returns what a terminal shows of a scan: its two steps, each with how far it is, how
// it goes, and why it waits, else an address under way.
func (w *watched) lines(p result.Progress, now time.Time, s *Screen) []string {
	share := w.size.Share()
	below := report.Printable(p.Current)
	if wait := WaitWords(p.Slow, now); wait != "" {
		below = wait
	}
	width, _ := terminal.Size(s.Err)
	all := []Step{{"Reading pages", w.ownWords(p), share}}
	if p.Other.Found > 0 {
		all = append(all, Step{"Checking other sites", otherWords(p), estimate.OtherShare(p, share)})
	}
	if p.RenderTotal > 0 {
		shown := fmt.Sprintf("%s of about %s", report.Number(p.Rendered), report.Plural(p.RenderTotal, "page", "pages"))
		all = append(all, Step{"Showing in a browser", shown, float64(p.Rendered) / float64(p.RenderTotal)})
	}
	return append(Steps(s.Bars, width, all...), w.pace(p), below)
}

// ownWords says how far the site itself is. How many addresses it has is told once that can
// be told.
func (w *watched) ownWords(p result.Progress) string {
	total, known := w.size.Total()
	if p.Own.Done == p.Own.Found || !known {
		return report.Number(p.Own.Done) + " checked"
	}
	return report.Number(p.Own.Done) + " of about " + report.Number(estimate.RoundUp(total))
}

// otherWords says how far other sites are. How many the pages will add that are not read yet
// is not known.
func otherWords(p result.Progress) string {
	switch {
	case p.Other.Done == p.Other.Found:
		return report.Number(p.Other.Done) + " checked"
	default:
		return report.Number(p.Other.Done) + " of " + report.Number(p.Other.Found) + " found so far"
	}
}

// pace says what was found, how fast it goes and, where that is known, how long it takes.
func (w *watched) pace(p result.Progress) string {
	found := report.Plural(p.Problems, "problem", "problems")
	if broken := p.Verdicts[outcome.Broken]; broken > 0 {
		found += " (" + report.Number(broken) + " broken)"
	}
	return found + ", " + w.speed(p)
}

func (w *watched) speed(p result.Progress) string {
	if p.Finishing {
		return "storing the last results"
	}
	speed := fmt.Sprintf("%.0f a second", p.Rate)
	if p.Rate < 1 {
		speed = fmt.Sprintf("%.0f a minute", 60*p.Rate)
	}
	if left, known := w.left.Left(); known {
		speed += ", " + leftWords(left)
	}
	return speed
}

// leftWords says how long something still takes, as exactly as can be promised.
func leftWords(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "less than a minute left"
	case d < 90*time.Minute:
		return "about " + report.Plural(int((d+30*time.Second).Minutes()), "minute", "minutes") + " left"
	default:
		return "about " + report.Plural(int((d+30*time.Minute).Hours()), "hour", "hours") + " left"
	}
}

// line says in numbers how far a scan is, and why it waits if it does: first, where a person
// can do something about it.
func (w *watched) line(p result.Progress, now time.Time) string {
	done := fmt.Sprintf("%s of %s checked", report.Number(p.Checked+p.Skipped), report.Number(p.Found))
	if wait := WaitWords(p.Slow, now); wait != "" {
		return done + ", " + report.Plural(p.Problems, "problem", "problems") + ". " + wait
	}
	return done + ", " + w.pace(p)
}

// Step is something that takes time.
type Step struct {
	Name, Words string
	Share       float64
}

const (
	mostBar, leastBar = 40, 8 // columns of a bar; a shorter one says nothing
	stepWords         = 26    // columns that the words usually need, so that bars keep their length
)

// Steps returns a line for each step: its name, a bar where there is room, and its words.
func Steps(style terminal.Style, width int, all ...Step) []string {
	name, words := len("Checking other sites"), stepWords // so that bars begin where they did
	for _, one := range all {
		name, words = max(name, len(one.Name)), max(words, len(one.Words))
	}
	bar := min(width-1-name-2-2-words, mostBar)
	lines := make([]string, len(all))
	for i, one := range all {
		if bar < leastBar {
			lines[i] = one.Name + ": " + one.Words
			continue
		}
		lines[i] = one.Name + strings.Repeat(" ", name-len(one.Name)) + "  " + style.Bar(bar, one.Share) + "  " + one.Words
	}
	return lines
}

// Note says what goes on, to a person.
func (s *Screen) Note(format string, values ...any) {
	if !s.IsQuiet {
		fmt.Fprintf(s.Err, format+"\n", values...)
	}
}

// ShowStep shows how far something is whose end is known.
func (s *Screen) ShowStep(name, words string, done, total int64) {
	if !s.Live {
		return
	}
	share := 0.0
	if total > 0 {
		share = float64(done) / float64(total)
	}
	width, _ := terminal.Size(s.Err)
	s.Block.Show(Steps(s.Bars, width, Step{name, words, share})...)
}

// Clear takes the lines about progress away.
func (s *Screen) Clear() { s.Block.Clear() }

// WaitWords says why something waits, worst first; "" where it does not.
func WaitWords(slow []result.HostWait, now time.Time) string {
	for _, w := range slow {
		if words := waitFor(w, now); words != "" {
			return words
		}
	}
	return ""
}

func waitFor(w result.HostWait, now time.Time) string {
	host, wait := report.Printable(w.Host), w.Until.Sub(now).Round(time.Second)
	switch {
	case w.Reason == result.WaitOffline:
		return "Waiting for the network"
	case w.Reason == result.WaitHandles:
		return "This computer has no file handles left for more connections, so it goes more slowly"
	case w.Reason == result.WaitFull:
		return "The disk is full, waiting for room"
	case w.Reason == result.WaitReadOnly:
		return "Waiting until the history can be written"
	case w.Reason == result.WaitBusy:
		return "Waiting for another program that uses the history"
	case w.Reason == result.WaitRate:
		return host + " answers only so many requests a second, so it is asked more slowly"
	case wait < 2*time.Second: // not worth a word
		return ""
	case w.Reason == result.WaitRetryAfter:
		return host + " asks us to wait " + report.Duration(wait)
	case w.Reason == result.WaitRetry:
		return host + " failed just now, trying again in " + report.Duration(wait)
	default:
		return ""
	}
}
