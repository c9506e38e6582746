package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Check is a box that can be ticked.
type Check struct {
	widget.Check
	focused bool
}

// NewCheck makes a box with a label; changed is called when it is ticked or cleared, and
// may be nil.
func NewCheck(label string, changed func(bool)) *Check {
	c := &Check{}
	c.Text, c.OnChanged = label, changed
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer is for Fyne.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	r := newRinged(c.Check.CreateRenderer(), &c.focused)
	r.tight = true
	return r
}

// FocusGained is for Fyne.
func (c *Check) FocusGained() {
	c.focused = !c.Disabled()
	c.Refresh()
}

// FocusLost is for Fyne.
func (c *Check) FocusLost() {
	c.focused = false
	c.Refresh()
}

// TypedKey is for Fyne, which ticks and clears by Space.
func (c *Check) TypedKey(k *fyne.KeyEvent) {
	if k.Name != fyne.KeySpace {
		Pass(k)
	}
}

// Select is a list from which one is chosen.
type Select struct {
	widget.Select
	focused bool
}

// NewSelect makes a list; changed is called when another is chosen, and may be nil.
func NewSelect(options []string, changed func(string)) *Select {
	s := &Select{}
	s.Options, s.OnChanged = options, changed
	s.ExtendBaseWidget(s)
	return s
}

// MinSize is for Fyne.
func (s *Select) MinSize() fyne.Size {
	s.ExtendBaseWidget(s)
	return s.Select.MinSize()
}

// CreateRenderer is for Fyne.
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	return newRinged(s.Select.CreateRenderer(), &s.focused)
}

// FocusGained is for Fyne.
func (s *Select) FocusGained() {
	s.focused = true
	s.Refresh()
}

// FocusLost is for Fyne.
func (s *Select) FocusLost() {
	s.focused = false
	s.Refresh()
}

// TypedKey opens the list by Space, and goes through it by arrow keys.
func (s *Select) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeySpace, fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight:
		s.Select.TypedKey(k)
	default:
		Pass(k)
	}
}
