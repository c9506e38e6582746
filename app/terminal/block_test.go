package terminal

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// emulator is a terminal that knows what Block uses.
type emulator struct {
	rows     [][]rune
	row, col int
	writes   int
}

var sequence = regexp.MustCompile(`^\x1b\[([0-9;]*)([A-Za-z])`)

func (e *emulator) Write(p []byte) (int, error) {
	e.writes++
	for text := string(p); text != ""; {
		if m := sequence.FindStringSubmatch(text); m != nil {
			n, _ := strconv.Atoi(m[1])
			e.obey(m[2], max(n, 1))
			text = text[len(m[0]):]
			continue
		}
		r := []rune(text)[0]
		text = text[len(string(r)):]
		e.put(r)
	}
	return len(p), nil
}

func (e *emulator) obey(command string, n int) {
	switch command {
	case "A":
		e.row = max(0, e.row-n)
	case "K":
		e.line(e.row)
		e.rows[e.row] = e.rows[e.row][:min(e.col, len(e.rows[e.row]))]
	case "J":
		e.line(e.row)
		e.rows[e.row] = e.rows[e.row][:min(e.col, len(e.rows[e.row]))]
		e.rows = e.rows[:e.row+1]
	}
}

func (e *emulator) put(r rune) {
	switch r {
	case '\r':
		e.col = 0
		return
	case '\n':
		e.row++
		e.line(e.row)
		return
	}
	e.line(e.row)
	for len(e.rows[e.row]) <= e.col {
		e.rows[e.row] = append(e.rows[e.row], ' ')
	}
	e.rows[e.row][e.col] = r
	e.col++
}

func (e *emulator) line(n int) {
	for len(e.rows) <= n {
		e.rows = append(e.rows, nil)
	}
}

// narrow breaks the lines as terminals do that are made narrower.
func (e *emulator) narrow(width int) {
	var rows [][]rune
	for i, row := range e.rows {
		for ; len(row) > width; row = row[width:] {
			rows = append(rows, row[:width])
		}
		rows = append(rows, row)
		if i == e.row {
			e.row, e.col = len(rows)-1, len(row)
		}
	}
	e.rows = rows
}

func (e *emulator) String() string {
	var lines []string
	for _, row := range e.rows {
		lines = append(lines, strings.TrimRight(string(row), " "))
	}
	return strings.Join(lines, "\n")
}

// The lines change in place, whatever their number and the width of the terminal, and what
// is above them stays.
func TestBlock(t *testing.T) {
	e := &emulator{}
	width, height := 20, 10
	b := &Block{out: e, size: func() (int, int) { return width, height }}
	fmt.Fprint(e, "above\r\n")
	see := func(want string) {
		t.Helper()
		if diff := cmp.Diff("above\n"+want, e.String()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	b.Show("first line", "second line")
	see("first line\nsecond line")
	b.Show("first", "second line", "third")
	see("first\nsecond line\nthird")
	writes := e.writes
	b.Show("first", "second line", "third")
	if e.writes != writes {
		t.Error("lines that did not change are written again")
	}
	b.Show("only one that is too long for it")
	see("only one that is t…")
	width = 8
	e.narrow(width)
	b.Show("a", "b")
	see("a\nb")
	height = 1
	b.Show("c", "d")
	see("c")
	b.Clear()
	see("")
	b.Clear()
	fmt.Fprint(e, "below")
	see("below")
}

// A bar has its width, and is full only when everything is done.
func TestBar(t *testing.T) {
	t.Setenv("LC_ALL", "C")
	for share, want := range map[float64]string{-1: "..........", 0: "..........", 0.5: "#####.....", 0.999: "#########.", 1: "##########", 2: "##########"} {
		if got := NewStyle(false).Bar(10, share); got != want {
			t.Errorf("%v: got %s, want %s", share, got, want)
		}
	}
	t.Setenv("LC_ALL", "en_US.UTF-8")
	if got := NewStyle(true).Bar(3, 0.4); Width(got) != 3 || !strings.Contains(got, "█") {
		t.Errorf("got %q", got)
	}
}
