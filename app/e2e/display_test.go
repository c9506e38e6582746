//go:build e2e

package e2e

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// display is a screen of its own with a window manager.
type display struct {
	env []string // DISPLAY and what goes with it
}

// openDisplay starts an X server on a free display; it ends with the test.
func openDisplay(t testing.TB, width, height int) *display {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	server := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", width, height), "-nolisten", "tcp", "-noreset")
	server.ExtraFiles = []*os.File{w}
	run(t, server)
	w.Close()
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb gave no display: %v", err)
	}
	d := &display{env: []string{"DISPLAY=:" + strings.TrimSpace(number), "XAUTHORITY=/dev/null"}}
	manager := exec.Command("openbox", "--sm-disable")
	manager.Env = append(os.Environ(), d.env...)
	run(t, manager)
	// A window manager is there once it has told the root window of its desktops.
	within(t, 20*time.Second, "the window manager", func(ctx context.Context) bool {
		out, err := d.command(ctx, "xdotool", "get_num_desktops").Output()
		return err == nil && len(bytes.TrimSpace(out)) > 0
	})
	return d
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

func (d *display) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), d.env...)
	return cmd
}

// window is a window of a program on the display.
type window struct {
	d  *display
	id string
}

// findWindow waits for a visible window of that title.
func (d *display) findWindow(t testing.TB, title string) *window {
	t.Helper()
	w := &window{d: d}
	within(t, 60*time.Second, "a window called "+title, func(ctx context.Context) bool {
		out, err := d.command(ctx, "xdotool", "search", "--onlyvisible", "--name", "^"+title+"$").Output()
		ids := strings.Fields(string(out))
		if err != nil || len(ids) == 0 {
			return false
		}
		w.id = ids[len(ids)-1]
		return d.command(ctx, "xdotool", "windowfocus", "--sync", w.id).Run() == nil
	})
	return w
}

// press types keys by their X names, such as "ctrl+e" or "Return".
func (w *window) press(t testing.TB, keys ...string) {
	t.Helper()
	w.xdotool(t, append([]string{"key", "--clearmodifiers", "--delay", "40"}, keys...)...)
}

// write types text.
func (w *window) write(t testing.TB, text string) {
	t.Helper()
	w.xdotool(t, "type", "--clearmodifiers", "--delay", "12", text)
}

func (w *window) xdotool(t testing.TB, args ...string) {
	t.Helper()
	if out, err := w.d.command(t.Context(), "xdotool", args...).CombinedOutput(); err != nil {
		t.Fatalf("xdotool %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// capture is a picture of the window as it is now, as a PNG.
func (w *window) capture(ctx context.Context) ([]byte, error) {
	cmd := w.d.command(ctx, "import", "-silent", "-window", w.id, "-strip", "png24:-")
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
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	poll := time.NewTicker(60 * time.Millisecond)
	defer poll.Stop()
	for !done(ctx) {
		select {
		case <-poll.C:
		case <-ctx.Done():
			t.Fatalf("waited %v for %s", limit, what)
		}
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
