package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"sitewell/ui/language"
)

// Every screen has room in a window of 640 by 380 units in every language: that is one of
// 1280 by 820 pixels with text of twice the size, below the menu bar. Only while sites are
// chosen the window is a little higher.
func TestScreensFitWithLargeText(t *testing.T) {
	const choosing = "sites that are chosen"
	for _, spoken := range []string{"en", "de", "fr"} {
		t.Run(spoken, func(t *testing.T) {
			s := open(t, bakery())
			s.window.Resize(fyne.NewSize(640, 380)) // what is beside each other may need two lines
			if err := language.Use(spoken); err != nil {
				t.Fatal(err)
			}
			s.speak()
			for _, screen := range []struct {
				name  string
				visit func()
				says  string // once it is loaded
			}{
				{"sites", s.going.showSites, "Harbour Hotel"},
				{"history", func() { s.going.History(1) }, lang.L("Compare two scans")},
				{"settings of a site", func() { s.going.Settings(1) }, lang.L("Sign-in")},
				{"settings", s.going.appSettings, lang.L("Text size")},
				{"help", s.going.showHelp, lang.L("Keyboard shortcuts")},
				{"codes", s.going.showCodes, "404"},
				{"results", func() { s.going.Results(s.fake.newest) }, lang.L("What to do")},
				{choosing, func() { s.going.showSites(); s.sites.Choose() }, lang.L("At the same time")},
				{"scanning", func() { s.going.ScanSite(1) }, lang.L("Stop")},
			} {
				screen.visit()
				s.says(t, screen.says)
				highest := float32(380)
				if screen.name == choosing {
					highest = 420
				}
				if m := s.window.Content().MinSize(); m.Width > 640 || m.Height > highest {
					t.Errorf("%s: wants %v by %v units", screen.name, m.Width, m.Height)
				}
			}
		})
	}
}
