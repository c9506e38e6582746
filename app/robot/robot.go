// Package robot works a window of Sitewell as a person does, with the mouse and
// the keyboard of a screen of its own (Xvfb, openbox, xdotool, xclip), and reads
// from the program what the window shows (package outline). It must not know
// what the window is for.
package robot

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Display is a screen of its own with a window manager. Xvfb keeps what it
// shows in a file, so that a picture can be had after a crash.
type Display struct {
	Env     []string // DISPLAY and what goes with it
	dir     string
	running []*exec.Cmd
}

// OpenDisplay starts an X server on a free display. Close ends it.
func OpenDisplay(ctx context.Context, width, height int) (*Display, error) {
	dir, err := os.MkdirTemp("", "sitewell-screen-")
	if err != nil {
		return nil, err
	}
	d := &Display{dir: dir}
	if err := d.open(ctx, width, height); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

func (d *Display) open(ctx context.Context, width, height int) error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer r.Close()
	server := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", width, height),
		"-nolisten", "tcp", "-noreset", "-fbdir", d.dir)
	server.ExtraFiles = []*os.File{w}
	err = d.start(server)
	w.Close()
	if err != nil {
		return err
	}
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		return fmt.Errorf("no display from Xvfb: %w", err)
	}
	d.Env = []string{"DISPLAY=:" + strings.TrimSpace(number), "XAUTHORITY=/dev/null"}
	manager := exec.Command("openbox", "--sm-disable")
	manager.Env = append(os.Environ(), d.Env...)
	if err := d.start(manager); err != nil {
		return err
	}
	// A window manager is there once it has told the root window of its desktops.
	return Poll(ctx, 20*time.Second, "the window manager", func(ctx context.Context) bool {
		out, err := d.Command(ctx, "xdotool", "get_num_desktops").Output()
		return err == nil && len(bytes.TrimSpace(out)) > 0
	})
}

func (d *Display) start(cmd *exec.Cmd) error {
	if err := cmd.Start(); err != nil {
		return err
	}
	d.running = append(d.running, cmd)
	return nil
}

// Close ends the display with all that runs on it.
func (d *Display) Close() {
	for _, cmd := range d.running {
		_ = cmd.Process.Kill() // it may have ended
		_ = cmd.Wait()
	}
	_ = os.RemoveAll(d.dir)
}

// Command is a program that is about to run on the display.
func (d *Display) Command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), d.Env...)
	return cmd
}

// Screen returns what the display shows now, in the format of xwd. That is a
// copy of a file, so that it can be taken before each step.
func (d *Display) Screen() ([]byte, error) { return os.ReadFile(filepath.Join(d.dir, "Xvfb_screen0")) }

// SavePicture writes what Screen returned as a PNG.
func (d *Display) SavePicture(ctx context.Context, screen []byte, path string) error {
	cmd := d.Command(ctx, "convert", "xwd:-", "png24:"+path)
	cmd.Stdin = bytes.NewReader(screen)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("convert: %w: %s", err, out)
	}
	return nil
}

// Poll asks done again and again until it reports true, and returns an error
// after limit.
func Poll(ctx context.Context, limit time.Duration, what string, done func(ctx context.Context) bool) error {
	timed, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	tick := time.NewTicker(60 * time.Millisecond)
	defer tick.Stop()
	for !done(timed) {
		select {
		case <-tick.C:
		case <-timed.Done():
			return errors.Join(fmt.Errorf("waited %v for %s", limit, what), ctx.Err())
		}
	}
	return nil
}
