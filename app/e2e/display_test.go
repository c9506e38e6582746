//go:build e2e

package e2e

import (
	"bytes"
	"context"
	"fmt"
	"image/png"
	"os/exec"
	"testing"
	"time"

	"sitewell/app/robot"
)

// display is a screen of its own with a window manager.
type display struct{ *robot.Display }

// openDisplay starts an X server on a free display; it ends with the test.
func openDisplay(t testing.TB, width, height int) *display {
	t.Helper()
	d, err := robot.OpenDisplay(t.Context(), width, height)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return &display{d}
}

// run starts a program that is ended with the test.
func run(t testing.TB, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatalf("start %s: %v", cmd.Path, err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
}

// window is a window of a program on the display.
type window struct {
	*robot.Window
	d *display
}

// press types keys by their X names, such as "ctrl+e" or "Return".
func (w *window) press(t testing.TB, keys ...string) {
	t.Helper()
	if err := w.Press(t.Context(), keys...); err != nil {
		t.Fatal(err)
	}
}

// write types text.
func (w *window) write(t testing.TB, text string) {
	t.Helper()
	w.xdotool(t, "type", "--clearmodifiers", "--delay", "12", text)
}

func (w *window) xdotool(t testing.TB, args ...string) {
	t.Helper()
	if err := w.Do(t.Context(), args...); err != nil {
		t.Fatal(err)
	}
}

// capture is a picture of the window as it is now, as a PNG.
func (w *window) capture(ctx context.Context) ([]byte, error) {
	cmd := w.d.Command(ctx, "import", "-silent", "-window", w.ID, "-strip", "png24:-")
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("import: %w", err)
	}
	return out, nil
}

// settled waits until the window stands still and gives its picture.
func (w *window) settled(t testing.TB) []byte {
	t.Helper()
	var last []byte
	same := 0
	within(t, 30*time.Second, "the window to stand still", func(ctx context.Context) bool {
		now, err := w.capture(ctx)
		if err != nil {
			return false
		}
		if blank(t, now) {
			return false // not drawn yet
		}
		if bytes.Equal(now, last) {
			same++
		} else {
			last, same = now, 0
		}
		return same >= 2
	})
	return last
}

// changes waits until do has changed what the window shows, and it stands still.
func (w *window) changes(t testing.TB, do func()) []byte {
	t.Helper()
	before := w.settled(t)
	do()
	within(t, 30*time.Second, "the window to change", func(ctx context.Context) bool {
		now, err := w.capture(ctx)
		return err == nil && !bytes.Equal(now, before)
	})
	return w.settled(t)
}

// within polls until done reports true, and fails the test after limit.
func within(t testing.TB, limit time.Duration, what string, done func(ctx context.Context) bool) {
	t.Helper()
	if err := robot.Poll(t.Context(), limit, what, done); err != nil {
		t.Fatal(err)
	}
}

// blank reports whether a captured picture shows one colour only.
func blank(t testing.TB, picture []byte) bool {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	area := img.Bounds()
	first := img.At(area.Min.X, area.Min.Y)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if img.At(x, y) != first {
				return false
			}
		}
	}
	return true
}
