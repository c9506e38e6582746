//go:build !headless

package app

import (
	"os"
	"runtime"
)

// hasWindow: this program can show a window where there is a display.
const hasWindow = true

// noWindow says why no window can be shown, "" where one can.
func noWindow() string {
	switch runtime.GOOS {
	case "windows", "darwin":
		return ""
	}
	if os.Getenv("DISPLAY") == "" {
		return "There is no display, so Sitewell scans in the terminal."
	}
	return ""
}
