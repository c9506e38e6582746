package main

import (
	"context"
	"errors"
	"os"
	"slices"
	"time"

	"sitewell/app/robot"
	"sitewell/ui/outline"
)

// isTimeout reports whether the window took too long to answer.
func isTimeout(err error) bool {
	return errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded)
}

// act chooses one action and does it.
func (m *monkey) act(ctx context.Context, seen outline.Window) error {
	r, w := m.random, m.program.Window
	switch n := r.IntN(100); {
	case n < 72:
		return m.use(ctx, m.choose(seen))
	case n < 75:
		x, y := m.anywhere(seen)
		m.note("click at %d,%d", x, y)
		return w.Click(ctx, x, y, robot.Left, 1)
	case n < 79:
		x, y := m.somewhere(seen)
		m.note("right click at %d,%d", x, y)
		return w.Click(ctx, x, y, robot.Right, 1)
	case n < 82:
		x, y := m.somewhere(seen)
		m.note("double click at %d,%d", x, y)
		return w.Click(ctx, x, y, robot.Left, 2)
	case n < 84:
		x1, y1 := m.somewhere(seen)
		x2, y2 := m.anywhere(seen)
		m.note("drag from %d,%d to %d,%d", x1, y1, x2, y2)
		return w.Drag(ctx, x1, y1, x2, y2)
	case n < 88:
		x, y := m.somewhere(seen)
		wheel := []string{robot.WheelUp, robot.WheelDown, robot.WheelDown}[r.IntN(3)]
		m.note("wheel %s at %d,%d", wheel, x, y)
		return w.Click(ctx, x, y, wheel, 1+r.IntN(10))
	case n < 94:
		key := m.key()
		m.note("keys %v", key)
		return w.Press(ctx, key...)
	case n < 97:
		text := m.text()
		m.note("paste %.80q (%d bytes)", text, len(text))
		return w.Paste(ctx, text)
	default:
		return m.resize(ctx)
	}
}

// choose picks a widget. In three of four cases it is one that was never pressed
// before, where there is one: behind it may be a dialog that nobody has seen yet.
// Otherwise one that was seldom pressed is likelier.
func (m *monkey) choose(seen outline.Window) outline.Widget {
	if len(seen.Widgets) == 0 {
		return outline.Widget{X: seen.Width / 2, Y: seen.Height / 2, Kind: "nothing"}
	}
	var unknown []outline.Widget
	for _, w := range seen.Widgets {
		if m.pressed[identity(seen, w)] == 0 && !w.Disabled {
			unknown = append(unknown, w)
		}
	}
	if len(unknown) > 0 && m.random.IntN(4) > 0 {
		return unknown[m.random.IntN(len(unknown))]
	}
	weight := func(w outline.Widget) float64 {
		times := float64(m.pressed[identity(seen, w)])
		return 1 / ((1 + times) * (1 + times))
	}
	var all float64
	for _, w := range seen.Widgets {
		all += weight(w)
	}
	at := m.random.Float64() * all
	for _, w := range seen.Widgets {
		if at -= weight(w); at <= 0 {
			return w
		}
	}
	return seen.Widgets[len(seen.Widgets)-1]
}

// identity names a widget and the dialog in which it is.
func identity(seen outline.Window, w outline.Widget) string {
	return outline.Plain(seen.Dialog) + ": " + w.Identity()
}

// use presses a widget, and types into it where it is a field.
func (m *monkey) use(ctx context.Context, chosen outline.Widget) error {
	m.pressed[identity(m.settled, chosen)]++
	m.note("press %s at %d,%d", chosen.Identity(), chosen.X, chosen.Y)
	w := m.program.Window
	if err := w.Click(ctx, chosen.X, chosen.Y, robot.Left, 1); err != nil || !chosen.Type {
		return err
	}
	text := m.text()
	m.note("paste %.80q (%d bytes)", text, len(text))
	if err := w.Press(ctx, "ctrl+a"); err != nil {
		return err
	}
	if err := w.Paste(ctx, text); err != nil || m.random.IntN(2) > 0 {
		return err
	}
	m.note("keys [Return]")
	return w.Press(ctx, "Return")
}

// somewhere is a point on a widget.
func (m *monkey) somewhere(seen outline.Window) (x, y int) {
	w := m.choose(seen)
	return w.X, w.Y
}

// anywhere is any point of the window.
func (m *monkey) anywhere(seen outline.Window) (x, y int) {
	return m.random.IntN(max(seen.Width, 1)), m.random.IntN(max(seen.Height, 1))
}

// key chooses one or several keys. Those that the window manager takes are
// not among them.
func (m *monkey) key() []string {
	keys := [][]string{
		{"Tab"},
		{"Tab", "Tab", "Tab"},
		{"shift+Tab"},
		{"Escape"},
		{"Return"},
		{"space"},
		{"Up"},
		{"Down"},
		{"Left"},
		{"Right"},
		{"Home"},
		{"End"},
		{"Prior"},
		{"Next"},
		{"Down", "Return"},
		{"Delete"},
		{"BackSpace"},
		{"ctrl+a"},
		{"ctrl+c"},
		{"ctrl+x"},
		{"ctrl+v"},
		{"ctrl+z"},
		{"ctrl+n"},
		{"F5"},
		{"ctrl+r"},
		{"ctrl+period"},
		{"ctrl+e"},
		{"ctrl+1"},
		{"ctrl+2"},
		{"ctrl+h"},
		{"ctrl+comma"},
		{"F8"},
		{"alt+Left"},
		{"alt+Right"},
		{"ctrl+f"},
		{"F1"},
		{"a"},
		{"shift+Down"},
		{"F2"},
		{"Menu"},
	}
	if m.random.IntN(40) == 0 {
		return []string{"ctrl+q"}
	}
	return keys[m.random.IntN(len(keys))]
}

// resize changes the size of the window and waits until it has it.
func (m *monkey) resize(ctx context.Context) error {
	sizes := [][2]int{
		{leastWidth, leastHeight},
		{mostWidth, mostHeight},
		{leastWidth + m.random.IntN(mostWidth-leastWidth), leastHeight + m.random.IntN(mostHeight-leastHeight)},
	}
	size := sizes[m.random.IntN(len(sizes))]
	m.note("resize to %d×%d", size[0], size[1])
	// It is asked for again each second, since Fyne may undo it (see judge).
	var asked time.Time
	err := robot.Poll(ctx, m.hang, "the window to have its new size", func(ctx context.Context) bool {
		if time.Since(asked) > time.Second {
			asked = time.Now()
			if err := m.program.Resize(ctx, size[0], size[1]); err != nil {
				return false
			}
		}
		seen, err := m.program.Look(ctx, m.hang)
		return err != nil || !m.layout || slices.Equal(size[:], []int{seen.Width, seen.Height})
	})
	m.widthBefore, m.heightBefore = m.width, m.height
	m.width, m.height = size[0], size[1]
	return err
}
