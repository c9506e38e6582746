package ui

import (
	"fyne.io/fyne/v2"

	"sitewell/ui/theme"
)

// These are the keys of Fyne's preferences, which contain the settings of the
// window, but no data.
const (
	prefTheme  = "theme"
	prefWidth  = "window.width"
	prefHeight = "window.height"
	prefFolder = "export.folder"
)

func (w *Window) theme() theme.Mode {
	return theme.Mode(w.o.App.Preferences().String(prefTheme))
}

func (w *Window) chooseTheme(m theme.Mode) {
	w.o.App.Preferences().SetString(prefTheme, string(m))
	w.applyTheme(m)
	w.menu.refresh()
}

func (w *Window) applyTheme(m theme.Mode) {
	w.o.App.Settings().SetTheme(theme.New(m))
}

// size is that of the last time, within what can be worked with.
func (w *Window) size() fyne.Size {
	p := w.o.App.Preferences()
	return fyne.NewSize(
		float32(max(p.FloatWithFallback(prefWidth, defaultWidth), minWidth)),
		float32(max(p.FloatWithFallback(prefHeight, defaultHeight), minHeight)),
	)
}

func (w *Window) rememberSize() {
	size := w.window.Canvas().Size()
	w.o.App.Preferences().SetFloat(prefWidth, float64(size.Width))
	w.o.App.Preferences().SetFloat(prefHeight, float64(size.Height))
}
