package ui

import (
	"testing"

	"fyne.io/fyne/v2/lang"

	"sitewell/ui/language"
)

// Every screen has room in a window of 640 by 380 units in every language: that is one of
// 1280 by 820 pixels with text of twice the size, below the menu bar.
func TestScreensFitWithLargeText(t *testing.T) {
	for _, spoken := range []string{"en", "de", "fr"} {
		t.Run(spoken, func(t *testing.T) {
			s := open(t, bakery())
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
				{"sites that are chosen", func() { s.going.showSites(); s.sites.Choose() }, lang.L("At the same time")},
				{"scanning", func() { s.going.ScanSite(1) }, lang.L("Stop")},
			} {
				screen.visit()
				s.says(t, screen.says)
				if m := s.window.Content().MinSize(); m.Width > 640 || m.Height > 380 {
					t.Errorf("%s: wants %v by %v units", screen.name, m.Width, m.Height)
				}
			}
		})
	}
}
