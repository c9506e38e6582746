package command

import (
	"fmt"
	"io"
	"os"

	"sitewell/app/report"
	"sitewell/app/terminal"
)

// Screen is the terminal, or what replaces it.
type Screen struct {
	Out   io.Writer // for the table and what was saved
	Err   io.Writer // for progress
	Live  bool      // err is a terminal whose lines can be changed
	Color bool      // out may be coloured
	Width int
	Block *terminal.Block // the lines about progress that are shown now
	Bars  terminal.Style
	told  func(error) string // puts an error into words

	problems  bool // the table lists every problem
	ToProgram bool // standard output belongs to a program
	IsQuiet   bool // nobody reads how far something is
}

// Screen returns the screen of a command. Where its result is JSON, everything else goes to
// standard error.
func (p *Run) Screen(o Outputs) *Screen {
	s := NewScreen(p.Stdio, o, p.Told)
	if p.AsJSON {
		s.Out, s.ToProgram, s.Color = s.Err, true, false
		s.IsQuiet = !s.Live
	}
	return s
}

// NewScreen finds out what the program talks to. Where standard output belongs
// to JSON Lines, everything else goes to standard error.
func NewScreen(stdio Stdio, o Outputs, told func(error) string) *Screen {
	s := &Screen{Out: stdio.Out, Err: stdio.Err, problems: o.problems, told: told, ToProgram: o.ToStdout()}
	if s.ToProgram {
		s.Out = stdio.Err
	}
	s.Live = terminal.CanChange(s.Err)
	// https://no-color.org
	isPlain := os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb"
	s.Color = terminal.CanChange(s.Out) && !isPlain
	s.Block, s.Bars = terminal.NewBlock(s.Err), terminal.NewStyle(!isPlain)
	s.Width, _ = terminal.Size(s.Out)
	if !terminal.Is(s.Out) {
		s.Width, _ = terminal.Size(s.Err)
	}
	return s
}

// Table says how the table at the end looks.
func (s *Screen) Table() report.TextOptions {
	return report.TextOptions{Width: min(s.Width, 120), Color: s.Color, Problems: s.problems}
}

// Line writes a line to where the table goes.
func (s *Screen) Line(text string) { fmt.Fprintln(s.Out, text) }

// Exported shows how many rows are written, where somebody watches.
func (s *Screen) Exported(done, total int) {
	s.ShowStep("Writing", report.Number(done)+" of "+report.Number(total)+" rows", int64(done), int64(total))
}

// Wrote returns what shows how many bytes are written, where somebody watches.
func (s *Screen) Wrote(what string) func(done, total int64) {
	return func(done, total int64) {
		s.ShowStep(what, report.Size(done)+" of about "+report.Size(total), done, total)
	}
}
