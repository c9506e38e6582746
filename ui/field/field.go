// Package field has the text entries of all screens. They keep their size
// whatever is typed or pasted into them, which scrolls inside their frame, and
// leave keys that are not for typing (Escape, F5) to whoever is around them;
// Fyne's own entries do neither. Nothing else in the window makes entries.
package field

import (
	"math"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Entry is a one-line text entry.
type Entry struct {
	widget.Entry
	// Keys is asked first about every key that types nothing; it reports
	// whether it took the key. It may be nil.
	Keys func(*fyne.KeyEvent) bool
	most int // characters that pasting may make of the text, 0 for any number
}

// searchMost is how many characters of a search can be pasted. Fyne shapes the
// whole text of an entry at every change, which held the window for seconds
// where somebody pasted a page of Chinese by mistake.
const searchMost = 200

// NewSearch makes an entry for a search, which takes at most 200 characters of
// what is pasted.
func NewSearch(hint string) *Entry {
	e := New(hint)
	e.most = searchMost
	return e
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
		line := oneLine{Clipboard: p.Clipboard, room: math.MaxInt}
		if e.most > 0 {
			line.room = max(0, e.most-utf8.RuneCountInString(e.Text)+utf8.RuneCountInString(e.SelectedText()))
		}
		s = &fyne.ShortcutPaste{Clipboard: line}
	}
	e.Entry.TypedShortcut(s)
}

// oneLine is a clipboard whose content is read as one line of at most room
// characters.
type oneLine struct {
	fyne.Clipboard
	room int
}

// Content returns the beginning of the clipboard's text without line breaks.
func (c oneLine) Content() string {
	breaks := func(r rune) bool { return strings.ContainsRune("\n\r\t\v\f\u0085\u2028\u2029", r) }
	text := strings.Join(strings.FieldsFunc(c.Clipboard.Content(), breaks), " ")
	if utf8.RuneCountInString(text) <= c.room {
		return text
	}
	return string([]rune(text)[:c.room])
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
