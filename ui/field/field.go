// Package field has the text entries of all screens. They keep their size
// whatever is typed or pasted into them, which scrolls inside their frame, and
// leave keys that are not for typing (Escape, F5) to whoever is around them;
// Fyne's own entries do neither. Nothing else in the window makes entries.
package field

import (
	"strings"

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

// New makes an entry that shows hint while it is empty. Its smallest width does
// not depend on hint or text: whoever places it gives it room.
func New(hint string) *Entry {
	e := &Entry{}
	e.PlaceHolder = hint
	e.Wrapping = fyne.TextWrapOff
	e.Scroll = fyne.ScrollHorizontalOnly // ScrollNone would make it as wide as its text
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

// TypedShortcut is for Fyne. Of what is pasted, line breaks and tabs become
// spaces, and are dropped at both ends.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	if p, ok := s.(*fyne.ShortcutPaste); ok {
		s = &fyne.ShortcutPaste{Clipboard: oneLine{p.Clipboard}}
	}
	e.Entry.TypedShortcut(s)
}

// oneLine is a clipboard whose content is read as one line.
type oneLine struct{ fyne.Clipboard }

// Content returns the text of the clipboard without line breaks.
func (c oneLine) Content() string {
	breaks := func(r rune) bool { return strings.ContainsRune("\n\r\t\v\f\u0085\u2028\u2029", r) }
	return strings.Join(strings.FieldsFunc(c.Clipboard.Content(), breaks), " ")
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
