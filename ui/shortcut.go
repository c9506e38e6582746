package ui

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"

	"sitewell/ui/theme"
)

// Fyne 2.8 draws the shortcuts in a menu at a fifth of the text's strength
// (widget/menu_item.go, shortcutColor), which nobody can read who sees less
// than well. So they are part of the label, and Fyne gets a shortcut that
// it matches but does not draw. The menu bar of macOS draws its own.

// matched is a shortcut that is matched by its name only.
type matched struct{ name string }

func (m matched) ShortcutName() string { return m.name }

// menuEntry is an item of a menu with its shortcut.
type menuEntry struct {
	*fyne.MenuItem
	keys string // as a person reads it
}

// bind returns an item its shortcut.
func bind(i *fyne.MenuItem, key fyne.KeyName, mod fyne.KeyModifier) menuEntry {
	s := &desktop.CustomShortcut{KeyName: key, Modifier: mod}
	if runtime.GOOS == "darwin" {
		i.Shortcut = s
	} else {
		i.Shortcut = matched{s.ShortcutName()}
	}
	return menuEntry{i, readable(key, mod)}
}

// readable names a shortcut as keyboards do.
func readable(key fyne.KeyName, mod fyne.KeyModifier) string {
	var parts []string
	if mod&fyne.KeyModifierControl != 0 {
		parts = append(parts, lang.L("Ctrl"))
	}
	if mod&fyne.KeyModifierSuper != 0 {
		parts = append(parts, "⌘")
	}
	if mod&fyne.KeyModifierAlt != 0 {
		parts = append(parts, lang.L("Alt"))
	}
	name := string(key)
	switch key {
	case fyne.KeyLeft:
		name = "←"
	case fyne.KeyRight:
		name = "→"
	}
	return strings.Join(append(parts, name), "+")
}

// align writes the shortcuts behind the labels, one below the other.
func align(entries ...menuEntry) {
	width := func(s string) float32 { return fyne.MeasureText(s, theme.Size(theme.SizeBody), fyne.TextStyle{}).Width }
	var widest float32
	for _, e := range entries {
		widest = max(widest, width(e.Label))
	}
	const hair = "\u200a" // the thinnest space there is
	wide, thin := width(strings.Repeat(" ", 10))/10, width(strings.Repeat(hair, 10))/10
	for _, e := range entries {
		rest := widest - width(e.Label) + 8*wide
		n := int(rest / wide)
		e.Label += strings.Repeat(" ", n) + strings.Repeat(hair, int((rest-float32(n)*wide)/thin+0.5)) + e.keys
	}
}
