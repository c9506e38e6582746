package app

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"
	"golang.org/x/term"

	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/scanner/result"
)

// How often progress is shown: on a terminal one line that changes, elsewhere
// a line now and then, so that a log does not fill.
const (
	liveEvery  = 200 * time.Millisecond
	plainEvery = 10 * time.Second
)

// screen is the terminal, or what replaces it.
type screen struct {
	out   io.Writer // for the table and what was saved
	err   io.Writer // for progress
	live  bool      // err is a terminal
	color bool      // out may be coloured
	width int
	shown int                // columns of the progress line that is shown now
	told  func(error) string // puts an error into words

	problems  bool // the table lists every problem
	toProgram bool // standard output belongs to a program
}

// newScreen finds out what the program talks to. Where standard output belongs
// to JSON Lines, everything else goes to standard error.
func newScreen(stdio Stdio, o outputs) *screen {
	s := &screen{out: stdio.Out, err: stdio.Err, problems: o.problems, told: o.told, toProgram: o.toStdout()}
	if s.toProgram {
		s.out = stdio.Err
	}
	s.live = isTerminal(s.err) && os.Getenv("TERM") != "dumb"
	// https://no-color.org
	s.color = isTerminal(s.out) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	for _, w := range []io.Writer{s.out, s.err} {
		if f, ok := w.(*os.File); ok && s.width == 0 {
			s.width, _, _ = term.GetSize(int(f.Fd()))
		}
	}
	if s.width <= 0 {
		s.width = 80
	}
	return s
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// table says how the table at the end looks.
func (s *screen) table() report.TextOptions {
	return report.TextOptions{Width: min(s.width, 120), Color: s.color, Problems: s.problems}
}

func (s *screen) say(text string) { fmt.Fprintln(s.out, text) }

// watch shows how a scan goes until it has ended. When ctx ends it stops the
// scan and waits for that.
func (s *screen) watch(ctx context.Context, r *core.Running) {
	fmt.Fprintln(s.err, "Scanning "+report.Printable(r.Start()))
	every := plainEvery
	if s.live {
		every = liveEvery
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	stopped := ctx.Done()
	for {
		select {
		case <-r.Done():
			s.clear()
			return
		case <-stopped:
			stopped = nil
			r.Stop()
			s.clear()
			fmt.Fprintln(s.err, "Stopping; what was found is kept.")
		case <-tick.C:
			s.progress(r.Progress())
		}
	}
}

// progress shows one line.
func (s *screen) progress(p result.Progress) { s.showProgress(progressLine(p, time.Now()), p.Current) }

// showProgress shows a line about progress, with an address under way where there is
// room for it.
func (s *screen) showProgress(line, current string) {
	if !s.live {
		fmt.Fprintln(s.err, line)
		return
	}
	if current != "" {
		line += "  " + report.Printable(current)
	}
	s.showLine(line)
}

// showLine shows a line in the place of the one before it.
func (s *screen) showLine(line string) {
	line = runewidth.Truncate(line, s.width-1, "…")
	n := runewidth.StringWidth(line)
	fmt.Fprint(s.err, "\r"+line+strings.Repeat(" ", max(0, s.shown-n)))
	s.shown = n
}

// clear takes the progress line away.
func (s *screen) clear() {
	if s.shown > 0 {
		fmt.Fprint(s.err, "\r"+strings.Repeat(" ", s.shown)+"\r")
		s.shown = 0
	}
}

// progressLine says in numbers how far a scan is, and why it waits if it does.
func progressLine(p result.Progress, now time.Time) string {
	done := fmt.Sprintf("%s of %s checked, %s",
		report.Number(p.Checked+p.Skipped), report.Number(p.Found), report.Plural(p.Problems, "problem", "problems"))
	if p.RenderTotal > 0 {
		done += fmt.Sprintf(", %s of about %s shown in a browser", report.Number(p.Rendered), report.Plural(p.RenderTotal, "page", "pages"))
	}
	return withWait(done, fmt.Sprintf("%s, %.0f/s", done, p.Rate), p.Slow, now)
}

// withWait adds to a line why it waits, if it does: first, where a person can do
// something about it, since the end of a line may be cut off. done is the line without
// the speed.
func withWait(done, line string, slow []result.HostWait, now time.Time) string {
	for _, w := range slow {
		wait := w.Until.Sub(now).Round(time.Second)
		switch {
		case w.Reason == result.WaitOffline:
			return "Waiting for the network, " + done
		case w.Reason == result.WaitHandles:
			return "This computer has no file handles left for more connections, scanning more slowly, " + done
		case w.Reason == result.WaitFull:
			return "The disk is full, waiting for room, " + done
		case w.Reason == result.WaitReadOnly:
			return "Waiting until the history can be written, " + done
		case w.Reason == result.WaitBusy:
			return "Waiting for another program that uses the history, " + done
		case w.Reason == result.WaitRate:
			return line + fmt.Sprintf(", slowly because %s refuses more requests", report.Printable(w.Host))
		case wait < 2*time.Second:
		case w.Reason == result.WaitRetryAfter:
			return line + fmt.Sprintf(", %s asks us to wait %s", report.Printable(w.Host), report.Duration(wait))
		case w.Reason == result.WaitRetry:
			return line + fmt.Sprintf(", trying %s again in %s", report.Printable(w.Host), report.Duration(wait))
		}
	}
	return line
}
