package results

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"sitewell/ui/theme"
)

// main divides the screen: head, notices, tiles and filters above, the table
// below, and under that what a check again is at, so that it moves nothing that is
// about to be pressed. While a panel is open, one line stands for head and tiles, and below
// it the panel has the whole height beside notices, filters and table, or has
// all the room where the window is narrow.
type main struct {
	s       *Screen
	split   *container.Split
	below   *fyne.Container   // the table; beside a panel, or under it, in split
	left    *fyne.Container   // what is beside the panel
	side    fyne.CanvasObject // the panel that is open, nil for none
	size    fyne.Size
	content *fyne.Container
}

// splitKey is where the division is remembered.
const splitKey = "results.split"

const (
	// narrow is the width under which table and problem do not fit side by side.
	narrow = 860
	// low is the height under which verdicts are chips instead of tiles.
	low = 640
	// tiny is the height under which one line always stands for head and tiles,
	// or no row would be in view; the menu has what the head's buttons do.
	tiny = 420
)

func newMain(s *Screen) *main {
	m := &main{s: s, below: container.NewStack()}
	m.left = container.New(parts{m})
	m.split = container.NewHSplit(container.NewStack(), container.NewStack())
	m.split.Offset = 0.48
	if s.o.Prefs != nil {
		if f, err := strconv.ParseFloat(s.o.Prefs.String(splitKey), 64); err == nil && f > 0.1 && f < 0.9 {
			m.split.Offset = f
		}
	}
	m.content = container.New(m)
	m.arrange()
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
	margin := theme.Size(theme.SizeMargin)
	place(m.content.Objects, m.below, fyne.NewPos(margin, margin/2), size.SubtractWidthHeight(2*margin, margin))
}

// parts places objects as the screen does.
type parts struct{ m *main }

// MinSize leaves the division to the person, as far as the tabs are in view.
func (p parts) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(p.m.s.tabs.MinWidth(), 100)
}

func (p parts) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if p.m.s.tabs.Fit(size.Width) {
		p.m.s.bar.Refresh()
	}
	place(objects, p.m.s.lists, fyne.Position{}, size)
}

// place puts objects below each other, each as high as it must be, and gives rest, which
// is one of them, all the height that is left.
func place(objects []fyne.CanvasObject, rest fyne.CanvasObject, at fyne.Position, size fyne.Size) {
	left := size.Height
	for _, o := range objects {
		if o == rest || !o.Visible() {
			continue
		}
		o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
		o.Resize(fyne.NewSize(size.Width, o.MinSize().Height)) // what wraps knows its height by now
		left -= o.Size().Height + theme.Size(theme.SizeGap)
	}
	y := at.Y
	for _, o := range objects {
		if o == rest {
			o.Resize(fyne.NewSize(size.Width, max(left, 0)))
		}
		if !o.Visible() {
			continue
		}
		o.Move(fyne.NewPos(at.X, y))
		y += o.Size().Height + theme.Size(theme.SizeGap)
	}
}

// relayout places the parts again after one of them was shown, hidden or grew.
// It does not redraw them, as refreshing the whole screen would.
func (m *main) relayout() {
	m.s.strip.show()
	if m.side == nil {
		m.fitTabs()
	}
	if m.side != nil && !m.isNarrow() {
		m.left.Layout.Layout(m.left.Objects, m.left.Size())
	}
	m.Layout(m.content.Objects, m.content.Size())
	canvas.Refresh(m.content)
}

// fitTabs makes the tabs as short as they must be where they have the whole width.
func (m *main) fitTabs() {
	if m.s.tabs.Fit(max(m.size.Width-2*theme.Size(theme.SizeMargin), 0)) {
		m.s.bar.Refresh()
	}
}

func (m *main) isNarrow() bool { return m.size.Width > 0 && m.size.Width < narrow }

// arrange puts every part where it belongs at this size.
func (m *main) arrange() {
	s := m.s
	m.below.RemoveAll()
	isTiny := m.size.Height > 0 && m.size.Height < tiny
	switch {
	case m.side != nil && m.isNarrow() && isTiny:
		m.content.Objects = []fyne.CanvasObject{m.below}
		m.below.Add(m.side)
	case m.side != nil && m.isNarrow():
		m.content.Objects = []fyne.CanvasObject{s.strip.content, m.below, s.againBar.content}
		m.below.Add(m.side)
	case m.side != nil:
		s.notices.fold(isTiny)
		m.left.Objects = []fyne.CanvasObject{s.notices.content, s.bar, s.lists, s.againBar.content}
		m.split.Leading, m.split.Trailing = m.left, m.side
		m.content.Objects = []fyne.CanvasObject{s.strip.content, m.below}
		m.below.Add(m.split)
		m.split.Refresh()
	default:
		m.content.Objects = []fyne.CanvasObject{s.head.content, s.notices.content, s.tiles.content, s.bar, m.below, s.againBar.content}
		if isTiny {
			m.content.Objects = []fyne.CanvasObject{s.strip.content, s.notices.content, s.bar, m.below, s.againBar.content}
		}
		s.notices.fold(isTiny)
		m.below.Add(s.lists)
		m.fitTabs()
	}
	s.tiles.setLow(m.size.Height < low)
	if hint := s.room.hint(); hint != s.search.PlaceHolder {
		s.search.SetPlaceHolder(hint)
	}
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
