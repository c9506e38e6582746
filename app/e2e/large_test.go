//go:build e2e

package e2e

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"sitewell/ui/outline"
)

// BenchmarkLarge measures what a person sees of a large result, that of the first site of
// the history LARGE: how long after a click the lower half of the screen, with the rows,
// changes for the last time, and how much memory the program takes.
func BenchmarkLarge(b *testing.B) {
	history := os.Getenv("LARGE")
	if history == "" {
		b.Skip("LARGE names no history")
	}
	for b.Loop() {
		h := newHome(b, openDisplay(b, 1280, 800), "1", "light")
		text, err := os.ReadFile(history)
		if err != nil {
			b.Fatal(err)
		}
		db := filepath.Join(b.TempDir(), "history.db")
		if err := os.WriteFile(db, text, 0o600); err != nil {
			b.Fatal(err)
		}
		p := h.start(b, "--db", db)
		for _, step := range []struct{ name, press, paste string }{
			{"open", "Results", ""},
			{"pages", "Pages", ""},
			{"by-problems", "Problems on it", ""},
			{"by-title", "Title", ""},
			{"by-links", "Links on it", ""},
			{"by-clicks", "Clicks", ""},
			{"search", "Search addresses and titles", "vec"},
			{"problems", "Problems", ""},
			{"addresses", "All addresses", ""},
			{"by-address", "Address", ""},
		} {
			x, y := p.named(b, step.press)
			act := func() error { return p.Click(b.Context(), x, y, "1", 1) }
			if step.paste != "" {
				if err := errors.Join(act(), p.Copy(b.Context(), step.paste)); err != nil {
					b.Fatal(err)
				}
				act = func() error { return p.Press(b.Context(), "ctrl+v") }
			}
			b.ReportMetric(float64(h.lastChange(b, act).Milliseconds()), "ms/"+step.name)
		}
		for _, part := range []string{"VmHWM", "RssAnon"} {
			b.ReportMetric(p.memory(b, part), "MB/"+part)
		}
		p.kill(b)
	}
	b.ReportMetric(0, "ns/op")
}

// named returns where a button, tab or heading is.
func (p *program) named(b *testing.B, text string) (x, y int) {
	b.Helper()
	within(b, 10*time.Second, text, func(ctx context.Context) bool {
		shown, err := p.Look(ctx, time.Minute)
		if err != nil {
			return false
		}
		for _, w := range shown.Widgets {
			if isNamed(w, text) && !w.Disabled {
				x, y = w.X, w.Y
				return true
			}
		}
		return false
	})
	return x, y
}

// isNamed reports whether a widget has a name, which may be followed by a number.
func isNamed(w outline.Widget, text string) bool {
	rest, ok := strings.CutPrefix(w.Name, text)
	return ok && w.Part == "" && strings.Trim(rest, " 0123456789,") == ""
}

// lastChange returns how long it takes after a press until the lower half of the screen
// has its last picture.
func (h *home) lastChange(b *testing.B, press func() error) time.Duration {
	b.Helper()
	const watched = 4 * time.Second
	if err := press(); err != nil {
		b.Fatal(err)
	}
	began, last := time.Now(), time.Duration(0)
	var before []byte
	for time.Since(began) < watched {
		screen, err := h.d.Screen()
		if err != nil {
			b.Fatal(err)
		}
		if half := screen[len(screen)*6/10 : len(screen)*9/10]; !bytes.Equal(half, before) {
			last, before = time.Since(began), bytes.Clone(half)
		}
		time.Sleep(10 * time.Millisecond)
	}
	return last
}

// memory returns a number of the program's status, in MB.
func (p *program) memory(b *testing.B, part string) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/" + strconv.Itoa(p.run.Cmd.Process.Pid) + "/status")
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == part+":" {
			kb, err := strconv.ParseFloat(fields[1], 64)
			if err != nil {
				b.Fatal(err)
			}
			return kb / 1024
		}
	}
	b.Fatalf("the status has no %s", part)
	return 0
}
