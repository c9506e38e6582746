package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Button is a button. It needs no constructor.
type Button struct {
	widget.Button
	focused bool
	placed  bool // it had a place on the screen when it got the keyboard
}

// MinSize is for Fyne.
func (b *Button) MinSize() fyne.Size {
	b.ExtendBaseWidget(b)
	return b.Button.MinSize()
}

// CreateRenderer is for Fyne.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	return newRinged(b.Button.CreateRenderer(), &b.focused)
}

// FocusGained is for Fyne.
func (b *Button) FocusGained() {
	b.focused = true
	_, focused := focusedNow()
	b.placed = focused != nil && hasPlace(focused)
	b.Refresh()
}

// FocusLost is for Fyne.
func (b *Button) FocusLost() {
	b.focused = false
	b.Refresh()
}

// TypedKey presses the button by Space and Enter. The keyboard stays with it: Fyne takes it
// away from a button that is pressed, and the next Tab would begin at the top of the window.
func (b *Button) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.pressByKey()
	default:
		Pass(k)
	}
}

// pressByKey presses the button, unless it is on the screen no more. What it does may take it
// away, and then it must not keep the keyboard, or the next Enter would press it unseen.
func (b *Button) pressByKey() {
	c, focused := focusedNow()
	isGone := func() bool { return focused != nil && b.placed && !hasPlace(focused) }
	if isGone() {
		c.Unfocus()
		return
	}
	if b.Disabled() || b.OnTapped == nil {
		return
	}
	b.OnTapped()
	if isGone() && c.Focused() == focused {
		c.Unfocus()
	}
}

// focusedNow returns what has the keyboard, and the canvas that it is on; nil for nothing.
func focusedNow() (fyne.Canvas, fyne.Focusable) {
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		if c := w.Canvas(); c.Focused() != nil {
			return c, c.Focused()
		}
	}
	return nil, nil
}

// hasPlace reports whether a widget is on the screen, of which Fyne tells nothing but the
// place: (0, 0) for what is hidden or gone.
func hasPlace(f fyne.Focusable) bool {
	o, ok := f.(fyne.CanvasObject)
	return ok && !fyne.CurrentApp().Driver().AbsolutePositionForObject(o).IsZero()
}

// Link is a text that leads somewhere. It needs no constructor.
type Link struct {
	widget.Hyperlink
	focused bool
}

// MinSize is for Fyne.
func (l *Link) MinSize() fyne.Size {
	l.ExtendBaseWidget(l)
	return l.Hyperlink.MinSize()
}

// CreateRenderer is for Fyne.
func (l *Link) CreateRenderer() fyne.WidgetRenderer {
	l.ExtendBaseWidget(l)
	r := newRinged(l.Hyperlink.CreateRenderer(), &l.focused)
	r.tight = l.Wrapping == fyne.TextWrapOff && l.Truncation == fyne.TextTruncateOff
	return r
}

// FocusGained is for Fyne.
func (l *Link) FocusGained() {
	l.focused = true
	l.Refresh()
}

// FocusLost is for Fyne.
func (l *Link) FocusLost() {
	l.focused = false
	l.Refresh()
}

// TypedKey follows the link by Space and Enter.
func (l *Link) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		l.Hyperlink.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	default:
		Pass(k)
	}
}
