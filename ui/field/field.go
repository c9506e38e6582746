// Package field contains the text entries of all screens. They keep their size
// whatever is typed or pasted into them, which scrolls inside their frame, and
// pass keys that are not for typing (Escape, F5) to the screen around them.
// Fyne's own entries do neither. No other package creates entries.
package field

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/control"
)

// Entry is a one-line text entry.
type Entry struct {
	widget.Entry
	focused bool
	// Keys is asked first about every key that types nothing; it reports
	// whether it took the key. It may be nil.
	Keys func(*fyne.KeyEvent) bool
	// First is Keys for every key, those that move within the text included.
	First func(*fyne.KeyEvent) bool
	most  int // characters that pasting may make of the text
}

// How many characters an entry may have by pasting. Fyne shapes and draws the
// whole text of an entry again whenever it changes or scrolls, which held the
// window for seconds where a person had pasted a page by mistake. Addresses are
// shorter than 2,000 characters; passwords may be tokens, which can be longer.
const (
	entryMost    = 2000
	passwordMost = 8000
	searchMost   = 200
)

// foreignMost is how many characters can be pasted into an entry that the font
// of the window does not have, such as Chinese ones. Fyne looks each of them up
// in other fonts at every change, which takes 3 s for 500 and 30 s for 2,000 on
// a small machine and holds the window for so long.
const foreignMost = 200

// foreignPointed is up to how many of them the pointer moves the cursor and
// selects. To find the character under the pointer, Fyne measures every
// beginning of the text, which took a minute for 200 such characters.
const foreignPointed = 20

// firstForeign is the first character after the Latin, Greek and Cyrillic
// letters and their neighbours, which the font of the window has.
const firstForeign = '\u0530'

// NewSearch makes an entry for a search, which takes at most 200 characters of
// what is pasted.
func NewSearch(hint string) *Entry {
	e := New(hint)
	e.most = searchMost
	return e
}

// New returns an entry that shows hint while it is empty. Its minimum width does
// not depend on hint or text: the layout around it decides its width.
func New(hint string) *Entry {
	e := &Entry{most: entryMost}
	e.PlaceHolder = hint
	e.Wrapping = fyne.TextWrapOff
	e.Scroll = fyne.ScrollHorizontalOnly // ScrollNone would make it as wide as its text
	e.ExtendBaseWidget(e)
	return e
}

// CreateRenderer is for Fyne.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	return control.ForEntry(e.Entry.CreateRenderer(), &e.focused)
}

// FocusGained is for Fyne.
func (e *Entry) FocusGained() {
	e.focused = !e.Disabled()
	e.Entry.FocusGained()
}

// FocusLost is for Fyne.
func (e *Entry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
}

// TypedKey is for Fyne.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	if e.First != nil && e.First(k) {
		return
	}
	if e.Keys != nil && !edits(k.Name) && e.Keys(k) {
		return
	}
	e.Entry.TypedKey(k)
}

// MouseDown is for Fyne.
func (e *Entry) MouseDown(m *desktop.MouseEvent) {
	if foreignIn(e.Text) <= foreignPointed {
		e.Entry.MouseDown(m)
	} else if c := fyne.CurrentApp().Driver().CanvasForObject(e); c != nil && !e.Disabled() {
		c.Focus(e)
	}
}

// Dragged is for Fyne.
func (e *Entry) Dragged(d *fyne.DragEvent) {
	if foreignIn(e.Text) <= foreignPointed {
		e.Entry.Dragged(d)
	}
}

// TypedShortcut is for Fyne. Of what is pasted, line breaks and tabs become
// spaces, and are dropped at both ends.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	if p, ok := s.(*fyne.ShortcutPaste); ok {
		selected, most := e.SelectedText(), e.most
		if e.Password {
			most = passwordMost
		}
		s = &fyne.ShortcutPaste{Clipboard: oneLine{
			Clipboard: p.Clipboard,
			room:      most - utf8.RuneCountInString(e.Text) + utf8.RuneCountInString(selected),
			foreign:   foreignMost - foreignIn(e.Text) + foreignIn(selected),
		}}
	}
	e.Entry.TypedShortcut(s)
}

// oneLine is a clipboard whose content is read as one line of at most room
// characters, of which at most foreign are foreign.
type oneLine struct {
	fyne.Clipboard
	room, foreign int
}

// Content returns the beginning of the clipboard's text without line breaks.
func (c oneLine) Content() string {
	breaks := func(r rune) bool { return strings.ContainsRune("\n\r\t\v\f\u0085\u2028\u2029", r) }
	return beginning(clean(strings.Join(strings.FieldsFunc(c.Clipboard.Content(), breaks), " ")), c.room, c.foreign)
}

// clean drops what is in a text but cannot be seen or stored everywhere: control characters
// but line breaks and tabs, such as NUL, and bytes that are no character.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}

// beginning returns as much of a text as there is room for, of which so many characters may be
// foreign.
func beginning(text string, room, foreignRoom int) string {
	count, foreign := 0, 0
	for i, r := range text {
		count++
		if r >= firstForeign {
			foreign++
		}
		if count > room || foreign > foreignRoom {
			return text[:i]
		}
	}
	return text
}

// foreignIn returns how many characters of a text are foreign.
func foreignIn(text string) (n int) {
	for _, r := range text {
		if r >= firstForeign {
			n++
		}
	}
	return n
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
