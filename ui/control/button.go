package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Button is a button. It needs no constructor.
type Button struct {
	widget.Button
	focused bool
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
	b.Refresh()
}

// FocusLost is for Fyne.
func (b *Button) FocusLost() {
	b.focused = false
	b.Refresh()
}

// TypedKey presses the button by Space and Enter.
func (b *Button) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	default:
		Pass(k)
	}
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
