package cli

import (
	"fmt"
	"io"
	"os"

	"sitewell/app/report"
	"sitewell/app/terminal"
)

// screen is the terminal, or what replaces it.
type screen struct {
	out   io.Writer // for the table and what was saved
	err   io.Writer // for progress
	live  bool      // err is a terminal whose lines can be changed
	color bool      // out may be coloured
	width int
	block *terminal.Block // the lines about progress that are shown now
	bars  terminal.Style
	told  func(error) string // puts an error into words

	problems  bool // the table lists every problem
	toProgram bool // standard output belongs to a program
	isQuiet   bool // nobody reads how far something is
}

// screen returns the screen of a command. Where its result is JSON, everything else goes to
// standard error.
func (p *Program) screen(o outputs) *screen {
	s := newScreen(p.stdio, o, p.told)
	if p.asJSON {
		s.out, s.toProgram, s.color = s.err, true, false
		s.isQuiet = !s.live
	}
	return s
}

// newScreen finds out what the program talks to. Where standard output belongs
// to JSON Lines, everything else goes to standard error.
func newScreen(stdio Stdio, o outputs, told func(error) string) *screen {
	s := &screen{out: stdio.Out, err: stdio.Err, problems: o.problems, told: told, toProgram: o.toStdout()}
	if s.toProgram {
		s.out = stdio.Err
	}
	s.live = terminal.CanChange(s.err)
	// https://no-color.org
	isPlain := os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb"
	s.color = terminal.CanChange(s.out) && !isPlain
	s.block, s.bars = terminal.NewBlock(s.err), terminal.NewStyle(!isPlain)
	s.width, _ = terminal.Size(s.out)
	if !terminal.Is(s.out) {
		s.width, _ = terminal.Size(s.err)
	}
	return s
}

// table says how the table at the end looks.
func (s *screen) table() report.TextOptions {
	return report.TextOptions{Width: min(s.width, 120), Color: s.color, Problems: s.problems}
}

func (s *screen) say(text string) { fmt.Fprintln(s.out, text) }

// exported shows how many rows are written, where somebody watches.
func (s *screen) exported(done, total int) {
	s.showStep("Writing", report.Number(done)+" of "+report.Number(total)+" rows", int64(done), int64(total))
}

// wrote returns what shows how many bytes are written, where somebody watches.
func (s *screen) wrote(what string) func(done, total int64) {
	return func(done, total int64) {
		s.showStep(what, report.Size(done)+" of about "+report.Size(total), done, total)
	}
}
