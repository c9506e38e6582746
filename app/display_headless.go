//go:build headless

package app

// hasWindow: this program can show no window.
const hasWindow = false

// noWindow says why no window can be shown.
func noWindow() string {
	return "This build of Sitewell has no window, so it scans in the terminal."
}
