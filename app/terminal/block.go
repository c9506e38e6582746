// Package terminal shows some lines that change in place at the bottom of a terminal. It
// must not know what they say.
package terminal

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"

	"github.com/mattn/go-runewidth"
	"golang.org/x/term"
)

// CanChange reports whether lines on w can be changed after they are written: w is a
// terminal that knows the control sequences of ECMA-48, which TERM=dumb says it does not.
func CanChange(w io.Writer) bool {
	return Is(w) && os.Getenv("TERM") != "dumb" && enable(w.(*os.File))
}

// Is reports whether w is a terminal.
func Is(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// usualWidth is what a terminal has that does not say how wide it is.
const usualWidth, usualHeight = 80, 24

// Size returns how many columns and rows w has, which is 80 × 24 where that is not known.
func Size(w io.Writer) (width, height int) {
	if f, ok := w.(*os.File); ok {
		width, height, _ = term.GetSize(int(f.Fd()))
	}
	if width <= 0 || height <= 0 {
		return usualWidth, usualHeight
	}
	return width, height
}

// Block is some lines that change in place. Everything else that is written to the same
// terminal has to wait until Clear was called. Its methods are for one goroutine.
type Block struct {
	out   io.Writer
	size  func() (width, height int)
	shown []string
	width int // of the terminal when the lines were shown
}

// NewBlock returns a Block without lines.
func NewBlock(out io.Writer) *Block {
	return &Block{out: out, size: func() (int, int) { return Size(out) }}
}

// Show puts lines in the place of those that are shown. What does not fit is cut off. Only
// what changed is written, and at once, so that nothing flickers.
func (b *Block) Show(lines ...string) {
	width, height := b.size()
	lines = fit(lines, width, height)
	again := width != b.width || len(lines) != len(b.shown)
	var w strings.Builder
	b.top(&w, width)
	changed := again
	for i, line := range lines {
		if i > 0 {
			w.WriteString("\r\n")
		}
		if again || line != b.shown[i] {
			changed = true
			w.WriteString(line + "\x1b[K")
		}
	}
	if !changed {
		return
	}
	if again {
		w.WriteString("\x1b[J")
	}
	b.shown, b.width = lines, width
	_, _ = io.WriteString(b.out, w.String())
}

// Clear takes the lines away, and leaves the cursor where the first one began.
func (b *Block) Clear() {
	if len(b.shown) == 0 {
		return
	}
	var w strings.Builder
	width, _ := b.size()
	b.top(&w, width)
	w.WriteString("\x1b[J")
	b.shown = nil
	_, _ = io.WriteString(b.out, w.String())
}

// top moves the cursor to the beginning of what is shown. Terminals break lines that do not
// fit any more after they were made narrower.
func (b *Block) top(w *strings.Builder, width int) {
	rows := -1
	for _, line := range b.shown {
		rows += max(1, (Width(line)+width-1)/width)
	}
	w.WriteString("\r")
	if rows > 0 {
		fmt.Fprintf(w, "\x1b[%dA", rows)
	}
}

// fit cuts lines off so that none is broken by the terminal, and leaves out the last ones
// where there are too many.
func fit(lines []string, width, height int) []string {
	fitting := make([]string, 0, len(lines))
	for _, line := range lines[:min(len(lines), height)] {
		if Width(line) >= width {
			line = runewidth.Truncate(colors.ReplaceAllString(line, ""), width-1, "…")
		}
		fitting = append(fitting, line)
	}
	return fitting
}

// colors are the control sequences for colours.
var colors = regexp.MustCompile("\x1b\\[[0-9;]*m")

// Width returns how many columns a line takes.
func Width(line string) int { return runewidth.StringWidth(colors.ReplaceAllString(line, "")) }
