package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"sitewell/app/robot"
	"sitewell/scanner/sitetest"
	"sitewell/ui/outline"
)

// The screen, and the sizes between which the window is changed.
const (
	screenWidth, screenHeight = 1600, 1000
	leastWidth, leastHeight   = 1024, 615
	mostWidth, mostHeight     = 1560, 940
)

// rounding is by how many pixels the window may grow: each other text size may add
// one, since Fyne rounds up.
const rounding = 8

// wantedWidth and wantedHeight are the units of Fyne that every screen has room in: a window
// that has fewer, since it is small and its text large, may grow.
const wantedWidth, wantedHeight = 640, 410

// settle is how long something may be drawn outside its frame, on a machine that
// is busy with other things.
const settle = 5 * time.Second

// kept is how many actions are kept of a failure.
const kept = 50

// monkey plays with one window after another.
type monkey struct {
	path    string
	out     string
	random  *rand.Rand
	display *robot.Display
	home    *robot.Home
	site    *httptest.Server
	actions *os.File

	program  *robot.Program
	logBegan int            // length of the log when the program began
	pressed  map[string]int // how often each widget was pressed
	recent   []string       // the last actions
	screen   []byte         // before the last action
	settled  outline.Window // as the window was then
	width    int            // of the window, 0 while it may change
	height   int
	// widthBefore and heightBefore are those before the last resize.
	widthBefore, heightBefore int
	count                     int
	hang                      time.Duration // how long the window may take to say what it shows
	layout                    bool          // what is drawn where it does not belong fails, too
	// chooses is whether Fyne's own chooser of files is open.
	chooses bool
}

func newMonkey(ctx context.Context, path, out string, seed uint64) (*monkey, error) {
	m := &monkey{path: path, out: out, random: rand.New(rand.NewPCG(seed, 1)), pressed: map[string]int{}}
	var err error
	if m.display, err = robot.OpenDisplay(ctx, screenWidth, screenHeight); err != nil {
		return nil, err
	}
	home := filepath.Join(out, "home")
	if err := os.RemoveAll(home); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(home, 0o755); err != nil {
		return nil, err
	}
	if m.home, err = robot.NewHome(home, m.display, "1", "light", "en_GB.UTF-8"); err != nil {
		return nil, err
	}
	m.home.Env = append(m.home.Env, "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent")
	m.site = httptest.NewServer(sitetest.Generated{Pages: 400, Nav: 5, Across: 3, MissingEvery: 7, MovedEvery: 11, FileEvery: 13})
	m.actions, err = os.Create(filepath.Join(out, "actions.log"))
	return m, err
}

func (m *monkey) close() {
	if m.program != nil {
		m.program.Kill()
	}
	m.site.Close()
	m.display.Close()
	m.actions.Close()
}

// play goes on until time is up, and returns what went wrong.
func (m *monkey) play(ctx context.Context, long time.Duration) error {
	began := time.Now()
	for time.Since(began) < long && ctx.Err() == nil {
		if err := m.step(ctx); err != nil {
			if ctx.Err() != nil {
				break
			}
			m.keep(context.WithoutCancel(ctx), err)
			return fmt.Errorf("after %v and %d actions: %w\nkept in %s: actions.log, failure.txt, failure.png, home/state/sitewell/sitewell.log",
				time.Since(began).Round(time.Second), m.count, err, m.out)
		}
	}
	fmt.Printf("monkey: %d actions on %d different widgets in %v, nothing went wrong\n", m.count, len(m.pressed), time.Since(began).Round(time.Second))
	return nil
}

// step does one thing and looks at what came of it.
func (m *monkey) step(ctx context.Context) error {
	if m.program == nil {
		if err := m.begin(ctx); err != nil {
			return err
		}
	}
	seen, err := m.look(ctx)
	switch {
	case err == nil && seen.Width == 0, // its window has gone, or it starts again
		err != nil && !isTimeout(err) && ctx.Err() == nil && m.isGone(ctx): // the connection has broken off
		seen, err = m.awaitEnd(ctx)
	}
	switch {
	case m.program.Ended():
		return m.ended()
	case err != nil && ctx.Err() != nil:
		return ctx.Err()
	case err != nil && isTimeout(err):
		m.program.Quit()
		return fmt.Errorf("the window did not react within %v", m.hang)
	case err != nil:
		return err
	case seen.Width == 0:
		m.program.Quit()
		return fmt.Errorf("the program did not end within %v after its window had gone", m.hang)
	}
	if !m.layout && (seen.Width > screenWidth || seen.Height > screenHeight) {
		return m.beginAnew()
	}
	m.settled = seen
	if m.screen, err = m.display.Screen(); err != nil {
		return err
	}
	m.count++
	// The window may go while the pointer is on its way.
	if err := m.act(ctx, seen); err != nil && !m.program.WaitEnd(m.hang) {
		return err
	}
	return nil
}

// look returns what the window shows and what is wrong with it. A text may have
// changed just before it gets its new place, so what is drawn outside its frame is
// wrong only if it stays there.
func (m *monkey) look(ctx context.Context) (seen outline.Window, err error) {
	// The error of Poll says less than err does. The window itself may take longer
	// than settle, so the context that Poll passes is not used.
	_ = robot.Poll(ctx, settle, "what is drawn to get its place", func(context.Context) bool {
		if seen, err = m.program.Look(ctx, m.hang); err == nil {
			err = m.judge(seen)
		}
		return err == nil || len(seen.Faults) == 0
	})
	return seen, err
}

// isGone reports whether the program can't be asked what its window shows.
func (m *monkey) isGone(ctx context.Context) bool {
	_, err := m.program.Look(ctx, m.hang)
	return err != nil
}

// awaitEnd waits until the program has ended, or shows a window again.
func (m *monkey) awaitEnd(ctx context.Context) (seen outline.Window, err error) {
	_ = robot.Poll(ctx, m.hang, "the end of the program", func(ctx context.Context) bool { // what is seen says it
		if m.program.WaitEnd(100 * time.Millisecond) {
			return true
		}
		if seen, err = m.program.Look(ctx, m.hang); err != nil {
			return false // between its end and its start
		}
		m.width, m.height = 0, 0
		return seen.Width > 0
	})
	return seen, err
}

// begin starts the program.
func (m *monkey) begin(ctx context.Context) error {
	log, err := m.home.Log()
	if err != nil {
		return err
	}
	m.logBegan = len(log)
	m.note("start")
	if m.program, err = m.home.Start(ctx, m.display, m.path); err != nil {
		return fmt.Errorf("%w: %s", err, m.program.Output())
	}
	m.width, m.height = 0, 0
	return nil
}

// beginAnew ends the program and begins with an empty home: the window is larger
// than the screen, so that most of it can't be reached. That is a failure of its
// own, which somebody has chosen not to be told.
func (m *monkey) beginAnew() error {
	m.note("the window is too large: start again")
	m.program.Kill()
	m.program, m.logBegan = nil, 0
	return errors.Join(os.RemoveAll(m.home.Path("data")), os.RemoveAll(m.home.Path("state")))
}

// ended is called when the program has ended: somebody may have chosen Quit.
func (m *monkey) ended() error {
	p := m.program
	if complaints := m.complaints(); p.Err != nil || len(complaints) > 0 {
		return fmt.Errorf("the program ended: %v\n%s", p.Err, strings.Join(complaints, "\n"))
	}
	m.program = nil
	return nil
}

// isLate reports whether a complaint is about a widget that was to get the keyboard and has
// gone. It was met twice when another screen was opened within 400 ms of a press: Fyne's
// texts that can be selected take the keyboard only after the time of a double click.
func isLate(complaint string) bool {
	return strings.Contains(complaint, "Failed to focus object which is not part of the canvas")
}

func (m *monkey) complaints() []string {
	log, err := m.home.Log()
	if err != nil || len(log) < m.logBegan { // a new log file
		m.logBegan = 0
	}
	return slices.DeleteFunc(m.program.Complaints(log[m.logBegan:]), isLate)
}

// judge finds what is wrong with what the window shows.
func (m *monkey) judge(seen outline.Window) error {
	if lines := m.complaints(); len(lines) > 0 {
		return fmt.Errorf("the program complains:\n%s", strings.Join(lines, "\n"))
	}
	// Where what the window contains asks for another smallest size at the same
	// moment as the window is resized, Fyne gives it the size from before
	// again (its driver glfw sets what it knew when that was asked): that is Fyne's.
	back := seen.Width == m.widthBefore && seen.Height == m.heightBefore
	// Fyne's own chooser of files, which is there where the desktop has none, wants more
	// room than a small window has.
	m.chooses = seen.Overlays > 0 && (m.chooses || slices.ContainsFunc(seen.Widgets, func(w outline.Widget) bool {
		return w.Kind == "dialog.fileDialogItem"
	}))
	if m.width == 0 || !m.layout || back || m.chooses {
		m.width, m.height = seen.Width, seen.Height
	}
	if !m.layout || m.chooses {
		return nil
	}
	switch {
	case seen.Width > screenWidth || seen.Height > screenHeight:
		return fmt.Errorf("the window of %d×%d is larger than the screen", seen.Width, seen.Height)
	case seen.MinWidth > max(seen.Width, int(wantedWidth*seen.Scale)) || seen.MinHeight > max(seen.Height, int(wantedHeight*seen.Scale)):
		return fmt.Errorf("what the window contains wants %d×%d, and the window has %d×%d", seen.MinWidth, seen.MinHeight, seen.Width, seen.Height)
	case seen.Width > max(m.width, int(wantedWidth*seen.Scale))+rounding || seen.Height > max(m.height, int(wantedHeight*seen.Scale))+rounding:
		return fmt.Errorf("the window grew from %d×%d to %d×%d by itself", m.width, m.height, seen.Width, seen.Height)
	case len(seen.Faults) > 0:
		return fmt.Errorf("something is drawn outside its frame:\n%s", strings.Join(seen.Faults, "\n"))
	}
	return nil
}

// note writes down what is about to be done.
func (m *monkey) note(format string, args ...any) {
	line := time.Now().Format("15:04:05.000 ") + fmt.Sprintf("%5d ", m.count) + fmt.Sprintf(format, args...)
	m.recent = append(m.recent, line)
	if len(m.recent) > kept {
		m.recent = m.recent[1:]
	}
	fmt.Fprintln(m.actions, line)
}

// keep writes down what is known of a failure.
func (m *monkey) keep(ctx context.Context, failure error) {
	text := fmt.Sprintf("%v\n\nThe last actions:\n%s\n\nThe program said:\n%s\n", failure, strings.Join(m.recent, "\n"), m.program.Output())
	picture := m.screen
	if !m.program.Ended() {
		if now, err := m.display.Screen(); err == nil {
			picture = now
		}
	}
	err := os.WriteFile(filepath.Join(m.out, "failure.txt"), []byte(text), 0o644)
	if err == nil && picture != nil {
		err = m.display.SavePicture(ctx, picture, filepath.Join(m.out, "failure.png"))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "monkey:", err)
	}
}
