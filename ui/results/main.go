package results

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"sitewell/ui/theme"
)

// main divides the screen: head, notices, tiles and filters above; below them
// the table, beside it the problem that is open, or in its place where the
// window is narrow.
type main struct {
	s       *Screen
	split   *container.Split
	below   *fyne.Container
	side    fyne.CanvasObject // the panel that is open, nil for none
	size    fyne.Size
	content *fyne.Container
}

// splitKey is where the division is remembered.
const splitKey = "results.split"

const (
	// narrow is the width under which table and problem do not fit side by side.
	narrow = 860
	// low is the height under which verdicts are chips instead of tiles. It must
	// not depend on whether a problem is open: rows that move under the pointer
	// make a double click hit two of them.
	low = 640
)

func newMain(s *Screen) *main {
	m := &main{s: s, below: container.NewStack(s.lists)}
	m.split = container.NewHSplit(container.NewStack(), container.NewStack())
	m.split.Offset = 0.48
	if s.o.Prefs != nil {
		if f, err := strconv.ParseFloat(s.o.Prefs.String(splitKey), 64); err == nil && f > 0.1 && f < 0.9 {
			m.split.Offset = f
		}
	}
	m.content = container.New(m, s.head.content, s.notices.content, s.tiles.content, s.bar, m.below)
	return m
}

// MinSize never grows with the content, so that nothing in a screen can force
// the window to be larger.
func (m *main) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(480, 320) }

func (m *main) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	if m.size != size {
		m.size = size
		m.arrange()
	}
	margin, gap := theme.Size(theme.SizeMargin), theme.Size(theme.SizeGap)
	width := size.Width - 2*margin
	y := margin / 2
	parts := m.content.Objects
	for _, o := range parts[:len(parts)-1] {
		if !o.Visible() {
			continue
		}
		o.Move(fyne.NewPos(margin, y))
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
		o.Resize(fyne.NewSize(width, o.MinSize().Height)) // what wraps knows its height by now
		y += o.Size().Height + gap
	}
	m.below.Move(fyne.NewPos(margin, y))
	m.below.Resize(fyne.NewSize(width, max(size.Height-y-margin/2, 0)))
}

// relayout places the parts again after one of them was shown, hidden or grew.
// It draws none of them anew, as refreshing the whole screen would.
func (m *main) relayout() {
	m.Layout(m.content.Objects, m.content.Size())
	canvas.Refresh(m.content)
}

func (m *main) isNarrow() bool { return m.size.Width > 0 && m.size.Width < narrow }

// arrange puts table and panel where they belong at this size.
func (m *main) arrange() {
	s := m.s
	m.below.RemoveAll()
	switch {
	case m.side != nil && m.isNarrow():
		m.below.Add(m.side)
	case m.side != nil:
		m.split.Leading, m.split.Trailing = s.lists, m.side
		m.below.Add(m.split)
		m.split.Refresh()
	default:
		m.below.Add(s.lists)
	}
	s.tiles.setLow(m.size.Height < low)
	if hint := s.room.hint(); hint != s.search.PlaceHolder {
		s.search.SetPlaceHolder(hint)
	}
	visible(s.bar, m.side == nil || !m.isNarrow())
}

func visible(o fyne.CanvasObject, on bool) {
	if on == o.Visible() {
		return
	}
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

// remember keeps the division for the next time.
func (m *main) remember() {
	if m.s.o.Prefs != nil {
		m.s.o.Prefs.SetString(splitKey, strconv.FormatFloat(m.split.Offset, 'f', 3, 64))
	}
}
