// Package field is a one-line text entry that leaves keys which are not for
// typing (Escape, F5) to whoever stands around it; Fyne's own swallows them.
package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Entry is a one-line text entry.
type Entry struct {
	widget.Entry
	// Keys is asked first about every key that types nothing; it reports
	// whether it took the key. It may be nil.
	Keys func(*fyne.KeyEvent) bool
}

// New makes an entry that shows hint while it is empty.
func New(hint string) *Entry {
	e := &Entry{}
	e.PlaceHolder = hint
	e.Wrapping = fyne.TextWrapOff
	e.Scroll = fyne.ScrollNone
	e.ExtendBaseWidget(e)
	return e
}

// TypedKey is for Fyne.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	if e.Keys != nil && !edits(k.Name) && e.Keys(k) {
		return
	}
	e.Entry.TypedKey(k)
}

// edits reports whether a key moves or changes within the text.
func edits(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyEscape, fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6,
		fyne.KeyF7, fyne.KeyF8, fyne.KeyF9, fyne.KeyF10, fyne.KeyF11, fyne.KeyF12:
		return false
	default:
		return true
	}
}
