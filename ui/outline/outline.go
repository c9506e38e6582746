// Package outline describes what the window shows as plain data: every widget
// that a person can press or type into, where it is on the screen, and whatever
// is drawn where it does not belong. In a program built with the tag e2e, Serve
// hands that to the tests that drive the window; no other build contains it.
package outline

import "strings"

// SocketVariable names the environment variable with the path of the Unix
// socket on which a program built with the tag e2e describes its window. Each
// connection receives one Window as JSON.
const SocketVariable = "SITEWELL_OUTLINE"

// Window describes the window at one moment. All lengths are pixels.
type Window struct {
	Width, Height       int
	MinWidth, MinHeight int     // of what the window contains
	Scale               float64 // pixels per unit of Fyne
	Dialog              string  // the first text of the topmost dialog or menu, "" for none
	Overlays            int     // dialogs and menus that are open
	Widgets             []Widget
	Scrolls             []Scroll // that show only a part of what they hold
	Faults              []string // what is drawn or placed outside its frame
	Dotted              []string // visible texts with “…”: they were shortened, or name an action that asks further questions
}

// Widget is something that reacts to a person and is not covered by anything.
type Widget struct {
	Kind          string // its Go type, such as "widget.Button"
	Name          string // its text, its placeholder, or the name of its icon
	Text          string // what is typed into a field
	Part          string // "menu" for the menu bar, "dialog" for what is on top, "" for the rest
	X, Y          int    // a point at which the pointer reaches it
	Width, Height int    // of the part of it that is visible
	Tap           bool   // it takes clicks
	Secondary     bool   // it takes right clicks
	Type          bool   // it is a text field
	Lines         bool   // it is a text field of several lines
	Secret        bool   // it is a text field that shows dots
	Disabled      bool
}

// Scroll is something that can be scrolled down further.
type Scroll struct {
	X, Y int // its middle
}

// Identity names a widget in the same way wherever it appears in one screen or
// dialog. Numbers, addresses and the contents of rows do not count.
func (w Widget) Identity() string {
	name := Plain(w.Name)
	if isRow(w.Kind) {
		name = ""
	}
	return strings.TrimSpace(w.Part + " " + w.Kind + " " + quoted(name))
}

// isRow reports whether what a widget says is data: it is a row of a list or
// table, a file, or a link.
func isRow(kind string) bool {
	switch kind {
	case "widget.listItem", "control.listed", "table.rowView", "dialog.fileDialogItem", "widget.Hyperlink":
		return true
	}
	return false
}

func quoted(name string) string {
	if name == "" {
		return ""
	}
	return "“" + name + "”"
}

// Plain replaces numbers by # and addresses by one word, so that a text stays
// the same when only they change.
func Plain(s string) string {
	words := strings.Fields(s)
	for i, word := range words {
		if strings.Contains(word, "://") || strings.Contains(word, "127.0.0.1") {
			words[i] = "ADDRESS"
			continue
		}
		var b strings.Builder
		digits := false
		for _, r := range word {
			isDigit := r >= '0' && r <= '9' || digits && (r == ',' || r == '.')
			if isDigit && !digits {
				b.WriteByte('#')
			} else if !isDigit {
				b.WriteRune(r)
			}
			digits = isDigit
		}
		words[i] = b.String()
	}
	return strings.Join(words, " ")
}
