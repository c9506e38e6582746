package ui

import (
	"context"
	"slices"

	"sitewell/ui/palette"
)

// This file fills the palette: with the actions of the menu, all sites, their scans, and
// all codes.

// prefRecent is the key of Fyne's preferences for what was chosen in the palette, newest
// first.
const (
	prefRecent = "palette.recent"
	mostRecent = 20
)

func (w *Window) newPalette() *palette.Palette {
	prefs := w.o.App.Preferences()
	return palette.New(palette.Options{
		Canvas: w.window.Canvas(), Run: w.run, Actions: func() []palette.Item { return w.menu.actions() },
		Sources: []func(context.Context) []palette.Item{w.finder.findSites, w.finder.findScans, w.finder.findCodes},
		Recent:  func() []string { return prefs.StringList(prefRecent) },
		Remember: func(id string) {
			ids := slices.DeleteFunc(prefs.StringList(prefRecent), func(old string) bool { return old == id })
			prefs.SetStringList(prefRecent, append([]string{id}, ids[:min(len(ids), mostRecent-1)]...))
		},
	})
}

// findAnything opens the palette.
func (w *Window) findAnything() {
	w.menu.refresh()
	w.palette.Open()
}
