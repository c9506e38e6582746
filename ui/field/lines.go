package field

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/control"
)

// Lines is a text entry of several lines. The Tab key leads out of it, as out
// of any other field.
type Lines struct {
	widget.Entry
	focused bool
	// Keys is as in Entry.
	Keys func(*fyne.KeyEvent) bool
	// Long takes a text that is pasted in place of the entry if the text is too long to be
	// edited without holding the window; nil: its beginning is inserted.
	Long func(text string)
}

// linesMost is how many characters pasting may make of the text.
const linesMost = 8000

// NewLines makes an entry that shows hint while it is empty, and rows lines.
func NewLines(hint string, rows int) *Lines {
	l := &Lines{}
	l.MultiLine = true
	l.PlaceHolder = hint
	l.Wrapping = fyne.TextWrapBreak
	l.SetMinRowsVisible(rows)
	l.ExtendBaseWidget(l)
	return l
}

// AcceptsTab is for Fyne.
func (l *Lines) AcceptsTab() bool { return false }

// CreateRenderer is for Fyne.
func (l *Lines) CreateRenderer() fyne.WidgetRenderer {
	return control.ForEntry(l.Entry.CreateRenderer(), &l.focused)
}

// FocusGained is for Fyne.
func (l *Lines) FocusGained() {
	l.focused = !l.Disabled()
	l.Entry.FocusGained()
}

// FocusLost is for Fyne.
func (l *Lines) FocusLost() {
	l.focused = false
	l.Entry.FocusLost()
}

// TypedShortcut is for Fyne.
func (l *Lines) TypedShortcut(s fyne.Shortcut) {
	paste, ok := s.(*fyne.ShortcutPaste)
	if !ok {
		l.Entry.TypedShortcut(s)
		return
	}
	text, selected := clean(strings.ReplaceAll(paste.Clipboard.Content(), "\r\n", "\n")), l.SelectedText()
	fits := beginning(text, linesMost-utf8.RuneCountInString(l.Text)+utf8.RuneCountInString(selected), foreignMost-foreignIn(l.Text)+foreignIn(selected))
	if l.Long != nil && fits != text {
		l.Long(text)
		return
	}
	l.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: fixed{paste.Clipboard, fits}})
}

// fixed is a clipboard with another text.
type fixed struct {
	fyne.Clipboard
	text string
}

// Content returns the text.
func (c fixed) Content() string { return c.text }

// TypedKey is for Fyne.
func (l *Lines) TypedKey(k *fyne.KeyEvent) {
	if l.Keys != nil && !edits(k.Name) && l.Keys(k) {
		return
	}
	l.Entry.TypedKey(k)
}
