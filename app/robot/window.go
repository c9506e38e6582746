package robot

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"sitewell/ui/outline"
)

// Window is a window of a program on a display.
type Window struct {
	Display *Display
	ID      string
	Socket  string // on which the program describes the window; "" for none
}

// FindWindow returns the newest visible window of that title, and gives it the
// keyboard.
func (d *Display) FindWindow(ctx context.Context, title string) (w *Window, ok bool) {
	out, err := d.Command(ctx, "xdotool", "search", "--onlyvisible", "--name", "^"+title+"$").Output()
	ids := strings.Fields(string(out))
	if err != nil || len(ids) == 0 {
		return nil, false
	}
	w = &Window{Display: d, ID: ids[len(ids)-1]}
	// A window that is not mapped yet never takes the focus: try again then.
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	return w, w.Do(ctx, "windowfocus", "--sync", w.ID) == nil
}

// Do runs xdotool with the arguments.
func (w *Window) Do(ctx context.Context, args ...string) error {
	if out, err := w.Display.Command(ctx, "xdotool", args...).CombinedOutput(); err != nil {
		return fmt.Errorf("xdotool %s: %w: %s", strings.Join(args, " "), err, out)
	}
	return nil
}

// Look returns what the window shows. The error is that of the connection where
// the program has ended, or a time-out where the window does not react.
func (w *Window) Look(ctx context.Context, limit time.Duration) (outline.Window, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var dialer net.Dialer
	c, err := dialer.DialContext(ctx, "unix", w.Socket)
	if err != nil {
		return outline.Window{}, err
	}
	defer c.Close()
	deadline, _ := ctx.Deadline()
	if err := c.SetDeadline(deadline); err != nil {
		return outline.Window{}, err
	}
	var shown outline.Window
	err = json.NewDecoder(c).Decode(&shown)
	return shown, err
}

// Buttons of the mouse, as X numbers them.
const (
	Left      = "1"
	Right     = "3"
	WheelUp   = "4"
	WheelDown = "5"
)

// at are the arguments that move the pointer to a point in the window.
func (w *Window) at(x, y int) []string {
	return []string{"mousemove", "--window", w.ID, strconv.Itoa(x), strconv.Itoa(y)}
}

// Click presses a button of the mouse, as often as times says.
func (w *Window) Click(ctx context.Context, x, y int, button string, times int) error {
	args := append(w.at(x, y), "sleep", "0.03", "click", "--repeat", strconv.Itoa(times), "--delay", "50", button)
	return w.Do(ctx, args...)
}

// Drag moves the pointer from one point to another with the left button down.
func (w *Window) Drag(ctx context.Context, x1, y1, x2, y2 int) error {
	args := append(w.at(x1, y1), "mousedown", Left, "sleep", "0.03")
	args = append(args, w.at((x1+x2)/2, (y1+y2)/2)...)
	args = append(args, "sleep", "0.03")
	args = append(args, w.at(x2, y2)...)
	return w.Do(ctx, append(args, "sleep", "0.03", "mouseup", Left)...)
}

// Press presses keys by their X names, such as "ctrl+e" or "Return".
func (w *Window) Press(ctx context.Context, keys ...string) error {
	return w.Do(ctx, append([]string{"key", "--clearmodifiers", "--delay", "40"}, keys...)...)
}

// Paste puts a text into the clipboard and pastes it where the cursor is.
func (w *Window) Paste(ctx context.Context, text string) error {
	if err := w.Copy(ctx, text); err != nil {
		return err
	}
	return w.Press(ctx, "ctrl+v")
}

// Copy puts a text into the clipboard.
func (w *Window) Copy(ctx context.Context, text string) error {
	cmd := w.Display.Command(ctx, "xclip", "-selection", "clipboard", "-in")
	cmd.Stdin = strings.NewReader(text)
	if err := cmd.Run(); err != nil { // its output stays open for the one that serves the clipboard
		return fmt.Errorf("xclip: %w", err)
	}
	return nil
}

// Resize changes the size of the window, in pixels.
func (w *Window) Resize(ctx context.Context, width, height int) error {
	return w.Do(ctx, "windowsize", w.ID, strconv.Itoa(width), strconv.Itoa(height))
}
