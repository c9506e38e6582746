package tip

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/control"
)

// Button is a button that says what it does once the pointer rests on it, or once it
// is reached by keyboard.
type Button struct {
	control.Button
	// Tip is what it says.
	Tip string
}

// NewButton returns a quiet button with a picture alone.
func NewButton(icon fyne.Resource, says string, do func()) *Button {
	b := &Button{Tip: says}
	b.Icon, b.Importance, b.OnTapped = icon, widget.LowImportance, do
	b.ExtendBaseWidget(b)
	return b
}

// MouseIn is for Fyne.
func (b *Button) MouseIn(e *desktop.MouseEvent) {
	b.Button.MouseIn(e)
	Show(b, b.Tip)
}

// MouseOut is for Fyne.
func (b *Button) MouseOut() {
	b.Button.MouseOut()
	Hide(b)
}

// FocusGained is for Fyne.
func (b *Button) FocusGained() {
	b.Button.FocusGained()
	Show(b, b.Tip)
}

// FocusLost is for Fyne.
func (b *Button) FocusLost() {
	b.Button.FocusLost()
	Hide(b)
}

// Tapped is for Fyne.
func (b *Button) Tapped(e *fyne.PointEvent) {
	Hide(b)
	b.Button.Tapped(e)
}

// TypedKey is for Fyne.
func (b *Button) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		Hide(b)
	}
	b.Button.TypedKey(k)
}
