//go:build e2e && !headless

package desktop

import (
	"fmt"
	"os"

	"fyne.io/fyne/v2"

	"sitewell/ui/outline"
)

// serveOutline lets tests see what the window shows.
func serveOutline(a fyne.App) {
	if err := outline.Serve(a); err != nil {
		fmt.Fprintln(os.Stderr, "outline of the window:", err)
	}
}
