package ui

import (
	"testing"

	"sitewell/ui/uitest"
)

// The Tab key leads through the window as it is read: the rail, the bar, the screen.
func TestTabThroughTheWindow(t *testing.T) {
	seen := map[string]bool{}
	for name, visit := range map[string]func(*shown){
		"sites":      func(s *shown) { s.says(t, "4 sites") },
		"history":    func(s *shown) { s.going.History(2); s.says(t, "4 scans") },
		"codes":      func(s *shown) { s.going.showCodes(); s.says(t, "What codes mean") },
		"settings":   func(s *shown) { s.going.Settings(1); s.says(t, "Settings of bakery.example") },
		"check list": func(s *shown) { s.inputs.checkList(); s.says(t, "Scan a list of addresses") },
		"shortcuts":  func(s *shown) { s.going.showHelp(); s.says(t, "Keyboard shortcuts") },
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, bakery())
			visit(s)
			if stops := uitest.WalkTab(t, s.window, seen); len(stops) == 0 {
				t.Error("Tab leads nowhere")
			}
		})
	}
}
