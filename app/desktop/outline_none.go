//go:build !e2e && !headless

package desktop

import "fyne.io/fyne/v2"

// serveOutline does nothing: only a program built for tests describes its window.
func serveOutline(fyne.App) {}
